"""The styles of 9; in a box about 1 high, x to the right, y downwards."""

from functools import partial

import numpy as np

from webapp.learning.hand import Number, Strokes, Writers, joined
from webapp.learning.pen.catalogue import Catalogue, Style
from webapp.learning.pen.elements import segments, spiral

STYLES = Catalogue(partial(Style, 9))


def _nine_bowl(w: Writers, width: Number = 0.27, height: Number = 0.25) -> np.ndarray:
    """Return a 9's bowl, its right side at ``2 * width``, to where the stem begins."""
    return w.arc((width, height), (width, height), w.between(-45, 5), -360 - w.between(0, 45))


@STYLES.add("straight stem")
def _nine_straight(w: Writers) -> Strokes:
    width = w.between(0.22, 0.3)
    foot = width * 2 - w.between(-0.05, 0.16)
    return [joined(_nine_bowl(w, width, w.between(0.2, 0.28)), w.line((foot, 1)))]


@STYLES.add("stem apart")
def _nine_apart(w: Writers) -> Strokes:
    width, height = w.between(0.22, 0.3), w.between(0.2, 0.27)
    bowl = w.arc((width, height + 0.03), (width, height), w.between(-60, -10), -w.between(350, 385))
    right = width * 2 + w.between(-0.01, 0.06)
    return [bowl, w.line((right, w.between(-0.06, 0.06)), (right - w.between(-0.04, 0.12), 1))]


@STYLES.add("leaning stem")
def _nine_leaning(w: Writers) -> Strokes:
    return [joined(_nine_bowl(w, 0.26, 0.23), w.line((0.52, 0.25), (w.between(0.1, 0.3), 1)))]


@STYLES.add("curled tail")
def _nine_curled(w: Writers) -> Strokes:
    end = w.between(0.0, 0.1), w.between(0.82, 0.94)
    tail = w.curve((0.54, 0.3), (0.53, 0.72), (0.3, 1), end)
    return [joined(_nine_bowl(w, 0.27, w.between(0.22, 0.29)), tail)]


@STYLES.add("long tail")
def _nine_long_tail(w: Writers) -> Strokes:
    end = -w.between(0.05, 0.25), w.between(0.92, 1.02)
    tail = w.curve((0.54, 0.3), (0.48, 0.7), (0.2, 0.98), end)
    return [joined(_nine_bowl(w, 0.27, w.between(0.22, 0.28)), tail)]


@STYLES.add("looped tail")
def _nine_looped(w: Writers) -> Strokes:
    x, end = w.between(0.0, 0.08), w.between(0.5, 0.62)
    tail = w.curve((0.48, 0.24), (0.47, 0.74), (0.3, 0.99), (x, 0.93), (0.1, 0.82), (end, 0.7))
    return [joined(_nine_bowl(w, 0.24, 0.19), tail)]


@STYLES.add("g")
def _nine_g(w: Writers) -> Strokes:
    end = w.between(-0.02, 0.06), w.between(0.83, 0.92)
    tail = w.curve((0.5, 0.28), (0.5, 0.78), (0.28, 1), (0.06, 0.95), end)
    return [joined(_nine_bowl(w, 0.26, w.between(0.18, 0.24)), tail)]


@STYLES.add("q")
def _nine_q(w: Writers) -> Strokes:
    flick = w.between(0.06, 0.16)
    tail = w.curve((0.52, 0.26), (0.52, 0.8), (0.54 + flick * 0.3, 0.99), (0.54 + flick, 0.9))
    return [joined(_nine_bowl(w, 0.26, w.between(0.2, 0.26)), tail)]


@STYLES.add("open bowl")
def _nine_open(w: Writers) -> Strokes:
    bowl = w.arc((0.26, 0.24), (0.26, 0.24), -w.between(55, 80), -w.between(330, 345))
    stem = w.line((w.between(0.54, 0.6), w.between(0.02, 0.1)), (w.between(0.4, 0.54), 1))
    return [joined(bowl, stem)]


@STYLES.add("small bowl")
def _nine_small(w: Writers) -> Strokes:
    size = w.between(0.13, 0.18)
    foot = size * 2 - w.between(0, 0.2)
    tail = w.curve((size * 2, size), (size * 2 - 0.02, 0.6), (foot, 1))
    return [joined(_nine_bowl(w, size, size), tail)]


@STYLES.add("flat loop")
def _nine_flat_loop(w: Writers) -> Strokes:
    width, height = w.between(0.16, 0.26), w.between(0.08, 0.14)
    foot = width * 2 - w.between(0.1, 0.45)
    tail = w.curve((width * 2, height), (width * 2 - 0.04, 0.5), (foot, 1))
    return [joined(_nine_bowl(w, width, height), tail)]


@STYLES.add("from inside")
def _nine_inside(w: Writers) -> Strokes:
    start = w.between(-70, 40)
    bowl = spiral(w, (0.27, 0.28), (0.18, 0.18), start, -370, w.between(1.35, 1.55))
    tail = w.curve((0.53, 0.32), (0.5, 0.7), (w.between(0.25, 0.45), 1))
    return [joined(bowl, tail)]


@STYLES.add("turned 6")
def _nine_turned(w: Writers) -> Strokes:
    height, width = w.between(0.24, 0.34), w.between(0.26, 0.32)
    bowl = w.arc((width, height), (width, height), 0, -w.between(345, 375))
    right = width * 2
    foot = right - w.between(0.3, 0.48)
    return [
        joined(bowl, w.curve((right, height), (right - 0.03, 0.55), (foot + 0.1, 0.86), (foot, 1)))
    ]


@STYLES.add("clockwise")
def _nine_clockwise(w: Writers) -> Strokes:
    height, width = w.between(0.22, 0.29), w.between(0.24, 0.31)
    start = w.between(20, 60)
    bowl = w.arc((width, height), (width, height), start, 365)
    foot = w.between(0.2, 0.5)
    return [joined(bowl, w.curve((width * 2, height + 0.04), (width * 2 - 0.03, 0.6), (foot, 1)))]


@STYLES.add("angular")
def _nine_angular(w: Writers) -> Strokes:
    right, low, x = w.between(0.4, 0.54), w.between(0.4, 0.5), w.between(0, 0.14)
    bowl = w.line((right, 0.04), (x, 0), (0, low - w.between(0, 0.1)), (right, low - 0.04))
    return [joined(bowl, w.line((right, 0), (right - w.between(0, 0.12), 1)))]


@STYLES.add("tail like a 3")
def _nine_three(w: Writers) -> Strokes:
    tail = w.curve(
        (0.44, 0.3),
        (w.between(0.38, 0.44), 0.45),
        (0.54, 0.66),
        (0.36, 0.97),
        (w.between(0, 0.08), w.between(0.86, 0.95)),
    )
    height = w.between(0.2, 0.25)
    bowl = w.arc((0.24, height), (0.24, height), w.between(-10, 10), -375)  # open: a 3
    return [joined(bowl, tail)]


@STYLES.add("segments")
def _nine_segments(w: Writers) -> Strokes:
    return segments(w, w.rng.choice(["afgbc", "afgbcd"]))
