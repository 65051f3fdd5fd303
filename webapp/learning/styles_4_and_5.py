"""The styles of 4 and 5; in a box about 1 high, x to the right, y downwards."""

import numpy as np

from webapp.learning.hand import Number, Strokes, Writers, joined
from webapp.learning.styles_registry import segments, style


@style(4, "open")
def _four_open(w: Writers) -> Strokes:
    bar, stem = w.between(0.5, 0.68), w.between(0.36, 0.52)
    corner = w.line((w.between(0, 0.18), 0), (0, bar), (stem + w.between(0.1, 0.3), bar))
    return [corner, w.line((stem, w.between(0, 0.3)), (stem - w.between(-0.03, 0.08), 1))]


@style(4, "closed")
def _four_closed(w: Writers) -> Strokes:
    bar, stem = w.between(0.55, 0.72), w.between(0.4, 0.58)
    corner = w.line((stem, 0), (0, bar), (stem + w.between(0.08, 0.3), bar))
    return [corner, w.line((stem, w.between(-0.02, 0.08)), (stem, 1))]


@style(4, "one stroke")
def _four_one_stroke(w: Writers) -> Strokes:
    bar, stem = w.between(0.52, 0.7), w.between(0.36, 0.54)
    right = stem + w.between(0.12, 0.3)
    lean = w.between(-0.06, 0.02)
    return [w.line((right, bar), (0, bar + w.between(-0.05, 0.05)), (stem, 0), (stem + lean, 1))]


@style(4, "rounded one stroke")
def _four_rounded(w: Writers) -> Strokes:
    bar, x = w.between(0.5, 0.64), w.between(0.36, 0.46)
    bow = w.curve((x + w.between(0.14, 0.3), bar), (0.12, bar), (0.02, bar - 0.1), (x, 0))
    return [joined(bow, w.line((x, 0), (x - w.between(-0.03, 0.08), 1)))]


@style(4, "lightning")
def _four_lightning(w: Writers) -> Strokes:
    bar, right = w.between(0.42, 0.54), w.between(0.42, 0.58)
    top = w.between(0.06, 0.2)
    return [w.line((top, 0), (0, bar), (right, bar - w.between(0, 0.1)), (right - top * 0.8, 1))]


@style(4, "long stem")
def _four_long_stem(w: Writers) -> Strokes:
    bar, stem = w.between(0.5, 0.66), w.between(0.3, 0.45)
    corner = w.line((w.between(0.02, 0.2), w.between(0.14, 0.26)), (0, bar), (stem + 0.18, bar))
    return [corner, w.line((stem, 0), (stem - w.between(0, 0.1), 1))]


@style(4, "stem through the bar")
def _four_german(w: Writers) -> Strokes:
    bar, stem = w.between(0.58, 0.7), w.between(0.32, 0.46)
    corner = w.line((w.between(0.14, 0.38), 0), (0, bar), (stem + w.between(0.14, 0.3), bar))
    return [corner, w.line((stem, bar - w.between(0.16, 0.32)), (stem - w.between(0, 0.06), 1))]


@style(4, "low stem")
def _four_low_stem(w: Writers) -> Strokes:
    bar, stem = w.between(0.55, 0.76), w.between(0.28, 0.5)
    right = stem + w.between(0.03, 0.2)
    corner = w.line((w.between(0.03, 0.3), 0), (0, bar), (right, bar - w.between(-0.03, 0.08)))
    return [corner, w.line((stem, bar - w.between(0.02, 0.16)), (stem - w.between(0, 0.1), 1))]


@style(4, "short stem")
def _four_short(w: Writers) -> Strokes:
    stem = w.between(0.4, 0.55)
    corner = w.line((w.between(0, 0.16), 0.05), (0, 0.75), (stem + w.between(0.06, 0.2), 0.74))
    return [corner, w.line((stem, w.between(0, 0.2)), (stem, 1))]


@style(4, "slanting bar")
def _four_slanting(w: Writers) -> Strokes:
    bar, tilt = w.between(0.56, 0.68), w.either(w.between(0.08, 0.18), -w.between(0.06, 0.14))
    top = w.either(w.between(0, 0.14), w.between(0.38, 0.44))
    corner = w.line((top, 0), (0, bar), (0.66, bar - tilt))
    return [corner, w.line((0.44, w.between(0, 0.12)), (0.42, 1))]


@style(4, "cup")
def _four_cup(w: Writers) -> Strokes:
    bar, right = w.between(0.46, 0.62), w.between(0.4, 0.54)
    cup = w.curve((0, 0), (0.02, bar * 0.7), (right * 0.4, bar), (right, bar - w.between(0, 0.1)))
    return [cup, w.line((right, w.between(-0.05, 0.1)), (right - w.between(-0.02, 0.08), 1))]


@style(4, "cup in one stroke")
def _four_cup_one(w: Writers) -> Strokes:
    bar, right = w.between(0.46, 0.6), w.between(0.4, 0.54)
    cup = w.curve((0, 0), (0.01, bar * 0.7), (right * 0.4, bar), (right * 0.9, bar * 0.7))
    return [joined(cup, w.line((right, w.between(-0.05, 0.08)), (right - w.between(0, 0.1), 1)))]


@style(4, "looped corner")
def _four_looped(w: Writers) -> Strokes:
    size, bar = w.between(0.06, 0.11), w.between(0.56, 0.66)
    corner = w.curve(
        (w.between(0.14, 0.3), 0),
        (0.06, bar - 0.12),
        (-size * 0.4, bar + 0.02),
        (-size * 1.1, bar - size * 0.6),
        (0, bar - size),
        (0.25, bar),
        (0.62, bar - w.between(-0.02, 0.06)),
    )
    return [corner, w.line((0.45, w.between(0, 0.35)), (0.42, 1))]


@style(4, "long bar")
def _four_long_bar(w: Writers) -> Strokes:
    bar, stem = w.between(0.55, 0.7), w.between(0.3, 0.42)
    top = w.either(w.between(0, 0.1), stem)
    corner = w.line((top, 0), (0, bar), (stem + w.between(0.3, 0.45), bar))
    return [corner, w.line((stem, w.between(0, 0.15)), (stem, 1))]


@style(4, "bar apart")
def _four_bar_apart(w: Writers) -> Strokes:
    bar, stem = w.between(0.55, 0.68), w.between(0.4, 0.52)
    slope = w.line((stem, 0), (0, bar + w.between(-0.02, 0.06)))
    bar = w.line((-w.between(0, 0.08), bar), (stem + w.between(0.1, 0.28), bar))
    return [slope, bar, w.line((stem, w.between(-0.03, 0.1)), (stem, 1))]


@style(4, "segments")
def _four_segments(w: Writers) -> Strokes:
    return segments(w, "fgbc")


def _belly(w: Writers, neck: Number, size: Number = 0.5, left: Number = 0.05) -> np.ndarray:
    """Return a 5's belly, from the end of its neck to its tail."""
    top = neck - w.between(0.01, 0.08)
    centre, radii = (left + size * 0.45, (1 + top) / 2), (size * 0.55, (1 - top) / 2)
    return joined(w.line((left, neck)), w.arc(centre, radii, -120, w.between(110, 160)))


@style(5, "one stroke")
def _five_one_stroke(w: Writers) -> Strokes:
    neck = w.between(0.38, 0.5)
    hat = w.line((w.between(0.45, 0.6), w.between(-0.03, 0.03)), (0.1, 0), (0.06, neck))
    return [joined(hat, _belly(w, neck))]


@style(5, "hat apart")
def _five_apart(w: Writers) -> Strokes:
    neck, gap = w.between(0.38, 0.5), w.between(-0.04, 0.14)
    hat = w.line(
        (0.09 + gap, w.between(-0.06, 0.03)), (w.between(0.5, 0.7), w.between(-0.06, 0.04))
    )
    return [joined(w.line((0.09, 0), (0.05, neck)), _belly(w, neck)), hat]


@style(5, "long hat")
def _five_long_hat(w: Writers) -> Strokes:
    neck = w.between(0.36, 0.48)
    hat = w.line((-w.between(-0.05, 0.1), 0.01), (w.between(0.65, 0.95), w.between(-0.08, 0.03)))
    return [joined(w.line((0.09, 0), (0.05, neck)), _belly(w, neck)), hat]


@style(5, "rising hat")
def _five_rising_hat(w: Writers) -> Strokes:
    neck = w.between(0.4, 0.5)
    hat = w.line((w.between(0.45, 0.65), -w.between(0.1, 0.22)), (0.12, 0.04), (0.05, neck))
    return [joined(hat, _belly(w, neck))]


@style(5, "hanging hat")
def _five_hanging_hat(w: Writers) -> Strokes:
    neck = w.between(0.42, 0.5)
    hat = w.line((w.between(0.4, 0.55), w.between(0.06, 0.14)), (0.12, 0), (0.05, neck))
    return [joined(hat, _belly(w, neck))]


@style(5, "waved hat")
def _five_waved_hat(w: Writers) -> Strokes:
    neck, wave = w.between(0.4, 0.5), w.between(0.03, 0.07)
    hat = w.curve((0.1, 0), (0.25, -wave), (0.42, wave), (w.between(0.55, 0.7), -wave))
    return [joined(w.line((0.1, 0), (0.05, neck)), _belly(w, neck)), hat]


@style(5, "S")
def _five_s(w: Writers) -> Strokes:
    left = w.between(0.04, 0.12)
    return [
        w.curve(
            (w.between(0.46, 0.6), w.between(0, 0.06)),
            (0.22, w.between(0.0, 0.05)),
            (left, 0.24),
            (0.26, w.between(0.4, 0.48)),
            (w.between(0.46, 0.56), 0.7),
            (0.28, 1),
            (w.between(-0.06, 0.04), w.between(0.86, 0.98)),
        )
    ]


@style(5, "angular")
def _five_angular(w: Writers) -> Strokes:
    neck, right = w.between(0.4, 0.5), w.between(0.4, 0.56)
    low = w.between(0.65, 0.85)
    return [
        w.line(
            (right, 0),
            (0.06, 0),
            (0, neck),
            (right * 0.7, neck),
            (right, low),
            (right * 0.6, 1),
            (0, 1),
        )
    ]


@style(5, "big belly")
def _five_big(w: Writers) -> Strokes:
    neck = w.between(0.24, 0.34)
    hat = w.line((w.between(0.4, 0.55), 0), (0.1, 0), (0.06, neck))
    return [joined(hat, _belly(w, neck, w.between(0.52, 0.68)))]


@style(5, "small belly")
def _five_small(w: Writers) -> Strokes:
    neck = w.between(0.54, 0.62)
    hat = w.line((w.between(0.4, 0.6), 0), (0.12, 0), (0.06, neck))
    return [joined(hat, _belly(w, neck, w.between(0.36, 0.5)))]


@style(5, "belly curled")
def _five_curled(w: Writers) -> Strokes:
    neck = w.between(0.38, 0.46)
    end = w.between(0.08, 0.14), w.between(0.76, 0.82)
    belly = w.curve((0.05, neck), (0.3, neck - 0.04), (0.56, 0.7), (0.3, 1), (0.04, 0.92), end)
    hat = w.line((w.between(0.48, 0.66), w.between(-0.05, 0.02)), (0.1, 0), (0.05, neck))
    return [joined(hat, belly)]


@style(5, "short neck")
def _five_short_neck(w: Writers) -> Strokes:
    neck = w.between(0.25, 0.34)
    hat = w.line((w.between(0.5, 0.66), 0), (0.04, w.between(0, 0.04)), (0.0, neck))
    belly = w.curve(
        (0, neck), (0.3, neck + 0.03), (w.between(0.45, 0.55), 0.6), (0.28, 0.98), (0, 1)
    )
    return [joined(hat, belly)]


@style(5, "slanting neck")
def _five_slanting(w: Writers) -> Strokes:
    neck, top = w.between(0.4, 0.48), w.between(0.18, 0.28)
    hat = w.line((top + w.between(0.3, 0.45), w.between(-0.05, 0.03)), (top, 0), (0.02, neck))
    return [joined(hat, _belly(w, neck, 0.48, 0.02))]


@style(5, "long tail")
def _five_long_tail(w: Writers) -> Strokes:
    neck = w.between(0.36, 0.46)
    end = -w.between(0.1, 0.28), w.between(0.98, 1.08)
    belly = w.curve((0.06, neck), (0.35, neck - 0.02), (0.5, 0.65), (0.3, 0.94), end)
    return [joined(w.line((w.between(0.5, 0.66), 0), (0.12, 0), (0.06, neck)), belly)]


@style(5, "segments")
def _five_segments(w: Writers) -> Strokes:
    return segments(w, "afgcd")
