"""Two or three at once: digits, letters, and digits that are crossed out or framed."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from webapp.learning.hand import Strokes, Writers, placed
from webapp.learning.pen.catalogue import Catalogue, Kind
from webapp.learning.pen.composition import boxed, row, some_digit, some_letter
from webapp.learning.pen.elements import paired, ramp, to_and_fro

PAIRS = Catalogue(partial(Kind, "two at once"))


def _digits(
    w: Writers, count: int, gap: tuple[float, float], without: Sequence[int] = ()
) -> Strokes:
    return row(w, [some_digit(w, without) for _ in range(count)], gap)


PAIRS.add("two digits")(partial(_digits, count=2, gap=(0.08, 0.5)))
PAIRS.add("two digits touching")(partial(_digits, count=2, gap=(-0.12, 0.06), without=(1,)))
PAIRS.add("three digits")(partial(_digits, count=3, gap=(0.05, 0.35)))


@PAIRS.add("digits across each other")
def _overlaid(w: Writers) -> Strokes:
    """Without 1: across a 0 it makes a slashed 0, across a 7 the bar."""
    one, width = boxed(some_digit(w, without=(1,)))
    other, _ = boxed(some_digit(w, without=(1,)))
    left, down = width * w.between(0.65, 0.9), w.about(0, 0.12)
    return one + [placed(stroke, left, down) for stroke in other]


@PAIRS.add("digit crossed out")
def _crossed_out(w: Writers) -> Strokes:
    digit, width = boxed(some_digit(w))
    wide = np.maximum(width, 0.5)
    middle = width / 2
    lines = []
    for turn in (1, -1):
        rise = turn * w.between(0.2, 0.55)
        lines.append(w.line((middle - 0.9 * wide, 0.5 + rise), (middle + 0.9 * wide, 0.5 - rise)))
    return digit + lines


@PAIRS.add("digit struck out")
def _struck_out(w: Writers) -> Strokes:
    digit, width = boxed(some_digit(w))
    wide, middle, rise = np.maximum(width, 0.5), width / 2, w.between(-0.25, 0.35)
    return digit + [
        w.line((middle - 0.75 * wide, at + rise), (middle + 0.75 * wide, at - rise))
        for at in (w.between(0.15, 0.3), w.between(0.42, 0.58), w.between(0.7, 0.85))
    ]


@PAIRS.add("digit scribbled out")
def _scribbled_out(w: Writers) -> Strokes:
    digit, width = boxed(some_digit(w))
    wide, count = np.maximum(width, 0.5) * 1.35, 10
    across = to_and_fro(w, count, 0.12)
    zigzag = paired((across - 0.5) * wide[:, None] + width[:, None] / 2, ramp(w, count, 0.0, 1.0))
    return [*digit, zigzag]


@PAIRS.add("digit in a ring")
def _ringed(w: Writers) -> Strokes:
    """Without 0 and 1: a thick pen makes them one with the ring."""
    digit, width = boxed(some_digit(w, without=(0, 1)))
    radius = w.between(0.9, 1.2)
    centre = (width / 2, 0.5)
    start = w.between(0, 360)
    return [*digit, w.arc(centre, (radius, radius * w.ratio(0.85, 1.1)), start, start - 370)]


@PAIRS.add("digit in a box")
def _framed(w: Writers) -> Strokes:
    digit, width = boxed(some_digit(w))
    left, right = -w.between(0.25, 0.5), width + w.between(0.25, 0.5)
    top, low = -w.between(0.2, 0.4), w.between(1.2, 1.4)
    return [*digit, w.line((left, top), (right, top), (right, low), (left, low), (left, top))]


@PAIRS.add("digit and letter")
def _digit_letter(w: Writers) -> Strokes:
    return row(w, [some_digit(w), some_letter(w)], (0.05, 0.4))


@PAIRS.add("letter and digit")
def _letter_digit(w: Writers) -> Strokes:
    return row(w, [some_letter(w), some_digit(w)], (0.05, 0.4))


@PAIRS.add("digit across a letter")
def _digit_across(w: Writers) -> Strokes:
    digit, width = boxed(some_digit(w, without=(1,)))
    letter, _ = boxed(some_letter(w))
    left = width * w.between(0.5, 0.8)
    return digit + [placed(stroke, left) for stroke in letter]


def _word(w: Writers, count: int, gap: tuple[float, float]) -> Strokes:
    return row(w, [some_letter(w) for _ in range(count)], gap)


PAIRS.add("two letters")(partial(_word, count=2, gap=(0.05, 0.35)))
PAIRS.add("two letters touching")(partial(_word, count=2, gap=(-0.1, 0.05)))
PAIRS.add("three letters")(partial(_word, count=3, gap=(0.0, 0.3)))


@PAIRS.add("decimal")
def _decimal(w: Writers) -> Strokes:
    point = w.line((0.0, 1.0), (0.02, w.between(1.02, 1.15)))
    one, width = boxed(some_digit(w))
    other, _ = boxed(some_digit(w))
    at = width + w.between(0.12, 0.25)
    left = at + w.between(0.12, 0.25)
    return [*one, placed(point, at), *(placed(stroke, left) for stroke in other)]
