"""A notation for drawings as templates: the points that a pen passes, one drawing on a line.

A line of a table is a name and strokes, ``|`` between them. A stroke is points ``x,y`` in per cent
of the drawing's height, y downwards, joined by straight lines. After ``~`` the pen goes through the
points in a curve instead, in which ``!`` behind a point makes it a corner. ``ox,y,rx,ry`` is a
whole ellipse and ``.x,y`` a dot. A name may come several times: other ways to write the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from webapp.learning.hand import Strokes, Writers
from webapp.learning.pen.catalogue import Kind

SPAN_POINTS = 6
"""Points between two points of a curve; ``vary`` takes 32 of a stroke in any case."""

JITTER = (0.01, 0.06)
"""How far a writer's points lie from the template's, as a share of the height."""

WARP = 0.5
"""How much higher or lower, further left or right a writer puts what is in the middle."""


@dataclass(frozen=True)
class Template:
    """A drawing's strokes: of each, its points, ``(k, 2)``, and the pen's path, ``(m, k)``."""

    name: str
    points: tuple[np.ndarray, ...]
    paths: tuple[np.ndarray, ...]

    def draw(self, writers: Writers) -> Strokes:
        """Return the strokes as so many writers place them."""
        counts = [len(points) for points in self.points]
        points = np.concatenate(self.points)
        low, size = points.min(axis=0), np.maximum(np.ptp(points, axis=0), 1e-6)
        rest = np.clip((points - low) / size, 0, 1)
        rest = rest * (1 - rest)  # nothing at the edges, most in the middle
        warp = writers.rng.uniform(-WARP, WARP, (writers.count, 1, 2))
        drift = writers.rng.standard_normal((writers.count, len(points), 2))
        jitter = writers.ratio(*JITTER)[:, None, None] * size.max()
        moved = points + warp * rest * size + drift.clip(-2, 2) * jitter
        pieces = np.split(moved, np.cumsum(counts)[:-1], axis=1)
        return [path @ piece for path, piece in zip(self.paths, pieces, strict=True)]


def family(name: str, table: str) -> list[Kind]:
    """Return a table's templates as kinds of a family."""
    return [Kind(name, template.name, template.draw) for template in templates(table)]


def templates(table: str) -> Iterator[Template]:
    """Return a table's templates; the second of a name is called ``name 2``."""
    seen: dict[str, int] = {}
    for line in table.strip().splitlines():
        name, drawing = line.split(maxsplit=1)
        seen[name] = seen.get(name, 0) + 1
        title = name if seen[name] == 1 else f"{name} {seen[name]}"
        strokes = [_stroke(text.strip()) for text in drawing.split("|")]
        points, paths = zip(*strokes, strict=True)
        yield Template(title, points, paths)


def curve(points: np.ndarray) -> np.ndarray:
    """Return smooth strokes through points ``(n, k, 2)``."""
    return curve_path(points.shape[1], frozenset()) @ points


@lru_cache(maxsize=256)
def curve_path(count: int, corners: frozenset[int]) -> np.ndarray:
    """Return the matrix from a stroke's points to its path: a spline from corner to corner."""
    ends = sorted({0, count - 1} | corners)
    rows = []
    for first, last in zip(ends[:-1], ends[1:], strict=True):
        for span in range(first, last):
            straight = last == first + 1
            for t in np.linspace(0, 1, 2 if straight else SPAN_POINTS, endpoint=False):
                rows.append(_weights(count, span, t, first, last))
    rows.append(np.eye(count)[-1])
    return np.array(rows)


def _weights(count: int, span: int, t: float, first: int, last: int) -> np.ndarray:
    """Return how much each point counts at a place of a Catmull–Rom spline."""
    shares = (
        (-t + 2 * t**2 - t**3) / 2,
        (2 - 5 * t**2 + 3 * t**3) / 2,
        (t + 4 * t**2 - 3 * t**3) / 2,
        (-(t**2) + t**3) / 2,
    )
    row = np.zeros(count)
    for point, share in enumerate(shares, start=span - 1):
        row[min(max(point, first), last)] += share
    return row


def _stroke(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Return a stroke's points and path from its text in a table."""
    if text[0] == "o":
        x, y, across, down = (float(number) for number in text[1:].split(","))
        angles = np.radians(-90 - 45 * np.arange(9))
        points = np.stack((x + across * np.cos(angles), y + down * np.sin(angles)), axis=-1)
        return points / 100, curve_path(9, frozenset())
    if text[0] == ".":
        x, y = (float(number) for number in text[1:].split(","))
        return np.array([[x, y], [x + 2, y + 2]]) / 100, np.eye(2)
    words = text.lstrip("~").split()
    points = np.array([[float(number) for number in word.rstrip("!").split(",")] for word in words])
    if text[0] != "~":
        return points / 100, np.eye(len(points))
    corners = frozenset(place for place, word in enumerate(words) if word.endswith("!"))
    return points / 100, curve_path(len(points), corners)
