"""What people draw that is no digit: letters, signs, shapes, scribbles, parts, pairs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from webapp.learning import templates
from webapp.learning.hand import POINTS, Strokes, Writers, placed, resample
from webapp.learning.styles import STYLES

Draw = Callable[[Writers], Strokes]

BOTH = ("I", "l", "O", "o", "S", "s", "Z", "z", "|", "/", "\\", "(", ")")
"""Letters and signs that are digits as well: nobody can tell them apart, so no verdict counts them.

Some ways to write other letters are left out for the same reason: a g or q like a 9, a b or G like
a 6, a B like an 8, a D or Q like a 0, a y like a 4, a T or J like a 7 or 1.
"""

GROUPS = 8
"""Most different drawings that a mixture takes for so many writers at once."""


@dataclass(frozen=True)
class Kind:
    """One kind of drawing that is no digit; ``family`` groups kinds in figures."""

    family: str
    name: str
    draw: Draw


KINDS: list[Kind] = []


def kind(family: str, name: str) -> Callable:
    """Register a function as a kind of drawing."""

    def register(draw: Draw) -> Draw:
        KINDS.append(Kind(family, name, draw))
        return draw

    return register


for _family, _table in (
    ("letters", templates.LETTERS),
    ("other scripts", templates.OTHER_SCRIPTS),
    ("signs", templates.SIGNS),
    ("shapes", templates.SHAPES),
):
    for _template in templates.templates(_table):
        kind(_family, _template.name)(_template.draw)

_LETTERS = tuple(kind.draw for kind in KINDS if kind.family == "letters")


# Tools


def _mixed(w: Writers, draws: Sequence[Draw]) -> Strokes:
    """Return one of several drawings for each writer, with as many strokes for all.

    Drawings with fewer strokes get some of no length, on the end of their last.
    """
    some = w.rng.permutation(len(draws))[:GROUPS]
    group = w.rng.integers(len(some), size=w.count)
    parts = []
    for number, place in enumerate(some):
        (rows,) = np.nonzero(group == number)
        if len(rows):
            strokes = draws[place](Writers(len(rows), w.rng))
            parts.append((rows, [resample(stroke, POINTS) for stroke in strokes]))
    mixed = np.empty((max(len(strokes) for _, strokes in parts), w.count, POINTS, 2))
    for rows, strokes in parts:
        mixed[:, rows] = strokes[-1][:, -1:]
        for number, stroke in enumerate(strokes):
            mixed[number, rows] = stroke
    return list(mixed)


def _boxed(w: Writers, strokes: Strokes, height: float = 1.0) -> tuple[Strokes, np.ndarray]:
    """Return a drawing ``height`` high, its left upper corner at the origin, and its width."""
    points = np.concatenate(strokes, axis=1)
    low, size = points.min(axis=1), np.ptp(points, axis=1)
    # Flat ones by their width: a dash must not become as high as a digit.
    scale = height / np.maximum(np.maximum(size[:, 1], size[:, 0] / 1.5), 1e-6)
    moved = [(stroke - low[:, None]) * scale[:, None, None] for stroke in strokes]
    return moved, size[:, 0] * scale


def _row(w: Writers, drawings: Sequence[Strokes], gap: tuple[float, float]) -> Strokes:
    """Return drawings side by side, by the baseline or a little off it."""
    left, strokes = np.zeros(w.count), []
    for drawing in drawings:
        boxed, width = _boxed(w, drawing)
        up, scale = w.about(0, 0.06), w.ratio(0.85, 1.18)
        strokes += [placed(stroke, left, up, scale) for stroke in boxed]
        left = left + width * scale + w.between(*gap)
    return strokes


def _digit(w: Writers, without: Sequence[int] = ()) -> Strokes:
    """Return a digit for each writer, in some of the styles there are."""
    return _mixed(w, [style.draw for style in STYLES if style.digit not in without])


def _letter(w: Writers) -> Strokes:
    return _mixed(w, _LETTERS)


def _pieces(stroke: np.ndarray, count: int) -> Strokes:
    """Return a long stroke as several: ``vary`` leaves each so few points."""
    ends = np.linspace(0, stroke.shape[1] - 1, count + 1).round().astype(int)
    return [stroke[:, first : last + 1] for first, last in zip(ends[:-1], ends[1:], strict=True)]


def _points(w: Writers, count: int, width: float = 1.0) -> np.ndarray:
    """Return random places, ``(n, count, 2)``."""
    return w.rng.uniform(0, 1, (w.count, count, 2)) * (width, 1)


def _ramp(w: Writers, count: int, low: float, high: float) -> np.ndarray:
    """Return numbers from ``low`` to ``high``, unevenly, ``(n, count)``."""
    steps = np.cumsum(w.rng.uniform(0.4, 1.6, (w.count, count)), axis=1)
    return low + (high - low) * (steps - steps[:, :1]) / (steps[:, -1:] - steps[:, :1])


def _paired(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.stack(np.broadcast_arrays(x, y), axis=-1)


def _turned(w: Writers, strokes: Strokes, most: float = 180.0) -> Strokes:
    """Return drawings turned by up to so many degrees."""
    angle = np.radians(w.between(-most, most))[:, None]
    cos, sin = np.cos(angle), np.sin(angle)
    return [
        _paired(
            stroke[..., 0] * cos - stroke[..., 1] * sin, stroke[..., 0] * sin + stroke[..., 1] * cos
        )
        for stroke in strokes
    ]


# Scribbles


def _tangle(w: Writers, count: int) -> Strokes:
    return _pieces(templates.curve(_points(w, count)), 1 + count // 6)


def _polyline(w: Writers, count: int) -> Strokes:
    return [_points(w, count)]


for _count in (7, 8, 9, 10, 11, 12, 14, 17):
    kind("scribbles", f"curve through {_count} points")(partial(_tangle, count=_count))
for _count in (7, 8, 9, 12, 16):
    kind("scribbles", f"{_count} corners")(partial(_polyline, count=_count))


def _wander(w: Writers, turn: float, keep: float, steps: int, pieces: int) -> Strokes:
    """Return a pen's walk whose bend changes at random: loops, hooks, knots."""
    noise = w.rng.standard_normal((w.count, steps))
    bend = np.empty_like(noise)
    bend[:, 0] = noise[:, 0]
    for step in range(1, steps):
        bend[:, step] = keep * bend[:, step - 1] + np.sqrt(1 - keep**2) * noise[:, step]
    heading = w.between(0, 2 * np.pi)[:, None] + np.cumsum(bend * turn, axis=1)
    length = w.rng.uniform(0.5, 1.5, (w.count, steps))
    walk = np.cumsum(_paired(np.cos(heading) * length, np.sin(heading) * length), axis=1)
    # Drawn back to where it began, more or less: a walk straight away is a shaky 1.
    back = w.between(0.4, 1.0)[:, None, None] * np.linspace(0, 1, steps)[:, None]
    return _pieces((walk - back * walk[:, -1:]) / 10, pieces)


for _name, _turn, _keep, _steps, _pieces_of in (
    ("loops", 0.45, 0.93, 80, 3),
    ("knots", 0.75, 0.9, 90, 3),
    ("wandering", 0.6, 0.85, 90, 3),
    ("jagged walk", 1.4, 0.2, 30, 1),
    ("long jagged walk", 1.2, 0.3, 70, 3),
    ("crumpled", 0.9, 0.7, 60, 2),
    ("tangled", 0.55, 0.95, 120, 4),
):
    kind("scribbles", _name)(
        partial(_wander, turn=_turn, keep=_keep, steps=_steps, pieces=_pieces_of)
    )


def _hatching(w: Writers, count: int, pieces: int, both: bool = False) -> Strokes:
    """Return to and fro across a patch, as one fills or crosses out something."""
    along = _ramp(w, count, 0, 1) * w.ratio(0.8, 1.8)[:, None]
    rough = w.between(0.02, 0.25)[:, None] * w.rng.standard_normal((w.count, count))
    across = (np.arange(count) % 2) + rough
    stroke = _paired(along, across)
    strokes = _pieces(stroke, pieces)
    if both:
        strokes += _pieces(stroke[..., ::-1] * (1, 0.9), pieces)
    return _turned(w, strokes)


for _count, _pieces_of in ((7, 1), (10, 1), (14, 1), (20, 2), (30, 3)):
    kind("scribbles", f"hatching {_count}")(partial(_hatching, count=_count, pieces=_pieces_of))
kind("scribbles", "cross-hatching")(partial(_hatching, count=9, pieces=1, both=True))
kind("scribbles", "cross-hatching dense")(partial(_hatching, count=16, pieces=2, both=True))


def _scrawl(w: Writers, count: int, pieces: int) -> Strokes:
    """Return a rounded to and fro."""
    along = _ramp(w, count, 0, 1) * w.ratio(0.8, 2.2)[:, None]
    rough = w.between(0.05, 0.35)[:, None] * w.rng.standard_normal((w.count, count))
    stroke = templates.curve(_paired(along, (np.arange(count) % 2) + rough))
    return _turned(w, _pieces(stroke, pieces))


for _count, _pieces_of in ((8, 1), (12, 2), (18, 3)):
    kind("scribbles", f"scrawl {_count}")(partial(_scrawl, count=_count, pieces=_pieces_of))


def _coil(w: Writers, turns: tuple[float, float], drift: tuple[float, float], pieces: int):
    """Return round and round, on one place or along a line: coils and springs."""
    along = np.linspace(0, 1, 33 * pieces)
    angle = w.between(0, 6.28)[:, None] + 2 * np.pi * w.between(*turns)[:, None] * along
    noise = w.rng.standard_normal((w.count, 8, 1)) * w.between(0, 0.25)[:, None, None]
    grow = (
        1
        + np.einsum("mk,nkj->nm", templates.curve_path(8, frozenset()), noise)[
            :, np.linspace(0, 42, len(along)).astype(int)
        ]
    )
    x = np.cos(angle) * grow * w.ratio(0.5, 1.4)[:, None] + w.between(*drift)[:, None] * along
    # Not upright: with a thick pen it would be a 1.
    return _turned(w, _pieces(_paired(x, np.sin(angle) * grow) / 2, pieces), 50)


kind("scribbles", "spring")(partial(_coil, turns=(3.2, 5), drift=(2.5, 6), pieces=2))
kind("scribbles", "long spring")(partial(_coil, turns=(5, 8), drift=(3, 9), pieces=3))
kind("scribbles", "round and round")(partial(_coil, turns=(4, 7), drift=(1.6, 3), pieces=3))


@kind("scribbles", "ball of yarn")
def _yarn(w: Writers) -> Strokes:
    """Round and round through the middle: without it, it would be a 0 gone over again."""
    along = np.linspace(0, 1, 97)
    angle = 2 * np.pi * w.between(3, 5.5)[:, None] * along + w.between(0, 6.28)[:, None]
    tilt = w.between(0.6, 2.4)[:, None] * np.pi * along + w.between(0, 6.28)[:, None]
    x, y = np.cos(angle), np.sin(angle) * w.between(0.04, 0.28)[:, None]
    ball = _paired(x * np.cos(tilt) - y * np.sin(tilt), x * np.sin(tilt) + y * np.cos(tilt))
    return _pieces(ball, 3)


@kind("scribbles", "spiral")
def _spiral(w: Writers) -> Strokes:
    along = np.linspace(0, 1, 97)
    sense = w.either(-1.0, 1.0)[:, None]
    angle = w.between(0, 6.28)[:, None] + sense * 2 * np.pi * w.between(2.4, 4.5)[:, None] * along
    radius = along ** w.between(0.7, 1.3)[:, None]
    strokes = [_paired(np.cos(angle) * radius, np.sin(angle) * radius)]
    return _pieces(strokes[0], 3)


@kind("scribbles", "angular spiral")
def _angular_spiral(w: Writers) -> Strokes:
    steps = np.arange(11)
    angle = w.between(0, 6.28)[:, None] + np.pi / 2 * steps
    radius = (steps + 1) * w.rng.uniform(0.85, 1.15, (w.count, 11))
    return _pieces(_paired(np.cos(angle) * radius, np.sin(angle) * radius), 2)


def _signature(w: Writers, count: int, pieces: int) -> Strokes:
    """Return a line of writing that nobody can read."""
    x = _ramp(w, count, 0, 1) * w.between(1.5, 3.2)[:, None]
    x = x + 0.12 * w.rng.standard_normal((w.count, count))
    high = w.rng.uniform(0.2, 0.5, (w.count, count))
    high = np.where(w.rng.random((w.count, count)) < 0.2, 1.0, high)
    y = np.where(np.arange(count) % 2, high, -0.4 * high)
    return _pieces(templates.curve(_paired(x, y)), pieces)


for _count, _pieces_of in ((8, 1), (12, 2), (18, 3)):
    kind("scribbles", f"signature {_count}")(partial(_signature, count=_count, pieces=_pieces_of))


@kind("scribbles", "signature underlined")
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
        _points(w, 2),
        _points(w, 2),
        templates.curve(_points(w, 3)),
        templates.curve(_points(w, 4)),
        _points(w, 3),
        templates.curve_path(4, corners) @ _points(w, 4),
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
    return [templates.curve(_points(w, 4)) for _ in range(count)]


def _lines(w: Writers, count: int) -> Strokes:
    return [_points(w, 2) for _ in range(count)]


for _count in (4, 5, 6):
    kind("scribbles", f"doodle of {_count}")(partial(_doodle, count=_count))
    kind("scribbles", f"{_count} lines")(partial(_lines, count=_count))
for _count in (3, 4, 5):
    kind("scribbles", f"{_count} bows")(partial(_bows, count=_count))


@kind("scribbles", "amoeba")
def _amoeba(w: Writers) -> Strokes:
    count = 11
    angle = np.linspace(0, 2 * np.pi, count)
    radius = np.where(np.arange(count) % 2, 1.0, w.between(0.25, 0.5)[:, None])
    radius = radius * w.rng.uniform(0.7, 1.3, (w.count, count))
    radius[:, -1] = radius[:, 0]
    return [templates.curve(_paired(np.cos(angle) * radius, np.sin(angle) * radius))]


@kind("scribbles", "overloop")
def _overloop(w: Writers) -> Strokes:
    """Big loops to all sides from one middle, as a pen tried out."""
    along = np.linspace(0, 1, 130)
    angle = 2 * np.pi * w.between(0.9, 1.4)[:, None] * along + w.between(0, 6)[:, None]
    radius = 0.2 + np.abs(np.sin(np.pi * w.between(5, 8)[:, None] * along))
    return _pieces(_paired(np.cos(angle) * radius, np.sin(angle) * radius), 4)


# Parts of digits. Only those that are no other digit: not the halves of an 8, a 9 without its stem.


@kind("parts of digits", "0 open")
def _zero_open(w: Writers) -> Strokes:
    """Deep cut; wide, or it would be a bent 1."""
    middle = w.either(0, 90, 180, 270) + w.between(-30, 30)
    half = w.between(88, 108)
    return [w.arc((0, 0), (0.5, w.between(0.45, 0.55)), middle - half, middle + half)]


@kind("parts of digits", "end of a 2")
def _two_end(w: Writers) -> Strokes:
    return [
        w.line((w.between(0.55, 0.8), 0), (0, w.between(0.55, 0.8)), (w.between(0.8, 1.1), 0.7))
    ]


@kind("parts of digits", "end of a 2 looped")
def _two_loop(w: Writers) -> Strokes:
    return [
        w.curve(
            (w.between(0.6, 0.9), 0), (0.25, 0.6), (0, 0.7), (0.1, 0.5), (0.4, 0.62), (1.1, 0.7)
        )
    ]


@kind("parts of digits", "half of a 3")
def _three_half(w: Writers) -> Strokes:
    return [
        w.curve(
            (0, w.between(0, 0.1)), (0.5, 0), (0.75, 0.35), (0.5, 0.7), (0, w.between(0.6, 0.75))
        )
    ]


@kind("parts of digits", "end of a 3")
def _three_end(w: Writers) -> Strokes:
    return [w.curve((0.35, 0), (0.8, 0.2), (0.75, 0.65), (0.35, 0.8), (0, w.between(0.45, 0.65)))]


@kind("parts of digits", "4 without its stem")
def _four_angle(w: Writers) -> Strokes:
    return [w.line((w.between(0.1, 0.4), 0), (0, 0.7), (w.between(0.6, 0.9), w.between(0.6, 0.75)))]


@kind("parts of digits", "4 without its arm")
def _four_cross(w: Writers) -> Strokes:
    height = w.between(0.45, 0.7)
    return [w.line((0, height), (w.between(0.7, 0.9), height)), w.line((0.55, 0), (0.55, 1))]


@kind("parts of digits", "hat and neck of a 5")
def _five_hat(w: Writers) -> Strokes:
    return [w.line((w.between(0.6, 0.85), 0), (0.05, 0.03), (0, w.between(0.5, 0.9)))]


@kind("parts of digits", "bars of a 7")
def _seven_bars(w: Writers) -> Strokes:
    below = w.between(0.3, 0.55)
    return [w.line((0, 0), (0.8, 0)), w.line((w.between(-0.1, 0.2), below), (0.8, below))]


@kind("parts of digits", "middle of an 8")
def _eight_cross(w: Writers) -> Strokes:
    return [
        w.curve((0, w.between(-0.1, 0.1)), (0.2, 0.35), (0.6, 0.65), (0.8, 1)),
        w.curve((0.8, 0), (0.6, 0.35), (0.2, 0.65), (0, w.between(0.9, 1.1))),
    ]


@kind("parts of digits", "8 open above and below")
def _eight_waist(w: Writers) -> Strokes:
    deep = w.between(0.42, 0.49)
    return [
        w.curve((0, 0), (0.1, 0.25), (0.4, deep), (0.7, 0.25), (0.8, 0)),
        w.curve((0, 1), (0.1, 0.75), (0.4, 1 - deep), (0.7, 0.75), (0.8, 1)),
    ]


@kind("parts of digits", "bowl of a 9 open")
def _nine_bowl(w: Writers) -> Strokes:
    start = w.between(-70, -20)
    return [w.arc((0, 0), (0.5, 0.45), start, start - w.between(190, 215))]


# Two at once


def _digits(
    w: Writers, count: int, gap: tuple[float, float], without: Sequence[int] = ()
) -> Strokes:
    return _row(w, [_digit(w, without) for _ in range(count)], gap)


kind("two at once", "two digits")(partial(_digits, count=2, gap=(0.08, 0.5)))
kind("two at once", "two digits touching")(
    partial(_digits, count=2, gap=(-0.12, 0.06), without=(1,))
)
kind("two at once", "three digits")(partial(_digits, count=3, gap=(0.05, 0.35)))


@kind("two at once", "digits across each other")
def _overlaid(w: Writers) -> Strokes:
    """Without 1: across a 0 it makes a slashed 0, across a 7 the bar."""
    one, width = _boxed(w, _digit(w, without=(1,)))
    other, _ = _boxed(w, _digit(w, without=(1,)))
    left, down = width * w.between(0.65, 0.9), w.about(0, 0.12)
    return one + [placed(stroke, left, down) for stroke in other]


@kind("two at once", "digit crossed out")
def _crossed_out(w: Writers) -> Strokes:
    digit, width = _boxed(w, _digit(w))
    wide = np.maximum(width, 0.5)
    middle = width / 2
    lines = []
    for turn in (1, -1):
        rise = turn * w.between(0.2, 0.55)
        lines.append(w.line((middle - 0.9 * wide, 0.5 + rise), (middle + 0.9 * wide, 0.5 - rise)))
    return digit + lines


@kind("two at once", "digit struck out")
def _struck_out(w: Writers) -> Strokes:
    digit, width = _boxed(w, _digit(w))
    wide, middle, rise = np.maximum(width, 0.5), width / 2, w.between(-0.25, 0.35)
    return digit + [
        w.line((middle - 0.75 * wide, at + rise), (middle + 0.75 * wide, at - rise))
        for at in (w.between(0.15, 0.3), w.between(0.42, 0.58), w.between(0.7, 0.85))
    ]


@kind("two at once", "digit scribbled out")
def _scribbled_out(w: Writers) -> Strokes:
    digit, width = _boxed(w, _digit(w))
    wide, count = np.maximum(width, 0.5) * 1.35, 10
    across = (np.arange(count) % 2) + 0.12 * w.rng.standard_normal((w.count, count))
    zigzag = _paired((across - 0.5) * wide[:, None] + width[:, None] / 2, _ramp(w, count, 0.0, 1.0))
    return [*digit, zigzag]


@kind("two at once", "digit in a ring")
def _ringed(w: Writers) -> Strokes:
    """Without 0 and 1: a thick pen makes them one with the ring."""
    digit, width = _boxed(w, _digit(w, without=(0, 1)))
    radius = w.between(0.9, 1.2)
    centre = (width / 2, 0.5)
    start = w.between(0, 360)
    return [*digit, w.arc(centre, (radius, radius * w.ratio(0.85, 1.1)), start, start - 370)]


@kind("two at once", "digit in a box")
def _framed(w: Writers) -> Strokes:
    digit, width = _boxed(w, _digit(w))
    left, right = -w.between(0.25, 0.5), width + w.between(0.25, 0.5)
    top, low = -w.between(0.2, 0.4), w.between(1.2, 1.4)
    return [*digit, w.line((left, top), (right, top), (right, low), (left, low), (left, top))]


@kind("two at once", "digit and letter")
def _digit_letter(w: Writers) -> Strokes:
    return _row(w, [_digit(w), _letter(w)], (0.05, 0.4))


@kind("two at once", "letter and digit")
def _letter_digit(w: Writers) -> Strokes:
    return _row(w, [_letter(w), _digit(w)], (0.05, 0.4))


@kind("two at once", "digit across a letter")
def _digit_across(w: Writers) -> Strokes:
    digit, width = _boxed(w, _digit(w, without=(1,)))
    letter, _ = _boxed(w, _letter(w))
    left = width * w.between(0.5, 0.8)
    return digit + [placed(stroke, left) for stroke in letter]


def _word(w: Writers, count: int, gap: tuple[float, float]) -> Strokes:
    return _row(w, [_letter(w) for _ in range(count)], gap)


kind("two at once", "two letters")(partial(_word, count=2, gap=(0.05, 0.35)))
kind("two at once", "two letters touching")(partial(_word, count=2, gap=(-0.1, 0.05)))
kind("two at once", "three letters")(partial(_word, count=3, gap=(0.0, 0.3)))


@kind("two at once", "decimal")
def _decimal(w: Writers) -> Strokes:
    point = w.line((0.0, 1.0), (0.02, w.between(1.02, 1.15)))
    one, width = _boxed(w, _digit(w))
    other, _ = _boxed(w, _digit(w))
    at = width + w.between(0.12, 0.25)
    left = at + w.between(0.12, 0.25)
    return [*one, placed(point, at), *(placed(stroke, left) for stroke in other)]


# Dots and lines


@kind("dots and lines", "blob")
def _blob(w: Writers) -> Strokes:
    along = np.linspace(0, 1, 65)
    angle = w.between(0, 6.28)[:, None] + 2 * np.pi * 4.5 * along
    radius = 0.1 + 0.9 * along
    return _pieces(_paired(np.cos(angle) * radius, np.sin(angle) * radius), 2)


def _scattered(w: Writers, count: int, size: float) -> Strokes:
    dots = []
    for _ in range(count):
        x, y, angle = w.between(0, 1), w.between(0, 1), w.between(0, 6.28)
        dots.append(w.line((x, y), (x + size * np.cos(angle), y + size * np.sin(angle))))
    return dots


for _count in (3, 4, 5, 7):
    kind("dots and lines", f"{_count} dots")(partial(_scattered, count=_count, size=0.02))


@kind("dots and lines", "two dots")
def _two_dots(w: Writers) -> Strokes:
    angle = w.between(-0.6, 0.6)
    return [w.dot((0, 0)), w.dot((np.cos(angle), np.sin(angle)))]


def _dashed(w: Writers, count: int, share: float, turn: float) -> Strokes:
    """Return a line of dashes or dots."""
    dashes = [
        w.line((at, w.about(0, 0.01)), (at + share * w.ratio(0.6, 1.4) / count, w.about(0, 0.01)))
        for at in np.arange(count) / count
    ]
    return _turned(w, dashes, turn)


kind("dots and lines", "dotted line")(partial(_dashed, count=6, share=0.1, turn=50))
kind("dots and lines", "dashed line")(partial(_dashed, count=4, share=0.5, turn=40))
kind("dots and lines", "two dashes in a row")(partial(_dashed, count=2, share=0.6, turn=15))


@kind("dots and lines", "level line")
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
    return _turned(w, lines, turn)


kind("dots and lines", "two lines")(partial(_parallel, count=2, turn=180, apart=(0.34, 0.9)))
kind("dots and lines", "three lines")(partial(_parallel, count=3, turn=180, apart=(0.18, 0.5)))
kind("dots and lines", "four lines")(partial(_parallel, count=4, turn=180, apart=(0.15, 0.4)))


@kind("dots and lines", "upright lines")
def _upright(w: Writers) -> Strokes:
    apart = w.between(0.25, 0.8)
    return [
        w.line((0, 0), (0, 1)),
        w.line((apart, w.about(0, 0.08)), (apart, 1 + w.about(0, 0.08))),
    ]


@kind("dots and lines", "corner")
def _corner(w: Writers) -> Strokes:
    """No corner above right, which were a 7, none as narrow as a 1 with its flag."""
    x, y = w.between(0.6, 1.0), w.between(0.6, 1.0)
    sides = w.rng.integers(3, size=w.count)
    tip_x, tip_y = np.where(sides == 2, x, 0), np.where(sides == 0, 0, y)
    return [
        w.line((tip_x, np.where(tip_y == 0, y, 0)), (tip_x, tip_y), (np.where(tip_x, 0, x), tip_y))
    ]


@kind("dots and lines", "wedge")
def _wedge(w: Writers) -> Strokes:
    """Open above: open below it were a 1 with a long flag."""
    open_x = w.between(0.35, 0.6)
    return [w.line((-open_x, 0), (w.about(0, 0.05), 1), (open_x, w.about(0, 0.08)))]


@kind("dots and lines", "tee")
def _tee(w: Writers) -> Strokes:
    """The bar above: below it were the foot of a 1."""
    bar = w.line((-w.between(0.45, 0.7), 0), (w.between(0.45, 0.7), 0))
    return [bar, w.line((w.about(0, 0.05), 0), (w.about(0, 0.05), 1))]


@kind("dots and lines", "side tee")
def _side_tee(w: Writers) -> Strokes:
    height, wide = w.between(0.3, 0.7), w.between(0.5, 0.9) * w.either(-1, 1)
    return [w.line((0, 0), (0, 1)), w.line((0, height), (wide, height))]


@kind("dots and lines", "crossed lines")
def _crossed(w: Writers) -> Strokes:
    return [
        w.line((w.about(0, 0.06), 0), (0.9, 1)),
        w.line((0.9, w.about(0, 0.06)), (w.about(0, 0.06), 1)),
    ]


@kind("dots and lines", "bowl")
def _cup_shape(w: Writers) -> Strokes:
    deep = w.between(0.4, 1.0)
    bowl = w.curve((-0.5, 0), (-0.4, deep * 0.75), (0, deep), (0.4, deep * 0.75), (0.5, 0))
    return [bowl * np.stack((np.ones(w.count), w.either(1, 1, -1)), axis=-1)[:, None]]


@kind("dots and lines", "long wave")
def _long_wave(w: Writers) -> Strokes:
    along = np.linspace(0, 1, 49)
    phase, waves = w.between(0, 6.28)[:, None], w.between(1.6, 4)[:, None]
    height = w.between(0.06, 0.2)[:, None]
    wave = height * np.sin(phase + 2 * np.pi * waves * along)
    return _turned(w, [_paired(along, wave)], 25)


@kind("dots and lines", "line and dot")
def _line_dot(w: Writers) -> Strokes:
    return [w.line((0, 0), (1, w.about(0, 0.08))), w.dot((w.between(0, 1), w.between(0.25, 0.6)))]


# Speckle


for _count, _size in ((6, 0.03), (9, 0.02), (12, 0.015), (7, 0.12), (10, 0.08), (12, 0.05)):
    kind("speckle", f"{_count} specks of {_size}")(partial(_scattered, count=_count, size=_size))


@kind("speckle", "rain")
def _rain(w: Writers) -> Strokes:
    angle, long = w.between(0, 3.14), w.between(0.06, 0.2)
    drops = []
    for _ in range(9):
        x, y = w.between(0, 1), w.between(0, 1)
        drops.append(w.line((x, y), (x + long * np.cos(angle), y + long * np.sin(angle))))
    return drops


@kind("speckle", "crumbs")
def _crumbs(w: Writers) -> Strokes:
    crumbs = []
    for _ in range(8):
        at = w.rng.uniform(0, 1, (w.count, 1, 2))
        crumbs.append(templates.curve(_points(w, 4) * w.between(0.04, 0.2)[:, None, None] + at))
    return crumbs
