"""The styles of 2 and 3; in a box about 1 high, x to the right, y downwards."""

import numpy as np

from webapp.learning.hand import Number, Strokes, Writers, joined
from webapp.learning.styles_registry import segments, style


def _two_head(w: Writers, width: Number = 0.28, height: Number = 0.27) -> np.ndarray:
    stop = w.between(10, 40)
    return w.arc((width, height), (width, height), w.between(-205, -150), stop)


@style(2, "flat base")
def _two_flat(w: Writers) -> Strokes:
    base = w.line((0, 1), (w.between(0.5, 0.7), w.between(0.96, 1.03)))
    return [joined(_two_head(w), base)]


@style(2, "short hook")
def _two_short_hook(w: Writers) -> Strokes:
    head = w.curve((0, w.between(0.03, 0.12)), (0.3, 0), (0.52, 0.2), (0.4, 0.5), (0, 1))
    return [joined(head, w.line((0, 1), (w.between(0.5, 0.72), w.between(0.95, 1.03))))]


@style(2, "rising base")
def _two_rising(w: Writers) -> Strokes:
    return [joined(_two_head(w), w.line((0, 1), (w.between(0.45, 0.7), w.between(0.78, 0.94))))]


@style(2, "falling base")
def _two_falling(w: Writers) -> Strokes:
    end = w.between(0.5, 0.7), w.between(1.02, 1.15)
    return [joined(_two_head(w), w.line((0, w.between(0.86, 0.94)), end))]


@style(2, "loop")
def _two_loop(w: Writers) -> Strokes:
    return [joined(_two_head(w), _two_foot_loop(w, w.between(0.08, 0.16)))]


@style(2, "big loop")
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


@style(2, "waved base")
def _two_waved(w: Writers) -> Strokes:
    wave, end = w.between(0.03, 0.08), w.between(0.55, 0.75)
    base = w.curve((0, 1), (end * 0.3, 0.98 - wave), (end * 0.65, 0.98 + wave), (end, 0.98 - wave))
    return [joined(_two_head(w), base)]


@style(2, "Z")
def _two_z(w: Writers) -> Strokes:
    drop = w.between(0.0, 0.14)
    right = w.between(0.56, 0.68)
    return [w.line((0, drop), (right * 0.75, 0), (right, 0.12), (0, 1), (w.between(0.5, 0.7), 1))]


@style(2, "swan")
def _two_swan(w: Writers) -> Strokes:
    neck = w.curve((0.5, 0.36), (0.38, 0.6), (0.08, 0.85), (0, 1))
    base = w.curve((0, 1), (0.2, 0.93), (0.45, 0.97), (w.between(0.58, 0.72), w.between(0.8, 0.95)))
    return [joined(w.arc((0.26, 0.25), (0.26, 0.25), w.between(-225, -190), 25), neck, base)]


@style(2, "curl start")
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


@style(2, "round corner")
def _two_round_corner(w: Writers) -> Strokes:
    end = w.between(0.5, 0.7), w.between(0.88, 1)
    return [joined(_two_head(w), w.curve((0.45, 0.45), (0.1, 0.8), (0.08, 0.96), (0.3, 1), end))]


@style(2, "upright end")
def _two_serif(w: Writers) -> Strokes:
    right = w.between(0.5, 0.66)
    end = w.line((0, 1), (right, 1), (right + w.between(0, 0.05), 1 - w.between(0.08, 0.18)))
    return [joined(_two_head(w), end)]


@style(2, "base apart")
def _two_base_apart(w: Writers) -> Strokes:
    neck = w.line((0.5, 0.4), (w.between(0, 0.08), w.between(0.92, 1)))
    base = w.line((w.between(-0.15, 0.02), 1), (w.between(0.5, 0.72), w.between(0.94, 1.03)))
    return [joined(_two_head(w), neck), base]


@style(2, "big head")
def _two_big_head(w: Writers) -> Strokes:
    head = w.arc((0.32, 0.36), (0.32, 0.36), w.between(-200, -170), w.between(20, 50))
    return [joined(head, w.line((w.between(0, 0.1), 1), (w.between(0.5, 0.7), 1)))]


@style(2, "small head")
def _two_small_head(w: Writers) -> Strokes:
    head = w.arc((0.3, 0.18), (w.between(0.2, 0.26), 0.18), w.between(-200, -160), 40)
    return [joined(head, w.line((0, 1), (w.between(0.55, 0.72), w.between(0.95, 1.02))))]


@style(2, "segments")
def _two_segments(w: Writers) -> Strokes:
    return segments(w, "abged")


def _three(
    w: Writers, split: Number = 0.46, middle: Number = 0.22
) -> tuple[np.ndarray, np.ndarray]:
    """Return both bowls; ``split``: how low they meet, ``middle``: how far right."""
    upper, lower = w.between(0.2, 0.28), w.between(0.25, 0.33)
    head = w.arc((0.22, split / 2), (upper, split / 2), w.between(-170, -125), 65)
    belly = w.arc((0.22, (1 + split) / 2), (lower, (1 - split) / 2), -65, w.between(115, 160))
    middle_point = w.line((middle, split))
    return joined(head, middle_point), joined(middle_point, belly)


@style(3, "round")
def _three_round(w: Writers) -> Strokes:
    return [joined(*_three(w))]


@style(3, "larger bottom")
def _three_bottom(w: Writers) -> Strokes:
    return [joined(*_three(w, w.between(0.32, 0.4), w.between(0.2, 0.28)))]


@style(3, "larger top")
def _three_top(w: Writers) -> Strokes:
    return [joined(*_three(w, w.between(0.52, 0.62), w.between(0.18, 0.28)))]


@style(3, "deep middle")
def _three_epsilon(w: Writers) -> Strokes:
    return [joined(*_three(w, w.between(0.42, 0.52), w.between(0.0, 0.16)))]


@style(3, "two bowls apart")
def _three_apart(w: Writers) -> Strokes:
    upper, lower = _three(w, w.between(0.42, 0.52), w.between(0.12, 0.28))
    return [upper, lower + np.stack((w.between(-0.08, 0.05), w.between(-0.02, 0.05)), -1)[:, None]]


@style(3, "flat top")
def _three_flat(w: Writers) -> Strokes:
    right, split = w.between(0.45, 0.6), w.between(0.35, 0.48)
    top = w.line((0, w.between(-0.02, 0.05)), (right, 0), (w.between(0.15, 0.28), split))
    return [joined(top, _three(w, split, 0.24)[1][:, 2:])]


@style(3, "flat top and bottom")
def _three_angular(w: Writers) -> Strokes:
    right, split = w.between(0.45, 0.6), w.between(0.4, 0.52)
    middle = right * w.between(0.15, 0.5)
    lower = w.line((right, w.between(0.7, 0.85)), (right * 0.6, 1), (0, w.between(0.94, 1)))
    return [joined(w.line((0, 0), (right, 0), (middle, split)), lower)]


@style(3, "zigzag")
def _three_zigzag(w: Writers) -> Strokes:
    a, b, c = w.between(0.4, 0.55), w.between(0.05, 0.22), w.between(0.42, 0.6)
    y = w.between(0.4, 0.52)
    return [w.line((0, w.between(0, 0.1)), (a, 0.16), (b, y), (c, w.between(0.68, 0.8)), (0, 1))]


@style(3, "loop in the middle")
def _three_loop(w: Writers) -> Strokes:
    x, y = w.between(0.08, 0.18), w.between(0.03, 0.07)
    upper, lower = w.between(0.45, 0.54), w.between(0.5, 0.6)
    return [
        w.curve(
            (0, w.between(0.08, 0.2)),
            (upper * 0.5, 0),
            (upper, 0.2),
            (0.3, 0.44 + y),
            (0.26 - x, 0.45 + y),
            (0.24 - x, 0.45 - y),
            (0.3, 0.45 - y * 0.5),
            (lower, 0.7),
            (lower * 0.5, 1),
            (0, w.between(0.8, 0.94)),
        )
    ]


@style(3, "hook at the top")
def _three_hook(w: Writers) -> Strokes:
    size = w.between(0.06, 0.12)
    hook = w.curve((0.06 + size, 0.26 - size), (0.03, 0.26), (0, 0.14), (0.26, 0), (0.5, 0.22))
    rest = w.curve((0.5, 0.22), (0.4, 0.4), (w.between(0.18, 0.28), 0.46))
    return [joined(hook, rest, _three(w)[1])]


@style(3, "tail curled inside")
def _three_curled(w: Writers) -> Strokes:
    split, middle = w.between(0.38, 0.46), w.between(0.18, 0.26)
    lower = w.curve(
        (middle, split),
        (0.56, 0.68),
        (0.28, 1),
        (0.0, 0.88),
        (0.05, w.between(0.76, 0.82)),
        (w.between(0.12, 0.18), w.between(0.78, 0.86)),
    )
    return [joined(_three(w, split, middle)[0], lower)]


@style(3, "long tail")
def _three_long_tail(w: Writers) -> Strokes:
    upper, _ = _three(w, 0.36, 0.2)
    tail = w.curve((0.2, 0.36), (0.46, 0.46), (0.46, 0.7), (0.2, 0.93), (-w.between(0.1, 0.3), 1))
    return [joined(upper, tail)]


@style(3, "flat middle")
def _three_bar(w: Writers) -> Strokes:
    split = w.between(0.42, 0.5)
    upper, lower = _three(w, split, w.between(-0.05, 0.1))
    upper[:, -1, 1] += w.between(-0.04, 0.02)
    return [joined(upper, lower)]


@style(3, "segments")
def _three_segments(w: Writers) -> Strokes:
    return segments(w, "abgcd")
