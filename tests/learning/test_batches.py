"""Batches: every digit once an epoch, in an order of its own, and all of it from the seed."""

from dataclasses import replace

import numpy as np
import pytest
import tensorflow as tf

from webapp.learning.augmentation import change_width, move, vary
from webapp.learning.data import Digits, load_mnist
from webapp.learning.training import batches
from webapp.models import TrainingSpec

SPEC = TrainingSpec(epochs=3, batch_size=32, train_images=150)


@pytest.fixture(scope="module")
def digits() -> Digits:
    return load_mnist().train.take(slice(150))


def epochs(digits: Digits, spec: TrainingSpec) -> list[list[tuple[np.ndarray, np.ndarray]]]:
    every = list(batches(digits, spec).as_numpy_iterator())
    steps = -(-len(digits) // spec.batch_size)
    assert len(every) == steps * spec.epochs
    return [every[start : start + steps] for start in range(0, len(every), steps)]


def order(epoch: list, digits: Digits) -> list[int]:
    """Return which digit stands where, found by its pixels."""
    place = {image.tobytes(): number for number, image in enumerate(digits.images)}
    images = np.concatenate([images for images, _ in epoch])
    return [place[np.rint(image * 255).astype(np.uint8).tobytes()] for image in images]


def test_each_epoch_is_a_permutation_of_its_own(digits):
    orders = [order(epoch, digits) for epoch in epochs(digits, SPEC)]
    for found in orders:
        assert sorted(found) == list(range(150))
    assert len({tuple(found) for found in orders}) == 3
    assert sorted(orders[0]) != orders[0]


def test_labels_stay_with_their_images(digits):
    for epoch in epochs(digits, SPEC):
        labels = np.concatenate([labels for _, labels in epoch])
        assert labels.tolist() == digits.labels[order(epoch, digits)].tolist()


def test_sizes_types_and_ranges(digits):
    epoch = epochs(digits, SPEC)[0]
    assert [len(labels) for _, labels in epoch] == [32, 32, 32, 32, 22]
    for images, labels in epoch:
        assert images.dtype == np.float32
        assert images.shape == (len(labels), 28, 28)
        assert images.min() == 0
        assert images.max() == 1


@pytest.mark.parametrize("augmentation", ["none", "pen"])
def test_the_seed_decides_everything(digits, augmentation):
    spec = replace(SPEC, augmentation=augmentation, seed=5)
    first, again = epochs(digits, spec), epochs(digits, spec)
    other = epochs(digits, replace(spec, seed=6))
    for number in range(3):
        for (a, _), (b, _) in zip(first[number], again[number], strict=True):
            assert np.array_equal(a, b)
        assert not np.array_equal(first[number][0][0], other[number][0][0])


def test_augmentation_varies_every_digit_in_every_epoch(digits):
    one = replace(SPEC, augmentation="pen", batch_size=150)
    plain = epochs(digits, replace(one, augmentation="none"))
    bent = epochs(digits, one)
    for (before, labels), (after, same) in zip(
        (epoch[0] for epoch in plain), (epoch[0] for epoch in bent), strict=True
    ):
        assert labels.tolist() == same.tolist()
        assert after.shape == before.shape
        assert after.min() >= 0
        assert after.max() <= 1
        assert (np.abs(after - before).max(axis=(1, 2)) > 0).all()
        # Bent, not replaced: a digit still looks more like itself than like the others.
        likeness = np.corrcoef(after.reshape(150, -1), before.reshape(150, -1))[:150, 150:]
        assert (likeness.diagonal() > np.median(likeness, axis=1)).mean() > 0.95


SEED = tf.constant([3, 4], tf.int64)


def test_moving_keeps_paper_black_and_ink_about_as_much(digits):
    images = tf.constant(digits.images / np.float32(255))
    moved = move(images, SEED).numpy()
    ratio = moved.sum(axis=(1, 2)) / digits.images.sum(axis=(1, 2)) * 255
    assert ratio.min() > (1 - 0.15) ** 2 - 0.15
    assert ratio.max() < 1 / (1 - 0.15) ** 2 + 0.15
    assert move(tf.zeros((4, 28, 28)), SEED).numpy().max() == 0


def test_width_stays_between_eroded_and_dilated(digits):
    images = digits.images / np.float32(255)
    around = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    shifted = [around[:, y : y + 28, x : x + 28] for y in range(3) for x in range(3)]
    changed = change_width(tf.constant(images), SEED).numpy()
    assert (changed <= np.max(shifted, axis=0) + 1e-6).all()
    assert (changed >= np.min(shifted, axis=0) - 1e-6).all()
    thickness = changed.sum(axis=(1, 2)) - images.sum(axis=(1, 2))
    assert (thickness > 0).any()
    assert (thickness < 0).any()


def test_the_same_seed_varies_the_same_way(digits):
    images = tf.constant(digits.images[:5] / np.float32(255))
    assert np.array_equal(vary(images, SEED), vary(images, SEED))
    assert not np.array_equal(vary(images, SEED), vary(images, SEED + 1))
