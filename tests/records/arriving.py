"""Drawings that come in, made by rule."""

from typing import Any

import numpy as np

from webapp.models import Reading
from webapp.records import Arrival

HERS, HIS = "a" * 64, "b" * 64


def reading(digit: int = 7, confidence: float = 0.91, digitness: float = 0.8) -> Reading:
    probabilities = np.full(10, (1 - confidence) / 9, np.float32)
    probabilities[digit] = confidence
    return Reading(probabilities, digit, confidence, digitness >= 0.5, digitness)


def image(seed: int) -> np.ndarray:
    """Return an image that is like none of another seed."""
    return np.random.default_rng(seed).integers(0, 256, (28, 28), np.uint8)


def arrival(seed: int = 0, label: int | None = 7, writer: str = HERS, **more: Any) -> Arrival:
    given = {"reading": reading(), "model_id": "best-1", **more}
    return Arrival(writer, image(seed), label, **given)
