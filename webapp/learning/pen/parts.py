"""Parts of digits: only those that are no other digit.

Not the halves of an 8, then, and not a 9 without its stem.
"""

from functools import partial

from webapp.learning.hand import Strokes, Writers
from webapp.learning.pen.catalogue import Catalogue, Kind

PARTS = Catalogue(partial(Kind, "parts of digits"))


@PARTS.add("0 open")
def _zero_open(w: Writers) -> Strokes:
    """Deep cut; wide, or it would be a bent 1."""
    middle = w.either(0, 90, 180, 270) + w.between(-30, 30)
    half = w.between(88, 108)
    return [w.arc((0, 0), (0.5, w.between(0.45, 0.55)), middle - half, middle + half)]


@PARTS.add("end of a 2")
def _two_end(w: Writers) -> Strokes:
    return [
        w.line((w.between(0.55, 0.8), 0), (0, w.between(0.55, 0.8)), (w.between(0.8, 1.1), 0.7))
    ]


@PARTS.add("end of a 2 looped")
def _two_loop(w: Writers) -> Strokes:
    return [
        w.curve(
            (w.between(0.6, 0.9), 0), (0.25, 0.6), (0, 0.7), (0.1, 0.5), (0.4, 0.62), (1.1, 0.7)
        )
    ]


@PARTS.add("half of a 3")
def _three_half(w: Writers) -> Strokes:
    return [
        w.curve(
            (0, w.between(0, 0.1)), (0.5, 0), (0.75, 0.35), (0.5, 0.7), (0, w.between(0.6, 0.75))
        )
    ]


@PARTS.add("end of a 3")
def _three_end(w: Writers) -> Strokes:
    return [w.curve((0.35, 0), (0.8, 0.2), (0.75, 0.65), (0.35, 0.8), (0, w.between(0.45, 0.65)))]


@PARTS.add("4 without its stem")
def _four_angle(w: Writers) -> Strokes:
    return [w.line((w.between(0.1, 0.4), 0), (0, 0.7), (w.between(0.6, 0.9), w.between(0.6, 0.75)))]


@PARTS.add("4 without its arm")
def _four_cross(w: Writers) -> Strokes:
    height = w.between(0.45, 0.7)
    return [w.line((0, height), (w.between(0.7, 0.9), height)), w.line((0.55, 0), (0.55, 1))]


@PARTS.add("hat and neck of a 5")
def _five_hat(w: Writers) -> Strokes:
    return [w.line((w.between(0.6, 0.85), 0), (0.05, 0.03), (0, w.between(0.5, 0.9)))]


@PARTS.add("bars of a 7")
def _seven_bars(w: Writers) -> Strokes:
    below = w.between(0.3, 0.55)
    return [w.line((0, 0), (0.8, 0)), w.line((w.between(-0.1, 0.2), below), (0.8, below))]


@PARTS.add("middle of an 8")
def _eight_cross(w: Writers) -> Strokes:
    return [
        w.curve((0, w.between(-0.1, 0.1)), (0.2, 0.35), (0.6, 0.65), (0.8, 1)),
        w.curve((0.8, 0), (0.6, 0.35), (0.2, 0.65), (0, w.between(0.9, 1.1))),
    ]


@PARTS.add("8 open above and below")
def _eight_waist(w: Writers) -> Strokes:
    deep = w.between(0.42, 0.49)
    return [
        w.curve((0, 0), (0.1, 0.25), (0.4, deep), (0.7, 0.25), (0.8, 0)),
        w.curve((0, 1), (0.1, 0.75), (0.4, 1 - deep), (0.7, 0.75), (0.8, 1)),
    ]


@PARTS.add("bowl of a 9 open")
def _nine_bowl(w: Writers) -> Strokes:
    start = w.between(-70, -20)
    return [w.arc((0, 0), (0.5, 0.45), start, start - w.between(190, 215))]
