"""Which ink carries a reading: take some away, and see what the network says then.

After Zeiler and Fergus 2014, "Visualizing and Understanding Convolutional Networks",
section 4.2 (https://arxiv.org/abs/1311.2901): a window slides over the image; here it leaves bare
paper behind, and places without ink need no look.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from webapp.models.architecture import SIDE

WINDOW = 5
"""Side of the window, in pixels: a little more than a stroke is wide."""

STRIDE = 2
LEAST_INK = 0.5
"""Ink in a window below which it is passed over, in pixels that are wholly ink."""

MOST_REMOVALS = 8
"""Windows that are taken away before the search gives up."""

Logits = Callable[[np.ndarray], np.ndarray]
"""From an image, ``float32`` ``(28, 28)`` in 0…1, to the ten digits' logits, ``(10,)``."""

PLACES = (*range(0, SIDE - WINDOW, STRIDE), SIDE - WINDOW)
CORNERS = tuple(product(PLACES, repeat=2))


def runner_up(logits: np.ndarray, digit: int) -> int:
    """Return the digit with the best logit but one's own, of ``(10,)``."""
    others = logits.copy()
    others[digit] = -np.inf
    return int(others.argmax())


def lead(logits: np.ndarray, digit: int) -> float:
    """Return by how much a digit's logit is above the runner-up's, in nats.

    That is how much likelier it is, as a logarithm; negative if it is behind.
    """
    return float(logits[digit] - logits[runner_up(logits, digit)])


def occlusion(logits: Logits, image: np.ndarray, digit: int) -> np.ndarray:
    """Return how much the digit's lead falls without the ink at each pixel.

    ``float32`` ``(28, 28)``, in nats: the mean over all windows that cover the pixel, 0 where
    there is no ink. What is above 0 carries the reading, what is below speaks against it.
    """
    whole = lead(logits(image), digit)
    total, count = np.zeros((2, SIDE, SIDE), np.float32)
    for corner in inked(image):
        total[window(corner)] += whole - lead(logits(without(image, corner)), digit)
        count[window(corner)] += 1
    return np.where(image > 0, total / np.maximum(count, 1), 0).astype(np.float32)


@dataclass(frozen=True)
class Removal:
    """What would have to go for a drawing to be read as another digit.

    ``image``: ``float32`` ``(28, 28)``, what is left of it; ``removed``: ``bool`` ``(28, 28)``;
    ``reached``: whether the network then reads the digit that was asked for.
    """

    image: np.ndarray
    removed: np.ndarray
    reached: bool


def remove(logits: Logits, image: np.ndarray, target: int) -> Removal:
    """Take ink away, each time where it brings the target farthest, until it is what is read.

    The search is greedy, and ends where nothing helps any more: many digits cannot be made of
    another by taking away alone.
    """
    left, ahead = image, lead(logits(image), target)
    corners: list[tuple[int, int]] = []
    while ahead <= 0 and len(corners) < MOST_REMOVALS:
        leads = {corner: lead(logits(without(left, corner)), target) for corner in inked(left)}
        best = max(leads, key=leads.get, default=None)
        if best is None or leads[best] <= ahead:
            break
        corners.append(best)
        left, ahead = without(left, best), leads[best]
    if ahead > 0:
        left = _give_back(logits, image, corners, target)
    return Removal(left, (image > 0) & (left == 0), ahead > 0)


def inked(image: np.ndarray) -> list[tuple[int, int]]:
    """Return the windows that have ink in them, each by its top left corner."""
    sums = np.zeros((SIDE + 1, SIDE + 1))
    sums[1:, 1:] = image.cumsum(axis=0).cumsum(axis=1)
    return [
        (top, left)
        for top, left in CORNERS
        if sums[top + WINDOW, left + WINDOW]
        - sums[top, left + WINDOW]
        - sums[top + WINDOW, left]
        + sums[top, left]
        >= LEAST_INK
    ]


def without(image: np.ndarray, corner: tuple[int, int]) -> np.ndarray:
    """Return a copy with bare paper in a window."""
    copy = image.copy()
    copy[window(corner)] = 0
    return copy


def window(corner: tuple[int, int]) -> tuple[slice, slice]:
    """Return the rows and columns of a window."""
    top, left = corner
    return slice(top, top + WINDOW), slice(left, left + WINDOW)


def _give_back(
    logits: Logits, image: np.ndarray, corners: list[tuple[int, int]], target: int
) -> np.ndarray:
    """Give back what was taken away for nothing, as steps that came later made it needless."""
    kept = list(corners)
    for corner in corners[:-1]:
        fewer = [other for other in kept if other != corner]
        if lead(logits(_without_all(image, fewer)), target) > 0:
            kept = fewer
    return _without_all(image, kept)


def _without_all(image: np.ndarray, corners: list[tuple[int, int]]) -> np.ndarray:
    copy = image.copy()
    for corner in corners:
        copy[window(corner)] = 0
    return copy
