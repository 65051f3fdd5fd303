"""Many hands at once: strokes that each writer draws a little differently.

A drawing's strokes are arrays ``float64`` ``(n, m, 2)``: the same stroke of n writers, m points
(x, y) each, y downwards, in a box about 1 high. Every number of a stroke may be an array ``(n,)``,
one value for each writer, so that thousands of drawings cost little more than one.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np

Number = float | np.ndarray
Point = tuple[Number, Number]
Strokes = list[np.ndarray]

POINTS = 32
"""Points of a stroke once it is varied: corners stay corners, curves stay round."""

SPAN_POINTS = 8
"""Points between two points of a curve."""


TREMOR = 0.012
"""Largest deviation of a shaky hand from point to point, as a share of the drawing's size."""

SWAY = 0.08
"""Largest deviation of the slow waves along a stroke, as a share of the drawing's size."""

HASTE = 0.06
"""How far a hasty stroke's end misses its mark, as a share of the drawing's size."""

LOOSE = 0.09
"""Largest deviation of where a stroke stands (share of the size), of its turn and its scale;
less where there are many strokes."""

WARP = 0.07
"""Deviation of the smooth waves that warp the plane, as a share of the drawing's size."""

PROPORTION = (0.7, 1.4)
"""Least and greatest power by which the upper part grows at the cost of the lower one, or the
left at the cost of the right: the bowl of a 9 may be half of it or a fifth."""

ASPECT = (0.65, 1.5)
"""Narrowest and widest, as a factor."""

SLANT = (0.12, 0.2)
"""Mean and deviation of how far the top goes to the right for each unit of height."""

TURN = 6.0
"""Deviation of the turn, in degrees."""


class Writers:
    """So many writers, and the chance that makes each of them different."""

    def __init__(self, count: int, rng: np.random.Generator):
        self.count = count
        self.rng = rng

    def between(self, low: float, high: float) -> np.ndarray:
        """Return a number for each writer, ``(n,)``, all values equally likely."""
        return self.rng.uniform(low, high, self.count)

    def ratio(self, low: float, high: float) -> np.ndarray:
        """Return a factor for each writer, ``(n,)``: halving is as likely as doubling."""
        return np.exp(self.rng.uniform(np.log(low), np.log(high), self.count))

    def about(self, mean: float, deviation: float) -> np.ndarray:
        """Return a normally distributed number for each writer, ``(n,)``, within two deviations."""
        noise = np.clip(self.rng.standard_normal(self.count), -2, 2)
        return mean + deviation * noise

    def either(self, *values: Number) -> np.ndarray:
        """Return one of the values for each writer, ``(n,)``."""
        rows = np.stack([np.broadcast_to(value, self.count) for value in values])
        return rows[self.rng.integers(len(values), size=self.count), np.arange(self.count)]

    def line(self, *points: Point) -> np.ndarray:
        """Return a stroke of straight lines from point to point."""
        return self._corners(points)

    def curve(self, *points: Point) -> np.ndarray:
        """Return a smooth stroke through the points: a Catmull–Rom spline."""
        corners = self._corners(points)
        return np.einsum("ij,njk->nik", _catmull_rom(len(points)), corners)

    def arc(self, centre: Point, radii: Point, start: Number, stop: Number) -> np.ndarray:
        """Return a part of an ellipse; angles in degrees, clockwise from three o'clock.

        A ``stop`` below ``start`` runs anticlockwise; more than a turn apart makes a loop.
        """
        start, stop = self._column(start), self._column(stop)
        count = max(8, int(np.abs(stop - start).max() / 15))
        angles = np.radians(start + (stop - start) * np.linspace(0, 1, count))
        x = self._column(centre[0]) + self._column(radii[0]) * np.cos(angles)
        y = self._column(centre[1]) + self._column(radii[1]) * np.sin(angles)
        return np.stack((x, y), axis=-1)

    def dot(self, centre: Point, size: Number = 0.02) -> np.ndarray:
        """Return a dot: a stroke so short that the pen alone makes it visible."""
        x, y = centre
        return self.line((x, y), (x + size, y + size))

    def _corners(self, points: Sequence[Point]) -> np.ndarray:
        columns = [np.broadcast_to(value, self.count) for point in points for value in point]
        return np.stack(columns, axis=-1).reshape(self.count, len(points), 2).astype(float)

    def _column(self, value: Number) -> np.ndarray:
        return np.broadcast_to(value, self.count)[:, np.newaxis]


def joined(*strokes: np.ndarray) -> np.ndarray:
    """Return strokes drawn one after the other without lifting the pen, as one stroke."""
    return np.concatenate(strokes, axis=1)


def placed(stroke: np.ndarray, x: Number = 0.0, y: Number = 0.0, scale: Number = 1.0):
    """Return a stroke, scaled about the origin and then shifted."""
    shift = np.stack(np.broadcast_arrays(x, y), axis=-1)
    return stroke * np.reshape(scale, (-1, 1, 1)) + shift.reshape(-1, 1, 2)


def vary(writers: Writers, strokes: Strokes) -> Strokes:
    """Write the strokes as so many hands do: slanted, hasty, shaky, round or edgy.

    What is varied: the ends (short of the mark or past it), corners (sharp or rounded), tremor
    and sway along the stroke, how each stroke stands and how large it is beside the others, and
    the drawing as a whole (warp, aspect, slant, turn, taper, bend).
    """
    tremor, sway, haste = (most * writers.between(0, 1) ** 2 for most in (TREMOR, SWAY, HASTE))
    rounding, loose = (
        writers.between(0, 1) ** 2,
        LOOSE * writers.between(0, 1) / np.sqrt(len(strokes)),
    )
    size = extent(strokes)
    moved = []
    for stroke in strokes:
        stroke = change_ends(writers, resample(stroke, POINTS), haste * size)
        stroke = shake(writers, round_corners(stroke, rounding), tremor * size, sway * size)
        moved.append(scatter(writers, stroke, loose, size) if len(strokes) > 1 else stroke)
    return bend(writers, moved)


def scatter(writers: Writers, stroke: np.ndarray, loose: np.ndarray, size: np.ndarray):
    """Shift, turn and scale one stroke for itself: strokes never meet where they should."""
    centre = stroke.mean(axis=1, keepdims=True)
    noise = writers.rng.standard_normal((4, writers.count)) * loose
    cos, sin = (1 + noise[0]) * np.cos(noise[1]), (1 + noise[0]) * np.sin(noise[1])
    x, y = np.moveaxis(stroke - centre, -1, 0)
    turned = (cos[:, None] * x - sin[:, None] * y, sin[:, None] * x + cos[:, None] * y)
    return np.stack(turned, axis=-1) + centre + (noise[2:] * size).T[:, None]


def extent(strokes: Strokes) -> np.ndarray:
    """Return the longer side of each drawing's box, ``(n,)``."""
    points = np.concatenate(strokes, axis=1)
    return np.maximum(np.ptp(points, axis=1).max(axis=1), 1e-6)


def resample(stroke: np.ndarray, count: int) -> np.ndarray:
    """Return a stroke's points at equal distances along it: ``(n, count, 2)``."""
    steps = np.hypot(*np.moveaxis(np.diff(stroke, axis=1), -1, 0))
    along = np.concatenate((np.zeros((len(stroke), 1)), np.cumsum(steps + 1e-9, axis=1)), axis=1)
    rows = 2.0 * np.arange(len(stroke))[:, None]  # all writers on one axis: one interpolation
    known = (along / along[:, -1:] + rows).ravel()
    wanted = (np.linspace(0, 1, count) + rows).ravel()
    columns = [np.interp(wanted, known, stroke[..., axis].ravel()) for axis in (0, 1)]
    return np.stack(columns, axis=-1).reshape(len(stroke), count, 2)


def change_ends(writers: Writers, stroke: np.ndarray, amount: np.ndarray) -> np.ndarray:
    """Let strokes begin and end a little late or early, as haste has it."""
    count = stroke.shape[1]
    lengths = np.linalg.norm(np.diff(stroke, axis=1), axis=-1).sum(axis=1)
    ramp = np.linspace(1, 0, count) ** 8
    changed = stroke.copy()
    for step, end, weight in ((1, 0, ramp), (-2, -1, ramp[::-1])):
        direction = stroke[:, end] - stroke[:, step]
        norm = np.maximum(np.linalg.norm(direction, axis=-1, keepdims=True), 1e-9)
        reach = writers.about(0, 1) * amount * np.minimum(lengths, 1.0)
        changed += weight[:, None] * (direction / norm * reach[:, None])[:, None]
    return changed


def round_corners(stroke: np.ndarray, amount: np.ndarray) -> np.ndarray:
    """Cut corners as a fast pen does; ``amount``: 0 for none … 1, ``(n,)``."""
    weight = amount[:, None, None]
    for _ in range(3):
        inner = stroke[:, 1:-1]
        smooth = inner / 2 + (stroke[:, :-2] + stroke[:, 2:]) / 4
        stroke = np.concatenate(
            (stroke[:, :1], inner + weight * (smooth - inner), stroke[:, -1:]), axis=1
        )
    return stroke


def shake(writers: Writers, stroke: np.ndarray, tremor: np.ndarray, sway: np.ndarray):
    """Add a fine tremor and a slow sway along the stroke; deviations ``(n,)`` in its own unit."""
    noise = writers.rng.standard_normal((2, *stroke.shape))
    fine = (noise[0] + np.roll(noise[0], 1, axis=1)) / np.sqrt(2)
    slow = np.einsum("ij,njk->nik", _slow(stroke.shape[1]), noise[1][:, :3])
    return stroke + tremor[:, None, None] * fine + sway[:, None, None] * slow


def bend(writers: Writers, strokes: Strokes) -> Strokes:
    """Change the drawing as a whole: proportion, warp, taper, bend, aspect, slant and turn."""
    points = np.concatenate(strokes, axis=1)
    low, high = points.min(axis=1, keepdims=True), points.max(axis=1, keepdims=True)
    x, y = np.moveaxis((points - (low + high) / 2) / extent(strokes)[:, None, None], -1, 0)

    def column(values: np.ndarray) -> np.ndarray:
        return values[:, None]

    x, y = (_stretch(along, column(writers.ratio(*PROPORTION))) for along in (x, y))
    x, y = x + _wave(writers, x, y), y + _wave(writers, x, y)
    x = x * (1 + column(writers.about(0, 0.1)) * y) + column(writers.about(0, 0.08)) * y * y
    y = y * (1 + column(writers.about(0, 0.07)) * x) + column(writers.about(0, 0.06)) * x * x
    x = x * column(writers.ratio(*ASPECT))
    x = x - column(writers.about(*SLANT)) * y
    angle = column(np.radians(writers.about(0, TURN)))
    x, y = x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)
    ends = np.cumsum([stroke.shape[1] for stroke in strokes])[:-1]
    return np.split(np.stack((x, y), axis=-1), ends, axis=1)


def _stretch(along: np.ndarray, power: np.ndarray) -> np.ndarray:
    """Move the middle between the two ends; ``along``: -0.5…0.5."""
    return np.clip(along + 0.5, 0, 1) ** power - 0.5


def _wave(writers: Writers, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return a smooth shift for each place of the plane: a wave about as long as the drawing."""
    frequency = writers.rng.uniform(2.0, 7.0, (writers.count, 1))
    phase, direction = writers.rng.uniform(0, 2 * np.pi, (2, writers.count, 1))
    height = WARP * np.abs(writers.about(0, 1))[:, None]
    return height * np.sin(frequency * (np.cos(direction) * x + np.sin(direction) * y) + phase)


def _slow(count: int) -> np.ndarray:
    """Return three slow waves along a stroke, ``(count, 3)``."""
    along = np.linspace(0, 1, count)[:, None]
    return np.cos(np.pi * along * np.arange(1, 4)) / np.arange(1, 4)


@cache
def _catmull_rom(count: int) -> np.ndarray:
    """Return the matrix from a curve's points to the points along it (Catmull and Rom 1974)."""
    rows = []
    for span in range(count - 1):
        for t in np.linspace(0, 1, SPAN_POINTS, endpoint=span == count - 2):
            weights = (
                (-t + 2 * t**2 - t**3) / 2,
                (2 - 5 * t**2 + 3 * t**3) / 2,
                (t + 4 * t**2 - 3 * t**3) / 2,
                (-(t**2) + t**3) / 2,
            )
            row = np.zeros(count)
            for offset, weight in enumerate(weights, start=-1):
                row[min(max(span + offset, 0), count - 1)] += weight
            rows.append(row)
    return np.array(rows)
