"""The way of a drawing to the network as pictures, one a step, for people to look at."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from webapp.drawing.png import to_uint8
from webapp.drawing.prepare import STEPS, Preparation

LARGEST = 112
"""Longest side of a picture, in pixels: as large as a page shows it."""


@dataclass(frozen=True)
class Step:
    """A step, whether it was taken, and the drawing as it is after it.

    ``name``: ``raw``, which is no step and always ``on``, or one of ``STEPS``. ``picture``:
    ``uint8``, grey ``(height, width)`` or RGBA ``(height, width, 4)``, at most 112 pixels a side.
    """

    name: str
    on: bool
    picture: np.ndarray


def stations(pixels: np.ndarray, preparation: Preparation) -> list[Step]:
    """Return the way of a drawing, from the ``pixels`` that came to the image that is read."""
    ink = to_uint8(preparation.ink)
    left, top, width, height = preparation.box
    pictures = (
        preparation.grey,
        ink,
        ink[top : top + height, left : left + width],
        to_uint8(preparation.fitted),
        to_uint8(preparation.image),
    )
    return [
        Step("raw", True, shrink(pixels)),
        *(
            Step(name, name not in preparation.without, shrink(picture))
            for name, picture in zip(STEPS, pictures, strict=True)
        ),
    ]


def shrink(picture: np.ndarray) -> np.ndarray:
    """Return a picture of at most 112 pixels a side, each the mean of what lies beneath it."""
    factor = -(-max(picture.shape[:2]) // LARGEST)
    return np.asarray(Image.fromarray(picture).reduce(factor)) if factor > 1 else picture
