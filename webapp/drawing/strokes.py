"""Render pen strokes as the page's canvas renders them: black, round ends, antialiased."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

CANVAS = 280
"""Side of the page's canvas, in its own units."""

OVERSAMPLING = 4
"""Pillow draws hard edges: this many subpixels a side, averaged, make a canvas's soft ones."""

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
        _draw_stroke(draw, [(x * scale, y * scale) for x, y in stroke], pen * scale)
    return np.asarray(paper.reduce(OVERSAMPLING))


def _draw_stroke(draw: ImageDraw.ImageDraw, points: list[tuple[float, float]], width: float):
    radius = width / 2
    if len(points) > 1:
        draw.line(points, fill=0, width=max(1, round(width)))
    for x, y in points:  # a disc at each point: round ends, round joins, and a tap is a dot
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=0)
