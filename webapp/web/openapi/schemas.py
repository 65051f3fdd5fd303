"""Schemas of readings, versions, tokens and problems."""

from typing import Any

from webapp.models.ids import MAX_LENGTH, PATTERN
from webapp.models.spec import NETWORKS
from webapp.records.notes import MAX_NAME, MAX_NOTE
from webapp.web import compare
from webapp.web.openapi import inspection
from webapp.web.openapi.parts import (
    COUNT,
    DIGIT,
    PNG,
    SHARE,
    TIME,
    described,
    nullable,
    ref,
    thing,
)

TEXT = {"type": "string"}


def schemas() -> dict[str, Any]:
    """Return the schemas by name."""
    return {**_reading(), **_versions(), **_champion(), **_tokens(), **_rest()}


def _reading() -> dict[str, Any]:
    model = described("Null: the version in service.", nullable(ref("ModelId")))
    drawing = {"image": described("A PNG image as a data URL.", PNG), "model": model}
    reading = {
        "digit": described("The most probable digit, also where `is_digit` is false.", DIGIT),
        "confidence": described("The probability of `digit`.", SHARE),
        "is_digit": described(
            "False for what seems to be a letter, a scribble or nothing at all; `digit` is then "
            "the closest one.",
            {"type": "boolean"},
        ),
        "probabilities": described(
            "Of each digit, if it is one: they sum to 1 also where `is_digit` is false.",
            {"type": "array", "items": SHARE, "minItems": 10, "maxItems": 10},
        ),
        "model": ref("ModelId"),
        "input": described("The 28 × 28 image that the network saw.", PNG),
        "elapsed_ms": {"type": "number", "minimum": 0},
    }
    return {
        "Drawing": thing(drawing, required=["image"]),
        "Reading": thing(reading),
        **_row(reading),
        **_side_by_side(reading),
        **inspection.schemas(reading, drawing),
    }


def _row(reading: dict[str, Any]) -> dict[str, Any]:
    answered = {"model": reading["model"], "elapsed_ms": reading["elapsed_ms"]}
    place = described(
        "Where its ink is: left, top, width, height in pixels of the posted image.",
        {"type": "array", "items": COUNT, "minItems": 4, "maxItems": 4},
    )
    digit = {name: schema for name, schema in reading.items() if name not in answered}
    digits = {"type": "array", "items": ref("RowDigit"), "minItems": 1}
    characters = described(
        "A character for each digit, `?` where `is_digit` is false.",
        {"type": "string", "pattern": "^[0-9?]+$"},
    )
    return {
        "RowDigit": thing({**digit, "box": place}),
        "RowReading": thing({"text": characters, "digits": digits, **answered}),
    }


def _side_by_side(reading: dict[str, Any]) -> dict[str, Any]:
    several = {"type": "array", "minItems": compare.FEWEST, "maxItems": compare.MOST}
    ids = described("Each once.", {**several, "items": ref("ModelId"), "uniqueItems": True})
    shared = {name: reading[name] for name in ("input", "elapsed_ms")}
    own = {name: schema for name, schema in reading.items() if name not in shared}
    readings = described("In the order asked for.", {**several, "items": ref("VersionReading")})
    agree = described("All say the same digit, and all or none doubt it.", {"type": "boolean"})
    asked = {"image": described("A PNG image as a data URL.", PNG), "models": ids}
    return {
        "ComparisonRequest": thing(asked),
        "VersionReading": thing(own),
        "Comparison": thing({"readings": readings, "agree": agree, **shared}),
    }


def _versions() -> dict[str, Any]:
    summary = {
        "id": ref("ModelId"),
        "network": {"enum": list(NETWORKS)},
        "created_at": TIME,
        "parameters": COUNT,
        "test_accuracy": nullable(SHARE),
        "bytes": COUNT,
    }
    details = {
        "spec": ref("TrainingSpec"),
        "metrics": ref("Metrics"),
        "files": described(
            "SHA-256 by file name.",
            {"type": "object", "additionalProperties": {"type": "string"}},
        ),
    }
    models = {"type": "array", "items": ref("ModelSummary")}
    return {
        "ModelId": {"type": "string", "pattern": f"^{PATTERN}$", "maxLength": MAX_LENGTH},
        "ModelSummary": thing(summary),
        "ModelList": thing({"champion": nullable(TEXT), "models": models}),
        "Model": thing({**summary, **details}),
        "Metrics": _metrics(),
        "Figures": _figures(),
        "TestFigures": _test_figures(),
        "StyleFigures": _style_figures(),
        "NonDigitFigures": _non_digit_figures(),
        "Robustness": _robustness(),
        "DrawingFigures": _drawing_figures(),
        "LearntCorrections": _learnt_corrections(),
    }


def _metrics() -> dict[str, Any]:
    duration = described("How long the training took, in seconds.", {"type": "number"})
    figures = {
        "validation": ref("Figures"),
        "test": ref("TestFigures"),
        "styles": ref("StyleFigures"),
        "non_digits": ref("NonDigitFigures"),
        "robustness": ref("Robustness"),
        "drawings": ref("DrawingFigures"),
        "corrections": ref("LearntCorrections"),
    }
    return thing({**figures, "duration_s": duration}, required=[])


def _test_figures() -> dict[str, Any]:
    indices = described("Of the images.", {"type": "array", "items": COUNT})
    why = "What remains without the images whose label is known to be wrong."
    without = described(why, thing({"indices": indices, "accuracy": SHARE}))
    figures = _figures()
    return {**figures, "properties": {**figures["properties"], "mislabelled": without}}


def _drawing_figures() -> dict[str, Any]:
    figures = _figures()
    properties = {**figures["properties"], "writers": COUNT}
    return described(
        "Of people's drawings that were held out.", {**figures, "properties": properties}
    )


def _learnt_corrections() -> dict[str, Any]:
    left_out = described("Those whose label was not believed.", COUNT)
    counts = {"count": COUNT, "left_out": left_out, "writers": COUNT, "non_digits": COUNT}
    digest = described("Of images and labels.", TEXT)
    return described("What was learnt from people's drawings.", thing({**counts, "sha256": digest}))


def _style_figures() -> dict[str, Any]:
    style = thing({"count": COUNT, "accuracy": SHARE})
    styles = {"type": "object", "additionalProperties": style}
    return described(
        "Of digits drawn in many styles.",
        thing(
            {
                "count": COUNT,
                "accuracy": SHARE,
                "ece": described("Expected calibration error.", SHARE),
                "by_style": described("By digit and name, such as `0 slashed`.", styles),
            },
            required=["count", "accuracy"],
        ),
    )


def _non_digit_figures() -> dict[str, Any]:
    called = described("Share that is called a digit.", SHARE)
    families = {
        "type": "object",
        "additionalProperties": thing({"count": COUNT, "called_digits": called}),
    }
    return described(
        "Of letters, signs and scribbles.",
        thing(
            {
                "count": COUNT,
                "auroc": described("Chance that a digit's score is above a non-digit's.", SHARE),
                "fpr95": described("Share called digits where 95 % of the digits are.", SHARE),
                "called_digits": called,
                "doubted_digits": described("Share of digits that is called no digit.", SHARE),
                "by_family": families,
            },
            required=["count"],
        ),
    )


def _robustness() -> dict[str, Any]:
    numbers = {"type": "array", "items": {"type": "number"}}
    shares = {"type": "array", "items": SHARE}
    course = thing({"unit": TEXT, "values": numbers, "accuracy": shares}, ["values", "accuracy"])
    return described(
        "Accuracy on digits that are moved, sized, turned, written with another pen, soiled.",
        {"type": "object", "additionalProperties": course},
    )


def _figures() -> dict[str, Any]:
    ten = {"type": "array", "minItems": 10, "maxItems": 10}
    loss = described("Mean cross-entropy in nats.", {"type": "number", "minimum": 0})
    counts = {**ten, "items": {**ten, "items": COUNT}}
    return thing(
        {
            "count": COUNT,
            "accuracy": SHARE,
            "loss": loss,
            "ece": described("Expected calibration error.", SHARE),
            "per_digit": described("Accuracy by digit.", {**ten, "items": SHARE}),
            "confusion": described("Row i, column j: the digits i that were read as j.", counts),
        }
    )


def _champion() -> dict[str, Any]:
    insist = {"type": "boolean", "default": False}
    why = "Put it into service even where it reads worse than the one that is."
    asked = {"model": ref("ModelId"), "insist": described(why, insist)}
    kept = "What is not sent stays."
    return {
        "Champion": thing({"champion": ref("ModelId")}),
        "ChampionRequest": thing(asked, required=["model"]),
        "Note": thing({"id": ref("ModelId"), "name": _text(MAX_NAME), "note": _text(MAX_NOTE)}),
        "NoteRequest": described(kept, thing({"name": _cut(MAX_NAME), "note": _cut(MAX_NOTE)}, [])),
    }


def _tokens() -> dict[str, Any]:
    token = {"id": COUNT, "name": TEXT, "created_at": TIME, "used_at": nullable(TIME)}
    secret = described("For `Authorization: Bearer`; it cannot be shown again.", TEXT)
    return {
        "Token": thing(token),
        "TokenList": thing({"tokens": {"type": "array", "items": ref("Token")}}),
        "TokenRequest": thing({"name": {**TEXT, "default": "token"}}, required=[]),
        "IssuedToken": thing({**token, "token": secret}),
    }


def _rest() -> dict[str, Any]:
    problem = {
        "type": {"type": "string", "format": "uri-reference"},
        "title": TEXT,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": described("What went wrong, in plain words.", TEXT),
        "request_id": described("As in the header `X-Request-ID` and in the server's log.", TEXT),
    }
    errors = {"type": "object", "additionalProperties": TEXT}
    by_field = described("Of a spec that is refused: why, by field.", errors)
    which = described("Which of the versions asked for is missing or broken.", TEXT)
    figures = {"type": "array", "items": ref("ComparedFigure")}
    more = {
        "errors": by_field,
        "model": which,
        "champion": described("The version in service, where that asked for reads worse.", TEXT),
        "figures": described("Both side by side, where one reads worse.", figures),
        "checks": described("Of a node that is not ready: what was looked at.", ref("Checks")),
    }
    return {
        "Health": thing({"status": TEXT}),
        "Readiness": thing({"status": TEXT, "champion": ref("ModelId"), "checks": ref("Checks")}),
        "Checks": _checks(),
        "Document": thing({"openapi": TEXT, "info": {"type": "object"}}),
        "Problem": thing({**problem, **more}, required=list(problem)),
    }


def _checks() -> dict[str, Any]:
    def one_of(*states: str) -> dict[str, Any]:
        return {**TEXT, "enum": list(states)}

    trainer = one_of("seen", "missing", "not expected", "unknown")
    expected = "One is, unless `HITOFUDE_TRAINER` is `off`; a node reads without one."
    return thing(
        {
            "champion": one_of("loaded", "stand-in", "missing"),
            "database": one_of("answers", "silent"),
            "queue": one_of("answers", "silent"),
            "trainer": described(expected, trainer),
        }
    )


def _text(longest: int) -> dict[str, Any]:
    return {"type": "string", "maxLength": longest}


def _cut(longest: int) -> dict[str, Any]:
    return described(f"Cut to {longest} characters.", TEXT)
