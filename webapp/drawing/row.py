"""Take a row of digits apart, and prepare any of its parts as a drawing of its own."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from PIL import Image

from webapp.drawing.components import boxes, label, pen_width
from webapp.drawing.errors import TooManyParts
from webapp.drawing.ink import INK_LEVEL, find_ink, flatten, lift_ink, tell_apart
from webapp.drawing.prepare import centre, fit, follow
from webapp.drawing.seams import cuts

LONGEST = 640
"""Longest side on which a row is taken apart, in pixels: ten digits have 60 each, three times
what the network sees of them."""

MOST_COMPONENTS = 64
"""Most components that are no specks: twenty digits of three strokes each."""

SPECK = 0.12
"""A speck's longer side is at most this share of the largest component's."""

DOT = 1.4
"""A dot's longer side is at most so many times the pen's width: it is a speck, too."""

WIDEST_HOLDER = 1.3
"""Greatest width of a component that takes in what lies inside it, in its heights."""

GROWTH = 2
"""How far a part reaches beyond its ink, in pixels: the soft edge of its strokes."""


@dataclass(frozen=True)
class Seam:
    """A cut between two parts that were one component, across so many ``strokes``."""

    left: int
    right: int
    strokes: int


@dataclass(frozen=True)
class Row:
    """The ink of a drawing, and the parts that its digits are put together from.

    ``pixels``: the drawing as it came. ``ink``: ``float32`` ``(height, width)`` in 0…1, cropped
    to the ink and reduced by ``scale``. ``parts``: ``int32`` of the same shape, 1…n from left to
    right, 0 on bare paper, n + 1 for specks. ``boxes``: ``int64`` ``(n, 4)``, left, top, right,
    bottom in pixels of ``ink``. ``origin``: left, top of the ink in pixels of the drawing;
    ``size``: its width and height there. ``pen``: the width of the strokes in pixels of ``ink``.
    """

    pixels: np.ndarray
    ink: np.ndarray
    parts: np.ndarray
    boxes: np.ndarray
    seams: tuple[Seam, ...]
    origin: tuple[int, int]
    size: tuple[int, int]
    scale: int
    pen: float

    def __len__(self) -> int:
        return len(self.boxes)

    def image(self, first: int, last: int) -> np.ndarray:
        """Return parts ``first`` to ``last``, from 0, as the network sees them.

        ``float32`` ``(28, 28)`` in 0…1, without the ink of all other parts, which may reach into
        the same box. Where there are no others, it is what ``prepare`` makes of the drawing.
        """
        if last - first + 1 == len(self) and not self._has_specks:
            return self._whole
        left, top, right, bottom = self.bounds(first, last)
        kept = np.zeros(len(self) + 2, np.float32)
        kept[0] = 1
        kept[first + 1 : last + 2] = 1
        owners = self._grown[top:bottom, left:right]
        return centre(fit(self.ink[top:bottom, left:right] * kept[owners]))

    def box(self, first: int, last: int) -> tuple[int, int, int, int]:
        """Return left, top, width, height of parts ``first`` to ``last`` in the drawing."""
        left, top, right, bottom = (self.scale * side for side in self.bounds(first, last))
        right, bottom = min(right, self.size[0]), min(bottom, self.size[1])
        return left + self.origin[0], top + self.origin[1], right - left, bottom - top

    def bounds(self, first: int, last: int) -> tuple[int, int, int, int]:
        """Return the box of parts ``first`` to ``last``: left, top, right, bottom in ``ink``."""
        chosen = self.boxes[first : last + 1]
        left, top = chosen[:, :2].min(axis=0).tolist()
        right, bottom = chosen[:, 2:].max(axis=0).tolist()
        return left, top, right, bottom

    def gap(self, first: int, last: int) -> int:
        """Return the widest strip that is bare from top to bottom inside the parts, in pixels."""
        lefts, reached = self.boxes[first : last + 1, 0], self.boxes[first : last + 1, 2]
        gaps = lefts[1:] - np.maximum.accumulate(reached)[:-1]
        return int(gaps.max(initial=0))

    def cut(self, chosen: Collection[int]) -> "Row":
        """Return the row, uncut so far, with the chosen parts cut wherever digits may touch."""
        labels, seams = self.parts.copy(), []
        count = len(self) + 1  # the specks' number is the last that is taken
        for part in chosen:
            left, top, right, bottom = self.boxes[part]
            own = self.parts[top:bottom, left:right] == part + 1
            paths, strokes = cuts(own, self.pen)
            pieces = (np.arange(right - left) >= paths[:, :, np.newaxis]).sum(axis=0)
            numbers = [part + 1, *range(count + 1, count + 1 + len(paths))]
            np.copyto(labels[top:bottom, left:right], np.array(numbers)[pieces], where=own)
            seams += map(Seam, numbers, numbers[1:], strokes.tolist())
            count += len(paths)
        return self._renumbered(labels, count, seams)

    def _renumbered(self, labels: np.ndarray, count: int, seams: list[Seam]) -> "Row":
        found = boxes(labels, count)
        is_part = np.arange(count) != len(self)
        middles = found[:, 0] + found[:, 2]
        for seam in seams:  # pieces stay in their order, however they lean
            middles[seam.right - 1] = max(middles[seam.left - 1], middles[seam.right - 1])
        numbers = numbered(middles, is_part)
        renamed = [
            Seam(int(numbers[seam.left - 1]) - 1, int(numbers[seam.right - 1]) - 1, seam.strokes)
            for seam in seams
        ]
        return replace(
            self,
            parts=np.concatenate(([0], numbers)).astype(np.int32)[labels],
            boxes=found[is_part][np.argsort(numbers[is_part])],
            seams=tuple(renamed),
        )

    @cached_property
    def _has_specks(self) -> bool:
        return bool(self.parts.max() > len(self))

    @cached_property
    def _whole(self) -> np.ndarray:
        return follow(self.pixels).image

    @cached_property
    def _grown(self) -> np.ndarray:
        return grow(self.parts, GROWTH)


def take_apart(pixels: np.ndarray) -> Row:
    """Return the row that a drawing shows, a part for each component; raise a ``DrawingError``.

    ``pixels``: ``uint8``, grey ``(height, width)`` or RGBA ``(height, width, 4)``.
    """
    grey = flatten(pixels)
    paper, contrast = tell_apart(grey)
    left, top, width, height = find_ink(grey, paper, contrast)
    scale = -(-max(width, height) // LONGEST)
    cropped = Image.fromarray(grey[top : top + height, left : left + width])
    ink = lift_ink(np.asarray(cropped.reduce(scale)), paper, contrast)
    mask = ink >= INK_LEVEL * ink.max()  # thin ink fades as it is reduced
    labels, count = label(mask)
    found, pen = boxes(labels, count), pen_width(mask)
    is_part = ~specks(found, pen)
    if np.count_nonzero(is_part) > MOST_COMPONENTS:
        raise TooManyParts("There are too many pieces of ink: write one number in one line.")
    holder = holders(found, is_part)
    is_own = is_part & (holder == np.arange(count))
    numbers = numbered(found[:, 0] + found[:, 2], is_own)[holder]
    parts = np.concatenate(([0], numbers)).astype(np.int32)[labels]
    ordered = found[is_own][np.argsort(numbers[is_own])]
    return Row(pixels, ink, parts, ordered, (), (left, top), (width, height), scale, pen)


def specks(found: np.ndarray, pen: float) -> np.ndarray:
    """Return which boxes are of specks: ``bool`` ``(n,)``. Where all are as small, none is."""
    sizes = (found[:, 2:] - found[:, :2]).max(axis=1)
    limit = max(SPECK * sizes.max(), DOT * pen)
    return (sizes <= limit) & (sizes.max() > 2 * limit)


def holders(found: np.ndarray, is_part: np.ndarray) -> np.ndarray:
    """Return for each box the number of the largest part's that it lies in, or its own.

    What lies inside a digit belongs to it; what lies inside a frame around a row does not.
    """
    holder = np.arange(len(found))
    parts = np.flatnonzero(is_part)
    lefts, tops, rights, bottoms = found[parts].T
    areas = (rights - lefts) * (bottoms - tops)
    can_hold = rights - lefts <= WIDEST_HOLDER * (bottoms - tops)
    for part, (left, top, right, bottom), area in zip(parts, found[parts], areas, strict=True):
        inside = (lefts <= left) & (tops <= top) & (rights >= right) & (bottoms >= bottom)
        outer = np.flatnonzero(inside & can_hold & (areas > area))
        if len(outer):
            holder[part] = parts[outer[areas[outer].argmax()]]
    return holder


def numbered(middles: np.ndarray, is_part: np.ndarray) -> np.ndarray:
    """Return each component's part, from 1 by the middles of the boxes; for a speck n + 1."""
    numbers = np.full(len(middles), np.count_nonzero(is_part) + 1)
    order = np.flatnonzero(is_part)[np.argsort(middles[is_part], kind="stable")]
    numbers[order] = np.arange(1, len(order) + 1)
    return numbers


def grow(parts: np.ndarray, steps: int) -> np.ndarray:
    """Let every part take the bare pixels beside it, so many times."""
    grown = parts.copy()
    for _ in range(steps):
        for one, other in ((grown[1:], grown[:-1]), (grown[:, 1:], grown[:, :-1])):
            np.copyto(one, other.copy(), where=one == 0)
            np.copyto(other, one.copy(), where=other == 0)
    return grown
