"""Find where touching digits may be cut apart: paths from top to bottom that cross little ink.

As in seam carving (Avidan and Shamir 2007, https://doi.org/10.1145/1275808.1276390), but every
pixel of some rows has its own cheapest path, and where that is a local minimum, digits may touch.
"""

import numpy as np

BARE = 0.05
"""What a step over bare paper costs, in inked pixels: short ways are better."""

LEAN = 0.2
"""What a step aside costs in addition: upright ways are better."""

ENTRY = 4.0
"""What entering ink costs in addition, in widths of the pen: where curves touch, one long way
through both is better than two short ones through one of them."""

ANCHORS = (0.15, 0.3, 0.5, 0.7, 0.85)
"""Rows in which paths are sought, as shares of the height: digits may lean over each other so that
the path between them meets ink only in the others."""

LONGEST_CUT = 7.0
"""Most ink that a cut crosses, in widths of the pen."""

LEAST_PIECE = 1.0
"""Least ink between two cuts, in squares of the pen's width."""

MOST_CUTS = 14
"""Most cuts through ink as wide as it is high, and as many more as it is wider."""

MOST_TIMES = 6
"""Ink wider than so many times its height gets no more cuts."""

ASIDE = np.array([0, -1, 1])


def cuts(ink: np.ndarray, pen: float) -> tuple[np.ndarray, np.ndarray]:
    """Return where a component may be cut, from left to right.

    ``ink``: ``bool`` ``(height, width)``; ``pen``: its width in pixels. Returns the paths,
    ``int64`` ``(n, height)``, the first column to the right of the cut in each row, and how many
    strokes each crosses, ``int64`` ``(n,)``. No two paths cross.
    """
    paths = _candidates(ink, pen)
    areas, crossed = _ink_before(ink, paths), _inked(ink, paths).sum(axis=1) / pen
    least, whole = LEAST_PIECE * pen**2, np.count_nonzero(ink)
    most = round(MOST_CUTS * min(ink.shape[1] / ink.shape[0], MOST_TIMES))
    chosen: list[int] = []
    for path in np.argsort(crossed + ENTRY * _strokes(ink, paths), kind="stable"):
        if len(chosen) == most:
            break
        distances = np.abs(np.array([0, whole, *areas[chosen]]) - areas[path])
        if distances.min() >= least and crossed[path] <= LONGEST_CUT:
            chosen.append(path)
    paths = np.sort(paths[chosen], axis=0)  # where two cross, each goes on as the other
    paths = paths[_apart(_ink_before(ink, paths), least, whole)]
    return paths, _strokes(ink, paths)


def _candidates(ink: np.ndarray, pen: float) -> np.ndarray:
    """Return the paths through the local minima of some rows: ``int64`` ``(n, height)``."""
    height = len(ink)
    from_top, upwards = _sweep(ink, pen)
    from_bottom, downwards = (swept[::-1] for swept in _sweep(ink[::-1], pen))
    found = []
    for share in ANCHORS:
        anchor = int(share * height)
        columns = _local_minima(from_top[anchor] + from_bottom[anchor] - ink[anchor])
        paths = np.empty((height, len(columns)), np.int64)
        paths[anchor] = columns
        for row in range(anchor, 0, -1):
            paths[row - 1] = paths[row] + upwards[row, paths[row]]
        for row in range(anchor, height - 1):
            paths[row + 1] = paths[row] + downwards[row, paths[row]]
        found.append(paths.T)
    return np.concatenate(found)


def _sweep(ink: np.ndarray, pen: float) -> tuple[np.ndarray, np.ndarray]:
    """Return what the cheapest way from the first row costs, and from which column it comes.

    Both ``(height, width)``; the column as -1, 0 or 1 beside the pixel's own, in the row before.
    """
    height, width = ink.shape
    total = np.full((height, width + 2), np.inf)
    total[0, 1:-1] = ink[0] + BARE
    inked = np.pad(ink, ((0, 0), (1, 1)))
    steps = np.zeros((height, width), np.int64)
    ways = np.empty((3, width))
    edge = ENTRY * pen / 2  # paid on the way in and on the way out: alike from both ends
    for row in range(1, height):
        to_bare = total[row - 1] + edge * inked[row - 1]
        to_ink = total[row - 1] + edge * ~inked[row - 1]
        for way, aside in enumerate(ASIDE):
            before = slice(1 + aside, 1 + aside + width)
            ways[way] = np.where(ink[row], to_ink[before], to_bare[before])
        ways[1:] += LEAN
        steps[row] = ASIDE[ways.argmin(axis=0)]
        total[row, 1:-1] = ways.min(axis=0) + ink[row] + BARE
    return total[:, 1:-1], steps


def _local_minima(costs: np.ndarray) -> np.ndarray:
    """Return the places of the minima, of a level one its middle."""
    padded = np.concatenate(([np.inf], costs, [np.inf]))
    starts = np.flatnonzero(padded[1:] != padded[:-1])  # of level stretches, the last beyond
    values = np.concatenate(([np.inf], costs[starts[:-1]], [np.inf]))
    low = (values[1:-1] < values[:-2]) & (values[1:-1] < values[2:])
    return (starts[:-1][low] + starts[1:][low] - 1) // 2


def _apart(areas: np.ndarray, least: float, whole: int) -> list[int]:
    """Return which paths leave so much ink between each and the one before, and at the ends."""
    kept, before = [], 0
    for number, area in enumerate(areas):
        if min(area - before, whole - area) >= least:
            kept.append(number)
            before = area
    return kept


def _inked(ink: np.ndarray, paths: np.ndarray) -> np.ndarray:
    return np.take_along_axis(ink, paths.T, axis=1).T


def _strokes(ink: np.ndarray, paths: np.ndarray) -> np.ndarray:
    """Return how often each path enters ink."""
    inked = _inked(ink, paths)
    return np.count_nonzero(inked[:, 1:] & ~inked[:, :-1], axis=1) + inked[:, 0]


def _ink_before(ink: np.ndarray, paths: np.ndarray) -> np.ndarray:
    """Return how many inked pixels are to the left of each path."""
    before = np.zeros((ink.shape[0], ink.shape[1] + 1), np.int64)
    np.cumsum(ink, axis=1, out=before[:, 1:])
    return _inked(before, paths).sum(axis=1)
