"""The styles of 3; in a box about 1 high, x to the right, y downwards."""

from functools import partial

import numpy as np

from webapp.learning.hand import Number, Strokes, Writers, joined
from webapp.learning.pen.catalogue import Catalogue, Style
from webapp.learning.pen.elements import segments

STYLES = Catalogue(partial(Style, 3))


def _three(
    w: Writers, split: Number = 0.46, middle: Number = 0.22
) -> tuple[np.ndarray, np.ndarray]:
    """Return both bowls; ``split``: how low they meet, ``middle``: how far right."""
    upper, lower = w.between(0.2, 0.28), w.between(0.25, 0.33)
    head = w.arc((0.22, split / 2), (upper, split / 2), w.between(-170, -125), 65)
    belly = w.arc((0.22, (1 + split) / 2), (lower, (1 - split) / 2), -65, w.between(115, 160))
    middle_point = w.line((middle, split))
    return joined(head, middle_point), joined(middle_point, belly)


@STYLES.add("round")
def _three_round(w: Writers) -> Strokes:
    return [joined(*_three(w))]


@STYLES.add("larger bottom")
def _three_bottom(w: Writers) -> Strokes:
    return [joined(*_three(w, w.between(0.32, 0.4), w.between(0.2, 0.28)))]


@STYLES.add("larger top")
def _three_top(w: Writers) -> Strokes:
    return [joined(*_three(w, w.between(0.52, 0.62), w.between(0.18, 0.28)))]


@STYLES.add("deep middle")
def _three_epsilon(w: Writers) -> Strokes:
    return [joined(*_three(w, w.between(0.42, 0.52), w.between(0.0, 0.16)))]


@STYLES.add("two bowls apart")
def _three_apart(w: Writers) -> Strokes:
    upper, lower = _three(w, w.between(0.42, 0.52), w.between(0.12, 0.28))
    return [upper, lower + np.stack((w.between(-0.08, 0.05), w.between(-0.02, 0.05)), -1)[:, None]]


@STYLES.add("flat top")
def _three_flat(w: Writers) -> Strokes:
    right, split = w.between(0.45, 0.6), w.between(0.35, 0.48)
    top = w.line((0, w.between(-0.02, 0.05)), (right, 0), (w.between(0.15, 0.28), split))
    return [joined(top, _three(w, split, 0.24)[1][:, 2:])]


@STYLES.add("flat top and bottom")
def _three_angular(w: Writers) -> Strokes:
    right, split = w.between(0.45, 0.6), w.between(0.4, 0.52)
    middle = right * w.between(0.15, 0.5)
    lower = w.line((right, w.between(0.7, 0.85)), (right * 0.6, 1), (0, w.between(0.94, 1)))
    return [joined(w.line((0, 0), (right, 0), (middle, split)), lower)]


@STYLES.add("zigzag")
def _three_zigzag(w: Writers) -> Strokes:
    a, b, c = w.between(0.4, 0.55), w.between(0.05, 0.22), w.between(0.42, 0.6)
    y = w.between(0.4, 0.52)
    return [w.line((0, w.between(0, 0.1)), (a, 0.16), (b, y), (c, w.between(0.68, 0.8)), (0, 1))]


@STYLES.add("loop in the middle")
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


@STYLES.add("hook at the top")
def _three_hook(w: Writers) -> Strokes:
    size = w.between(0.06, 0.12)
    hook = w.curve((0.06 + size, 0.26 - size), (0.03, 0.26), (0, 0.14), (0.26, 0), (0.5, 0.22))
    rest = w.curve((0.5, 0.22), (0.4, 0.4), (w.between(0.18, 0.28), 0.46))
    return [joined(hook, rest, _three(w)[1])]


@STYLES.add("tail curled inside")
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


@STYLES.add("long tail")
def _three_long_tail(w: Writers) -> Strokes:
    upper, _ = _three(w, 0.36, 0.2)
    tail = w.curve((0.2, 0.36), (0.46, 0.46), (0.46, 0.7), (0.2, 0.93), (-w.between(0.1, 0.3), 1))
    return [joined(upper, tail)]


@STYLES.add("flat middle")
def _three_bar(w: Writers) -> Strokes:
    split = w.between(0.42, 0.5)
    upper, lower = _three(w, split, w.between(-0.05, 0.1))
    upper[:, -1, 1] += w.between(-0.04, 0.02)
    return [joined(upper, lower)]


@STYLES.add("segments")
def _three_segments(w: Writers) -> Strokes:
    return segments(w, "abgcd")
