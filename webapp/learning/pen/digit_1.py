"""The styles of 1; in a box about 1 high, x to the right, y downwards."""

from functools import partial

import numpy as np

from webapp.learning.hand import Strokes, Writers, joined
from webapp.learning.pen.catalogue import Catalogue, Style

STYLES = Catalogue(partial(Style, 1))


@STYLES.add("bare")
def _one_bare(w: Writers) -> Strokes:
    return [w.line((0, 0), (0, 1))]


@STYLES.add("slanted")
def _one_slanted(w: Writers) -> Strokes:
    return [w.line((w.between(0.1, 0.28), 0), (0, 1))]


@STYLES.add("wavy or bowed")
def _one_wavy(w: Writers) -> Strokes:
    a, b = w.between(-0.06, 0.06), w.between(-0.06, 0.06)
    return [w.curve((0, 0), (a, 0.3), (b, 0.7), (0, 1))]


@STYLES.add("double stroke")
def _one_double(w: Writers) -> Strokes:
    x, top = w.between(-0.06, 0.06), w.between(-0.05, 0.1)
    return [w.line((0, 0), (0, 1), (x, top))]


@STYLES.add("short flag")
def _one_short_flag(w: Writers) -> Strokes:
    x = w.between(0.06, 0.18)
    return [w.line((-x, x * w.between(1.0, 1.7)), (0, 0), (0, 1))]


@STYLES.add("long flag")
def _one_long_flag(w: Writers) -> Strokes:
    x, y = _long_flag(w)
    return [w.line((-x, y), (0, 0), (w.between(-0.05, 0.05), 1))]


def _long_flag(w: Writers) -> tuple[np.ndarray, np.ndarray]:
    """Return how far a flag goes left and down: always steeper than a 7's bar can be."""
    x = w.between(0.18, 0.46)
    return x, x * w.between(0.8, 1.8)


@STYLES.add("flag almost to the ground")
def _one_french(w: Writers) -> Strokes:
    return [w.line((-w.between(0.25, 0.45), w.between(0.62, 0.88)), (0, 0), (0, 1))]


@STYLES.add("curved flag")
def _one_curved_flag(w: Writers) -> Strokes:
    x, y = _long_flag(w)
    sag = w.between(-0.05, 0.12)
    flag = w.curve((-x, y), (-x * 0.5 + sag * 0.6, y * 0.5 + sag), (0, 0))
    return [joined(flag, w.line((0, 0), (0, 1)))]


@STYLES.add("round top")
def _one_round_top(w: Writers) -> Strokes:
    x = w.between(0.1, 0.21)
    flag = w.curve((-x, x * w.between(1.3, 2.0)), (-x * 0.5, 0.07), (0, 0.03), (0.02, 0.2))
    return [joined(flag, w.line((0.02, 0.2), (0, 1)))]


@STYLES.add("curl")
def _one_curl(w: Writers) -> Strokes:
    x = w.between(0.13, 0.24)
    y = x * w.between(1.3, 1.8)
    flag = w.curve((0.05 - x, y - 0.07), (-x - 0.03, y - 0.02), (0.02 - x, y + 0.05), (0, 0))
    return [joined(flag, w.line((0, 0), (0, 1)))]


@STYLES.add("flag apart")
def _one_flag_apart(w: Writers) -> Strokes:
    x, y = _long_flag(w)
    start, end = w.between(-0.03, 0.05), w.between(-0.05, 0.06)
    return [w.line((-x, y), (-start, end)), w.line((0, 0), (0, 1))]


@STYLES.add("hooked foot")
def _one_hooked(w: Writers) -> Strokes:
    size, flag = w.between(0.06, 0.2), w.either(0, w.between(0.08, 0.22))
    foot = w.curve((0, 0.8), (size * 0.2, 0.95), (size * 0.7, 1), (size * 1.4, 0.93))
    return [joined(w.line((-flag, flag * 1.2), (0, 0), (0, 0.8)), foot)]


@STYLES.add("base")
def _one_base(w: Writers) -> Strokes:
    return [w.line((0, 0), (0, 1)), _base(w)]


@STYLES.add("flag and base")
def _one_flag_base(w: Writers) -> Strokes:
    x = w.between(0.1, 0.34)
    return [w.line((-x, x * w.between(1.1, 1.7)), (0, 0), (0, 1)), _base(w)]


@STYLES.add("serif and base")
def _one_serif_base(w: Writers) -> Strokes:
    return [w.line((-w.between(0.07, 0.15), w.between(0.01, 0.09)), (0, 0), (0, 1)), _base(w)]


@STYLES.add("waved base")
def _one_waved_base(w: Writers) -> Strokes:
    x, wave = w.between(0.16, 0.3), w.between(0.02, 0.06)
    base = w.curve((-x, 1 + wave), (-x / 2, 1 - wave), (x / 2, 1 + wave), (x, 1 - wave))
    flag = w.between(0.05, 0.24)
    return [w.line((-flag, flag * 1.4), (0, 0), (0, 1)), base]


def _base(w: Writers) -> np.ndarray:
    tilt, height = w.between(-0.04, 0.04), w.between(0.96, 1.03)
    return w.line((-w.between(0.16, 0.36), height + tilt), (w.between(0.16, 0.36), height - tilt))
