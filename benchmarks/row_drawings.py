"""Rows of digits that people drew, put together on one line as one hand would write them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from webapp.drawing import render
from webapp.drawing.strokes import Stroke
from webapp.learning.drawn import Drawn, scale

GAPS = ("wide", "narrow", "overlapping", "touching")
LENGTHS = range(2, 7)

HEIGHT = 100.0
"""Of a digit on the average, in pixels."""

SIZES = (0.8, 1.2)
"""Least and greatest size of a digit, as a share of the height."""

BASELINE = 0.08
"""How far a digit stands off the line, up or down, as a share of the height."""

PEN = (0.06, 0.16)
"""Thinnest and thickest pen of a row, as a share of the height."""

CLEARANCE = {"wide": (0.25, 0.6), "narrow": (0.05, 0.15)}
"""Least and greatest distance between the boxes of the inks, as a share of the height."""

KERNED = 0.05
"""Distance between inks whose boxes overlap, as a share of the height."""

OVERLAP = 0.25
"""How far inks that touch are slid over each other at most, in widths of the pen."""

MARGIN = 20
"""Bare paper around a row, in pixels."""

STAGE = 480
"""Side of the square on which a digit is slid towards those before it, in pixels."""


@dataclass(frozen=True)
class DrawnRow:
    """A row of one writer's digits: ``text``, what it says; ``pen``: its width in pixels."""

    text: str
    gap: str
    strokes: list[Stroke]
    pen: float

    def pixels(self) -> np.ndarray:
        """Return the row as black ink on white paper: ``uint8`` ``(height, width)``."""
        across, down = zip(*(point for stroke in self.strokes for point in stroke), strict=True)
        margin = MARGIN + self.pen / 2
        left, top = min(across) - margin, min(down) - margin
        width, height = (round(max(s) + margin - low) for s, low in ((across, left), (down, top)))
        moved = [[(x - left, y - top) for x, y in stroke] for stroke in self.strokes]
        side = max(width, height)
        return render(moved, self.pen, side)[:height, :width]


def rows(drawings: Sequence[Drawn], each: int, seed: int) -> Iterator[DrawnRow]:
    """Yield ``each`` rows of every gap and length; the same for the same seed and writers."""
    digits: dict[str, list[Drawn]] = {}
    for drawing in drawings:
        if drawing.label is not None:
            digits.setdefault(drawing.writer, []).append(drawing)
    writers = sorted(digits)
    for gap in GAPS:
        for length in LENGTHS:
            for number in range(each):
                chance = random.Random(f"{seed}/{gap}/{length}/{number}")
                chosen = chance.choices(digits[chance.choice(writers)], k=length)
                yield compose(chosen, gap, chance)


def compose(drawings: Sequence[Drawn], gap: str, chance: random.Random) -> DrawnRow:
    """Write digits side by side."""
    pen = HEIGHT * chance.uniform(*PEN)
    digits: list[list[Stroke]] = []
    for drawing in drawings:
        digit, _, height = scale(drawing.strokes, HEIGHT * chance.uniform(*SIZES))
        down = HEIGHT * (1.25 + chance.uniform(-BASELINE, BASELINE)) - height
        digit = moved(digit, 0, down)
        if digits:
            digit = moved(digit, beside(sum(digits[-2:], []), digit, pen, gap, chance), 0)
        digits.append(digit)
    text = "".join(str(drawing.label) for drawing in drawings)
    return DrawnRow(text, gap, sum(digits, []), pen)


def beside(
    before: list[Stroke], digit: list[Stroke], pen: float, gap: str, chance: random.Random
) -> float:
    """Return how far right to move a digit that it stands beside the one before."""
    left, right = (
        pick(x for stroke in strokes for x, _ in stroke)
        for pick, strokes in ((min, digit), (max, before))
    )
    apart = right - left + pen  # the boxes of the inks touch
    if gap in CLEARANCE:
        return apart + HEIGHT * chance.uniform(*CLEARANCE[gap])
    if gap == "overlapping":
        clear = slid(before, digit, pen + 2 * HEIGHT * KERNED, pen)
        return min(apart, clear)
    return slid(before, digit, pen, pen) - pen * chance.uniform(0, OVERLAP)


def slid(before: list[Stroke], digit: list[Stroke], pen: float, own_pen: float) -> float:
    """Return how far right a digit is when, coming from there, its ink meets the one before's."""
    shifts = [STAGE / 4 - min(x for s in strokes for x, _ in s) for strokes in (before, digit)]
    one, other = (
        render(moved(strokes, shift, 0), width, STAGE) < 128
        for strokes, shift, width in ((before, shifts[0], pen), (digit, shifts[1], own_pen))
    )
    both = one.any(axis=1) & other.any(axis=1)
    ends = STAGE - one[:, ::-1].argmax(axis=1)  # of the ink in each row
    starts = other.argmax(axis=1)
    return float((ends - starts)[both].max()) + shifts[1] - shifts[0]


def moved(strokes: Sequence[Stroke], right: float, down: float) -> list[Stroke]:
    """Return strokes at another place."""
    return [[(x + right, y + down) for x, y in stroke] for stroke in strokes]
