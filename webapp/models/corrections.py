"""Drawings of people and what they are, as arrays: what versions learn and are compared by."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

NOT_A_DIGIT = 10
"""The label of what is no digit."""

Strokes = Sequence[Sequence[tuple[float, float]]]


@dataclass(frozen=True)
class Corrections:
    """Drawings that a moderator accepted.

    ``images``: ``uint8`` ``(n, 28, 28)``, as the network sees them; ``labels``: ``uint8`` ``(n,)``,
    10 for no digit; ``writers``: ``(n,)``, text that tells people apart; ``held_out``: ``bool``
    ``(n,)``, of the tenth that nothing ever learns from; ``strokes``: of each one, in any unit,
    y downwards, or ``None`` where only the image was kept.
    """

    images: np.ndarray
    labels: np.ndarray
    writers: np.ndarray
    held_out: np.ndarray
    strokes: Sequence[Strokes | None]

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, which: np.ndarray) -> "Corrections":
        """Return some of the drawings; ``which``: their numbers, or ``bool`` ``(n,)``."""
        numbers = np.arange(len(self))[which]
        return Corrections(
            self.images[numbers],
            self.labels[numbers],
            self.writers[numbers],
            self.held_out[numbers],
            [self.strokes[number] for number in numbers],
        )

    @property
    def to_learn(self) -> "Corrections":
        """Return what may be learnt from."""
        return self.take(~self.held_out)

    @property
    def to_measure(self) -> "Corrections":
        """Return the digits that were held out."""
        return self.take(self.held_out & (self.labels != NOT_A_DIGIT))


def no_corrections() -> Corrections:
    """Return no drawings at all."""
    images, labels = np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8)
    return Corrections(images, labels, np.zeros(0, str), np.zeros(0, bool), [])
