"""What a moderator should look at in a drawing that comes in; nothing is refused for it."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from sqlalchemy import and_, func, not_, select

from webapp.drawing import all_from_bytes
from webapp.models import Reading
from webapp.records.arrivals import Arrival
from webapp.records.database import db, now
from webapp.records.drawings import Drawing

PIXELS = 28 * 28

FLAGS = ("many", "flood", "duplicate", "contradicts")

MOST_AN_HOUR = 60
"""Drawings of one writer in an hour; a person who corrects and does not play stays below."""

FLOOD_OF = 20
FLOOD_SHARE = 0.6
"""From so many drawings on, one writer is suspicious whose labels are mostly one."""

ALIKE = 0.995
"""Correlation of two images that no hand draws twice."""

SHORTEST = 1.0
"""Length of an image without contrast, in grey levels: nothing is alike to it, nothing breaks."""

LOOKED_AT = 3000
"""How many of the newest drawings a new one is compared with."""

SURE = 0.9
"""Confidence from which a version contradicts."""


class Seen:
    """The newest images, for a look whether one is among them."""

    def __init__(self, images: Sequence[bytes]):
        """Take images, the newest first."""
        self._rows = np.empty((LOOKED_AT, PIXELS), np.float32)
        self._lengths = np.empty(LOOKED_AT, np.float32)
        self._count = len(images)
        pixels = all_from_bytes(reversed(images)).reshape(-1, PIXELS)
        self._put(slice(self._count), pixels)

    @classmethod
    def newest(cls, but: Arrival | None = None) -> "Seen":
        """Return what was kept last, ``but`` for the drawing itself, if it is kept already."""
        wanted = select(Drawing.image).order_by(Drawing.id.desc()).limit(LOOKED_AT)
        if but is not None:
            itself = and_(Drawing.writer == but.writer, Drawing.digest == but.digest)
            wanted = wanted.where(not_(itself))
        return cls(db.session.scalars(wanted).all())

    def has(self, image: np.ndarray) -> bool:
        """Tell whether an image, ``uint8`` ``(28, 28)``, is almost one of them.

        Pearson's correlation: one of the two need not be of mean 0, where the other is.
        """
        known = slice(min(self._count, LOOKED_AT))
        row = image.ravel() - image.mean(dtype=np.float32)
        length = max(float(np.linalg.norm(row)), SHORTEST)
        products = np.einsum("ij,j->i", self._rows[known], row)  # in this thread: BLAS wakes others
        return bool((products > ALIKE * length * self._lengths[known]).any())

    def add(self, image: np.ndarray) -> None:
        """Have one more, in place of the oldest."""
        at = self._count % LOOKED_AT
        self._put(slice(at, at + 1), image.reshape(1, PIXELS))
        self._count += 1

    def _put(self, where: slice, pixels: np.ndarray) -> None:
        """Set rows; their lengths are those that they would have with mean 0."""
        rows = self._rows[where]
        rows[:] = pixels
        squares = np.einsum("ij,ij->i", rows, rows) - PIXELS * rows.mean(axis=1) ** 2
        self._lengths[where] = np.sqrt(np.maximum(squares, SHORTEST**2))


def suspicions(arrival: Arrival, readings: Sequence[Reading]) -> tuple[str, ...]:
    """Return the flags of a drawing that a page sends; ``readings``: of every loaded version."""
    found = {
        "many": _is_one_of_many(arrival),
        "flood": _is_flood(arrival),
        "duplicate": Seen.newest(arrival).has(arrival.image),
        "contradicts": contradicts(arrival.label, readings),
    }
    return tuple(flag for flag in FLAGS if found[flag])


def contradicts(label: int | None, readings: Sequence[Reading]) -> bool:
    """Tell whether every version that reads is sure of another digit."""
    return bool(readings) and all(
        each.is_digit and each.confidence >= SURE and each.digit != label for each in readings
    )


def _is_one_of_many(arrival: Arrival) -> bool:
    recent = Drawing.created_at > now() - timedelta(hours=1)
    wanted = select(func.count()).where(Drawing.writer == arrival.writer, recent)
    return db.session.scalar(wanted) >= MOST_AN_HOUR


def _is_flood(arrival: Arrival) -> bool:
    labels = select(Drawing.label).where(
        Drawing.writer == arrival.writer, Drawing.digest != arrival.digest
    )
    given = [*db.session.scalars(labels), arrival.label]
    return len(given) >= FLOOD_OF and given.count(arrival.label) > FLOOD_SHARE * len(given)
