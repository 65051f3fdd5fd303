"""The styles of 8; in a box about 1 high, x to the right, y downwards."""

from functools import partial

import numpy as np

from webapp.learning.hand import Number, Strokes, Writers, joined
from webapp.learning.pen.catalogue import Catalogue, Style
from webapp.learning.pen.elements import segments

STYLES = Catalogue(partial(Style, 8))


def _eight(w: Writers, upper: Number, lower: Number, waist: Number, start: Number, turn: Number):
    """Return an 8 in one stroke; angles in degrees from its top, 90 and 270 at the waist."""
    column = [np.broadcast_to(number, w.count)[:, None] for number in (upper, lower, waist)]
    first, turns = (np.broadcast_to(number, w.count)[:, None] for number in (start, turn))
    angles = np.radians(first + turns * np.linspace(0, 1, 48))
    half = (1 - np.cos(angles)) / 2
    y = np.where(half < 0.5, 2 * half * column[2], column[2] + (2 * half - 1) * (1 - column[2]))
    x = np.where(half < 0.5, column[0], column[1]) * np.sin(2 * angles)
    return np.stack((x, y), axis=-1)


@STYLES.add("one stroke")
def _eight_one(w: Writers) -> Strokes:
    width, side = w.between(0.22, 0.3), w.either(-1, 1)
    start = w.between(-40, 40)
    return [
        _eight(w, side * width, side * w.between(0.26, 0.34), w.between(0.42, 0.52), start, 365)
    ]


@STYLES.add("small head")
def _eight_small_head(w: Writers) -> Strokes:
    shape = w.between(0.15, 0.2), w.between(0.28, 0.38), w.between(0.32, 0.4)
    return [_eight(w, *shape, w.between(-40, 40), 365)]


@STYLES.add("big head")
def _eight_big_head(w: Writers) -> Strokes:
    shape = w.between(0.28, 0.36), w.between(0.18, 0.26), w.between(0.54, 0.62)
    return [_eight(w, *shape, w.between(-40, 40), 365)]


@STYLES.add("narrow")
def _eight_narrow(w: Writers) -> Strokes:
    shape = w.between(0.16, 0.22), w.between(0.18, 0.24), w.between(0.44, 0.54)
    return [_eight(w, *shape, w.between(-40, 40), w.either(-362, 362))]


@STYLES.add("open at the top")
def _eight_open(w: Writers) -> Strokes:
    gap, side = w.between(8, 24), w.either(-1, 1)
    shape = side * w.between(0.22, 0.3), side * w.between(0.24, 0.34), w.between(0.42, 0.52)
    return [_eight(w, *shape, gap + w.between(0, 12), 360 - gap - w.between(4, 12))]


@STYLES.add("open at the bottom")
def _eight_open_below(w: Writers) -> Strokes:
    gap = w.between(3, 14)
    shape = w.between(0.2, 0.28), w.between(0.22, 0.32), w.between(0.42, 0.52)
    return [_eight(w, *shape, 180 + gap, 360 - gap - w.between(0, 15))]


@STYLES.add("thin foot")
def _eight_thin_foot(w: Writers) -> Strokes:
    shape = w.between(0.16, 0.28), w.between(0.05, 0.11), w.between(0.36, 0.5)
    return [_eight(w, *shape, w.between(-40, 40), w.either(-365, 365))]


@STYLES.add("thin head")
def _eight_thin_head(w: Writers) -> Strokes:
    shape = w.between(0.07, 0.13), w.between(0.18, 0.3), w.between(0.42, 0.56)
    return [_eight(w, *shape, w.between(-40, 40), w.either(-365, 365))]


@STYLES.add("ribbon")
def _eight_ribbon(w: Writers) -> Strokes:
    gap, side = w.between(25, 60), w.either(-1, 1)
    shape = side * w.between(0.15, 0.26), side * w.between(0.2, 0.34), w.between(0.46, 0.58)
    return [_eight(w, *shape, 180 + gap, 360 - 2 * gap + w.between(0, 25))]


@STYLES.add("from the middle")
def _eight_middle(w: Writers) -> Strokes:
    shape = w.between(0.22, 0.3), w.between(0.24, 0.34), w.between(0.42, 0.52)
    return [_eight(w, *shape, 90 + w.between(-12, 12), w.between(345, 380))]


@STYLES.add("crossed tails")
def _eight_tails(w: Writers) -> Strokes:
    return [
        w.curve(
            (w.between(0.48, 0.62), w.between(0.02, 0.16)),
            (0.26, 0),
            (0.05, 0.2),
            (0.28, 0.46),
            (0.54, 0.76),
            (0.28, 1),
            (0.02, 0.76),
            (0.26, 0.48),
            (0.46, 0.22),
            (w.between(0.38, 0.6), -w.between(0, 0.14)),
        )
    ]


@STYLES.add("straight diagonals")
def _eight_straight(w: Writers) -> Strokes:
    top, low = w.between(0.2, 0.28), w.between(0.22, 0.3)
    head = w.arc((0, top * 0.8), (top, top * 0.8), 20, -200)
    foot = w.arc((0, 1 - low * 0.8), (low, low * 0.8), -20, 200)
    stroke = joined(head, foot)
    return [joined(stroke, stroke[:, :1])]


@STYLES.add("two circles")
def _eight_circles(w: Writers) -> Strokes:
    waist = w.between(0.38, 0.54)
    gap = w.between(-0.06, 0.03)
    upper = _ring(w, 0, waist, w.between(0.19, 0.28), -90)
    return [upper, _ring(w, waist + gap, 1, w.between(0.22, 0.32), -90)]


@STYLES.add("snowman")
def _eight_snowman(w: Writers) -> Strokes:
    waist = w.between(0.31, 0.4)
    upper = _ring(w, 0, waist, w.between(0.15, 0.2), 90)
    return [upper, _ring(w, waist + w.between(-0.05, 0.02), 1, w.between(0.28, 0.36), -90)]


def _ring(w: Writers, top: Number, bottom: Number, width: Number, start: Number) -> np.ndarray:
    first = start + w.between(-40, 40)
    centre = w.between(-0.03, 0.03), (top + bottom) / 2
    return w.arc(centre, (width, (bottom - top) / 2), first, first - w.between(345, 380))


@STYLES.add("angular")
def _eight_angular(w: Writers) -> Strokes:
    top, low, waist = w.between(0.24, 0.3), w.between(0.26, 0.34), w.between(0.42, 0.52)
    up, down = waist * w.between(0.4, 0.6), waist + (1 - waist) * w.between(0.4, 0.6)
    upper = [(0, 0), (-top, up), (0, waist), (low, down), (0, 1), (-low, down), (0, waist)]
    return [w.line(*upper, (top, up), (0, 0))]


@STYLES.add("hourglass")
def _eight_hourglass(w: Writers) -> Strokes:
    top, low = w.between(0.25, 0.34), w.between(0.27, 0.38)
    shape = [(top, 0), (-top, w.between(0, 0.04)), (low, 1), (-low, 1), (top, 0)]
    return [w.line(*shape)]


@STYLES.add("two halves")
def _eight_halves(w: Writers) -> Strokes:
    shape = w.between(0.22, 0.3), w.between(0.24, 0.34), w.between(0.42, 0.52)
    gap = w.between(-8, 10)
    return [_eight(w, *shape, gap, 180 - gap), _eight(w, *shape, 360 - gap, -180 + gap)]


@STYLES.add("segments")
def _eight_segments(w: Writers) -> Strokes:
    return segments(w, "afedcbg")
