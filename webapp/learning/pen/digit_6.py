"""The styles of 6; in a box about 1 high, x to the right, y downwards."""

from functools import partial

import numpy as np

from webapp.learning.hand import Number, Strokes, Writers, joined
from webapp.learning.pen.catalogue import Catalogue, Style
from webapp.learning.pen.elements import segments, spiral

STYLES = Catalogue(partial(Style, 6))


def _six_bowl(w: Writers, width: Number, height: Number, turn: Number = -360) -> np.ndarray:
    """Return a 6's bowl, standing on the ground, from its left side; -360: closed."""
    return w.arc((width, 1 - height), (width, height), 180, 180 + turn)


@STYLES.add("curved")
def _six_curved(w: Writers) -> Strokes:
    height = w.between(0.22, 0.29)
    top = w.curve((w.between(0.36, 0.55), 0), (0.16, 0.24), (0.01, 0.6), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.25, 0.31), height, -w.between(340, 380)))]


@STYLES.add("straight")
def _six_straight(w: Writers) -> Strokes:
    height = w.between(0.2, 0.28)
    top = w.line((w.between(0.24, 0.5), 0), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.23, 0.3), height, -w.between(340, 380)))]


@STYLES.add("big bowl")
def _six_big(w: Writers) -> Strokes:
    height = w.between(0.29, 0.34)
    top = w.curve((w.between(0.45, 0.65), 0), (0.16, 0.14), (0.01, 0.46), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.28, 0.34), height, -w.between(350, 375)))]


@STYLES.add("small bowl")
def _six_small(w: Writers) -> Strokes:
    height = w.between(0.14, 0.19)
    top = w.curve((w.between(0.32, 0.5), 0), (0.14, 0.3), (0.01, 0.66), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.16, 0.22), height, -w.between(345, 385)))]


@STYLES.add("flat loop")
def _six_flat_loop(w: Writers) -> Strokes:
    height = w.between(0.1, 0.18)
    top = w.curve((w.between(0.3, 0.55), 0), (0.16, 0.32), (0.02, 0.7), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.06, 0.13), height, -w.between(345, 385)))]


@STYLES.add("b")
def _six_b(w: Writers) -> Strokes:
    height = w.between(0.2, 0.28)
    top = w.line((w.between(0.03, 0.14), 0), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.22, 0.3), height, -w.between(350, 375)))]


@STYLES.add("open")
def _six_open(w: Writers) -> Strokes:
    height = w.between(0.22, 0.29)
    top = w.curve((w.between(0.36, 0.55), 0), (0.16, 0.24), (0.01, 0.6), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.24, 0.32), height, -w.between(285, 330)))]


@STYLES.add("spiral")
def _six_spiral(w: Writers) -> Strokes:
    height, width = w.between(0.24, 0.32), w.between(0.27, 0.33)
    top = w.curve((w.between(0.36, 0.55), 0), (0.16, 0.22), (0.01, 0.55), (0, 1 - height))
    stop = 180 - w.between(370, 450)
    inside = spiral(w, (width, 1 - height), (width, height), 180, stop, w.between(0.5, 0.75))
    return [joined(top, inside)]


@STYLES.add("loop at the top")
def _six_loop(w: Writers) -> Strokes:
    size = w.between(0.05, 0.1)
    top = w.curve(
        (w.between(0.12, 0.22), 0.22),
        (0.36, 0.2 - size),
        (0.4, 0.04),
        (0.36 - size, 0.01),
        (0.12, 0.3),
        (0, 0.74),
    )
    return [joined(top, _six_bowl(w, 0.28, 0.26))]


@STYLES.add("hook at the top")
def _six_hook(w: Writers) -> Strokes:
    height, right = w.between(0.22, 0.28), w.between(0.42, 0.55)
    drop = w.between(0.06, 0.16)
    top = w.curve((right, drop), (right * 0.65, 0), (0.12, 0.2), (0, 0.6), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.25, 0.3), height, -w.between(350, 375)))]


@STYLES.add("bowl through the stem")
def _six_through(w: Writers) -> Strokes:
    height = w.between(0.22, 0.28)
    top = w.curve((w.between(0.34, 0.52), 0), (0.16, 0.24), (0.01, 0.6), (0, 1 - height))
    out = w.line((0.06, 0.84 - height), (-w.between(0.04, 0.14), 0.96 - height))
    return [joined(top, _six_bowl(w, 0.28, height, -305), out)]


@STYLES.add("two strokes")
def _six_two(w: Writers) -> Strokes:
    top = w.curve((w.between(0.36, 0.5), 0), (0.12, 0.26), (0, 0.68), (0.14, 0.96), (0.34, 0.98))
    height = w.between(0.44, 0.56)
    bowl = w.curve((w.between(-0.02, 0.08), height + 0.16), (0.3, height), (0.55, 0.74), (0.3, 1))
    return [top, bowl]


@STYLES.add("angular")
def _six_angular(w: Writers) -> Strokes:
    height, right = w.between(0.46, 0.58), w.between(0.42, 0.55)
    low = w.between(0.9, 1)
    return [
        w.line(
            (w.between(0.24, 0.44), 0),
            (0, height + 0.1),
            (0, low),
            (right, 1),
            (right, height),
            (0, 0.66),
        )
    ]


@STYLES.add("leaning far")
def _six_far(w: Writers) -> Strokes:
    height = w.between(0.26, 0.32)
    top = w.curve((w.between(0.6, 0.8), 0), (0.3, 0.15), (0.04, 0.5), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.27, 0.34), height, -w.between(350, 375)))]


@STYLES.add("flat bowl")
def _six_flat(w: Writers) -> Strokes:
    height = w.between(0.15, 0.2)
    top = w.curve((w.between(0.3, 0.5), 0), (0.14, 0.25), (0.02, 0.6), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.28, 0.36), height, -w.between(340, 375)))]


@STYLES.add("bowed back")
def _six_bowed(w: Writers) -> Strokes:
    height = w.between(0.22, 0.28)
    top = w.curve((w.between(0.3, 0.42), 0), (0.28, 0.2), (0.06, 0.5), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.25, 0.31), height, -w.between(345, 375)))]


@STYLES.add("segments")
def _six_segments(w: Writers) -> Strokes:
    return segments(w, "afgcde")
