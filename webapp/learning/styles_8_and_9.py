"""The styles of 8 and 9; in a box about 1 high, x to the right, y downwards."""

import numpy as np

from webapp.learning.hand import Number, Strokes, Writers, joined
from webapp.learning.styles_registry import segments, spiral, style


def _eight(w: Writers, upper: Number, lower: Number, waist: Number, start: Number, turn: Number):
    """Return an 8 in one stroke; angles in degrees from its top, 90 and 270 at the waist."""
    column = [np.broadcast_to(number, w.count)[:, None] for number in (upper, lower, waist)]
    first, turns = (np.broadcast_to(number, w.count)[:, None] for number in (start, turn))
    angles = np.radians(first + turns * np.linspace(0, 1, 48))
    half = (1 - np.cos(angles)) / 2
    y = np.where(half < 0.5, 2 * half * column[2], column[2] + (2 * half - 1) * (1 - column[2]))
    x = np.where(half < 0.5, column[0], column[1]) * np.sin(2 * angles)
    return np.stack((x, y), axis=-1)


@style(8, "one stroke")
def _eight_one(w: Writers) -> Strokes:
    width, side = w.between(0.22, 0.3), w.either(-1, 1)
    start = w.between(-40, 40)
    return [
        _eight(w, side * width, side * w.between(0.26, 0.34), w.between(0.42, 0.52), start, 365)
    ]


@style(8, "small head")
def _eight_small_head(w: Writers) -> Strokes:
    shape = w.between(0.15, 0.2), w.between(0.28, 0.38), w.between(0.32, 0.4)
    return [_eight(w, *shape, w.between(-40, 40), 365)]


@style(8, "big head")
def _eight_big_head(w: Writers) -> Strokes:
    shape = w.between(0.28, 0.36), w.between(0.18, 0.26), w.between(0.54, 0.62)
    return [_eight(w, *shape, w.between(-40, 40), 365)]


@style(8, "narrow")
def _eight_narrow(w: Writers) -> Strokes:
    shape = w.between(0.16, 0.22), w.between(0.18, 0.24), w.between(0.44, 0.54)
    return [_eight(w, *shape, w.between(-40, 40), w.either(-362, 362))]


@style(8, "open at the top")
def _eight_open(w: Writers) -> Strokes:
    gap, side = w.between(8, 24), w.either(-1, 1)
    shape = side * w.between(0.22, 0.3), side * w.between(0.24, 0.34), w.between(0.42, 0.52)
    return [_eight(w, *shape, gap + w.between(0, 12), 360 - gap - w.between(4, 12))]


@style(8, "open at the bottom")
def _eight_open_below(w: Writers) -> Strokes:
    gap = w.between(3, 14)
    shape = w.between(0.2, 0.28), w.between(0.22, 0.32), w.between(0.42, 0.52)
    return [_eight(w, *shape, 180 + gap, 360 - gap - w.between(0, 15))]


@style(8, "thin foot")
def _eight_thin_foot(w: Writers) -> Strokes:
    shape = w.between(0.16, 0.28), w.between(0.05, 0.11), w.between(0.36, 0.5)
    return [_eight(w, *shape, w.between(-40, 40), w.either(-365, 365))]


@style(8, "thin head")
def _eight_thin_head(w: Writers) -> Strokes:
    shape = w.between(0.07, 0.13), w.between(0.18, 0.3), w.between(0.42, 0.56)
    return [_eight(w, *shape, w.between(-40, 40), w.either(-365, 365))]


@style(8, "ribbon")
def _eight_ribbon(w: Writers) -> Strokes:
    gap, side = w.between(25, 60), w.either(-1, 1)
    shape = side * w.between(0.15, 0.26), side * w.between(0.2, 0.34), w.between(0.46, 0.58)
    return [_eight(w, *shape, 180 + gap, 360 - 2 * gap + w.between(0, 25))]


@style(8, "from the middle")
def _eight_middle(w: Writers) -> Strokes:
    shape = w.between(0.22, 0.3), w.between(0.24, 0.34), w.between(0.42, 0.52)
    return [_eight(w, *shape, 90 + w.between(-12, 12), w.between(345, 380))]


@style(8, "crossed tails")
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


@style(8, "straight diagonals")
def _eight_straight(w: Writers) -> Strokes:
    top, low = w.between(0.2, 0.28), w.between(0.22, 0.3)
    head = w.arc((0, top * 0.8), (top, top * 0.8), 20, -200)
    foot = w.arc((0, 1 - low * 0.8), (low, low * 0.8), -20, 200)
    stroke = joined(head, foot)
    return [joined(stroke, stroke[:, :1])]


@style(8, "two circles")
def _eight_circles(w: Writers) -> Strokes:
    waist = w.between(0.38, 0.54)
    gap = w.between(-0.06, 0.03)
    upper = _ring(w, 0, waist, w.between(0.19, 0.28), -90)
    return [upper, _ring(w, waist + gap, 1, w.between(0.22, 0.32), -90)]


@style(8, "snowman")
def _eight_snowman(w: Writers) -> Strokes:
    waist = w.between(0.31, 0.4)
    upper = _ring(w, 0, waist, w.between(0.15, 0.2), 90)
    return [upper, _ring(w, waist + w.between(-0.05, 0.02), 1, w.between(0.28, 0.36), -90)]


def _ring(w: Writers, top: Number, bottom: Number, width: Number, start: Number) -> np.ndarray:
    first = start + w.between(-40, 40)
    centre = w.between(-0.03, 0.03), (top + bottom) / 2
    return w.arc(centre, (width, (bottom - top) / 2), first, first - w.between(345, 380))


@style(8, "angular")
def _eight_angular(w: Writers) -> Strokes:
    top, low, waist = w.between(0.24, 0.3), w.between(0.26, 0.34), w.between(0.42, 0.52)
    up, down = waist * w.between(0.4, 0.6), waist + (1 - waist) * w.between(0.4, 0.6)
    upper = [(0, 0), (-top, up), (0, waist), (low, down), (0, 1), (-low, down), (0, waist)]
    return [w.line(*upper, (top, up), (0, 0))]


@style(8, "hourglass")
def _eight_hourglass(w: Writers) -> Strokes:
    top, low = w.between(0.25, 0.34), w.between(0.27, 0.38)
    shape = [(top, 0), (-top, w.between(0, 0.04)), (low, 1), (-low, 1), (top, 0)]
    return [w.line(*shape)]


@style(8, "two halves")
def _eight_halves(w: Writers) -> Strokes:
    shape = w.between(0.22, 0.3), w.between(0.24, 0.34), w.between(0.42, 0.52)
    gap = w.between(-8, 10)
    return [_eight(w, *shape, gap, 180 - gap), _eight(w, *shape, 360 - gap, -180 + gap)]


@style(8, "segments")
def _eight_segments(w: Writers) -> Strokes:
    return segments(w, "afedcbg")


def _nine_bowl(w: Writers, width: Number = 0.27, height: Number = 0.25) -> np.ndarray:
    """Return a 9's bowl, its right side at ``2 * width``, to where the stem begins."""
    return w.arc((width, height), (width, height), w.between(-45, 5), -360 - w.between(0, 45))


@style(9, "straight stem")
def _nine_straight(w: Writers) -> Strokes:
    width = w.between(0.22, 0.3)
    foot = width * 2 - w.between(-0.05, 0.16)
    return [joined(_nine_bowl(w, width, w.between(0.2, 0.28)), w.line((foot, 1)))]


@style(9, "stem apart")
def _nine_apart(w: Writers) -> Strokes:
    width, height = w.between(0.22, 0.3), w.between(0.2, 0.27)
    bowl = w.arc((width, height + 0.03), (width, height), w.between(-60, -10), -w.between(350, 385))
    right = width * 2 + w.between(-0.01, 0.06)
    return [bowl, w.line((right, w.between(-0.06, 0.06)), (right - w.between(-0.04, 0.12), 1))]


@style(9, "leaning stem")
def _nine_leaning(w: Writers) -> Strokes:
    return [joined(_nine_bowl(w, 0.26, 0.23), w.line((0.52, 0.25), (w.between(0.1, 0.3), 1)))]


@style(9, "curled tail")
def _nine_curled(w: Writers) -> Strokes:
    end = w.between(0.0, 0.1), w.between(0.82, 0.94)
    tail = w.curve((0.54, 0.3), (0.53, 0.72), (0.3, 1), end)
    return [joined(_nine_bowl(w, 0.27, w.between(0.22, 0.29)), tail)]


@style(9, "long tail")
def _nine_long_tail(w: Writers) -> Strokes:
    end = -w.between(0.05, 0.25), w.between(0.92, 1.02)
    tail = w.curve((0.54, 0.3), (0.48, 0.7), (0.2, 0.98), end)
    return [joined(_nine_bowl(w, 0.27, w.between(0.22, 0.28)), tail)]


@style(9, "looped tail")
def _nine_looped(w: Writers) -> Strokes:
    x, end = w.between(0.0, 0.08), w.between(0.5, 0.62)
    tail = w.curve((0.48, 0.24), (0.47, 0.74), (0.3, 0.99), (x, 0.93), (0.1, 0.82), (end, 0.7))
    return [joined(_nine_bowl(w, 0.24, 0.19), tail)]


@style(9, "g")
def _nine_g(w: Writers) -> Strokes:
    end = w.between(-0.02, 0.06), w.between(0.83, 0.92)
    tail = w.curve((0.5, 0.28), (0.5, 0.78), (0.28, 1), (0.06, 0.95), end)
    return [joined(_nine_bowl(w, 0.26, w.between(0.18, 0.24)), tail)]


@style(9, "q")
def _nine_q(w: Writers) -> Strokes:
    flick = w.between(0.06, 0.16)
    tail = w.curve((0.52, 0.26), (0.52, 0.8), (0.54 + flick * 0.3, 0.99), (0.54 + flick, 0.9))
    return [joined(_nine_bowl(w, 0.26, w.between(0.2, 0.26)), tail)]


@style(9, "open bowl")
def _nine_open(w: Writers) -> Strokes:
    bowl = w.arc((0.26, 0.24), (0.26, 0.24), -w.between(55, 80), -w.between(330, 345))
    stem = w.line((w.between(0.54, 0.6), w.between(0.02, 0.1)), (w.between(0.4, 0.54), 1))
    return [joined(bowl, stem)]


@style(9, "small bowl")
def _nine_small(w: Writers) -> Strokes:
    size = w.between(0.13, 0.18)
    foot = size * 2 - w.between(0, 0.2)
    tail = w.curve((size * 2, size), (size * 2 - 0.02, 0.6), (foot, 1))
    return [joined(_nine_bowl(w, size, size), tail)]


@style(9, "flat loop")
def _nine_flat_loop(w: Writers) -> Strokes:
    width, height = w.between(0.16, 0.26), w.between(0.08, 0.14)
    foot = width * 2 - w.between(0.1, 0.45)
    tail = w.curve((width * 2, height), (width * 2 - 0.04, 0.5), (foot, 1))
    return [joined(_nine_bowl(w, width, height), tail)]


@style(9, "from inside")
def _nine_inside(w: Writers) -> Strokes:
    start = w.between(-70, 40)
    bowl = spiral(w, (0.27, 0.28), (0.18, 0.18), start, -370, w.between(1.35, 1.55))
    tail = w.curve((0.53, 0.32), (0.5, 0.7), (w.between(0.25, 0.45), 1))
    return [joined(bowl, tail)]


@style(9, "turned 6")
def _nine_turned(w: Writers) -> Strokes:
    height, width = w.between(0.24, 0.34), w.between(0.26, 0.32)
    bowl = w.arc((width, height), (width, height), 0, -w.between(345, 375))
    right = width * 2
    foot = right - w.between(0.3, 0.48)
    return [
        joined(bowl, w.curve((right, height), (right - 0.03, 0.55), (foot + 0.1, 0.86), (foot, 1)))
    ]


@style(9, "clockwise")
def _nine_clockwise(w: Writers) -> Strokes:
    height, width = w.between(0.22, 0.29), w.between(0.24, 0.31)
    start = w.between(20, 60)
    bowl = w.arc((width, height), (width, height), start, 365)
    foot = w.between(0.2, 0.5)
    return [joined(bowl, w.curve((width * 2, height + 0.04), (width * 2 - 0.03, 0.6), (foot, 1)))]


@style(9, "angular")
def _nine_angular(w: Writers) -> Strokes:
    right, low, x = w.between(0.4, 0.54), w.between(0.4, 0.5), w.between(0, 0.14)
    bowl = w.line((right, 0.04), (x, 0), (0, low - w.between(0, 0.1)), (right, low - 0.04))
    return [joined(bowl, w.line((right, 0), (right - w.between(0, 0.12), 1)))]


@style(9, "tail like a 3")
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


@style(9, "segments")
def _nine_segments(w: Writers) -> Strokes:
    return segments(w, w.rng.choice(["afgbc", "afgbcd"]))
