"""Dots and lines, too few to be anything."""

from functools import partial

import numpy as np

from webapp.learning.hand import Strokes, Writers
from webapp.learning.pen.catalogue import Catalogue, Kind
from webapp.learning.pen.elements import cut, paired, polar, scattered, turned

LINES = Catalogue(partial(Kind, "dots and lines"))


@LINES.add("blob")
def _blob(w: Writers) -> Strokes:
    along = np.linspace(0, 1, 65)
    angle = w.between(0, 6.28)[:, None] + 2 * np.pi * 4.5 * along
    radius = 0.1 + 0.9 * along
    return cut(polar(angle, radius), 2)


for _count in (3, 4, 5, 7):
    LINES.add(f"{_count} dots")(partial(scattered, count=_count, size=0.02))


@LINES.add("two dots")
def _two_dots(w: Writers) -> Strokes:
    angle = w.between(-0.6, 0.6)
    return [w.dot((0, 0)), w.dot((np.cos(angle), np.sin(angle)))]


def _dashed(w: Writers, count: int, share: float, turn: float) -> Strokes:
    """Return a line of dashes or dots."""
    dashes = [
        w.line((at, w.about(0, 0.01)), (at + share * w.ratio(0.6, 1.4) / count, w.about(0, 0.01)))
        for at in np.arange(count) / count
    ]
    return turned(w, dashes, turn)


LINES.add("dotted line")(partial(_dashed, count=6, share=0.1, turn=50))
LINES.add("dashed line")(partial(_dashed, count=4, share=0.5, turn=40))
LINES.add("two dashes in a row")(partial(_dashed, count=2, share=0.6, turn=15))


@LINES.add("level line")
def _level(w: Writers) -> Strokes:
    return [
        w.curve((0, 0), (0.3, w.about(0, 0.03)), (0.7, w.about(0, 0.03)), (1, w.about(0, 0.06)))
    ]


def _parallel(w: Writers, count: int, turn: float, apart: tuple[float, float]) -> Strokes:
    step = w.between(*apart)
    lines = [
        w.line((w.about(0, 0.08), step * number), (1 + w.about(0, 0.08), step * number))
        for number in range(count)
    ]
    return turned(w, lines, turn)


LINES.add("two lines")(partial(_parallel, count=2, turn=180, apart=(0.34, 0.9)))
LINES.add("three lines")(partial(_parallel, count=3, turn=180, apart=(0.18, 0.5)))
LINES.add("four lines")(partial(_parallel, count=4, turn=180, apart=(0.15, 0.4)))


@LINES.add("upright lines")
def _upright(w: Writers) -> Strokes:
    apart = w.between(0.25, 0.8)
    return [
        w.line((0, 0), (0, 1)),
        w.line((apart, w.about(0, 0.08)), (apart, 1 + w.about(0, 0.08))),
    ]


@LINES.add("corner")
def _corner(w: Writers) -> Strokes:
    """No corner above right, which were a 7, none as narrow as a 1 with its flag."""
    x, y = w.between(0.6, 1.0), w.between(0.6, 1.0)
    sides = w.rng.integers(3, size=w.count)
    tip_x, tip_y = np.where(sides == 2, x, 0), np.where(sides == 0, 0, y)
    return [
        w.line((tip_x, np.where(tip_y == 0, y, 0)), (tip_x, tip_y), (np.where(tip_x, 0, x), tip_y))
    ]


@LINES.add("wedge")
def _wedge(w: Writers) -> Strokes:
    """Open above: open below it were a 1 with a long flag."""
    open_x = w.between(0.35, 0.6)
    return [w.line((-open_x, 0), (w.about(0, 0.05), 1), (open_x, w.about(0, 0.08)))]


@LINES.add("tee")
def _tee(w: Writers) -> Strokes:
    """The bar above: below it were the foot of a 1."""
    bar = w.line((-w.between(0.45, 0.7), 0), (w.between(0.45, 0.7), 0))
    return [bar, w.line((w.about(0, 0.05), 0), (w.about(0, 0.05), 1))]


@LINES.add("side tee")
def _side_tee(w: Writers) -> Strokes:
    height, wide = w.between(0.3, 0.7), w.between(0.5, 0.9) * w.either(-1, 1)
    return [w.line((0, 0), (0, 1)), w.line((0, height), (wide, height))]


@LINES.add("crossed lines")
def _crossed(w: Writers) -> Strokes:
    return [
        w.line((w.about(0, 0.06), 0), (0.9, 1)),
        w.line((0.9, w.about(0, 0.06)), (w.about(0, 0.06), 1)),
    ]


@LINES.add("bowl")
def _cup_shape(w: Writers) -> Strokes:
    deep = w.between(0.4, 1.0)
    bowl = w.curve((-0.5, 0), (-0.4, deep * 0.75), (0, deep), (0.4, deep * 0.75), (0.5, 0))
    return [bowl * np.stack((np.ones(w.count), w.either(1, 1, -1)), axis=-1)[:, None]]


@LINES.add("long wave")
def _long_wave(w: Writers) -> Strokes:
    along = np.linspace(0, 1, 49)
    phase, waves = w.between(0, 6.28)[:, None], w.between(1.6, 4)[:, None]
    height = w.between(0.06, 0.2)[:, None]
    wave = height * np.sin(phase + 2 * np.pi * waves * along)
    return turned(w, [paired(along, wave)], 25)


@LINES.add("line and dot")
def _line_dot(w: Writers) -> Strokes:
    return [w.line((0, 0), (1, w.about(0, 0.08))), w.dot((w.between(0, 1), w.between(0.25, 0.6)))]
