"""Find what hangs together: the connected components of ink, and how thick its strokes are."""

import numpy as np


def label(mask: np.ndarray) -> tuple[np.ndarray, int]:
    """Number the connected components of a mask, touching corners included, and count them.

    ``mask``: ``bool`` ``(height, width)``. Returns ``int32`` of the same shape, 0 where the mask
    is false, else 1…count in the order of each component's first pixel, row by row.
    """
    rows, starts, ends = _runs(mask)
    numbers = _joined(len(rows), *_neighbours(rows, starts, ends, mask.shape[1] + 2))
    labels = np.zeros(mask.shape, np.int32)
    labels[mask] = np.repeat(numbers + 1, ends - starts)
    return labels, int(numbers.max(initial=-1)) + 1


def boxes(labels: np.ndarray, count: int) -> np.ndarray:
    """Return the box of each component: ``int64`` ``(count, 4)``, left, top, right, bottom.

    Right and bottom are the first column and row beyond it. A number without pixels has an empty
    box: its right is not above its left.
    """
    height, width = labels.shape
    rows, columns = np.nonzero(labels)
    owners = labels[rows, columns] - 1
    found = np.empty((count, 4), np.int64)
    found[:] = (width, height, 0, 0)
    np.minimum.at(found[:, 0], owners, columns)
    np.minimum.at(found[:, 1], owners, rows)
    np.maximum.at(found[:, 2], owners, columns + 1)
    np.maximum.at(found[:, 3], owners, rows + 1)
    return found


def pen_width(mask: np.ndarray) -> float:
    """Estimate the width of the strokes in pixels, at least 1.

    A stroke of length l and width w covers l·w pixels and is crossed by l·|sin| rows and l·|cos|
    columns of its direction: on the average over directions 4/π of its length.
    """
    across = np.count_nonzero(mask[:, 1:] & ~mask[:, :-1]) + np.count_nonzero(mask[:, 0])
    down = np.count_nonzero(mask[1:] & ~mask[:-1]) + np.count_nonzero(mask[0])
    return max(1.0, 4 / np.pi * np.count_nonzero(mask) / max(1, across + down))


def _runs(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return row, start and end of every horizontal run of the mask, row by row."""
    height, width = mask.shape
    padded = np.zeros((height, width + 2), np.int8)
    padded[:, 1:-1] = mask
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    return rows, starts, np.nonzero(steps == -1)[1]


def _neighbours(
    rows: np.ndarray, starts: np.ndarray, ends: np.ndarray, stride: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of runs that touch: the lower one's number, the upper one's.

    The runs above that touch a run are neighbours in their order: the first ends at or beyond
    its start, the last starts at or before its end.
    """
    above = (rows - 1) * stride
    first = np.searchsorted(rows * stride + ends, above + starts, "left")
    beyond = np.searchsorted(rows * stride + starts, above + ends, "right")
    counts = np.maximum(beyond - first, 0)
    lower = np.repeat(np.arange(len(rows)), counts)
    within = np.arange(len(lower)) - np.repeat(np.cumsum(counts) - counts, counts)
    return lower, np.repeat(first, counts) + within


def _joined(count: int, ones: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return a number 0… for each of ``count`` things, the same for all that pairs connect.

    Each takes the least root that a pair offers, then the root's root, until nothing changes:
    some ten rounds over whole arrays, where a union-find walks pair by pair.
    """
    roots = np.arange(count)
    while True:
        mine, theirs = roots[ones], roots[others]
        if np.array_equal(mine, theirs):
            return np.unique(roots, return_inverse=True)[1]
        least = np.minimum(mine, theirs)
        np.minimum.at(roots, mine, least)
        np.minimum.at(roots, theirs, least)
        while not np.array_equal(roots, roots[roots]):
            roots = roots[roots]
