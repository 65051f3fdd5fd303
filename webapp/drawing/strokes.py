"""Render pen strokes as the page's canvas renders them: black, round ends, antialiased."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

CANVAS = 280
"""Side of the page's canvas, in its own units."""

OVERSAMPLING = 4
"""Pillow draws hard edges: this many subpixels a side, averaged, make a canvas's soft ones."""

GAP = 0.3
"""Depth of a gap at a joint that nobody sees, in subpixels."""

Stroke = Sequence[tuple[float, float]]


def render(
    strokes: Sequence[Stroke], pen: float = 16.0, size: int = CANVAS, side: int | None = None
) -> np.ndarray:
    """Return the strokes as black ink on white paper: ``uint8`` ``(side, side)``.

    ``strokes``: points (x, y) in canvas units 0…``size``, y downwards; ``pen``: its width in the
    same units; ``side``: of the picture in pixels, by default ``size``.
    """
    side = side or size
    scale = OVERSAMPLING * side / size
    paper = Image.new("L", (OVERSAMPLING * side,) * 2, 255)
    draw = ImageDraw.Draw(paper)
    for stroke in strokes:
        _draw_stroke(draw, np.asarray(stroke, float) * scale, pen * scale)
    return np.asarray(paper.reduce(OVERSAMPLING))


def _draw_stroke(draw: ImageDraw.ImageDraw, stroke: np.ndarray, width: float) -> None:
    points = stroke.tolist()
    if len(points) > 1:
        draw.line([tuple(point) for point in points], fill=0, width=max(1, round(width)))
    radius = width / 2
    for number in _joints(stroke, radius):  # discs: round ends, round joins, and a tap is a dot
        x, y = points[number]
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=0)


def _joints(stroke: np.ndarray, radius: float) -> list[int]:
    """Return the points at which straight pieces alone would leave a gap: ends and sharp turns.

    Where the stroke turns by t, the outer side gapes r (1 - cos(t / 2)) deep.
    """
    if radius <= GAP:
        return [0, len(stroke) - 1]
    steps = np.diff(stroke, axis=0)
    before, after = steps[:-1], steps[1:]
    along = (before * after).sum(axis=1)
    lengths = np.sqrt((before**2).sum(axis=1) * (after**2).sum(axis=1))
    smooth = 2 * (1 - GAP / radius) ** 2 - 1  # cos(t) from cos(t / 2)
    return [0, *(np.flatnonzero(along <= smooth * lengths) + 1).tolist(), len(stroke) - 1]
