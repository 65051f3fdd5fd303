"""The styles of 0; in a box about 1 high, x to the right, y downwards."""

from functools import partial

import numpy as np

from webapp.learning.hand import Number, Strokes, Writers, joined
from webapp.learning.pen.catalogue import Catalogue, Style
from webapp.learning.pen.elements import spiral

STYLES = Catalogue(partial(Style, 0))


def _oval(w: Writers, width: Number, start: Number, turn: Number) -> np.ndarray:
    return w.arc((0, 0.5), (width, 0.5), start, start + turn)


def _closed_oval(w: Writers) -> np.ndarray:
    over = w.between(0, 15)
    return _oval(w, w.between(0.28, 0.45), w.between(-150, -30), w.either(-1, 1) * (360 + over))


@STYLES.add("closed")
def _zero_closed(w: Writers) -> Strokes:
    return [_closed_oval(w)]


@STYLES.add("narrow")
def _zero_narrow(w: Writers) -> Strokes:
    return [_oval(w, w.between(0.2, 0.28), w.between(-130, -50), w.either(-365, 365))]


@STYLES.add("wide")
def _zero_wide(w: Writers) -> Strokes:
    start = w.between(-150, -30)
    return [w.arc((0, 0.5), (0.5, w.between(0.35, 0.46)), start, start - w.between(355, 375))]


@STYLES.add("with a gap")
def _zero_gap(w: Writers) -> Strokes:
    gap = w.between(12, 38)
    start = w.between(-140, -40)
    radii = (w.between(0.28, 0.42), 0.5)
    return [spiral(w, (0, 0.5), radii, start, start - 360 + gap, w.between(0.85, 1.15))]


@STYLES.add("gap at the bottom")
def _zero_gap_below(w: Writers) -> Strokes:
    start, turn = w.between(50, 130), w.either(-1, 1) * w.between(320, 375)
    radii = (w.between(0.28, 0.42), 0.5)
    return [spiral(w, (0, 0.5), radii, start, start + turn, w.between(0.85, 1.15))]


@STYLES.add("crossed tails")
def _zero_tails(w: Writers) -> Strokes:
    right, left = w.between(0.32, 0.55), w.between(0.1, 0.25)
    return [
        w.curve(
            (right, w.between(-0.1, 0.04)),
            (0.13, 0.14),
            (0, 0.52),
            (0.3, 1),
            (0.6, 0.52),
            (0.46, 0.14),
            (left, w.between(-0.1, 0.04)),
        )
    ]


@STYLES.add("ending inside")
def _zero_inside(w: Writers) -> Strokes:
    start = w.between(-130, -60)
    stop = start - 360 - w.between(15, 60)
    return [spiral(w, (0, 0.5), (w.between(0.32, 0.45), 0.5), start, stop, w.between(0.68, 0.85))]


@STYLES.add("slashed")
def _zero_slashed(w: Writers) -> Strokes:
    return [_closed_oval(w), _slash(w, w.between(0.1, 0.24), w.between(0.18, 0.32))]


@STYLES.add("slashed beyond")
def _zero_slashed_beyond(w: Writers) -> Strokes:
    return [_closed_oval(w), _slash(w, w.between(0.32, 0.5), w.between(0.4, 0.58))]


@STYLES.add("slashed backwards")
def _zero_slashed_backwards(w: Writers) -> Strokes:
    return [_closed_oval(w), _slash(w, -w.between(0.15, 0.42), w.between(0.22, 0.5))]


def _slash(w: Writers, x: Number, y: Number) -> np.ndarray:
    return w.line((x, 0.5 - y), (-x, 0.5 + y))


@STYLES.add("dotted")
def _zero_dotted(w: Writers) -> Strokes:
    dot = w.dot((w.between(-0.04, 0.03), w.between(0.45, 0.55)), w.between(0.01, 0.05))
    return [_oval(w, w.between(0.34, 0.46), -90, -362), dot]


@STYLES.add("curl at the top")
def _zero_curl(w: Writers) -> Strokes:
    size = w.between(0.08, 0.15)
    bowl = _oval(w, w.between(0.34, 0.42), -70, -375)
    curl = w.curve((0, 0), (-size, size * 0.7), (0, size * 1.3), (size * 1.4, 0.02), (0.3, -0.06))
    return [joined(bowl, curl)]


@STYLES.add("egg")
def _zero_egg(w: Writers) -> Strokes:
    oval = _closed_oval(w)
    narrowing = w.either(-1, 1) * w.between(0.3, 0.8)
    oval[..., 0] *= 1 + narrowing[:, None] * (oval[..., 1] - 0.5)
    return [oval]


@STYLES.add("drop")
def _zero_drop(w: Writers) -> Strokes:
    width, over, height = w.between(0.27, 0.4), w.between(-0.06, 0.1), w.between(0.3, 0.4)
    round_part = w.arc((0, 1 - height), (width, height), 205, -25)
    return [joined(w.line((over, 0)), round_part, w.line((-over, w.between(-0.04, 0.04))))]


@STYLES.add("squarish")
def _zero_squarish(w: Writers) -> Strokes:
    arc = _oval(w, 0.5, w.between(-130, -50), -365) - (0, 0.5)
    power = w.between(0.25, 0.7)[:, None, None]
    square = np.sign(arc) * np.abs(2 * arc) ** power / 2
    return [square * np.stack((w.between(0.5, 0.8), np.ones(w.count)), axis=-1)[:, None]]


@STYLES.add("angular")
def _zero_angular(w: Writers) -> Strokes:
    x, y, top = w.between(0.25, 0.4), w.between(0.2, 0.35), w.between(0.05, 0.2)
    corners = [(top, 0), (-top, 0), (-x, y), (-x, 1 - y), (-top, 1), (top, 1), (x, 1 - y), (x, y)]
    return [w.line(*corners, (top, 0))]


@STYLES.add("two halves")
def _zero_halves(w: Writers) -> Strokes:
    width = w.between(0.27, 0.42)
    left = w.arc((0, 0.5), (width, 0.5), w.between(-100, -70), -w.between(255, 285))
    right = w.arc((w.between(-0.03, 0.05), 0.5), (width, 0.5), w.between(-110, -80), 95)
    return [left, right]
