"""How reading holds out where digits are drawn elsewhere, smaller, turned, thinner or noisily.

One thing is changed at a time, on the page's canvas; all else stays as on a good day.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from webapp.drawing import BlankCanvas, prepare, render, to_uint8
from webapp.drawing.strokes import CANVAS
from webapp.learning.hand import Writers, vary
from webapp.learning.styles import STYLES

SEED = tuple(b"robustness")
DRAWINGS = 200
SIDE = CANVAS // 2
"""Side of the picture that is drawn, in pixels: half the page's, a quarter of the time."""


@dataclass(frozen=True)
class Situation:
    """How a digit is drawn: ``shift`` to the lower right, ``size`` of the longer side and ``pen``
    in pixels of the 280; ``rotation`` in degrees, clockwise; ``noise``: standard deviation of the
    grey noise on the picture, as a share of the contrast of ink and paper."""

    shift: float = 0.0
    size: float = 160.0
    rotation: float = 0.0
    pen: float = 16.0
    noise: float = 0.0


PX = "px of 280"
FACTORS: dict[str, tuple[str, tuple[float, ...]]] = {
    "shift": (PX, (0, 15, 30, 45)),
    "size": (PX, (20, 40, 80, 160, 240)),
    "rotation": ("degrees", (-45, -30, -15, 0, 15, 30, 45)),
    "pen": (PX, (2, 4, 8, 16, 26, 40)),
    "noise": ("standard deviation, share of contrast", (0, 0.02, 0.05, 0.1, 0.2)),
}
"""The unit and the values of each thing that is changed."""


def curves(read: Callable[[np.ndarray], np.ndarray]) -> dict[str, Any]:
    """Return the accuracy at each value of each factor, as JSON values.

    ``read``: a function from images ``uint8`` ``(n, 28, 28)`` to digits ``(n,)``.
    """
    points = [(factor, value) for factor, (_, values) in FACTORS.items() for value in values]
    images = np.concatenate([pictures(*point) for point in points])
    right = read(images).reshape(len(points), DRAWINGS) == _strokes()[1]
    accuracy = dict(zip(points, right.mean(axis=1).tolist(), strict=True))
    return {
        factor: {
            "unit": unit,
            "values": list(values),
            "accuracy": [accuracy[factor, value] for value in values],
        }
        for factor, (unit, values) in FACTORS.items()
    }


def pictures(factor: str, value: float) -> np.ndarray:
    """Return the same digits as the network sees them, one factor changed: ``uint8``."""
    return _pictures(replace(Situation(), **{factor: value}))


@cache
def _pictures(situation: Situation) -> np.ndarray:
    rng = np.random.default_rng(SEED)
    return np.stack([_picture(strokes, situation, rng) for strokes in _strokes()[0]])


def prepare_pictures() -> None:
    """Draw them all beforehand: they are kept as long as the process lives."""
    for factor, (_, values) in FACTORS.items():
        for value in values:
            pictures(factor, value)


@cache
def _strokes() -> tuple[list[list[np.ndarray]], np.ndarray]:
    """Return digits as strokes ``(m, 2)``, centred, their longer side 1, and their labels."""
    rng = np.random.default_rng(SEED)
    drawings, labels = [], []
    for number in range(DRAWINGS):
        digit = number % 10
        styles = [style for style in STYLES if style.digit == digit]
        writer = Writers(1, rng)
        strokes = [one[0] for one in vary(writer, styles[rng.integers(len(styles))].draw(writer))]
        drawings.append(_normalised(strokes))
        labels.append(digit)
    return drawings, np.array(labels, np.uint8)


def _normalised(strokes: list[np.ndarray]) -> list[np.ndarray]:
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    longer = max((high - low).max(), 1e-6)
    return [(stroke - (low + high) / 2) / longer for stroke in strokes]


def _picture(strokes: list[np.ndarray], how: Situation, rng: np.random.Generator) -> np.ndarray:
    angle = np.radians(how.rotation)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    placed = [stroke @ turn * how.size + CANVAS / 2 + how.shift for stroke in strokes]
    grey = render([stroke.tolist() for stroke in placed], how.pen, CANVAS, SIDE)
    if how.noise:
        noisy = grey + rng.standard_normal(grey.shape) * how.noise * 255
        grey = np.clip(np.rint(noisy), 0, 255).astype(np.uint8)
    try:
        return to_uint8(prepare(grey))
    except BlankCanvas:
        return np.zeros((28, 28), np.uint8)
