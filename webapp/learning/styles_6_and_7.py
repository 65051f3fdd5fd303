"""The styles of 6 and 7; in a box about 1 high, x to the right, y downwards."""

import numpy as np

from webapp.learning.hand import Number, Strokes, Writers, joined
from webapp.learning.styles_registry import segments, spiral, style


def _six_bowl(w: Writers, width: Number, height: Number, turn: Number = -360) -> np.ndarray:
    """Return a 6's bowl, standing on the ground, from its left side; -360: closed."""
    return w.arc((width, 1 - height), (width, height), 180, 180 + turn)


@style(6, "curved")
def _six_curved(w: Writers) -> Strokes:
    height = w.between(0.22, 0.29)
    top = w.curve((w.between(0.36, 0.55), 0), (0.16, 0.24), (0.01, 0.6), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.25, 0.31), height, -w.between(340, 380)))]


@style(6, "straight")
def _six_straight(w: Writers) -> Strokes:
    height = w.between(0.2, 0.28)
    top = w.line((w.between(0.24, 0.5), 0), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.23, 0.3), height, -w.between(340, 380)))]


@style(6, "big bowl")
def _six_big(w: Writers) -> Strokes:
    height = w.between(0.29, 0.34)
    top = w.curve((w.between(0.45, 0.65), 0), (0.16, 0.14), (0.01, 0.46), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.28, 0.34), height, -w.between(350, 375)))]


@style(6, "small bowl")
def _six_small(w: Writers) -> Strokes:
    height = w.between(0.14, 0.19)
    top = w.curve((w.between(0.32, 0.5), 0), (0.14, 0.3), (0.01, 0.66), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.16, 0.22), height, -w.between(345, 385)))]


@style(6, "flat loop")
def _six_flat_loop(w: Writers) -> Strokes:
    height = w.between(0.1, 0.18)
    top = w.curve((w.between(0.3, 0.55), 0), (0.16, 0.32), (0.02, 0.7), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.06, 0.13), height, -w.between(345, 385)))]


@style(6, "b")
def _six_b(w: Writers) -> Strokes:
    height = w.between(0.2, 0.28)
    top = w.line((w.between(0.03, 0.14), 0), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.22, 0.3), height, -w.between(350, 375)))]


@style(6, "open")
def _six_open(w: Writers) -> Strokes:
    height = w.between(0.22, 0.29)
    top = w.curve((w.between(0.36, 0.55), 0), (0.16, 0.24), (0.01, 0.6), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.24, 0.32), height, -w.between(285, 330)))]


@style(6, "spiral")
def _six_spiral(w: Writers) -> Strokes:
    height, width = w.between(0.24, 0.32), w.between(0.27, 0.33)
    top = w.curve((w.between(0.36, 0.55), 0), (0.16, 0.22), (0.01, 0.55), (0, 1 - height))
    stop = 180 - w.between(370, 450)
    inside = spiral(w, (width, 1 - height), (width, height), 180, stop, w.between(0.5, 0.75))
    return [joined(top, inside)]


@style(6, "loop at the top")
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


@style(6, "hook at the top")
def _six_hook(w: Writers) -> Strokes:
    height, right = w.between(0.22, 0.28), w.between(0.42, 0.55)
    drop = w.between(0.06, 0.16)
    top = w.curve((right, drop), (right * 0.65, 0), (0.12, 0.2), (0, 0.6), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.25, 0.3), height, -w.between(350, 375)))]


@style(6, "bowl through the stem")
def _six_through(w: Writers) -> Strokes:
    height = w.between(0.22, 0.28)
    top = w.curve((w.between(0.34, 0.52), 0), (0.16, 0.24), (0.01, 0.6), (0, 1 - height))
    out = w.line((0.06, 0.84 - height), (-w.between(0.04, 0.14), 0.96 - height))
    return [joined(top, _six_bowl(w, 0.28, height, -305), out)]


@style(6, "two strokes")
def _six_two(w: Writers) -> Strokes:
    top = w.curve((w.between(0.36, 0.5), 0), (0.12, 0.26), (0, 0.68), (0.14, 0.96), (0.34, 0.98))
    height = w.between(0.44, 0.56)
    bowl = w.curve((w.between(-0.02, 0.08), height + 0.16), (0.3, height), (0.55, 0.74), (0.3, 1))
    return [top, bowl]


@style(6, "angular")
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


@style(6, "leaning far")
def _six_far(w: Writers) -> Strokes:
    height = w.between(0.26, 0.32)
    top = w.curve((w.between(0.6, 0.8), 0), (0.3, 0.15), (0.04, 0.5), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.27, 0.34), height, -w.between(350, 375)))]


@style(6, "flat bowl")
def _six_flat(w: Writers) -> Strokes:
    height = w.between(0.15, 0.2)
    top = w.curve((w.between(0.3, 0.5), 0), (0.14, 0.25), (0.02, 0.6), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.28, 0.36), height, -w.between(340, 375)))]


@style(6, "bowed back")
def _six_bowed(w: Writers) -> Strokes:
    height = w.between(0.22, 0.28)
    top = w.curve((w.between(0.3, 0.42), 0), (0.28, 0.2), (0.06, 0.5), (0, 1 - height))
    return [joined(top, _six_bowl(w, w.between(0.25, 0.31), height, -w.between(345, 375)))]


@style(6, "segments")
def _six_segments(w: Writers) -> Strokes:
    return segments(w, "afgcde")


def _seven(w: Writers) -> np.ndarray:
    right = w.between(0.52, 0.7)
    return w.line((0, w.between(-0.02, 0.05)), (right, 0), (w.between(0.1, 0.34), 1))


def _crossing(w: Writers, tilt: Number = 0.0) -> np.ndarray:
    middle, x = w.between(0.42, 0.58), w.between(0.3, 0.42)
    left, right = w.between(0.12, 0.26), w.between(0.12, 0.28)
    return w.line((x - left, middle + tilt), (x + right, middle - tilt))


@style(7, "bare")
def _seven_bare(w: Writers) -> Strokes:
    return [_seven(w)]


@style(7, "crossed")
def _seven_crossed(w: Writers) -> Strokes:
    return [_seven(w), _crossing(w)]


@style(7, "crossed aslant")
def _seven_crossed_aslant(w: Writers) -> Strokes:
    return [_seven(w), _crossing(w, w.either(w.between(0.04, 0.12), -w.between(0.03, 0.08)))]


@style(7, "crossed widely")
def _seven_crossed_widely(w: Writers) -> Strokes:
    low, tilt = w.between(0.42, 0.68), w.between(-0.06, 0.1)
    crossing = w.line((-w.between(0, 0.15), low + tilt), (w.between(0.55, 0.75), low - tilt))
    foot = w.between(0.05, 0.25)
    stem = w.curve((0.6, 0.02), (w.between(0.35, 0.45), 0.45), (foot, 1))
    return [joined(w.line((0, w.between(0, 0.08)), (0.6, 0.02)), stem), crossing]


@style(7, "short bar")
def _seven_short(w: Writers) -> Strokes:
    right = w.between(0.42, 0.5)
    return [w.line((0, w.between(-0.02, 0.02)), (right, 0), (right - w.between(0.15, 0.35), 1))]


@style(7, "long bar")
def _seven_long(w: Writers) -> Strokes:
    right = w.between(0.66, 0.85)
    return [w.line((0, w.between(-0.03, 0.06)), (right, 0), (w.between(0.1, 0.4), 1))]


@style(7, "sloping bar")
def _seven_sloping(w: Writers) -> Strokes:
    slope = w.either(w.between(0.03, 0.08), -w.between(0.04, 0.12))
    return [w.line((0, slope), (w.between(0.56, 0.7), 0), (w.between(0.1, 0.25), 1))]


@style(7, "serif")
def _seven_serif(w: Writers) -> Strokes:
    return [_serif_seven(w, w.between(0.06, 0.16))]


@style(7, "serif and crossed")
def _seven_serif_crossed(w: Writers) -> Strokes:
    return [_serif_seven(w, w.between(0.06, 0.18)), _crossing(w)]


@style(7, "Japanese")
def _seven_japanese(w: Writers) -> Strokes:
    return [_serif_seven(w, w.between(0.18, 0.34))]


@style(7, "Japanese in two strokes")
def _seven_japanese_two(w: Writers) -> Strokes:
    drop = w.line((0, w.between(-0.04, 0.04)), (w.between(-0.04, 0.03), w.between(0.2, 0.34)))
    return [drop, _seven(w)]


def _serif_seven(w: Writers, drop: Number) -> np.ndarray:
    right = w.between(0.56, 0.74)
    top = w.line((w.between(-0.05, 0.02), drop), (0, 0), (right, 0))
    return joined(top, w.curve((right, 0), (right * 0.72, 0.4), (w.between(0.12, 0.34), 1)))


@style(7, "waved bar")
def _seven_waved(w: Writers) -> Strokes:
    wave, start = w.between(0.03, 0.08), w.between(-0.01, 0.06)
    bar = w.curve((0, start), (0.16, -wave / 2), (0.42, wave), (w.between(0.58, 0.7), -wave / 2))
    return [joined(bar, w.line((0.42, 0.4), (w.between(0.1, 0.3), 1)))]


@style(7, "curved stem")
def _seven_curved(w: Writers) -> Strokes:
    right, foot = w.between(0.56, 0.72), w.between(0.08, 0.22)
    stem = w.curve((right, 0), (foot + 0.16, 0.42), (foot, 0.75), (foot, 1))
    return [joined(w.line((0, w.between(0, 0.05)), (right, 0)), stem)]


@style(7, "curved and crossed")
def _seven_curved_crossed(w: Writers) -> Strokes:
    return [_seven_curved(w)[0], _crossing(w)]


@style(7, "round shoulder")
def _seven_round(w: Writers) -> Strokes:
    bar = w.curve((0, w.between(0.0, 0.07)), (0.36, 0), (0.6, 0.05), (0.52, 0.3), (0.3, 0.65))
    return [joined(bar, w.line((0.3, 0.65), (w.between(0.06, 0.22), 1)))]


@style(7, "hooked")
def _seven_hooked(w: Writers) -> Strokes:
    hook = w.either(w.between(0.04, 0.1), -w.between(0.08, 0.2))  # a long one: a 2
    end = w.curve((0.22, 0.8), (0.18, 0.96), (0.18 + hook * 0.6, 1.02), (0.18 + hook, 0.96))
    return [joined(w.line((0, 0.02), (w.between(0.54, 0.68), 0), (0.22, 0.8)), end)]


@style(7, "foot")
def _seven_foot(w: Writers) -> Strokes:
    x = w.between(0.04, 0.16)
    stem = w.line((0, w.between(-0.02, 0.03)), (w.between(0.56, 0.7), 0), (x, 1))
    return [stem, w.line((x - w.between(0.06, 0.13), 1), (x + w.between(0.05, 0.1), 1))]


@style(7, "bar apart")
def _seven_apart(w: Writers) -> Strokes:
    right = w.between(0.54, 0.68)
    bar = w.line((0, w.between(-0.02, 0.04)), (right + w.between(-0.06, 0.06), 0))
    return [bar, w.line((right, w.between(-0.03, 0.07)), (w.between(0.06, 0.3), 1))]


@style(7, "upright")
def _seven_upright(w: Writers) -> Strokes:
    right = w.between(0.54, 0.68)
    drop = w.either(0, w.between(0.1, 0.35))
    return [w.line((0, drop), (0, 0), (right, 0), (right - w.between(-0.02, 0.06), 1))]
