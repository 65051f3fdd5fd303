"""Draw sheets of synthetic drawings to look at: a PNG per digit and per family of non-digits.

Usage: python scripts/contact_sheets.py [FOLDER] [--count N]
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from webapp.learning.hand import Writers, vary
from webapp.learning.non_digits import KINDS, Kind
from webapp.learning.styles import STYLES, Style
from webapp.learning.synthesis import PEN, pictures

ENLARGED = 3
CELL = 28 * ENLARGED + 4
LABEL = 150


def sheet(rows: Sequence[Style | Kind], count: int) -> Image.Image:
    """Return a sheet with a row of so many drawings for each style or kind."""
    page = Image.new("L", (LABEL + count * CELL, len(rows) * CELL), 60)
    pen = ImageDraw.Draw(page)
    for number, row in enumerate(rows):
        pen.text((6, number * CELL + CELL // 2 - 6), row.name, fill=255)
        writers = Writers(count, np.random.default_rng(number))
        images = pictures(vary(writers, row.draw(writers)), writers.ratio(*PEN))
        for column, image in enumerate(images):
            large = Image.fromarray(image).resize((28 * ENLARGED,) * 2, Image.Resampling.BICUBIC)
            page.paste(large, (LABEL + column * CELL, number * CELL))
    return page


def main() -> None:
    """Write every sheet."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path("instance/sheets"))
    parser.add_argument("--count", type=int, default=16, help="drawings in a row")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    groups: dict[str, list[Style | Kind]] = {}
    for style in sorted(STYLES, key=lambda style: style.digit):
        groups.setdefault(str(style.digit), []).append(style)
    for kind in KINDS:
        groups.setdefault(kind.family, []).append(kind)
    for name, rows in groups.items():
        path = arguments.folder / f"{name.replace(' ', '_')}.png"
        sheet(rows, arguments.count).save(path)
        print(path)


if __name__ == "__main__":
    main()
