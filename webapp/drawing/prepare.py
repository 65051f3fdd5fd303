"""Prepare a drawing the way MNIST was made.

"The original black and white images were size normalized to fit in a 20x20 pixel box while
preserving their aspect ratio. […] the images were centered in a 28x28 image by computing the
center of mass of the pixels, and translating the image so as to position this point at the
center of the 28x28 field." (http://yann.lecun.com/exdb/mnist; LeCun et al. 1998)

A network learns these habits along with the digits, so whatever reaches it must share them:
drawings on the page, synthetic strokes, and the images of the evaluation all come through here.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image

from webapp.drawing.errors import BlankCanvas

SIZE = 28
"""Side of the square that the network sees, in pixels."""

BOX = 20
"""Side of the square that the ink is fitted into, in pixels."""

CENTRE = SIZE / 2
"""Where MNIST has the centre of mass, as a pixel index: 13.996 down and 14.007 across on the
average of the 60,000 training images, never farther off than half a pixel."""

MIN_CONTRAST = 16
"""Least difference between ink and paper, in grey levels; below it the canvas is blank."""

INK_LEVEL = 0.15
"""Share of the darkest ink from which a pixel counts as ink: above JPEG ghosts and paper grain,
below the edge of an antialiased stroke."""


@dataclass(frozen=True)
class Preparation:
    """Every station of a drawing on its way to the network.

    ``grey``: ``uint8`` ``(height, width)``, the drawing on its paper. ``paper``: its grey level;
    ``contrast``: what the strongest ink departs from it by, negative where ink is darker.
    ``box``: where the ink is, ``(left, top, width, height)`` in pixels of the drawing.
    ``fitted``: ``float32``, the ink alone, its longer side 20.
    ``image``: ``float32`` ``(28, 28)`` in 0…1, its centre of mass in the centre.
    """

    grey: np.ndarray
    paper: float
    contrast: float
    box: tuple[int, int, int, int]
    fitted: np.ndarray
    image: np.ndarray

    @property
    def ink(self) -> np.ndarray:
        """Return the whole drawing with its ink bright: ``float32`` ``(height, width)`` in 0…1."""
        return lift_ink(self.grey, self.paper, self.contrast)


def prepare(pixels: np.ndarray) -> np.ndarray:
    """Return what the network sees of a drawing: ``float32`` ``(28, 28)`` in 0…1, ink bright.

    ``pixels``: ``uint8``, grey ``(height, width)`` or RGBA ``(height, width, 4)``.
    Raises ``BlankCanvas`` where there is nothing to see.
    """
    return follow(pixels).image


def follow(pixels: np.ndarray) -> Preparation:
    """Prepare a drawing as ``prepare`` does and return every step on the way."""
    grey = flatten(pixels)
    paper, contrast = tell_apart(grey)
    left, top, width, height = box = find_ink(grey, paper, contrast)
    cropped = grey[top : top + height, left : left + width]
    fitted = fit(lift_ink(cropped, paper, contrast))  # only the crop becomes floats
    return Preparation(grey, paper, contrast, box, fitted, centre(fitted))


def flatten(pixels: np.ndarray) -> np.ndarray:
    """Lay the drawing on white paper where it is transparent; return ``uint8`` grey.

    White ink on a transparent canvas (a page in dark mode) would vanish on white: where nothing
    else is to be seen, the paper is black.
    """
    if pixels.ndim == 2:
        return pixels
    alpha = pixels[..., 3]
    luma = Image.fromarray(pixels, "RGBA").convert("RGB").convert("L")
    if alpha.min() == 255:
        return np.asarray(luma)
    on_white = _composite(luma, alpha, 255)
    if np.ptp(on_white) < MIN_CONTRAST:
        on_black = _composite(luma, alpha, 0)
        if np.ptp(on_black) >= MIN_CONTRAST:
            return on_black
    return on_white


def tell_apart(grey: np.ndarray) -> tuple[float, float]:
    """Return the paper's grey level, and by what the strongest ink departs from it.

    The paper is what the border shows; ink is what departs from it to the side to which more
    does, whichever of the two is dark. Raises ``BlankCanvas`` where none departs by
    ``MIN_CONTRAST``.
    """
    border = np.concatenate((grey[0], grey[-1], grey[:, 0], grey[:, -1]))
    border.sort()  # the median by hand: NumPy's takes five times as long for so few bytes
    middle = len(border) // 2
    paper = float(border[middle] / 2 + border[-1 - middle] / 2)
    dark, light = float(grey.min()) - paper, float(grey.max()) - paper
    is_dark = float(grey.sum(dtype=np.uint64)) < paper * grey.size
    if max(-dark, light) < MIN_CONTRAST:
        raise BlankCanvas("The canvas is blank: draw a digit first.")
    if min(-dark, light) < MIN_CONTRAST:  # paper that is uneven, however much of it, is no ink
        is_dark = -dark > light
    return paper, dark if is_dark else light


def lift_ink(grey: np.ndarray, paper: float, contrast: float) -> np.ndarray:
    """Return the ink, ``float32`` in 0…1, bright on black, the strongest 1."""
    departure = (grey.astype(np.float32) - np.float32(paper)) / np.float32(contrast)
    return np.clip(departure, 0.0, 1.0, out=departure)


def find_ink(grey: np.ndarray, paper: float, contrast: float) -> tuple[int, int, int, int]:
    """Return the box around the ink: left, top, width, height, in pixels."""
    level = paper + INK_LEVEL * contrast
    # Whole levels: comparing bytes with bytes takes a tenth of comparing them with floats.
    mask = grey <= math.floor(level) if contrast < 0 else grey >= math.ceil(level)
    rows = np.flatnonzero(mask.any(axis=1))
    columns = np.flatnonzero(mask.any(axis=0))
    left, top = int(columns[0]), int(rows[0])
    return left, top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top


def fit(ink: np.ndarray) -> np.ndarray:
    """Scale the ink's longer side to 20 pixels, antialiased; the brightest pixel stays 1.

    A hair's breadth of ink would fade to grey on the way down, while MNIST's strokes all have a
    white core: so the result is stretched until it has one again.
    """
    height, width = ink.shape
    scale = BOX / max(height, width)
    down = _shrinking(height, max(1, round(height * scale)))
    across = _shrinking(width, max(1, round(width * scale)))
    fitted = down @ ink @ across.T
    return np.clip(fitted / fitted.max(), 0.0, 1.0, dtype=np.float32)


@lru_cache(maxsize=1024)
def _shrinking(length: int, size: int) -> np.ndarray:
    """Return the matrix ``float32`` ``(size, length)`` that scales a row or column of pixels.

    Each pixel of the result weighs all ink beneath it by a triangle as wide as two of its own:
    the bilinear filter with antialiasing, as Pillow's ``resize`` has it, at a fraction of the time.
    """
    scale = length / size
    centres = (np.arange(size) + 0.5) * scale
    distance = np.abs(np.arange(length) + 0.5 - centres[:, np.newaxis]) / max(scale, 1.0)
    weights = np.clip(1.0 - distance, 0.0, None)
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


def centre(fitted: np.ndarray) -> np.ndarray:
    """Place the ink so that its centre of mass is in the centre of 28 × 28, to whole pixels.

    Ink stays whole: where the centre of mass would push it over an edge, it stops at the edge.
    """
    image = np.zeros((SIZE, SIZE), np.float32)
    height, width = fitted.shape
    top = _offset(fitted.sum(axis=1), height)
    left = _offset(fitted.sum(axis=0), width)
    image[top : top + height, left : left + width] = fitted
    return image


def _offset(profile: np.ndarray, length: int) -> int:
    centre_of_mass = float(profile @ np.arange(length)) / float(profile.sum())
    return min(max(round(CENTRE - centre_of_mass), 0), SIZE - length)


def _composite(luma: Image.Image, alpha: np.ndarray, paper: int) -> np.ndarray:
    backdrop = Image.new("L", luma.size, paper)
    return np.asarray(Image.composite(luma, backdrop, Image.fromarray(alpha)))
