"""Prepare a drawing the way MNIST was made.

"The original black and white images were size normalized to fit in a 20x20 pixel box while
preserving their aspect ratio. […] the images were centered in a 28x28 image by computing the
center of mass of the pixels, and translating the image so as to position this point at the
center of the 28x28 field." (http://yann.lecun.com/exdb/mnist; LeCun et al. 1998)

A network learns these habits along with the digits, so whatever reaches it must share them:
drawings on the page, synthetic strokes, and the images of the evaluation all come through here.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from webapp.drawing.ink import find_ink, flatten, lift_ink, luma, tell_apart
from webapp.drawing.png import to_unit

SIZE = 28
"""Side of the square that the network sees, in pixels."""

BOX = 20
"""Side of the square that the ink is fitted into, in pixels."""

CENTRE = SIZE / 2
"""Where MNIST has the centre of mass, as a pixel index: 13.996 down and 14.007 across on the
average of the 60,000 training images, never farther off than half a pixel."""

STEPS = ("paper", "ink", "crop", "fit", "centre")
"""What is done to a drawing, in this order; ``follow`` can leave any of it out."""


@dataclass(frozen=True)
class Preparation:
    """Every station of a drawing on its way to the network.

    ``grey``: ``uint8`` ``(height, width)``, the drawing on its paper. ``paper``: its grey level;
    ``contrast``: what the strongest ink departs from it by, negative where ink is darker.
    ``box``: what is cut out, the ink, ``(left, top, width, height)`` in pixels of the drawing.
    ``fitted``: ``float32``, the ink alone, its longer side 20.
    ``image``: ``float32`` ``(28, 28)`` in 0…1, its centre of mass in the centre.
    ``without``: the steps that were left out, which makes the rest what it can be without them.
    """

    grey: np.ndarray
    paper: float
    contrast: float
    box: tuple[int, int, int, int]
    fitted: np.ndarray
    image: np.ndarray
    without: frozenset[str] = frozenset()

    @property
    def ink(self) -> np.ndarray:
        """Return the whole drawing with its ink bright: ``float32`` ``(height, width)`` in 0…1."""
        return _bright(self.grey, self.paper, self.contrast, self.without)


def prepare(pixels: np.ndarray) -> np.ndarray:
    """Return what the network sees of a drawing: ``float32`` ``(28, 28)`` in 0…1, ink bright.

    ``pixels``: ``uint8``, grey ``(height, width)`` or RGBA ``(height, width, 4)``.
    Raises ``BlankCanvas`` where there is nothing to see.
    """
    return follow(pixels).image


def follow(pixels: np.ndarray, without: frozenset[str] = frozenset()) -> Preparation:
    """Prepare a drawing as ``prepare`` does and return every station on the way.

    ``without``: steps of ``STEPS`` to leave out, to see what a network makes of a drawing that was
    not prepared as its training images were. Without ``paper``, transparency is ignored, as where
    a canvas is read by its colours alone; without ``ink``, paper stays bright and ink dark;
    without ``crop``, the whole canvas is taken; without ``fit``, it is stretched to 28 × 28;
    without ``centre``, the ink stays where it was drawn.
    """
    grey = flatten(pixels)
    paper, contrast = tell_apart(grey)
    box = find_ink(grey, paper, contrast) if "crop" not in without else _whole(grey)
    if "paper" in without and pixels.ndim == 3:
        grey = luma(pixels)
    left, top, width, height = box
    cropped = grey[top : top + height, left : left + width]
    ink = _bright(cropped, paper, contrast, without)  # only the crop becomes floats
    fitted = fit(ink) if "fit" not in without else stretch(ink)
    image = centre(fitted) if "centre" not in without else leave(fitted, box, grey.shape)
    return Preparation(grey, paper, contrast, box, fitted, image, without)


def fit(ink: np.ndarray) -> np.ndarray:
    """Scale the ink's longer side to 20 pixels, antialiased; the brightest pixel stays 1.

    A hair's breadth of ink would fade to grey on the way down, while MNIST's strokes all have a
    white core: so the result is stretched until it has one again.
    """
    height, width = ink.shape
    scale = BOX / max(height, width)
    return _resize(ink, max(1, round(height * scale)), max(1, round(width * scale)))


def stretch(ink: np.ndarray) -> np.ndarray:
    """Scale the ink to 28 × 28, whatever becomes of its aspect: all that most demos do."""
    return _resize(ink, SIZE, SIZE)


def _resize(ink: np.ndarray, height: int, width: int) -> np.ndarray:
    fitted = _shrinking(ink.shape[0], height) @ ink @ _shrinking(ink.shape[1], width).T
    return np.clip(fitted / (fitted.max() or 1.0), 0.0, 1.0, dtype=np.float32)


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
    return _place(fitted, _offset(fitted.sum(axis=1)), _offset(fitted.sum(axis=0)))


def leave(fitted: np.ndarray, box: tuple[int, int, int, int], shape: tuple[int, int]) -> np.ndarray:
    """Place the ink where it was on the canvas, as far as 28 × 28 have room, to whole pixels.

    ``box``: where it was, as ``find_ink`` returns it; ``shape``: of the canvas.
    """
    left, top, width, height = box
    centres = ((top + height / 2) / shape[0], (left + width / 2) / shape[1])
    down, across = (
        min(max(round(SIZE * centre - length / 2), 0), SIZE - length)
        for centre, length in zip(centres, fitted.shape, strict=True)
    )
    return _place(fitted, down, across)


def _place(fitted: np.ndarray, top: int, left: int) -> np.ndarray:
    """Lay an array on 28 × 28 of paper; what would lie beyond an edge is lost."""
    image = np.zeros((SIZE, SIZE), np.float32)
    height, width = fitted.shape
    up, back = max(-top, 0), max(-left, 0)
    part = fitted[up : SIZE - top, back : SIZE - left]
    image[top + up : top + height, left + back : left + width] = part
    return image


def _offset(profile: np.ndarray) -> int:
    """Return where an axis begins on 28 pixels, so that the ink's centre of mass is in the centre.

    ``profile``: the ink's sums along the axis. Ink stays whole, blank margins need not.
    """
    mass = float(profile.sum())
    if not mass:
        return (SIZE - len(profile)) // 2
    centre_of_mass = float(profile @ np.arange(len(profile))) / mass
    offset = round(CENTRE - centre_of_mass)
    if 0 <= offset <= SIZE - len(profile):
        return offset
    inked = np.flatnonzero(profile)
    return min(max(offset, -int(inked[0])), SIZE - 1 - int(inked[-1]))


def _bright(grey: np.ndarray, paper: float, contrast: float, without: frozenset[str]) -> np.ndarray:
    """Return the ink as ``lift_ink`` does, or where that is left out the grey levels, 0…1."""
    if "ink" in without:
        return to_unit(grey)
    return lift_ink(grey, paper, contrast)


def _whole(grey: np.ndarray) -> tuple[int, int, int, int]:
    return 0, 0, grey.shape[1], grey.shape[0]
