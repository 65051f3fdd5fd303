"""Scribbles: tangles, hatching, coils, signatures, doodles."""

from functools import partial

import numpy as np

from webapp.learning.hand import POINTS, Strokes, Writers, resample
from webapp.learning.pen.catalogue import Catalogue, Kind
from webapp.learning.pen.elements import (
    cut,
    paired,
    polar,
    ramp,
    random_points,
    rotated,
    to_and_fro,
    turned,
)
from webapp.learning.pen.notation import curve, curve_path

SCRIBBLES = Catalogue(partial(Kind, "scribbles"))


def _tangle(w: Writers, count: int) -> Strokes:
    return cut(curve(random_points(w, count)), 1 + count // 6)


def _polyline(w: Writers, count: int) -> Strokes:
    return [random_points(w, count)]


for _count in (7, 8, 9, 10, 11, 12, 14, 17):
    SCRIBBLES.add(f"curve through {_count} points")(partial(_tangle, count=_count))
for _count in (7, 8, 9, 12, 16):
    SCRIBBLES.add(f"{_count} corners")(partial(_polyline, count=_count))


def _wander(w: Writers, turn: float, keep: float, steps: int, pieces: int) -> Strokes:
    """Return a pen's walk whose bend changes at random: loops, hooks, knots."""
    noise = w.rng.standard_normal((w.count, steps))
    bend = np.empty_like(noise)
    bend[:, 0] = noise[:, 0]
    for step in range(1, steps):
        bend[:, step] = keep * bend[:, step - 1] + np.sqrt(1 - keep**2) * noise[:, step]
    heading = w.between(0, 2 * np.pi)[:, None] + np.cumsum(bend * turn, axis=1)
    length = w.rng.uniform(0.5, 1.5, (w.count, steps))
    walk = np.cumsum(polar(heading, length), axis=1)
    # Drawn back to where it began, more or less: a walk straight away is a shaky 1.
    back = w.between(0.4, 1.0)[:, None, None] * np.linspace(0, 1, steps)[:, None]
    return cut((walk - back * walk[:, -1:]) / 10, pieces)


for _name, _turn, _keep, _steps, _pieces in (
    ("loops", 0.45, 0.93, 80, 3),
    ("knots", 0.75, 0.9, 90, 3),
    ("wandering", 0.6, 0.85, 90, 3),
    ("jagged walk", 1.4, 0.2, 30, 1),
    ("long jagged walk", 1.2, 0.3, 70, 3),
    ("crumpled", 0.9, 0.7, 60, 2),
    ("tangled", 0.55, 0.95, 120, 4),
):
    SCRIBBLES.add(_name)(partial(_wander, turn=_turn, keep=_keep, steps=_steps, pieces=_pieces))


def _hatching(w: Writers, count: int, pieces: int, both: bool = False) -> Strokes:
    """Return to and fro across a patch, as one fills or crosses out something."""
    along = ramp(w, count, 0, 1) * w.ratio(0.8, 1.8)[:, None]
    stroke = paired(along, to_and_fro(w, count, w.between(0.02, 0.25)))
    strokes = cut(stroke, pieces)
    if both:
        strokes += cut(stroke[..., ::-1] * (1, 0.9), pieces)
    return turned(w, strokes)


for _count, _pieces in ((7, 1), (10, 1), (14, 1), (20, 2), (30, 3)):
    SCRIBBLES.add(f"hatching {_count}")(partial(_hatching, count=_count, pieces=_pieces))
SCRIBBLES.add("cross-hatching")(partial(_hatching, count=9, pieces=1, both=True))
SCRIBBLES.add("cross-hatching dense")(partial(_hatching, count=16, pieces=2, both=True))


def _scrawl(w: Writers, count: int, pieces: int) -> Strokes:
    """Return a rounded to and fro."""
    along = ramp(w, count, 0, 1) * w.ratio(0.8, 2.2)[:, None]
    stroke = curve(paired(along, to_and_fro(w, count, w.between(0.05, 0.35))))
    return turned(w, cut(stroke, pieces))


for _count, _pieces in ((8, 1), (12, 2), (18, 3)):
    SCRIBBLES.add(f"scrawl {_count}")(partial(_scrawl, count=_count, pieces=_pieces))


def _coil(w: Writers, turns: tuple[float, float], drift: tuple[float, float], pieces: int):
    """Return round and round, on one place or along a line: coils and springs."""
    along = np.linspace(0, 1, 33 * pieces)
    angle = w.between(0, 6.28)[:, None] + 2 * np.pi * w.between(*turns)[:, None] * along
    noise = w.rng.standard_normal((w.count, 8, 1)) * w.between(0, 0.25)[:, None, None]
    grow = (
        1
        + np.einsum("mk,nkj->nm", curve_path(8, frozenset()), noise)[
            :, np.linspace(0, 42, len(along)).astype(int)
        ]
    )
    x = np.cos(angle) * grow * w.ratio(0.5, 1.4)[:, None] + w.between(*drift)[:, None] * along
    # Not upright: with a thick pen it would be a 1.
    return turned(w, cut(paired(x, np.sin(angle) * grow) / 2, pieces), 50)


SCRIBBLES.add("spring")(partial(_coil, turns=(3.2, 5), drift=(2.5, 6), pieces=2))
SCRIBBLES.add("long spring")(partial(_coil, turns=(5, 8), drift=(3, 9), pieces=3))
SCRIBBLES.add("round and round")(partial(_coil, turns=(4, 7), drift=(1.6, 3), pieces=3))


@SCRIBBLES.add("ball of yarn")
def _yarn(w: Writers) -> Strokes:
    """Round and round through the middle: without it, it would be a 0 gone over again."""
    along = np.linspace(0, 1, 97)
    angle = 2 * np.pi * w.between(3, 5.5)[:, None] * along + w.between(0, 6.28)[:, None]
    tilt = w.between(0.6, 2.4)[:, None] * np.pi * along + w.between(0, 6.28)[:, None]
    x, y = np.cos(angle), np.sin(angle) * w.between(0.04, 0.28)[:, None]
    return cut(rotated(x, y, tilt), 3)


@SCRIBBLES.add("spiral")
def _spiral(w: Writers) -> Strokes:
    along = np.linspace(0, 1, 97)
    sense = w.either(-1.0, 1.0)[:, None]
    angle = w.between(0, 6.28)[:, None] + sense * 2 * np.pi * w.between(2.4, 4.5)[:, None] * along
    radius = along ** w.between(0.7, 1.3)[:, None]
    return cut(polar(angle, radius), 3)


@SCRIBBLES.add("angular spiral")
def _angular_spiral(w: Writers) -> Strokes:
    steps = np.arange(11)
    angle = w.between(0, 6.28)[:, None] + np.pi / 2 * steps
    radius = (steps + 1) * w.rng.uniform(0.85, 1.15, (w.count, 11))
    return cut(polar(angle, radius), 2)


def _signature(w: Writers, count: int, pieces: int) -> Strokes:
    """Return a line of writing that nobody can read."""
    x = ramp(w, count, 0, 1) * w.between(1.5, 3.2)[:, None]
    x = x + 0.12 * w.rng.standard_normal((w.count, count))
    high = w.rng.uniform(0.2, 0.5, (w.count, count))
    high = np.where(w.rng.random((w.count, count)) < 0.2, 1.0, high)
    y = np.where(np.arange(count) % 2, high, -0.4 * high)
    return cut(curve(paired(x, y)), pieces)


for _count, _pieces in ((8, 1), (12, 2), (18, 3)):
    SCRIBBLES.add(f"signature {_count}")(partial(_signature, count=_count, pieces=_pieces))


@SCRIBBLES.add("signature underlined")
def _underlined_signature(w: Writers) -> Strokes:
    under = w.curve((0, 1.2), (w.between(0.5, 1.5), w.between(1.0, 1.3)), (2.2, w.between(1, 1.4)))
    return [*_signature(w, 11, 2), under]


def _stroke(w: Writers) -> np.ndarray:
    """Return one random stroke for each writer: a line, a bow, an arc, a hook, a wave, a ring."""
    corners = frozenset({1})
    size = w.between(0.25, 0.6)
    ring = w.arc((0, 0), (size / 2, size / 2 * w.ratio(0.6, 1.6)), 0, 360)  # no slashed 0
    start = w.between(0, 360)
    arc = w.arc((0, 0), (size, size * w.ratio(0.6, 1.6)), start, start + w.between(120, 270))
    shapes = (
        random_points(w, 2),
        random_points(w, 2),
        curve(random_points(w, 3)),
        curve(random_points(w, 4)),
        random_points(w, 3),
        curve_path(4, corners) @ random_points(w, 4),
        arc,
        ring,
    )
    rows = np.stack([resample(shape, POINTS) for shape in shapes])
    chosen = rows[w.rng.integers(len(shapes), size=w.count), np.arange(w.count)]
    middle = (chosen.min(axis=1) + chosen.max(axis=1)) / 2
    place = w.rng.uniform(0.15, 0.85, (w.count, 2))
    return chosen - middle[:, None] + place[:, None]


def _doodle(w: Writers, count: int) -> Strokes:
    return [_stroke(w) for _ in range(count)]


def _bows(w: Writers, count: int) -> Strokes:
    return [curve(random_points(w, 4)) for _ in range(count)]


def _lines(w: Writers, count: int) -> Strokes:
    return [random_points(w, 2) for _ in range(count)]


for _count in (4, 5, 6):
    SCRIBBLES.add(f"doodle of {_count}")(partial(_doodle, count=_count))
    SCRIBBLES.add(f"{_count} lines")(partial(_lines, count=_count))
for _count in (3, 4, 5):
    SCRIBBLES.add(f"{_count} bows")(partial(_bows, count=_count))


@SCRIBBLES.add("amoeba")
def _amoeba(w: Writers) -> Strokes:
    count = 11
    angle = np.linspace(0, 2 * np.pi, count)
    radius = np.where(np.arange(count) % 2, 1.0, w.between(0.25, 0.5)[:, None])
    radius = radius * w.rng.uniform(0.7, 1.3, (w.count, count))
    radius[:, -1] = radius[:, 0]
    return [curve(polar(angle, radius))]


@SCRIBBLES.add("overloop")
def _overloop(w: Writers) -> Strokes:
    """Big loops to all sides from one middle, as a pen tried out."""
    along = np.linspace(0, 1, 130)
    angle = 2 * np.pi * w.between(0.9, 1.4)[:, None] * along + w.between(0, 6)[:, None]
    radius = 0.2 + np.abs(np.sin(np.pi * w.between(5, 8)[:, None] * along))
    return cut(polar(angle, radius), 4)
