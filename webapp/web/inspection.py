"""Open a network up over a drawing: how it was prepared, what every layer made of it, and why."""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import BadRequest

from webapp import drawing
from webapp.models import Classifier, Inspector, Reading
from webapp.models.architecture import DIGITS
from webapp.models.inspector import LOGITS
from webapp.models.occlusion import Removal, lead, occlusion, remove, runner_up
from webapp.web.api import as_text, json_object, reading_json, text, whole
from webapp.web.maps import layer_json, signed_json, unsigned
from webapp.web.services import models, services
from webapp.web.units import UnitAsked, unit_asked, unit_json

PARTS = ("steps", "layers", "occlusion", "nearest")
"""What an answer may hold beside the reading."""

NEAREST = 8
"""How many images that it learnt from are shown."""

blueprint = Blueprint("inspection", __name__, url_prefix="/api")


@dataclass(frozen=True)
class Asked:
    """What is asked for: steps of preparation to leave out, parts to answer, a unit to open."""

    without: frozenset[str]
    parts: frozenset[str]
    target: int | None
    unit: UnitAsked | None


@blueprint.post("/inspect")
def inspect() -> Response:
    """Show how a version arrives at its reading of a drawing."""
    started = time.perf_counter()
    body = json_object()
    pixels = drawing.decode_data_url(text(body, "image"))
    classifier = models().get(text(body, "model", default=None))
    inspector = models().inspector(classifier.manifest.id)
    asked = _asked(body, inspector)
    preparation = drawing.follow(pixels, asked.without)
    answer = _Look(classifier, inspector, preparation.image).answer(asked)
    services().ledger.read(classifier.manifest.id)
    if "steps" in asked.parts:
        answer["steps"] = [_step_json(step) for step in drawing.stations(pixels, preparation)]
    answer["elapsed_ms"] = round((time.perf_counter() - started) * 1000, 3)
    return jsonify(answer)


class _Look:
    """One look of a version at an image."""

    def __init__(self, classifier: Classifier, inspector: Inspector, image: np.ndarray):
        self.classifier, self.inspector, self.image = classifier, inspector, image
        self.reading: Reading = classifier.read(image)
        self.outputs = inspector.outputs(image)

    def answer(self, asked: Asked) -> dict[str, Any]:
        """Return what was asked for, as JSON values."""
        found = {
            **reading_json(self.reading),
            **self._runner_up(),
            "model": self.classifier.manifest.id,
            "input": _picture(self.image),
        }
        for part in ("layers", "occlusion", "nearest"):
            if part in asked.parts:
                found[part] = getattr(self, f"_{part}")()
        if asked.target is not None:
            found["removal"] = self._removal(asked.target)
        if asked.unit is not None:
            found["unit"] = unit_json(self.inspector, asked.unit, self.image, self.outputs)
        return found

    def _runner_up(self) -> dict[str, Any]:
        logits = self.outputs[LOGITS][:DIGITS]
        digit = self.reading.digit
        return {"runner_up": runner_up(logits, digit), "margin": round(lead(logits, digit), 4)}

    def _layers(self) -> list[dict[str, Any]]:
        return [layer_json(stage, self.outputs[stage.name]) for stage in self.inspector.stages]

    def _occlusion(self) -> dict[str, Any]:
        found = occlusion(self.inspector.digit_logits, self.image, self.reading.digit)
        return signed_json(found)

    def _nearest(self) -> list[dict[str, Any]] | None:
        index = self.inspector.nearest
        if index is None:
            return None
        features = self.inspector.features(self.image, self.outputs)
        return [
            {
                "label": match.label,
                "image": drawing.encode_data_url(match.image),
                "likeness": round(match.likeness, 4),
            }
            for match in index.nearest(features, NEAREST)
        ]

    def _removal(self, target: int) -> dict[str, Any]:
        found: Removal = remove(self.inspector.digit_logits, self.image, target)
        reading = self.classifier.read(found.image)
        return {
            "target": target,
            "reached": found.reached,
            "map": unsigned(found.removed.astype(np.uint8) * 255),
            "image": _picture(found.image),
            "digit": reading.digit,
            "is_digit": reading.is_digit,
            "probability": round(float(reading.probabilities[target]), 6),
        }


def _asked(body: dict[str, Any], inspector: Inspector) -> Asked:
    parts = _choice(body, "parts", PARTS, frozenset(PARTS))
    target = body.get("target")
    if target is not None:
        target = whole(target, "target", DIGITS)
    without = _choice(body, "without", drawing.STEPS, frozenset())
    return Asked(without, parts, target, unit_asked(body.get("unit"), inspector))


def _choice(
    body: dict[str, Any], name: str, allowed: tuple[str, ...], default: frozenset[str]
) -> frozenset[str]:
    given = body.get(name)
    if given is None:
        return default
    if not isinstance(given, list):
        raise BadRequest(f"The field {name!r} must be a list.")
    chosen = {as_text(each, f"{name}[{place}]") for place, each in enumerate(given)}
    if unknown := sorted(chosen - set(allowed)):
        raise BadRequest(f"The field {name!r} may hold {', '.join(allowed)}, not {unknown[0]!r}.")
    return frozenset(chosen)


def _step_json(step: drawing.Step) -> dict[str, Any]:
    return {"name": step.name, "on": step.on, "image": drawing.encode_data_url(step.picture)}


def _picture(image: np.ndarray) -> str:
    return drawing.encode_data_url(drawing.to_uint8(image))
