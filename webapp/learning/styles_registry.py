"""Where styles of digits are registered, and the parts that several of them share."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from webapp.learning.hand import Number, Point, Strokes, Writers

SEGMENTS = {
    "a": ((0, 0), (1, 0)),
    "b": ((1, 0), (1, 0.5)),
    "c": ((1, 0.5), (1, 1)),
    "d": ((1, 1), (0, 1)),
    "e": ((0, 1), (0, 0.5)),
    "f": ((0, 0.5), (0, 0)),
    "g": ((0, 0.5), (1, 0.5)),
}
"""The strokes of a calculator's digits, by their usual letters."""


@dataclass(frozen=True)
class Style:
    """One way to write a digit. ``draw`` gives the strokes of so many writers."""

    digit: int
    name: str
    draw: Callable[[Writers], Strokes]

    @property
    def title(self) -> str:
        """Return the name that figures are listed by, such as ``0 slashed``."""
        return f"{self.digit} {self.name}"


STYLES: list[Style] = []


def style(digit: int, name: str) -> Callable:
    """Register a function as a style of a digit."""

    def register(draw: Callable[[Writers], Strokes]) -> Callable[[Writers], Strokes]:
        STYLES.append(Style(digit, name, draw))
        return draw

    return register


def segments(w: Writers, letters: str) -> Strokes:
    """Return a calculator's digit: each segment a stroke, with or without gaps between them."""
    width = w.between(0.45, 0.65)
    gap = w.either(0, w.between(0, 0.08))
    strokes = []
    for letter in letters:
        (x1, y1), (x2, y2) = SEGMENTS[letter]
        x1, x2, dx, dy = x1 * width, x2 * width, np.sign(x2 - x1) * gap, np.sign(y2 - y1) * gap
        strokes.append(w.line((x1 + dx, y1 + dy), (x2 - dx, y2 - dy)))
    return strokes


def spiral(
    w: Writers, centre: Point, radii: Point, start: Number, stop: Number, last: Number
) -> np.ndarray:
    """Return an arc whose radius grows or shrinks evenly, to ``last`` times the first."""
    arc = w.arc((0, 0), radii, start, stop)
    factor = np.linspace(np.ones(w.count), np.broadcast_to(last, w.count), arc.shape[1], axis=1)
    shift = np.stack([np.broadcast_to(value, w.count) for value in centre], axis=-1)
    return arc * factor[..., None] + shift[:, None]
