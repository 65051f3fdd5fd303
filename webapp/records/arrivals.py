"""A drawing that comes in, before it is kept: who drew what, and what was read in it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from webapp.drawing.strokes import Stroke
from webapp.models import Reading
from webapp.records.database import now

HELD_OUT = 10
"""One drawing in so many is kept from training, to measure with."""


class DrawingState(StrEnum):
    """What a moderator thinks of a drawing."""

    NEW = "new"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Source(StrEnum):
    """How a drawing came here."""

    PAGE = "page"
    CLASS = "class"
    IMPORT = "import"


@dataclass(frozen=True)
class Arrival:
    """A drawing that comes in.

    ``image``: ``uint8`` ``(28, 28)``, as the network sees it; ``label``: 0…9, or ``None`` for what
    is no digit; ``reading``: what the version ``model_id`` makes of it; ``strokes``: in canvas
    units, ``None`` for a picture; ``writer``: as ``writer_of`` gives it.
    """

    writer: str
    image: np.ndarray
    label: int | None
    reading: Reading
    model_id: str
    strokes: list[Stroke] | None = None
    source: Source = Source.PAGE
    state: DrawingState = DrawingState.NEW
    flags: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Return what tells the image from others."""
        return hashlib.sha256(self.image.tobytes()).hexdigest()


def writer_of(token: str) -> str:
    """Return by what a writer is known: nobody can tell the token, or a person, from it."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_held_out(writer: str, digest: str) -> bool:
    """Tell whether a drawing is one of the tenth that nothing learns from."""
    return int(hashlib.sha256(f"{writer}/{digest}".encode()).hexdigest(), 16) % HELD_OUT == 0


def doubt(label: int | None, probabilities: Sequence[float], digitness: float) -> float:
    """Return how far a label is from a reading: 1 - the probability that the reading gives it."""
    agreement = 1 - digitness if label is None else digitness * probabilities[label]
    return round(min(1.0, max(0.0, 1 - agreement)), 6)


def values_of(arrival: Arrival) -> dict[str, Any]:
    """Return a drawing's columns by name."""
    reading, digest = arrival.reading, arrival.digest
    probabilities = [round(float(each), 6) for each in reading.probabilities]
    strokes = arrival.strokes and [
        [(round(x, 2), round(y, 2)) for x, y in stroke] for stroke in arrival.strokes
    ]
    return {
        "created_at": now(),
        "writer": arrival.writer,
        "digest": digest,
        "image": arrival.image.tobytes(),
        "strokes": strokes,
        "label": arrival.label,
        "state": arrival.state,
        "source": arrival.source,
        "held_out": is_held_out(arrival.writer, digest),
        "flags": list(arrival.flags),
        "model_id": arrival.model_id,
        "digit": reading.digit,
        "is_digit": bool(reading.is_digit),
        "confidence": round(float(reading.confidence), 6),
        "digitness": round(float(reading.digitness), 6),
        "probabilities": probabilities,
        "doubt": doubt(arrival.label, probabilities, float(reading.digitness)),
    }
