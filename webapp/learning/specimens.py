"""Synthetic drawings to choose and to measure by; no training ever draws the same.

They are made once in a process: it takes seconds.
"""

from dataclasses import dataclass
from functools import cache

from webapp.learning.synthesis import Drawings, draw_digits, draw_non_digits

# Trainings draw by (seed, stream, chunk); sequences of this length are never theirs.
EVALUATION = tuple(b"evaluation")
VALIDATION = tuple(b"validation")
EVALUATION_DRAWINGS = 3000
VALIDATION_DRAWINGS = 2000


@dataclass(frozen=True)
class Specimens:
    """Drawings of digits in all styles, and of what is no digit."""

    digits: Drawings
    non_digits: Drawings


@cache
def evaluation_drawings() -> Specimens:
    """Return the drawings that are reported on, and that nothing is chosen by."""
    return Specimens(
        draw_digits(EVALUATION_DRAWINGS, (*EVALUATION, 0)),
        draw_non_digits(EVALUATION_DRAWINGS, (*EVALUATION, 1)),
    )


@cache
def validation_digits() -> Drawings:
    """Return the digits that temperature and threshold are chosen by."""
    return draw_digits(VALIDATION_DRAWINGS, VALIDATION)
