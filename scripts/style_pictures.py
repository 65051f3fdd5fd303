"""Draw the small picture of each style that the model card shows: ``static/icons/styles.svg``.

Usage: python scripts/style_pictures.py    (anew whenever ``webapp.learning.styles`` has changed)
"""

from pathlib import Path

import numpy as np

from webapp.learning.hand import Strokes, Writers
from webapp.learning.styles import STYLES

FILE = Path(__file__).parent.parent / "static" / "icons" / "styles.svg"
SIDE, MARGIN = 64, 8
SEED = 1


def symbol(title: str, strokes: Strokes) -> str:
    """Return the strokes of one writer as a symbol, its id the style's title."""
    points = np.concatenate(strokes, axis=1)[0]
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (SIDE - 2 * MARGIN) / max((high - low).max(), 1e-6)
    path = "".join(
        "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in (stroke[0] - (low + high) / 2) * scale + 32)
        for stroke in strokes
    )
    name = title.lower().replace(" ", "-")
    return f'<symbol id="{name}" viewBox="0 0 {SIDE} {SIDE}"><path d="{path}"/></symbol>'


def main() -> None:
    """Write the file."""
    symbols = []
    for number, style in enumerate(STYLES):
        writer = Writers(1, np.random.default_rng((SEED, number)))
        symbols.append(symbol(style.title, style.draw(writer)))
    lines = ['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""]
    FILE.write_text("\n".join(lines), "utf-8")
    print(f"{FILE}: {len(symbols)} styles, {FILE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
