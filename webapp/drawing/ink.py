"""Tell ink from paper: which of the two is dark, where the ink is, and how strong."""

import math

import numpy as np
from PIL import Image

from webapp.drawing.errors import BlankCanvas

MIN_CONTRAST = 16
"""Least difference between ink and paper, in grey levels; below it the canvas is blank."""

INK_LEVEL = 0.15
"""Share of the darkest ink from which a pixel counts as ink: above JPEG ghosts and paper grain,
below the edge of an antialiased stroke."""


def flatten(pixels: np.ndarray) -> np.ndarray:
    """Lay the drawing on white paper where it is transparent; return ``uint8`` grey.

    White ink on a transparent canvas (a page in dark mode) would vanish on white: where nothing
    else is to be seen, the paper is black.
    """
    if pixels.ndim == 2:
        return pixels
    alpha = pixels[..., 3]
    grey = _grey(pixels)
    if alpha.min() == 255:
        return np.asarray(grey)
    on_white = _composite(grey, alpha, 255)
    if np.ptp(on_white) < MIN_CONTRAST:
        on_black = _composite(grey, alpha, 0)
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
    if max(-dark, light) < MIN_CONTRAST:
        raise BlankCanvas("The canvas is blank: draw a digit first.")
    if min(-dark, light) < MIN_CONTRAST:  # paper that is uneven, however much of it, is no ink
        is_dark = -dark > light
    else:
        is_dark = float(grey.sum(dtype=np.uint64)) < paper * grey.size
    return paper, dark if is_dark else light


def lift_ink(grey: np.ndarray, paper: float, contrast: float) -> np.ndarray:
    """Return the ink, ``float32`` in 0…1, bright on black, the strongest 1."""
    departure = grey.astype(np.float32)
    departure -= np.float32(paper)
    departure /= np.float32(contrast)
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


def luma(pixels: np.ndarray) -> np.ndarray:
    """Return how bright RGBA pixels are by their colours alone: ``uint8`` ``(height, width)``."""
    return np.asarray(_grey(pixels))


def _grey(pixels: np.ndarray) -> Image.Image:
    return Image.fromarray(pixels, "RGBA").convert("RGB").convert("L")


def _composite(grey: Image.Image, alpha: np.ndarray, paper: int) -> np.ndarray:
    backdrop = Image.new("L", grey.size, paper)
    return np.asarray(Image.composite(grey, backdrop, Image.fromarray(alpha)))
