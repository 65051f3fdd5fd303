"""Schemas of looking inside: a drawing's way through preparation and network."""

from typing import Any

from webapp import drawing
from webapp.models.architecture import SIDE
from webapp.models.stages import SHOWN
from webapp.web.inspection import NEAREST, PARTS
from webapp.web.openapi.parts import COUNT, DIGIT, PNG, SHARE, described, nullable, ref, thing
from webapp.web.units import LARGEST, STRONGEST

NUMBER = {"type": "number"}
FLAG = {"type": "boolean"}
LABEL = {"type": "integer", "minimum": 0, "maximum": 10}
NAME = {"type": "string"}
BASE64 = {"type": "string", "contentEncoding": "base64"}
KINDS = [*SHOWN, "logits"]
PLACE = {"type": "array", "items": {**COUNT, "maximum": SIDE - 1}, "minItems": 2, "maxItems": 2}


def schemas(reading: dict[str, Any], image: dict[str, Any]) -> dict[str, Any]:
    """Return the schemas by name; ``reading`` and ``image``: properties of answer and request."""
    return {
        "InspectionRequest": _request(image),
        "UnitRequest": _unit_request(),
        "Inspection": _answer(reading),
        "Step": _step(),
        "Layer": _layer(),
        "SignedMap": _signed(),
        "NearestImage": _nearest(),
        "Removal": _removal(),
        "Unit": _unit(),
        "Term": _term(),
        "Channel": _channel(),
        "Onward": _onward(),
    }


def _request(image: dict[str, Any]) -> dict[str, Any]:
    steps = nullable({"type": "array", "items": {"enum": list(drawing.STEPS)}})
    parts = nullable({"type": "array", "items": {"enum": list(PARTS)}})
    more = {
        "without": described("Steps of preparation to leave out.", steps),
        "parts": described("What to answer beside the reading; null: all of these.", parts),
        "target": described("What would have to go for it to be this digit?", nullable(DIGIT)),
        "unit": described("A unit to open up.", nullable(ref("UnitRequest"))),
    }
    return thing({**image, **more}, required=["image"])


def _unit_request() -> dict[str, Any]:
    place = described("Row and column of a map; null: where it answers most.", nullable(PLACE))
    return thing({"layer": NAME, "index": COUNT, "at": place}, ["layer", "index"])


def _answer(reading: dict[str, Any]) -> dict[str, Any]:
    nearest = {"type": "array", "items": ref("NearestImage"), "maxItems": NEAREST}
    own = {
        "runner_up": described("The second most probable digit.", DIGIT),
        "margin": described("By how much its logit is behind, in nats.", NUMBER),
        "steps": {"type": "array", "items": ref("Step")},
        "layers": {"type": "array", "items": ref("Layer")},
        "occlusion": described(
            "How much the digit's lead over the next falls, in nats, without the ink at a pixel.",
            ref("SignedMap"),
        ),
        "nearest": described(
            "Images it learnt from that are most alike to it; null where a version has no index.",
            {"anyOf": [nearest, {"type": "null"}]},
        ),
        "removal": ref("Removal"),
        "unit": ref("Unit"),
    }
    return thing({**reading, **own}, required=[*reading, "runner_up", "margin"])


def _step() -> dict[str, Any]:
    return thing({"name": {"enum": ["raw", *drawing.STEPS]}, "on": FLAG, "image": PNG})


def _layer() -> dict[str, Any]:
    shape = {"type": "array", "items": COUNT}
    properties = {
        "name": NAME,
        "kind": {"enum": KINDS},
        "shape": described("Rows, columns, channels; or units.", shape),
        "map": described(
            "A byte a value, row by row, channel by channel: low + (high - low) · byte / 255.",
            BASE64,
        ),
        "low": NUMBER,
        "high": NUMBER,
        "values": described(
            "Of the logits, exactly: the digits', then `not a digit` if the network learnt that.",
            {"type": "array", "items": NUMBER},
        ),
    }
    return thing(properties, [name for name in properties if name != "values"])


def _signed() -> dict[str, Any]:
    shape = {"type": "array", "items": COUNT}
    bytes_ = described("A signed byte a value, row after row: scale · byte / 127.", BASE64)
    return thing({"shape": shape, "map": bytes_, "scale": {**NUMBER, "minimum": 0}})


def _nearest() -> dict[str, Any]:
    likeness = described("Cosine between what the network makes of both.", SHARE)
    label = described("The digit that it shows; 10 is none.", LABEL)
    return thing({"label": label, "image": PNG, "likeness": likeness})


def _removal() -> dict[str, Any]:
    return thing(
        {
            "target": DIGIT,
            "reached": described("Whether what is left is read as the target.", FLAG),
            "map": described("28 × 28 bytes, 255 where ink was taken away.", BASE64),
            "image": described("What is left.", PNG),
            "digit": described("What is read in it.", DIGIT),
            "is_digit": FLAG,
            "probability": described("Of the target.", SHARE),
        }
    )


def _unit() -> dict[str, Any]:
    field = {"type": "array", "items": {"type": "integer"}, "minItems": 4, "maxItems": 4}
    terms = {"type": "array", "items": ref("Term"), "maxItems": LARGEST}
    channels = {"type": "array", "items": ref("Channel"), "maxItems": STRONGEST}
    numbers = {"type": "array", "items": NUMBER}
    properties = {
        "layer": NAME,
        "index": COUNT,
        "kind": {"enum": KINDS},
        "weights": ref("SignedMap"),
        "products": described("Each weight times its input.", ref("SignedMap")),
        "largest": described("The largest products, whatever their sign.", terms),
        "bias": NUMBER,
        "sum": described("Of all products.", NUMBER),
        "scale": described("Of the norm: z = scale · sum + shift.", NUMBER),
        "shift": NUMBER,
        "z": NUMBER,
        "activation": {"enum": ["relu", "none"]},
        "output": NUMBER,
        "at": described("The place on the map: row, column.", PLACE),
        "size": described("Side of the kernel.", COUNT),
        "stride": COUNT,
        "padded": FLAG,
        "field": described("What of the 28 × 28 it sees: top, left, height, width.", field),
        "channels": described("The input channels that give most, whatever the sign.", channels),
        "rest": described("What all other channels give.", NUMBER),
        "patch": described("What a place of a pooling layer chooses from.", numbers),
        "onward": {"anyOf": [ref("Onward"), {"type": "null"}]},
    }
    return described(
        "Of a dense layer, its weights and products; of a convolution, kernel and patch at one "
        "place; of pooling, the patch.",
        thing(properties, ["layer", "index", "kind", "output"]),
    )


def _term() -> dict[str, Any]:
    at = described("Row, column, channel of the input; or its unit.", {"type": "array"})
    at = {**at, "items": COUNT, "minItems": 1, "maxItems": 3}
    return thing({"at": at, "weight": NUMBER, "value": NUMBER, "product": NUMBER})


def _channel() -> dict[str, Any]:
    numbers = {"type": "array", "items": NUMBER}
    return thing({"index": COUNT, "kernel": numbers, "patch": numbers, "sum": NUMBER})


def _onward() -> dict[str, Any]:
    unit = thing({"index": COUNT, "weight": NUMBER, "product": NUMBER})
    properties = {
        "layer": NAME,
        "by_digit": described("Weight times output, by logit.", {"type": "array", "items": NUMBER}),
        "strongest": {"type": "array", "items": unit, "maxItems": LARGEST},
    }
    return described("What it passes on.", thing(properties, ["layer"]))
