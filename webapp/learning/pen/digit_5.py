"""The styles of 5; in a box about 1 high, x to the right, y downwards."""

from functools import partial

import numpy as np

from webapp.learning.hand import Number, Strokes, Writers, joined
from webapp.learning.pen.catalogue import Catalogue, Style
from webapp.learning.pen.elements import segments

STYLES = Catalogue(partial(Style, 5))


def _belly(w: Writers, neck: Number, size: Number = 0.5, left: Number = 0.05) -> np.ndarray:
    """Return a 5's belly, from the end of its neck to its tail."""
    top = neck - w.between(0.01, 0.08)
    centre, radii = (left + size * 0.45, (1 + top) / 2), (size * 0.55, (1 - top) / 2)
    return joined(w.line((left, neck)), w.arc(centre, radii, -120, w.between(110, 160)))


@STYLES.add("one stroke")
def _five_one_stroke(w: Writers) -> Strokes:
    neck = w.between(0.38, 0.5)
    hat = w.line((w.between(0.45, 0.6), w.between(-0.03, 0.03)), (0.1, 0), (0.06, neck))
    return [joined(hat, _belly(w, neck))]


@STYLES.add("hat apart")
def _five_apart(w: Writers) -> Strokes:
    neck, gap = w.between(0.38, 0.5), w.between(-0.04, 0.14)
    hat = w.line(
        (0.09 + gap, w.between(-0.06, 0.03)), (w.between(0.5, 0.7), w.between(-0.06, 0.04))
    )
    return [joined(w.line((0.09, 0), (0.05, neck)), _belly(w, neck)), hat]


@STYLES.add("long hat")
def _five_long_hat(w: Writers) -> Strokes:
    neck = w.between(0.36, 0.48)
    hat = w.line((-w.between(-0.05, 0.1), 0.01), (w.between(0.65, 0.95), w.between(-0.08, 0.03)))
    return [joined(w.line((0.09, 0), (0.05, neck)), _belly(w, neck)), hat]


@STYLES.add("rising hat")
def _five_rising_hat(w: Writers) -> Strokes:
    neck = w.between(0.4, 0.5)
    hat = w.line((w.between(0.45, 0.65), -w.between(0.1, 0.22)), (0.12, 0.04), (0.05, neck))
    return [joined(hat, _belly(w, neck))]


@STYLES.add("hanging hat")
def _five_hanging_hat(w: Writers) -> Strokes:
    neck = w.between(0.42, 0.5)
    hat = w.line((w.between(0.4, 0.55), w.between(0.06, 0.14)), (0.12, 0), (0.05, neck))
    return [joined(hat, _belly(w, neck))]


@STYLES.add("waved hat")
def _five_waved_hat(w: Writers) -> Strokes:
    neck, wave = w.between(0.4, 0.5), w.between(0.03, 0.07)
    hat = w.curve((0.1, 0), (0.25, -wave), (0.42, wave), (w.between(0.55, 0.7), -wave))
    return [joined(w.line((0.1, 0), (0.05, neck)), _belly(w, neck)), hat]


@STYLES.add("S")
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


@STYLES.add("angular")
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


@STYLES.add("big belly")
def _five_big(w: Writers) -> Strokes:
    neck = w.between(0.24, 0.34)
    hat = w.line((w.between(0.4, 0.55), 0), (0.1, 0), (0.06, neck))
    return [joined(hat, _belly(w, neck, w.between(0.52, 0.68)))]


@STYLES.add("small belly")
def _five_small(w: Writers) -> Strokes:
    neck = w.between(0.54, 0.62)
    hat = w.line((w.between(0.4, 0.6), 0), (0.12, 0), (0.06, neck))
    return [joined(hat, _belly(w, neck, w.between(0.36, 0.5)))]


@STYLES.add("belly curled")
def _five_curled(w: Writers) -> Strokes:
    neck = w.between(0.38, 0.46)
    end = w.between(0.08, 0.14), w.between(0.76, 0.82)
    belly = w.curve((0.05, neck), (0.3, neck - 0.04), (0.56, 0.7), (0.3, 1), (0.04, 0.92), end)
    hat = w.line((w.between(0.48, 0.66), w.between(-0.05, 0.02)), (0.1, 0), (0.05, neck))
    return [joined(hat, belly)]


@STYLES.add("short neck")
def _five_short_neck(w: Writers) -> Strokes:
    neck = w.between(0.25, 0.34)
    hat = w.line((w.between(0.5, 0.66), 0), (0.04, w.between(0, 0.04)), (0.0, neck))
    belly = w.curve(
        (0, neck), (0.3, neck + 0.03), (w.between(0.45, 0.55), 0.6), (0.28, 0.98), (0, 1)
    )
    return [joined(hat, belly)]


@STYLES.add("slanting neck")
def _five_slanting(w: Writers) -> Strokes:
    neck, top = w.between(0.4, 0.48), w.between(0.18, 0.28)
    hat = w.line((top + w.between(0.3, 0.45), w.between(-0.05, 0.03)), (top, 0), (0.02, neck))
    return [joined(hat, _belly(w, neck, 0.48, 0.02))]


@STYLES.add("long tail")
def _five_long_tail(w: Writers) -> Strokes:
    neck = w.between(0.36, 0.46)
    end = -w.between(0.1, 0.28), w.between(0.98, 1.08)
    belly = w.curve((0.06, neck), (0.35, neck - 0.02), (0.5, 0.65), (0.3, 0.94), end)
    return [joined(w.line((w.between(0.5, 0.66), 0), (0.12, 0), (0.06, neck)), belly)]


@STYLES.add("segments")
def _five_segments(w: Writers) -> Strokes:
    return segments(w, "afgcd")
