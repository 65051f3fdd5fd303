"""Schemas of training: specs, as ``webapp.models.spec`` bounds them, and runs."""

from typing import Any

from webapp.models import gate
from webapp.models.spec import (
    AUGMENTATIONS,
    CONVOLUTIONS,
    DEFAULT_PRESET,
    MAX_FILTERS,
    MAX_HIDDEN,
    MAX_UNITS,
    NETWORKS,
    PRESETS,
    RANGES,
    SCHEDULES,
)
from webapp.records import RunState
from webapp.web.openapi.parts import COUNT, SHARE, TIME, described, nullable, ref, thing

FLAG = {"type": "boolean"}

MEANINGS = {
    "epochs": "How often all training images are seen.",
    "batch_size": "Images per step.",
    "learning_rate": "Adam's; the highest where the schedule changes it.",
    "dropout": "Share of units left out at random.",
    "seed": "The same seed trains the same network.",
    "train_images": "How many of MNIST's training images to learn from.",
    "synthetic_digits": "How many digits of all styles are drawn anew for each epoch.",
    "non_digits": "How many letters, signs and scribbles are drawn anew for each epoch; with any, "
    'the network gets an eleventh output, "not a digit". 0 for `tutorial`.',
}
"""What each number of a spec means."""


def schemas() -> dict[str, Any]:
    """Return the schemas by name."""
    spec, run = _spec(), _run()
    estimate = {
        "layers": {"type": "string", "example": "784 → 128 → 10"},
        "parameters": COUNT,
        "multiplications": COUNT,
        "seconds": {"type": "number"},
    }
    return {
        "TrainingSpec": thing(spec),
        "RunRequest": _request(spec),
        "Estimate": thing(estimate),
        "Run": thing(run),
        "RunList": thing({"runs": {"type": "array", "items": ref("Run")}}),
        "ComparedFigure": _compared_figure(),
    }


def _spec() -> dict[str, Any]:
    units = {"type": "array", "items": _whole(MAX_UNITS), "maxItems": MAX_HIDDEN}
    three = {"minItems": CONVOLUTIONS, "maxItems": CONVOLUTIONS}
    filters = {"type": "array", "items": _whole(MAX_FILTERS), **three}
    start = {"anyOf": [ref("ModelId"), {"type": "null"}]}
    return {
        "network": {"enum": list(NETWORKS)},
        "hidden": described("Units of each hidden layer of `dense`; else empty.", units),
        "filters": described("Filters of the convolutions of `conv`.", filters),
        **{name: described(MEANINGS[name], _number(name)) for name in RANGES},
        "schedule": {"enum": list(SCHEDULES)},
        "augmentation": {"enum": list(AUGMENTATIONS)},
        "corrections": described("Whether to learn from drawings that were accepted.", FLAG),
        "start_from": described("The version whose weights are the start, or null.", start),
    }


def _request(spec: dict[str, Any]) -> dict[str, Any]:
    preset = {"enum": list(PRESETS), "default": DEFAULT_PRESET}
    promote = {"type": "boolean", "default": False}
    more = {
        "preset": described(
            "Its values fill what is not sent; `improve` starts from the version in service, and "
            "has its network.",
            preset,
        ),
        "promote": described("Put the version into service if it reads no worse.", promote),
    }
    return {**thing({**spec, **more}, required=[]), "additionalProperties": False}


def _run() -> dict[str, Any]:
    text = {"type": ["string", "null"]}
    return {
        "id": COUNT,
        "state": {"enum": [str(state) for state in RunState]},
        "spec": ref("TrainingSpec"),
        "model": ref("ModelId"),
        "promote": FLAG,
        "reason": described("Why it did not succeed.", text),
        "place": described("Its place in line, the next run's being 1.", nullable(COUNT)),
        "created_at": TIME,
        "started_at": nullable(TIME),
        "ended_at": nullable(TIME),
        "duration_s": nullable({"type": "number", "minimum": 0}),
        "hardware": text,
        "parameters": COUNT,
        "trainer_seen": described("Whether a trainer is there to work on runs.", FLAG),
        "imported": nullable(thing({"file": {"type": "string"}, "note": {"type": "string"}})),
        "published": described("Whether `model` is in the store.", FLAG),
    }


def _compared_figure() -> dict[str, Any]:
    figure = {
        "name": described("Of which images.", {"enum": list(gate.FIGURES)}),
        "count": described("How many there are.", COUNT),
        "challenger": described("Share that the version reads which is to serve.", SHARE),
        "champion": described("Share that the one in service reads.", SHARE),
        "needed": described("Share that it has to read: less where that may be chance.", SHARE),
        "because_of": described("The version whose share decides that.", ref("ModelId")),
        "passed": {"type": "boolean"},
    }
    return described("How a version reads some images beside the one in service.", thing(figure))


def _number(name: str) -> dict[str, Any]:
    low, high = RANGES[name]
    kind = "integer" if isinstance(low, int) else "number"
    return {"type": kind, "minimum": low, "maximum": high}


def _whole(high: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": high}
