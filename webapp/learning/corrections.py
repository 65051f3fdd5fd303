"""What a training makes of drawings that people corrected: whom to believe, and other hands."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import numpy as np
import tensorflow as tf
from PIL import Image, ImageFilter

from webapp.drawing import BlankCanvas, prepare, render, to_uint8, to_unit
from webapp.drawing.lines import centred
from webapp.learning import augmentation, hand
from webapp.learning.calibration import DIGITS
from webapp.learning.data import Digits
from webapp.learning.hand import Writers
from webapp.learning.synthesis import PEN, pictures
from webapp.models.classifier import Classifier
from webapp.models.corrections import NOT_A_DIGIT, Corrections, Strokes

NOTHING_BELIEVED = (
    "there is nothing to learn from: the version in service is sure that every label is wrong."
)

DOUBTED = 0.005
"""Probability below which a version contradicts a label. Of 300 labels, a fifth of them wrong,
it finds 98 in a hundred of the wrong ones by *Best* and loses one right one in a thousand."""

NEAREST, AGREEING = 5, 3
"""Of the nearest drawings of other writers, and how many of them must bear the same label, for a
label to stand that is contradicted."""

BLUR = 1.0
"""Radius in pixels by which images are blurred before they are compared: strokes a pixel apart
are alike."""

HANDS = 6_000
"""Drawings that are made of those that are learnt from, by other hands and pens."""

MOST_STROKES = 12
"""A drawing of more is no digit by a pen; its image alone is varied."""

FAITHFUL = 0.6
"""Least correlation of a drawing's image with what its strokes look like: a moderator has judged
the image, and the strokes may show anything."""

PEN_WIDTH, SIDE = 0.1, 48
"""Of that picture: the pen's share of the longer side, and the canvas's side in pixels."""


def believed(corrections: Corrections, judge: Classifier | None) -> Corrections:
    """Return the drawings whose label is likely to be right.

    Left out is what the version that judges calls almost impossible, unless drawings of other
    writers that look alike bear the same label: one writer may err or jest, several do not.
    """
    if judge is None or not len(corrections):
        return corrections
    contradicted = np.flatnonzero(probability_of_label(corrections, judge) < DOUBTED)
    stand = np.ones(len(corrections), bool)
    stand[contradicted] = _seconded(corrections, contradicted)
    return corrections.take(stand)


def probability_of_label(corrections: Corrections, judge: Classifier) -> np.ndarray:
    """Return how probable a version holds each label, ``(n,)``, 0…1."""
    found = []
    for image, label in zip(corrections.images, corrections.labels, strict=True):
        reading = judge.read(to_unit(image))
        digit = reading.probabilities[label] if label < DIGITS else 1 - reading.digitness
        found.append(float(digit))
    return np.array(found)


def pool(corrections: Corrections, seed: Sequence[int]) -> Digits:
    """Return the drawings as they are and as other hands would draw them, all about as often.

    Strokes are written anew (``hand.vary``) with another pen; an image without strokes is bent,
    turned and thickened.
    """
    rng = np.random.default_rng(seed)
    counts = np.full(len(corrections), HANDS // len(corrections))
    counts[rng.permutation(len(counts))[: HANDS - counts.sum()]] += 1
    images, labels = [corrections.images], [corrections.labels]
    for number in np.flatnonzero(counts):
        image, strokes = corrections.images[number], corrections.strokes[number]
        count = int(counts[number])
        if strokes and len(strokes) <= MOST_STROKES and _looks_like(strokes, image):
            images.append(_by_other_hands(strokes, count, rng))
        else:
            images.append(_bent(image, count, rng))
        labels.append(np.full(count, corrections.labels[number]))
    return Digits(np.concatenate(images), np.concatenate(labels))


def learnt(corrections: Corrections, given: int) -> dict[str, Any]:
    """Return as JSON values what was learnt from; ``given``: how many drawings there were."""
    return {
        "count": len(corrections),
        "left_out": given - len(corrections),
        "writers": len(set(corrections.writers.tolist())),
        "non_digits": int((corrections.labels == NOT_A_DIGIT).sum()),
        "sha256": sha256(corrections.images.tobytes() + corrections.labels.tobytes()).hexdigest(),
    }


def _seconded(corrections: Corrections, numbers: np.ndarray) -> np.ndarray:
    """Tell of drawings whether others that look alike, by other writers, bear the same label."""
    looks = _looks(corrections.images)
    found = np.zeros(len(numbers), bool)
    for place, number in enumerate(numbers):
        others = np.flatnonzero(corrections.writers != corrections.writers[number])
        nearest = others[np.argsort(-(looks[others] @ looks[number]), kind="stable")[:NEAREST]]
        same = nearest[corrections.labels[nearest] == corrections.labels[number]]
        found[place] = len(same) >= AGREEING and len(set(corrections.writers[same])) > 1
    return found


def _looks(images: np.ndarray) -> np.ndarray:
    """Return images as vectors ``(n, 784)`` whose products are correlations."""
    blur = ImageFilter.GaussianBlur(BLUR)
    blurred = [np.asarray(Image.fromarray(image).filter(blur), np.float32) for image in images]
    vectors = np.stack(blurred).reshape(len(images), -1)
    vectors -= vectors.mean(axis=1, keepdims=True)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)


def _looks_like(strokes: Strokes, image: np.ndarray) -> bool:
    pen = PEN_WIDTH * SIDE
    try:
        drawn = to_uint8(prepare(render(centred(strokes, SIDE - 2 * pen, SIDE), pen, SIDE)))
    except BlankCanvas:
        return False
    one, other = _looks(np.stack((drawn, image)))
    return bool(one @ other >= FAITHFUL)


def _by_other_hands(strokes: Strokes, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return a drawing as so many other hands would draw it, ``uint8`` ``(count, 28, 28)``."""
    writers = Writers(count, rng)
    own = [np.array(stroke, float).reshape(1, -1, 2) for stroke in strokes]
    own = [np.repeat(stroke, 2, axis=1) if stroke.shape[1] < 2 else stroke for stroke in own]
    size = hand.extent(own)[0]
    points = [hand.resample(stroke / size, hand.POINTS) for stroke in own]
    many = [np.broadcast_to(stroke, (count, *stroke.shape[1:])) for stroke in points]
    return pictures(hand.vary(writers, many), writers.ratio(*PEN))


def _bent(image: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return variations of an image, ``uint8`` ``(count, 28, 28)``."""
    many = tf.constant(to_unit(np.repeat(image[np.newaxis], count, axis=0)))
    varied = augmentation.vary(many, tf.constant(rng.integers(2**31, size=2)))
    return to_uint8(varied)
