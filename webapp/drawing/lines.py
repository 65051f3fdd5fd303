"""What a line of a file of drawings holds, checked: the label, and the strokes of a pen."""

from collections.abc import Sequence
from typing import Any

from webapp.drawing.strokes import CANVAS, Stroke

MOST_POINTS = 20_000
"""Of one drawing."""

LARGEST = 1e6
"""A coordinate beyond it is an error and no handwriting."""

SHARE = 0.6
"""Share of the canvas that the longer side of strokes in an unknown unit is made to take."""


FARTHEST = 10
"""How far from the corner of the canvas a hand may stray, in sides of it."""


class TooManyPoints(ValueError):
    """The strokes have more points than a hand draws."""


def label_of(value: Any) -> int | None:
    """Return a label 0…9, or ``None`` for null and other text, which is no digit."""
    if isinstance(value, str) and len(value) == 1 and value in "0123456789":
        return int(value)
    if value is None or (isinstance(value, str) and value.strip()):
        return None
    if is_digit(value):
        return value
    raise ValueError(f"the label must be a digit, other text or null, not {value!r:.40}.")


def is_digit(value: Any) -> bool:
    """Tell whether a value of JSON is a whole number 0…9."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 9


def strokes_of(value: Any) -> list[Stroke]:
    """Return strokes, those without a point left out; raise ``ValueError`` where they are none."""
    if not isinstance(value, list) or not all(isinstance(stroke, list) for stroke in value):
        raise ValueError("the strokes must be a list of lists of points [x, y].")
    points = [point for stroke in value for point in stroke]
    if not points:
        raise ValueError("the strokes are blank: there is no point in them.")
    if len(points) > MOST_POINTS:
        raise TooManyPoints(f"{len(points):,} points are more than {MOST_POINTS:,}.")
    wrong = [point for point in points if not _is_point(point)]
    if wrong:
        raise ValueError(f"a point must be [x, y], two numbers, not {wrong[0]!r:.40}.")
    return [[(x, y) for x, y in stroke] for stroke in value if stroke]


def scale(strokes: Sequence[Stroke], longer: float) -> tuple[list[Stroke], float, float]:
    """Return strokes in the corner of the canvas, their longer side as wished; width, height."""
    across, down = zip(*(point for stroke in strokes for point in stroke), strict=True)
    left, top = min(across), min(down)
    width, height = max(across) - left, max(down) - top
    factor = longer / max(width, height, 1e-9)
    moved = [[((x - left) * factor, (y - top) * factor) for x, y in stroke] for stroke in strokes]
    return moved, width * factor, height * factor


def centred(strokes: Sequence[Stroke], longer: float, side: float) -> list[Stroke]:
    """Return strokes in the middle of a canvas of that side, their longer side as wished."""
    moved, width, height = scale(strokes, longer)
    left, top = (side - width) / 2, (side - height) / 2
    return [[(x + left, y + top) for x, y in stroke] for stroke in moved]


def to_canvas(strokes: list[Stroke], side: float | None = None) -> list[Stroke]:
    """Return strokes in canvas units: from a canvas of that side, else in the middle of ours.

    Raises ``ValueError`` where they run so far off the canvas that they are not of one.
    """
    if side is None:
        return centred(strokes, CANVAS * SHARE, CANVAS)
    if any(abs(number) > FARTHEST * side for stroke in strokes for xy in stroke for number in xy):
        raise ValueError(f"the strokes run far off the canvas, which is {side:g} wide.")
    factor = CANVAS / side
    return [[(x * factor, y * factor) for x, y in stroke] for stroke in strokes]


def _is_point(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(
            isinstance(number, int | float)
            and not isinstance(number, bool)
            and abs(number) <= LARGEST  # NaN compares false
            for number in value
        )
    )
