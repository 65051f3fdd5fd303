"""The styles of 0 and 1; in a box about 1 high, x to the right, y downwards."""

import numpy as np

from webapp.learning.hand import Number, Strokes, Writers, joined
from webapp.learning.styles_registry import spiral, style


def _oval(w: Writers, width: Number, start: Number, turn: Number) -> np.ndarray:
    return w.arc((0, 0.5), (width, 0.5), start, start + turn)


def _closed_oval(w: Writers) -> np.ndarray:
    over = w.between(0, 15)
    return _oval(w, w.between(0.28, 0.45), w.between(-150, -30), w.either(-1, 1) * (360 + over))


@style(0, "closed")
def _zero_closed(w: Writers) -> Strokes:
    return [_closed_oval(w)]


@style(0, "narrow")
def _zero_narrow(w: Writers) -> Strokes:
    return [_oval(w, w.between(0.2, 0.28), w.between(-130, -50), w.either(-365, 365))]


@style(0, "wide")
def _zero_wide(w: Writers) -> Strokes:
    start = w.between(-150, -30)
    return [w.arc((0, 0.5), (0.5, w.between(0.35, 0.46)), start, start - w.between(355, 375))]


@style(0, "with a gap")
def _zero_gap(w: Writers) -> Strokes:
    gap = w.between(12, 38)
    start = w.between(-140, -40)
    radii = (w.between(0.28, 0.42), 0.5)
    return [spiral(w, (0, 0.5), radii, start, start - 360 + gap, w.between(0.85, 1.15))]


@style(0, "gap at the bottom")
def _zero_gap_below(w: Writers) -> Strokes:
    start, turn = w.between(50, 130), w.either(-1, 1) * w.between(320, 375)
    radii = (w.between(0.28, 0.42), 0.5)
    return [spiral(w, (0, 0.5), radii, start, start + turn, w.between(0.85, 1.15))]


@style(0, "crossed tails")
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


@style(0, "ending inside")
def _zero_inside(w: Writers) -> Strokes:
    start = w.between(-130, -60)
    stop = start - 360 - w.between(15, 60)
    return [spiral(w, (0, 0.5), (w.between(0.32, 0.45), 0.5), start, stop, w.between(0.68, 0.85))]


@style(0, "slashed")
def _zero_slashed(w: Writers) -> Strokes:
    return [_closed_oval(w), _slash(w, w.between(0.1, 0.24), w.between(0.18, 0.32))]


@style(0, "slashed beyond")
def _zero_slashed_beyond(w: Writers) -> Strokes:
    return [_closed_oval(w), _slash(w, w.between(0.32, 0.5), w.between(0.4, 0.58))]


@style(0, "slashed backwards")
def _zero_slashed_backwards(w: Writers) -> Strokes:
    return [_closed_oval(w), _slash(w, -w.between(0.15, 0.42), w.between(0.22, 0.5))]


def _slash(w: Writers, x: Number, y: Number) -> np.ndarray:
    return w.line((x, 0.5 - y), (-x, 0.5 + y))


@style(0, "dotted")
def _zero_dotted(w: Writers) -> Strokes:
    dot = w.dot((w.between(-0.04, 0.03), w.between(0.45, 0.55)), w.between(0.01, 0.05))
    return [_oval(w, w.between(0.34, 0.46), -90, -362), dot]


@style(0, "curl at the top")
def _zero_curl(w: Writers) -> Strokes:
    size = w.between(0.08, 0.15)
    bowl = _oval(w, w.between(0.34, 0.42), -70, -375)
    curl = w.curve((0, 0), (-size, size * 0.7), (0, size * 1.3), (size * 1.4, 0.02), (0.3, -0.06))
    return [joined(bowl, curl)]


@style(0, "egg")
def _zero_egg(w: Writers) -> Strokes:
    oval = _closed_oval(w)
    narrowing = w.either(-1, 1) * w.between(0.3, 0.8)
    oval[..., 0] *= 1 + narrowing[:, None] * (oval[..., 1] - 0.5)
    return [oval]


@style(0, "drop")
def _zero_drop(w: Writers) -> Strokes:
    width, over, height = w.between(0.27, 0.4), w.between(-0.06, 0.1), w.between(0.3, 0.4)
    round_part = w.arc((0, 1 - height), (width, height), 205, -25)
    return [joined(w.line((over, 0)), round_part, w.line((-over, w.between(-0.04, 0.04))))]


@style(0, "squarish")
def _zero_squarish(w: Writers) -> Strokes:
    arc = _oval(w, 0.5, w.between(-130, -50), -365) - (0, 0.5)
    power = w.between(0.25, 0.7)[:, None, None]
    square = np.sign(arc) * np.abs(2 * arc) ** power / 2
    return [square * np.stack((w.between(0.5, 0.8), np.ones(w.count)), axis=-1)[:, None]]


@style(0, "angular")
def _zero_angular(w: Writers) -> Strokes:
    x, y, top = w.between(0.25, 0.4), w.between(0.2, 0.35), w.between(0.05, 0.2)
    corners = [(top, 0), (-top, 0), (-x, y), (-x, 1 - y), (-top, 1), (top, 1), (x, 1 - y), (x, y)]
    return [w.line(*corners, (top, 0))]


@style(0, "two halves")
def _zero_halves(w: Writers) -> Strokes:
    width = w.between(0.27, 0.42)
    left = w.arc((0, 0.5), (width, 0.5), w.between(-100, -70), -w.between(255, 285))
    right = w.arc((w.between(-0.03, 0.05), 0.5), (width, 0.5), w.between(-110, -80), 95)
    return [left, right]


@style(1, "bare")
def _one_bare(w: Writers) -> Strokes:
    return [w.line((0, 0), (0, 1))]


@style(1, "slanted")
def _one_slanted(w: Writers) -> Strokes:
    return [w.line((w.between(0.1, 0.28), 0), (0, 1))]


@style(1, "wavy or bowed")
def _one_wavy(w: Writers) -> Strokes:
    a, b = w.between(-0.06, 0.06), w.between(-0.06, 0.06)
    return [w.curve((0, 0), (a, 0.3), (b, 0.7), (0, 1))]


@style(1, "double stroke")
def _one_double(w: Writers) -> Strokes:
    x, top = w.between(-0.06, 0.06), w.between(-0.05, 0.1)
    return [w.line((0, 0), (0, 1), (x, top))]


@style(1, "short flag")
def _one_short_flag(w: Writers) -> Strokes:
    x = w.between(0.06, 0.18)
    return [w.line((-x, x * w.between(1.0, 1.7)), (0, 0), (0, 1))]


@style(1, "long flag")
def _one_long_flag(w: Writers) -> Strokes:
    x, y = _long_flag(w)
    return [w.line((-x, y), (0, 0), (w.between(-0.05, 0.05), 1))]


def _long_flag(w: Writers) -> tuple[np.ndarray, np.ndarray]:
    """Return how far a flag goes left and down: always steeper than a 7's bar can be."""
    x = w.between(0.18, 0.46)
    return x, x * w.between(0.8, 1.8)


@style(1, "flag almost to the ground")
def _one_french(w: Writers) -> Strokes:
    return [w.line((-w.between(0.25, 0.45), w.between(0.62, 0.88)), (0, 0), (0, 1))]


@style(1, "curved flag")
def _one_curved_flag(w: Writers) -> Strokes:
    x, y = _long_flag(w)
    sag = w.between(-0.05, 0.12)
    flag = w.curve((-x, y), (-x * 0.5 + sag * 0.6, y * 0.5 + sag), (0, 0))
    return [joined(flag, w.line((0, 0), (0, 1)))]


@style(1, "round top")
def _one_round_top(w: Writers) -> Strokes:
    x = w.between(0.1, 0.21)
    flag = w.curve((-x, x * w.between(1.3, 2.0)), (-x * 0.5, 0.07), (0, 0.03), (0.02, 0.2))
    return [joined(flag, w.line((0.02, 0.2), (0, 1)))]


@style(1, "curl")
def _one_curl(w: Writers) -> Strokes:
    x = w.between(0.13, 0.24)
    y = x * w.between(1.3, 1.8)
    flag = w.curve((0.05 - x, y - 0.07), (-x - 0.03, y - 0.02), (0.02 - x, y + 0.05), (0, 0))
    return [joined(flag, w.line((0, 0), (0, 1)))]


@style(1, "flag apart")
def _one_flag_apart(w: Writers) -> Strokes:
    x, y = _long_flag(w)
    start, end = w.between(-0.03, 0.05), w.between(-0.05, 0.06)
    return [w.line((-x, y), (-start, end)), w.line((0, 0), (0, 1))]


@style(1, "hooked foot")
def _one_hooked(w: Writers) -> Strokes:
    size, flag = w.between(0.06, 0.2), w.either(0, w.between(0.08, 0.22))
    foot = w.curve((0, 0.8), (size * 0.2, 0.95), (size * 0.7, 1), (size * 1.4, 0.93))
    return [joined(w.line((-flag, flag * 1.2), (0, 0), (0, 0.8)), foot)]


@style(1, "base")
def _one_base(w: Writers) -> Strokes:
    return [w.line((0, 0), (0, 1)), _base(w)]


@style(1, "flag and base")
def _one_flag_base(w: Writers) -> Strokes:
    x = w.between(0.1, 0.34)
    return [w.line((-x, x * w.between(1.1, 1.7)), (0, 0), (0, 1)), _base(w)]


@style(1, "serif and base")
def _one_serif_base(w: Writers) -> Strokes:
    return [w.line((-w.between(0.07, 0.15), w.between(0.01, 0.09)), (0, 0), (0, 1)), _base(w)]


@style(1, "waved base")
def _one_waved_base(w: Writers) -> Strokes:
    x, wave = w.between(0.16, 0.3), w.between(0.02, 0.06)
    base = w.curve((-x, 1 + wave), (-x / 2, 1 - wave), (x / 2, 1 + wave), (x, 1 - wave))
    flag = w.between(0.05, 0.24)
    return [w.line((-flag, flag * 1.4), (0, 0), (0, 1)), base]


def _base(w: Writers) -> np.ndarray:
    tilt, height = w.between(-0.04, 0.04), w.between(0.96, 1.03)
    return w.line((-w.between(0.16, 0.36), height + tilt), (w.between(0.16, 0.36), height - tilt))
