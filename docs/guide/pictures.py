"""Draw the pictures of the guide: ``docs/images/guide/*.png``.

Usage: python docs/guide/pictures.py [FOLDER]    (anew whenever networks, styles or steps change)
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from webapp import drawing
from webapp.learning.data import load_mnist
from webapp.learning.synthesis import draw_digits, draw_non_digits
from webapp.models import Inspector, ModelStore

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "docs" / "images" / "guide"
PAPER = 236
"""Grey between the tiles: to be told from ink and from paper, in light and in dark."""

GAP = 4
INK, RED, BLUE = 0, (217, 72, 43), (43, 108, 176)


def write(folder: Path) -> None:
    """Write all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    store = ModelStore(ROOT / "model_store")
    mnist = load_mnist()
    drawings = json.loads((ROOT / "docs" / "guide" / "drawn.json").read_text())
    pictures = {
        "mnist": grid([large(image, 2) for image in mnist.train.images[:20]], 10),
        "neurons": grid(neurons(store), 8),
        "drawn": grid(seen(drawings[::2]), 10),
        "steps": grid(steps(drawings[14]), 6),
        "kernels": grid(kernels(store), 16),
        "maps": grid(maps(store, drawings[14]), 8),
        "augmented": grid(augmented(mnist.train.images[:4]), 8),
        "styles": grid([large(image, 2) for image in draw_digits(40, [7]).images], 10),
        "number": number([drawings[each] for each in (4, 0, 5, 12)]),
        "non-digits": grid([large(image, 2) for image in draw_non_digits(20, [7]).images], 10),
    }
    for name, picture in pictures.items():
        few = picture.quantize(32, dither=Image.Dither.NONE)  # a third of the bytes
        few.save(folder / f"{name}.png", optimize=True)


def seen(drawings: Sequence[dict]) -> list[np.ndarray]:
    """Return drawings as drawn, then as resized, then as prepared, each row by row."""
    canvases = [drawing.render(each["strokes"], each["pen"]) for each in drawings]
    resized = [255 - np.asarray(Image.fromarray(each).resize((28, 28))) for each in canvases]
    prepared = [drawing.to_uint8(drawing.prepare(each)) for each in canvases]
    drawn = [np.asarray(Image.fromarray(each).reduce(5)) for each in canvases]
    return [*drawn, *(large(each, 2) for each in (*resized, *prepared))]


def number(drawings: Sequence[dict]) -> Image.Image:
    """Return drawings one beside the other on one canvas, to be read as a number."""
    strokes = []
    for place, drawn in enumerate(drawings):
        points = np.concatenate(drawn["strokes"])
        low, high = points.min(axis=0), points.max(axis=0)
        scale = 90 / (high - low)[1]
        shift = np.array((place * 125 + 80, 140)) - (low + high) / 2 * scale
        strokes += [np.array(stroke) * scale + shift for stroke in drawn["strokes"]]
    return Image.fromarray(drawing.render(strokes, 9, 540)[60:220])


def steps(drawn: dict) -> list[np.ndarray]:
    """Return a drawing after each step of the preparation."""
    pixels = drawing.render(drawn["strokes"], drawn["pen"])
    stations = drawing.stations(pixels, drawing.follow(pixels))
    return [_inside(station.picture, 112) for station in stations]


def neurons(store: ModelStore) -> list[np.ndarray]:
    """Return what eight neurons of the tutorial's network look for: red ink, blue paper."""
    kernel = Inspector.load(store, "tutorial-1").weights["hidden_1/kernel"]
    return [signed(kernel[:, number].reshape(28, 28), 3) for number in range(8)]


def kernels(store: ModelStore) -> list[np.ndarray]:
    """Return the kernels of the first convolution of ``best-1``."""
    kernel = Inspector.load(store, "best-1").weights["conv_1/kernel"]
    return [signed(kernel[:, :, 0, number], 8) for number in range(kernel.shape[-1])]


def maps(store: ModelStore, drawn: dict) -> list[np.ndarray]:
    """Return what the first eight of these kernels find in a drawing."""
    image = drawing.prepare(drawing.render(drawn["strokes"], drawn["pen"]))
    found = Inspector.load(store, "best-1").outputs(image)["relu_1"]
    return [
        large(drawing.to_uint8(each / (each.max() or 1)), 6)
        for each in np.moveaxis(found, -1, 0)[:8]
    ]


def augmented(images: np.ndarray) -> list[np.ndarray]:
    """Return digits, each followed by three variations, one after the other."""
    from webapp.learning.augmentation import vary

    rows = [large(image, 2) for image in images]
    several = vary(np.repeat(drawing.to_unit(images), 3, axis=0), np.array([1, 2]))
    varied = [large(drawing.to_uint8(image), 2) for image in several.numpy()]
    return [
        each for row in range(len(rows)) for each in (rows[row], *varied[3 * row : 3 * row + 3])
    ]


def signed(values: np.ndarray, factor: int) -> np.ndarray:
    """Return numbers as colours: white 0, red above, blue below."""
    share = (values / np.abs(values).max())[..., None]
    colour = np.where(share > 0, np.array(RED), np.array(BLUE))
    return large((255 + np.abs(share) * (colour - 255)).astype(np.uint8), factor)


def large(image: np.ndarray, factor: int) -> np.ndarray:
    """Return an image with each pixel as a square of pixels."""
    return image.repeat(factor, axis=0).repeat(factor, axis=1)


def grid(tiles: Sequence[np.ndarray], columns: int) -> Image.Image:
    """Return tiles of one size side by side, in rows."""
    height, width = tiles[0].shape[:2]
    rows = -(-len(tiles) // columns)
    size = (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP)
    sheet = Image.new("RGB", size, (PAPER,) * 3)
    for number, tile in enumerate(tiles):
        row, column = divmod(number, columns)
        place = (column * (width + GAP) + GAP, row * (height + GAP) + GAP)
        sheet.paste(Image.fromarray(np.ascontiguousarray(tile)), place)
    return sheet


def _inside(picture: np.ndarray, side: int) -> np.ndarray:
    """Return a picture in the middle of a square; small ones with larger pixels."""
    factor = max(1, side // max(picture.shape[:2]))
    bigger = large(picture, factor)
    square = np.full((side, side), PAPER, np.uint8)
    top, left = ((side - length) // 2 for length in bigger.shape[:2])
    square[top : top + bigger.shape[0], left : left + bigger.shape[1]] = bigger
    return square


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
