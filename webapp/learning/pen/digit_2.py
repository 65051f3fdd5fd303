"""The styles of 2; in a box about 1 high, x to the right, y downwards."""

from functools import partial

import numpy as np

from webapp.learning.hand import Number, Strokes, Writers, joined
from webapp.learning.pen.catalogue import Catalogue, Style
from webapp.learning.pen.elements import segments

STYLES = Catalogue(partial(Style, 2))


def _two_head(w: Writers, width: Number = 0.28, height: Number = 0.27) -> np.ndarray:
    stop = w.between(10, 40)
    return w.arc((width, height), (width, height), w.between(-205, -150), stop)


@STYLES.add("flat base")
def _two_flat(w: Writers) -> Strokes:
    base = w.line((0, 1), (w.between(0.5, 0.7), w.between(0.96, 1.03)))
    return [joined(_two_head(w), base)]


@STYLES.add("short hook")
def _two_short_hook(w: Writers) -> Strokes:
    head = w.curve((0, w.between(0.03, 0.12)), (0.3, 0), (0.52, 0.2), (0.4, 0.5), (0, 1))
    return [joined(head, w.line((0, 1), (w.between(0.5, 0.72), w.between(0.95, 1.03))))]


@STYLES.add("rising base")
def _two_rising(w: Writers) -> Strokes:
    return [joined(_two_head(w), w.line((0, 1), (w.between(0.45, 0.7), w.between(0.78, 0.94))))]


@STYLES.add("falling base")
def _two_falling(w: Writers) -> Strokes:
    end = w.between(0.5, 0.7), w.between(1.02, 1.15)
    return [joined(_two_head(w), w.line((0, w.between(0.86, 0.94)), end))]


@STYLES.add("loop")
def _two_loop(w: Writers) -> Strokes:
    return [joined(_two_head(w), _two_foot_loop(w, w.between(0.08, 0.16)))]


@STYLES.add("big loop")
def _two_big_loop(w: Writers) -> Strokes:
    return [joined(_two_head(w, 0.26, 0.24), _two_foot_loop(w, w.between(0.16, 0.26)))]


def _two_foot_loop(w: Writers, size: Number) -> np.ndarray:
    low = w.between(0.9, 1.02)
    return w.curve(
        (0.46, 0.45),
        (size * 1.1, 0.97 - size * 0.3),
        (size * 0.45, 0.99),
        (-0.02, 0.98 - size * 0.6),
        (size * 0.6, 0.98 - size * 1.2),
        (size * 1.6 + 0.02, 0.96 - size * 0.3),
        (0.5, low),
        (w.between(0.6, 0.75), low - w.between(0, 0.12)),
    )


@STYLES.add("waved base")
def _two_waved(w: Writers) -> Strokes:
    wave, end = w.between(0.03, 0.08), w.between(0.55, 0.75)
    base = w.curve((0, 1), (end * 0.3, 0.98 - wave), (end * 0.65, 0.98 + wave), (end, 0.98 - wave))
    return [joined(_two_head(w), base)]


@STYLES.add("Z")
def _two_z(w: Writers) -> Strokes:
    drop = w.between(0.0, 0.14)
    right = w.between(0.56, 0.68)
    return [w.line((0, drop), (right * 0.75, 0), (right, 0.12), (0, 1), (w.between(0.5, 0.7), 1))]


@STYLES.add("swan")
def _two_swan(w: Writers) -> Strokes:
    neck = w.curve((0.5, 0.36), (0.38, 0.6), (0.08, 0.85), (0, 1))
    base = w.curve((0, 1), (0.2, 0.93), (0.45, 0.97), (w.between(0.58, 0.72), w.between(0.8, 0.95)))
    return [joined(w.arc((0.26, 0.25), (0.26, 0.25), w.between(-225, -190), 25), neck, base)]


@STYLES.add("curl start")
def _two_curl(w: Writers) -> Strokes:
    size = w.between(0.07, 0.14)
    head = w.curve(
        (0.02 + size, 0.3 - size),
        (0.04 + size, 0.31),
        (0.04, 0.3),
        (0.02, 0.15),
        (0.28, 0),
        (0.55, 0.22),
        (0.38, 0.6),
        (0, 1),
    )
    return [joined(head, w.line((0, 1), (w.between(0.5, 0.72), w.between(0.92, 1.02))))]


@STYLES.add("round corner")
def _two_round_corner(w: Writers) -> Strokes:
    end = w.between(0.5, 0.7), w.between(0.88, 1)
    return [joined(_two_head(w), w.curve((0.45, 0.45), (0.1, 0.8), (0.08, 0.96), (0.3, 1), end))]


@STYLES.add("upright end")
def _two_serif(w: Writers) -> Strokes:
    right = w.between(0.5, 0.66)
    end = w.line((0, 1), (right, 1), (right + w.between(0, 0.05), 1 - w.between(0.08, 0.18)))
    return [joined(_two_head(w), end)]


@STYLES.add("base apart")
def _two_base_apart(w: Writers) -> Strokes:
    neck = w.line((0.5, 0.4), (w.between(0, 0.08), w.between(0.92, 1)))
    base = w.line((w.between(-0.15, 0.02), 1), (w.between(0.5, 0.72), w.between(0.94, 1.03)))
    return [joined(_two_head(w), neck), base]


@STYLES.add("big head")
def _two_big_head(w: Writers) -> Strokes:
    head = w.arc((0.32, 0.36), (0.32, 0.36), w.between(-200, -170), w.between(20, 50))
    return [joined(head, w.line((w.between(0, 0.1), 1), (w.between(0.5, 0.7), 1)))]


@STYLES.add("small head")
def _two_small_head(w: Writers) -> Strokes:
    head = w.arc((0.3, 0.18), (w.between(0.2, 0.26), 0.18), w.between(-200, -160), 40)
    return [joined(head, w.line((0, 1), (w.between(0.55, 0.72), w.between(0.95, 1.02))))]


@STYLES.add("segments")
def _two_segments(w: Writers) -> Strokes:
    return segments(w, "abged")
