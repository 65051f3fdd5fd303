"""Drawings as pages post them: black ink on white paper, a PNG data URL."""

import numpy as np

from webapp.drawing import encode_data_url, render
from webapp.drawing.ink import find_ink, tell_apart
from webapp.drawing.strokes import CANVAS

EXAMPLES = (
    [[(50, 0), (15, 20), (0, 60), (12, 105), (50, 120), (85, 100), (95, 55), (80, 15), (50, 0)]],
    [[(0, 0), (2, 60), (0, 120)]],
    [[(5, 25), (30, 2), (65, 5), (75, 35), (45, 75), (5, 118), (50, 112), (90, 118)]],
    [[(5, 10), (45, 0), (75, 20), (60, 48), (30, 56), (70, 66), (82, 95), (50, 120), (5, 110)]],
    [[(30, 0), (5, 70), (80, 70)], [(62, 25), (58, 125)]],
    [[(75, 2), (20, 2), (12, 52), (50, 45), (80, 70), (72, 108), (35, 120), (3, 108)]],
    [[(60, 0), (20, 45), (5, 90), (30, 120), (65, 110), (70, 80), (45, 65), (12, 82)]],
    [[(0, 5), (40, 3), (82, 2), (55, 55), (32, 122)]],
    [[(72, 18), (40, 0), (12, 20), (35, 52), (72, 90), (45, 120), (8, 95), (35, 58), (72, 18)]],
    [[(75, 25), (45, 0), (10, 22), (20, 58), (55, 55), (75, 25), (72, 75), (62, 122)]],
)
"""One drawing of each digit 0…9: strokes of points (x, y), y downwards, in any unit."""


MARGIN = 4
"""Paper around the ink that the page posts, in pixels (``static/js/paint.js``)."""


def data_url(strokes, pen: float, cut: bool = False) -> str:
    """Draw strokes; return the whole canvas, or ``cut`` to the ink as the page posts it, grey."""
    grey = render(strokes, pen, CANVAS)
    if cut:
        left, top, width, height = find_ink(grey, *tell_apart(grey))
        rows = slice(max(top - MARGIN, 0), top + height + MARGIN)
        return encode_data_url(grey[rows, max(left - MARGIN, 0) : left + width + MARGIN])
    return encode_data_url(np.stack((grey, grey, grey, np.full_like(grey, 255)), axis=-1))
