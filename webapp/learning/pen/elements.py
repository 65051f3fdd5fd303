"""Elements of strokes that drawings of several kinds share."""

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


def cut(stroke: np.ndarray, count: int) -> Strokes:
    """Return a long stroke as several: ``vary`` leaves each so few points."""
    ends = np.linspace(0, stroke.shape[1] - 1, count + 1).round().astype(int)
    return [stroke[:, first : last + 1] for first, last in zip(ends[:-1], ends[1:], strict=True)]


def scattered(w: Writers, count: int, size: float) -> Strokes:
    """Return so many dots or dashes, ``size`` long, anywhere and turned anyhow."""
    dots = []
    for _ in range(count):
        x, y, angle = w.between(0, 1), w.between(0, 1), w.between(0, 6.28)
        dots.append(dash(w, (x, y), angle, size))
    return dots


def dash(w: Writers, start: Point, angle: Number, length: Number) -> np.ndarray:
    """Return a straight line from ``start``; the angle in radians."""
    x, y = start
    return w.line((x, y), (x + length * np.cos(angle), y + length * np.sin(angle)))


def random_points(w: Writers, count: int) -> np.ndarray:
    """Return random places, ``(n, count, 2)``, each number 0…1."""
    return w.rng.uniform(0, 1, (w.count, count, 2))


def ramp(w: Writers, count: int, low: float, high: float) -> np.ndarray:
    """Return numbers from ``low`` to ``high``, unevenly, ``(n, count)``."""
    steps = np.cumsum(w.rng.uniform(0.4, 1.6, (w.count, count)), axis=1)
    return low + (high - low) * (steps - steps[:, :1]) / (steps[:, -1:] - steps[:, :1])


def to_and_fro(w: Writers, count: int, rough: Number) -> np.ndarray:
    """Return 0 and 1 in turn, ``(n, count)``, each with a deviation of ``rough``."""
    noise = w.rng.standard_normal((w.count, count))
    return np.arange(count) % 2 + np.reshape(rough, (-1, 1)) * noise


def paired(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the points of these coordinates, ``(…, 2)``."""
    return np.stack(np.broadcast_arrays(x, y), axis=-1)


def polar(angle: np.ndarray, radius: Number) -> np.ndarray:
    """Return the points in these directions, in radians, so far from the origin, ``(…, 2)``."""
    return paired(np.cos(angle) * radius, np.sin(angle) * radius)


def rotated(x: np.ndarray, y: np.ndarray, angle: np.ndarray) -> np.ndarray:
    """Return the points of these coordinates, turned by an angle in radians, ``(…, 2)``."""
    cos, sin = np.cos(angle), np.sin(angle)
    return paired(x * cos - y * sin, x * sin + y * cos)


def turned(w: Writers, strokes: Strokes, most: float = 180.0) -> Strokes:
    """Return drawings turned by up to so many degrees."""
    angle = np.radians(w.between(-most, most))[:, None]
    return [rotated(stroke[..., 0], stroke[..., 1], angle) for stroke in strokes]
