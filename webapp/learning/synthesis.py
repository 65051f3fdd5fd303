"""Synthetic drawings: strokes of many hands, rendered as the page's canvas does and prepared."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from webapp.drawing import BlankCanvas, prepare, render, to_uint8
from webapp.learning.hand import Strokes, Writers, vary
from webapp.learning.non_digits import KINDS, Kind
from webapp.learning.styles import STYLES, Style

NOT_A_DIGIT = 10
"""The label of what is no digit."""

CANVAS = 48.0
"""Side of the canvas that is drawn on, in pixels: the page's has 280, and more than the network's
20 only costs time."""

LONGER_SIDE = 38.0
"""Longer side of a drawing on it, without the pen's width, in pixels."""

PEN = (0.03, 0.22)
"""Width of the pen as a share of the drawing's longer side, from hair to marker."""

SHARES = {
    "letters": 3.0,
    "scribbles": 2.0,
    "other scripts": 1.5,
    "dots and lines": 0.5,
    "parts of digits": 0.5,
    "speckle": 0.5,
}
"""How often a family is drawn, as a factor: by how much there is in it to learn."""

EMPHASIS = {
    **dict.fromkeys(
        (
            *("0 slashed", "0 slashed beyond", "0 slashed backwards", "0 dotted"),
            *("1 round top", "1 curl", "1 flag apart", "1 long flag", "1 curved flag"),
            *("1 flag almost to the ground", "1 flag and base", "1 serif and base"),
            *("4 lightning", "4 stem through the bar", "4 open", "4 cup", "4 low stem"),
            *("6 big bowl", "6 straight", "6 leaning far"),
            *(
                "7 crossed",
                "7 crossed widely",
                "7 serif and crossed",
                "7 curved and crossed",
                "7 Japanese",
                "7 foot",
            ),
            *("8 snowman", "8 two circles", "8 open at the top", "8 ribbon"),
            *(
                "9 looped tail",
                "9 tail like a 3",
                "9 long tail",
                "9 curled tail",
                "9 small bowl",
                "9 flat loop",
            ),
        ),
        3.0,
    ),
    **{f"{digit} segments": 0.25 for digit in (2, 3, 4, 5, 6, 8, 9)},
}
"""How often a style is drawn, as a factor: more where MNIST's writers left most to learn."""


@dataclass(frozen=True)
class Drawings:
    """Prepared drawings and what they are.

    ``images``: ``uint8`` ``(n, 28, 28)``; ``labels``: ``uint8`` ``(n,)``, 10 for no digit;
    ``names``: of each one's style or family.
    """

    images: np.ndarray
    labels: np.ndarray
    names: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)


def draw_digits(count: int, seed: Sequence[int], group: int = 1) -> Drawings:
    """Return so many digits: about as many of each digit, its styles as ``EMPHASIS`` has it.

    Drawing many of a style at once is several times cheaper than a few: ``group`` is the least
    number, and with more than 1 not every style is in every result.
    """
    whole = Counter()
    for style in STYLES:
        whole[style.digit] += EMPHASIS.get(style.title, 1.0)
    shares = [EMPHASIS.get(style.title, 1.0) / whole[style.digit] for style in STYLES]
    return _draw(STYLES, [(s.digit, s.title) for s in STYLES], shares, count, seed, group)


def draw_non_digits(count: int, seed: Sequence[int], group: int = 1) -> Drawings:
    """Return so many drawings that are no digits: families by ``SHARES``, their kinds alike."""
    kinds = Counter(kind.family for kind in KINDS)
    shares = [SHARES.get(kind.family, 1.0) / kinds[kind.family] for kind in KINDS]
    return _draw(KINDS, [(NOT_A_DIGIT, k.family) for k in KINDS], shares, count, seed, group)


def pictures(strokes: Strokes, pens: np.ndarray) -> np.ndarray:
    """Return varied strokes as the network sees them: ``uint8`` ``(n, 28, 28)``.

    ``pens``: their widths, ``(n,)``, as shares of each drawing's longer side.
    """
    points = np.concatenate(strokes, axis=1)
    low, high = points.min(axis=1), points.max(axis=1)
    scale = LONGER_SIDE / np.maximum((high - low).max(axis=1), 1e-6)
    shift = CANVAS / 2 - scale[:, None] * (low + high) / 2
    canvas = [stroke * scale[:, None, None] + shift[:, None] for stroke in strokes]
    images = np.zeros((len(points), 28, 28), np.uint8)
    for number, image in enumerate(images):
        drawing = [stroke[number] for stroke in canvas]
        pen = pens[number] * LONGER_SIDE
        try:
            image[:] = to_uint8(prepare(render(drawing, pen, round(CANVAS))))
        except BlankCanvas:
            continue
    return images


def _draw(
    sources: Sequence[Style | Kind],
    meanings: Sequence[tuple[int, str]],
    shares: Sequence[float],
    count: int,
    seed: Sequence[int],
    group: int,
) -> Drawings:
    rng = np.random.default_rng(seed)
    groups = rng.multinomial(-(-count // group), np.array(shares) / sum(shares))
    images, labels, names = [], [], []
    for source, (label, name), number in zip(sources, meanings, groups * group, strict=True):
        if number:
            writers = Writers(number, rng)
            images.append(pictures(vary(writers, source.draw(writers)), writers.ratio(*PEN)))
            labels += [label] * number
            names += [name] * number
    order = rng.permutation(len(labels))[:count]
    columns = np.concatenate(images), np.array(labels, np.uint8), np.array(names, object)
    return Drawings(*(column[order] for column in columns))
