"""People who correct: a made-up one draws in one style, with a hand of her own."""

import numpy as np

from webapp.learning.hand import Writers, vary
from webapp.learning.styles import STYLES
from webapp.learning.synthesis import pictures
from webapp.models import Corrections


def people(
    titles: list[str], writers: int, each: int = 1, seed: int = 0, held_out: bool = False
) -> Corrections:
    """Return drawings in styles, by their titles: so many writers draw each of them so often."""
    rng = np.random.default_rng(seed)
    images, labels, names, strokes = [], [], [], []
    for title in titles:
        style = next(style for style in STYLES if style.title == title)
        hands = Writers(writers * each, rng)
        drawn = vary(hands, style.draw(hands))
        images.append(pictures(drawn, hands.ratio(0.06, 0.14)))
        labels += [style.digit] * hands.count
        names += [f"writer {number % writers}" for number in range(hands.count)]
        strokes += [[one[number].tolist() for one in drawn] for number in range(hands.count)]
    held = np.full(len(labels), held_out)
    columns = np.concatenate(images), np.array(labels, np.uint8), np.array(names)
    return Corrections(*columns, held, strokes)


def together(*parts: Corrections) -> Corrections:
    """Return all drawings of several."""
    columns = ("images", "labels", "writers", "held_out")
    arrays = [np.concatenate([getattr(part, name) for part in parts]) for name in columns]
    return Corrections(*arrays, [strokes for part in parts for strokes in part.strokes])
