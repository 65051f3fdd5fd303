"""The styles of 4; in a box about 1 high, x to the right, y downwards."""

from functools import partial

from webapp.learning.hand import Strokes, Writers, joined
from webapp.learning.pen.catalogue import Catalogue, Style
from webapp.learning.pen.elements import segments

STYLES = Catalogue(partial(Style, 4))


@STYLES.add("open")
def _four_open(w: Writers) -> Strokes:
    bar, stem = w.between(0.5, 0.68), w.between(0.36, 0.52)
    corner = w.line((w.between(0, 0.18), 0), (0, bar), (stem + w.between(0.1, 0.3), bar))
    return [corner, w.line((stem, w.between(0, 0.3)), (stem - w.between(-0.03, 0.08), 1))]


@STYLES.add("closed")
def _four_closed(w: Writers) -> Strokes:
    bar, stem = w.between(0.55, 0.72), w.between(0.4, 0.58)
    corner = w.line((stem, 0), (0, bar), (stem + w.between(0.08, 0.3), bar))
    return [corner, w.line((stem, w.between(-0.02, 0.08)), (stem, 1))]


@STYLES.add("one stroke")
def _four_one_stroke(w: Writers) -> Strokes:
    bar, stem = w.between(0.52, 0.7), w.between(0.36, 0.54)
    right = stem + w.between(0.12, 0.3)
    lean = w.between(-0.06, 0.02)
    return [w.line((right, bar), (0, bar + w.between(-0.05, 0.05)), (stem, 0), (stem + lean, 1))]


@STYLES.add("rounded one stroke")
def _four_rounded(w: Writers) -> Strokes:
    bar, x = w.between(0.5, 0.64), w.between(0.36, 0.46)
    bow = w.curve((x + w.between(0.14, 0.3), bar), (0.12, bar), (0.02, bar - 0.1), (x, 0))
    return [joined(bow, w.line((x, 0), (x - w.between(-0.03, 0.08), 1)))]


@STYLES.add("lightning")
def _four_lightning(w: Writers) -> Strokes:
    bar, right = w.between(0.42, 0.54), w.between(0.42, 0.58)
    top = w.between(0.06, 0.2)
    return [w.line((top, 0), (0, bar), (right, bar - w.between(0, 0.1)), (right - top * 0.8, 1))]


@STYLES.add("long stem")
def _four_long_stem(w: Writers) -> Strokes:
    bar, stem = w.between(0.5, 0.66), w.between(0.3, 0.45)
    corner = w.line((w.between(0.02, 0.2), w.between(0.14, 0.26)), (0, bar), (stem + 0.18, bar))
    return [corner, w.line((stem, 0), (stem - w.between(0, 0.1), 1))]


@STYLES.add("stem through the bar")
def _four_german(w: Writers) -> Strokes:
    bar, stem = w.between(0.58, 0.7), w.between(0.32, 0.46)
    corner = w.line((w.between(0.14, 0.38), 0), (0, bar), (stem + w.between(0.14, 0.3), bar))
    return [corner, w.line((stem, bar - w.between(0.16, 0.32)), (stem - w.between(0, 0.06), 1))]


@STYLES.add("low stem")
def _four_low_stem(w: Writers) -> Strokes:
    bar, stem = w.between(0.55, 0.76), w.between(0.28, 0.5)
    right = stem + w.between(0.03, 0.2)
    corner = w.line((w.between(0.03, 0.3), 0), (0, bar), (right, bar - w.between(-0.03, 0.08)))
    return [corner, w.line((stem, bar - w.between(0.02, 0.16)), (stem - w.between(0, 0.1), 1))]


@STYLES.add("short stem")
def _four_short(w: Writers) -> Strokes:
    stem = w.between(0.4, 0.55)
    corner = w.line((w.between(0, 0.16), 0.05), (0, 0.75), (stem + w.between(0.06, 0.2), 0.74))
    return [corner, w.line((stem, w.between(0, 0.2)), (stem, 1))]


@STYLES.add("slanting bar")
def _four_slanting(w: Writers) -> Strokes:
    bar, tilt = w.between(0.56, 0.68), w.either(w.between(0.08, 0.18), -w.between(0.06, 0.14))
    top = w.either(w.between(0, 0.14), w.between(0.38, 0.44))
    corner = w.line((top, 0), (0, bar), (0.66, bar - tilt))
    return [corner, w.line((0.44, w.between(0, 0.12)), (0.42, 1))]


@STYLES.add("cup")
def _four_cup(w: Writers) -> Strokes:
    bar, right = w.between(0.46, 0.62), w.between(0.4, 0.54)
    cup = w.curve((0, 0), (0.02, bar * 0.7), (right * 0.4, bar), (right, bar - w.between(0, 0.1)))
    return [cup, w.line((right, w.between(-0.05, 0.1)), (right - w.between(-0.02, 0.08), 1))]


@STYLES.add("cup in one stroke")
def _four_cup_one(w: Writers) -> Strokes:
    bar, right = w.between(0.46, 0.6), w.between(0.4, 0.54)
    cup = w.curve((0, 0), (0.01, bar * 0.7), (right * 0.4, bar), (right * 0.9, bar * 0.7))
    return [joined(cup, w.line((right, w.between(-0.05, 0.08)), (right - w.between(0, 0.1), 1)))]


@STYLES.add("looped corner")
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


@STYLES.add("long bar")
def _four_long_bar(w: Writers) -> Strokes:
    bar, stem = w.between(0.55, 0.7), w.between(0.3, 0.42)
    top = w.either(w.between(0, 0.1), stem)
    corner = w.line((top, 0), (0, bar), (stem + w.between(0.3, 0.45), bar))
    return [corner, w.line((stem, w.between(0, 0.15)), (stem, 1))]


@STYLES.add("bar apart")
def _four_bar_apart(w: Writers) -> Strokes:
    bar, stem = w.between(0.55, 0.68), w.between(0.4, 0.52)
    slope = w.line((stem, 0), (0, bar + w.between(-0.02, 0.06)))
    bar = w.line((-w.between(0, 0.08), bar), (stem + w.between(0.1, 0.28), bar))
    return [slope, bar, w.line((stem, w.between(-0.03, 0.1)), (stem, 1))]


@STYLES.add("segments")
def _four_segments(w: Writers) -> Strokes:
    return segments(w, "fgbc")
