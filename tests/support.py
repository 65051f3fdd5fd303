"""What several tests need: digits drawn by rule, and the way to post them."""

import math
from collections.abc import Sequence
from pathlib import Path

from webapp.config import resource_folder
from webapp.drawing import encode_data_url, render

SHIPPED = Path(resource_folder("model_store"))

Point = tuple[float, float]


def arc(x: float, y: float, rx: float, ry: float, start: float, stop: float) -> list[Point]:
    """Return points on an ellipse about (x, y); degrees, clockwise from three o'clock."""
    angles = (math.radians(start + (stop - start) * step / 24) for step in range(25))
    return [(x + rx * math.cos(angle), y + ry * math.sin(angle)) for angle in angles]


# As a school child writes them, on a canvas of 280 × 280.
STROKES: dict[int, list[list[Point]]] = {
    0: [arc(140, 140, 50, 80, -90, 270)],
    1: [[(145, 55), (140, 225)]],
    2: [[*arc(140, 105, 50, 50, -160, 45), (95, 220), (195, 220)]],
    3: [[*arc(135, 98, 45, 40, -150, 90), *arc(135, 182, 50, 44, -90, 150)]],
    4: [[(105, 60), (90, 150), (190, 150)], [(170, 60), (165, 230)]],
    5: [[(185, 60), (110, 60), (103, 130), *arc(138, 172, 48, 50, -125, 140)]],
    6: [[(170, 55), (115, 130), *arc(142, 178, 45, 42, 180, 540)]],
    7: [[(85, 65), (190, 65), (125, 225)]],
    8: [arc(140, 98, 38, 38, 90, 450), arc(140, 184, 46, 46, -90, 270)],
    9: [[*arc(140, 105, 42, 42, 0, -360), (182, 105), (165, 225)]],
}


def drawing(digit: int = 7, pen: float = 18.0) -> str:
    """Return a digit, drawn on the page's canvas, as a PNG data URL."""
    return encode_data_url(render(STROKES[digit], pen))


def in_a_row(digits: Sequence[int], gap: float, height: float = 90) -> list[list[Point]]:
    """Return digits side by side: ``gap`` between their boxes, without the pen, in pixels."""
    row: list[list[Point]] = []
    left = 20.0
    for digit in digits:
        points = [point for stroke in STROKES[digit] for point in stroke]
        across, down = zip(*points, strict=True)
        scale = height / (max(down) - min(down))
        for stroke in STROKES[digit]:
            row.append(
                [
                    ((x - min(across)) * scale + left, (y - min(down)) * scale + 30)
                    for x, y in stroke
                ]
            )
        left += (max(across) - min(across)) * scale + gap
    return row
