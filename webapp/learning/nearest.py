"""Which images a version keeps to be reminded of: the index that is published with it."""

from pathlib import Path

import numpy as np

from webapp.drawing import to_unit
from webapp.learning.batches import Batches
from webapp.learning.data import Digits
from webapp.models import Inspector, Manifest, TrainingSpec
from webapp.models.inspector import NEAREST_FILE
from webapp.models.nearest import NearestImages

IMAGES = 2000
"""How many of the images that it learnt from: enough to find a likeness, half a megabyte."""

NON_DIGITS = 0.1
DRAWN_DIGITS = 0.3
"""Shares of them that are drawings, where it learnt from drawings."""


def write(manifest: Manifest, folder: Path, train: Digits) -> None:
    """Write the index beside the other files of a version that is about to be published."""
    inspector = Inspector(manifest, lambda name: (folder / name).read_bytes())
    (folder / NEAREST_FILE).write_bytes(remember(inspector, train).dumps())


def remember(inspector: Inspector, train: Digits) -> NearestImages:
    """Return the index of a trained version.

    ``train``: MNIST's training images; those that its spec left out are not taken.
    """
    images, labels = choose(inspector.manifest.spec, train)
    pixels = to_unit(images)
    features = [inspector.features(image, inspector.outputs(image)) for image in pixels]
    return NearestImages.build(images, labels, np.stack(features))


def choose(spec: TrainingSpec, train: Digits) -> tuple[np.ndarray, np.ndarray]:
    """Return images that a training by a spec sees, ``uint8`` ``(n, 28, 28)``, and labels ``(n,)``.

    Drawings are those of its first batches, and so about as many of each digit as of the others.
    """
    digits = train.take(slice(spec.train_images))
    batches = Batches(digits, spec)
    parts: list[tuple[np.ndarray, np.ndarray]] = []
    for kind, asked, share in (
        ("digits", batches.synthetic, DRAWN_DIGITS),
        ("non_digits", batches.non_digits, NON_DIGITS),
    ):
        if asked:
            drawings = batches.drawings(kind)
            most = round(IMAGES * share)
            parts.append((drawings.images[:most], drawings.labels[:most]))
    left = IMAGES - sum(len(labels) for _, labels in parts)
    parts.append((digits.images[:left], digits.labels[:left]))
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))
