"""Speckle: many specks, drops or crumbs."""

from functools import partial

from webapp.learning.hand import Strokes, Writers
from webapp.learning.pen.catalogue import Catalogue, Kind
from webapp.learning.pen.elements import dash, random_points, scattered
from webapp.learning.pen.notation import curve

SPECKLE = Catalogue(partial(Kind, "speckle"))


for _count, _size in ((6, 0.03), (9, 0.02), (12, 0.015), (7, 0.12), (10, 0.08), (12, 0.05)):
    SPECKLE.add(f"{_count} specks of {_size}")(partial(scattered, count=_count, size=_size))


@SPECKLE.add("rain")
def _rain(w: Writers) -> Strokes:
    angle, long = w.between(0, 3.14), w.between(0.06, 0.2)
    drops = []
    for _ in range(9):
        x, y = w.between(0, 1), w.between(0, 1)
        drops.append(dash(w, (x, y), angle, long))
    return drops


@SPECKLE.add("crumbs")
def _crumbs(w: Writers) -> Strokes:
    crumbs = []
    for _ in range(8):
        at = w.rng.uniform(0, 1, (w.count, 1, 2))
        crumbs.append(curve(random_points(w, 4) * w.between(0.04, 0.2)[:, None, None] + at))
    return crumbs
