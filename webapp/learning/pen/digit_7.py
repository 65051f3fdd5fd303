"""The styles of 7; in a box about 1 high, x to the right, y downwards."""

from functools import partial

import numpy as np

from webapp.learning.hand import Number, Strokes, Writers, joined
from webapp.learning.pen.catalogue import Catalogue, Style

STYLES = Catalogue(partial(Style, 7))


def _seven(w: Writers) -> np.ndarray:
    right = w.between(0.52, 0.7)
    return w.line((0, w.between(-0.02, 0.05)), (right, 0), (w.between(0.1, 0.34), 1))


def _crossing(w: Writers, tilt: Number = 0.0) -> np.ndarray:
    middle, x = w.between(0.42, 0.58), w.between(0.3, 0.42)
    left, right = w.between(0.12, 0.26), w.between(0.12, 0.28)
    return w.line((x - left, middle + tilt), (x + right, middle - tilt))


@STYLES.add("bare")
def _seven_bare(w: Writers) -> Strokes:
    return [_seven(w)]


@STYLES.add("crossed")
def _seven_crossed(w: Writers) -> Strokes:
    return [_seven(w), _crossing(w)]


@STYLES.add("crossed aslant")
def _seven_crossed_aslant(w: Writers) -> Strokes:
    return [_seven(w), _crossing(w, w.either(w.between(0.04, 0.12), -w.between(0.03, 0.08)))]


@STYLES.add("crossed widely")
def _seven_crossed_widely(w: Writers) -> Strokes:
    low, tilt = w.between(0.42, 0.68), w.between(-0.06, 0.1)
    crossing = w.line((-w.between(0, 0.15), low + tilt), (w.between(0.55, 0.75), low - tilt))
    foot = w.between(0.05, 0.25)
    stem = w.curve((0.6, 0.02), (w.between(0.35, 0.45), 0.45), (foot, 1))
    return [joined(w.line((0, w.between(0, 0.08)), (0.6, 0.02)), stem), crossing]


@STYLES.add("short bar")
def _seven_short(w: Writers) -> Strokes:
    right = w.between(0.42, 0.5)
    return [w.line((0, w.between(-0.02, 0.02)), (right, 0), (right - w.between(0.15, 0.35), 1))]


@STYLES.add("long bar")
def _seven_long(w: Writers) -> Strokes:
    right = w.between(0.66, 0.85)
    return [w.line((0, w.between(-0.03, 0.06)), (right, 0), (w.between(0.1, 0.4), 1))]


@STYLES.add("sloping bar")
def _seven_sloping(w: Writers) -> Strokes:
    slope = w.either(w.between(0.03, 0.08), -w.between(0.04, 0.12))
    return [w.line((0, slope), (w.between(0.56, 0.7), 0), (w.between(0.1, 0.25), 1))]


@STYLES.add("serif")
def _seven_serif(w: Writers) -> Strokes:
    return [_serif_seven(w, w.between(0.06, 0.16))]


@STYLES.add("serif and crossed")
def _seven_serif_crossed(w: Writers) -> Strokes:
    return [_serif_seven(w, w.between(0.06, 0.18)), _crossing(w)]


@STYLES.add("Japanese")
def _seven_japanese(w: Writers) -> Strokes:
    return [_serif_seven(w, w.between(0.18, 0.34))]


@STYLES.add("Japanese in two strokes")
def _seven_japanese_two(w: Writers) -> Strokes:
    drop = w.line((0, w.between(-0.04, 0.04)), (w.between(-0.04, 0.03), w.between(0.2, 0.34)))
    return [drop, _seven(w)]


def _serif_seven(w: Writers, drop: Number) -> np.ndarray:
    right = w.between(0.56, 0.74)
    top = w.line((w.between(-0.05, 0.02), drop), (0, 0), (right, 0))
    return joined(top, w.curve((right, 0), (right * 0.72, 0.4), (w.between(0.12, 0.34), 1)))


@STYLES.add("waved bar")
def _seven_waved(w: Writers) -> Strokes:
    wave, start = w.between(0.03, 0.08), w.between(-0.01, 0.06)
    bar = w.curve((0, start), (0.16, -wave / 2), (0.42, wave), (w.between(0.58, 0.7), -wave / 2))
    return [joined(bar, w.line((0.42, 0.4), (w.between(0.1, 0.3), 1)))]


@STYLES.add("curved stem")
def _seven_curved(w: Writers) -> Strokes:
    right, foot = w.between(0.56, 0.72), w.between(0.08, 0.22)
    stem = w.curve((right, 0), (foot + 0.16, 0.42), (foot, 0.75), (foot, 1))
    return [joined(w.line((0, w.between(0, 0.05)), (right, 0)), stem)]


@STYLES.add("curved and crossed")
def _seven_curved_crossed(w: Writers) -> Strokes:
    return [_seven_curved(w)[0], _crossing(w)]


@STYLES.add("round shoulder")
def _seven_round(w: Writers) -> Strokes:
    bar = w.curve((0, w.between(0.0, 0.07)), (0.36, 0), (0.6, 0.05), (0.52, 0.3), (0.3, 0.65))
    return [joined(bar, w.line((0.3, 0.65), (w.between(0.06, 0.22), 1)))]


@STYLES.add("hooked")
def _seven_hooked(w: Writers) -> Strokes:
    hook = w.either(w.between(0.04, 0.1), -w.between(0.08, 0.2))  # a long one: a 2
    end = w.curve((0.22, 0.8), (0.18, 0.96), (0.18 + hook * 0.6, 1.02), (0.18 + hook, 0.96))
    return [joined(w.line((0, 0.02), (w.between(0.54, 0.68), 0), (0.22, 0.8)), end)]


@STYLES.add("foot")
def _seven_foot(w: Writers) -> Strokes:
    x = w.between(0.04, 0.16)
    stem = w.line((0, w.between(-0.02, 0.03)), (w.between(0.56, 0.7), 0), (x, 1))
    return [stem, w.line((x - w.between(0.06, 0.13), 1), (x + w.between(0.05, 0.1), 1))]


@STYLES.add("bar apart")
def _seven_apart(w: Writers) -> Strokes:
    right = w.between(0.54, 0.68)
    bar = w.line((0, w.between(-0.02, 0.04)), (right + w.between(-0.06, 0.06), 0))
    return [bar, w.line((right, w.between(-0.03, 0.07)), (w.between(0.06, 0.3), 1))]


@STYLES.add("upright")
def _seven_upright(w: Writers) -> Strokes:
    right = w.between(0.54, 0.68)
    drop = w.either(0, w.between(0.1, 0.35))
    return [w.line((0, drop), (0, 0), (right, 0), (right - w.between(-0.02, 0.06), 1))]
