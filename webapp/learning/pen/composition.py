"""Put several drawings together: one of many for each writer, or some side by side."""

from collections.abc import Sequence

import numpy as np

from webapp.learning.hand import POINTS, Strokes, Writers, placed, resample
from webapp.learning.pen.catalogue import Draw
from webapp.learning.pen.latin_capitals import CAPITALS
from webapp.learning.pen.latin_small import ACCENTED, SMALL
from webapp.learning.styles import STYLES

GROUPS = 8
"""Most different drawings that a mixture takes for so many writers at once."""


def some_digit(w: Writers, without: Sequence[int] = ()) -> Strokes:
    """Return a digit for each writer, in some of the styles there are."""
    return mixed(w, [style.draw for style in STYLES if style.digit not in without])


def some_letter(w: Writers) -> Strokes:
    """Return a letter for each writer."""
    return mixed(w, [kind.draw for kind in (*CAPITALS, *SMALL, *ACCENTED)])


def mixed(w: Writers, draws: Sequence[Draw]) -> Strokes:
    """Return one of several drawings for each writer, with as many strokes for all.

    Drawings with fewer strokes get some of no length, on the end of their last.
    """
    some = w.rng.permutation(len(draws))[:GROUPS]
    group = w.rng.integers(len(some), size=w.count)
    parts = []
    for number, place in enumerate(some):
        (rows,) = np.nonzero(group == number)
        if len(rows):
            strokes = draws[place](Writers(len(rows), w.rng))
            parts.append((rows, [resample(stroke, POINTS) for stroke in strokes]))
    together = np.empty((max(len(strokes) for _, strokes in parts), w.count, POINTS, 2))
    for rows, strokes in parts:
        together[:, rows] = strokes[-1][:, -1:]
        for number, stroke in enumerate(strokes):
            together[number, rows] = stroke
    return list(together)


def boxed(strokes: Strokes) -> tuple[Strokes, np.ndarray]:
    """Return a drawing 1 high, its left upper corner at the origin, and its width."""
    points = np.concatenate(strokes, axis=1)
    low, size = points.min(axis=1), np.ptp(points, axis=1)
    # Flat ones by their width: a dash must not become as high as a digit.
    scale = 1 / np.maximum(np.maximum(size[:, 1], size[:, 0] / 1.5), 1e-6)
    moved = [(stroke - low[:, None]) * scale[:, None, None] for stroke in strokes]
    return moved, size[:, 0] * scale


def row(w: Writers, drawings: Sequence[Strokes], gap: tuple[float, float]) -> Strokes:
    """Return drawings side by side, by the baseline or a little off it."""
    left, strokes = np.zeros(w.count), []
    for drawing in drawings:
        fitted, width = boxed(drawing)
        up, scale = w.about(0, 0.06), w.ratio(0.85, 1.18)
        strokes += [placed(stroke, left, up, scale) for stroke in fitted]
        left = left + width * scale + w.between(*gap)
    return strokes
