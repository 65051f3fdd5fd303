"""Batches: every digit once an epoch, in an order of its own, beside fresh drawings; all of it
from the seed."""

from dataclasses import replace

import numpy as np
import pytest
import tensorflow as tf

from webapp.learning.augmentation import change_width, move, vary
from webapp.learning.batches import Batches
from webapp.learning.data import Digits, load_mnist
from webapp.models import TrainingSpec

SPEC = TrainingSpec(epochs=3, batch_size=32, train_images=150)


@pytest.fixture(scope="module")
def digits() -> Digits:
    return load_mnist().train.take(slice(150))


def epochs(digits: Digits, spec: TrainingSpec) -> list[list[tuple[np.ndarray, np.ndarray]]]:
    batches = Batches(digits, spec)
    every = list(batches.dataset().as_numpy_iterator())
    steps = batches.steps
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


def test_augmentation_varies_about_half_of_the_digits_in_every_epoch(digits):
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
        assert 0.3 < (np.abs(after - before).max(axis=(1, 2)) > 0).mean() < 0.7
        # Bent, not replaced: a digit still looks more like itself than like the others.
        likeness = np.corrcoef(after.reshape(150, -1), before.reshape(150, -1))[:150, 150:]
        assert (likeness.diagonal() > np.median(likeness, axis=1)).mean() > 0.95


MIXED = replace(SPEC, batch_size=30, synthetic_digits=50, non_digits=100)


def test_every_batch_holds_its_share_of_drawings(digits):
    for epoch in epochs(digits, MIXED):
        assert [len(labels) for _, labels in epoch] == [30] * 10  # 150 + 50 + 100 images
        for images, labels in epoch:
            assert (labels[-10:] == 10).all()
            assert (labels[:-10] < 10).all()
            assert images.max(axis=(1, 2)).min() > 0.9  # nothing is blank
        assert sorted(order([(images[:15], None) for images, _ in epoch], digits)) == list(
            range(150)
        )


def test_augmentation_leaves_the_drawings_as_they_are(digits):
    plain, bent = epochs(digits, MIXED), epochs(digits, replace(MIXED, augmentation="pen"))
    assert np.array_equal(plain[1][3][0][15:], bent[1][3][0][15:])
    assert not np.array_equal(plain[1][3][0][:15], bent[1][3][0][:15])


def test_no_drawing_comes_twice(digits):
    drawn = [
        image.tobytes()
        for epoch in epochs(digits, MIXED)
        for images, _ in epoch
        for image in images[15:]
    ]
    assert len(set(drawn)) > 0.98 * len(drawn)  # two dots may look alike


def test_the_seed_decides_the_drawings(digits):
    first, again = epochs(digits, MIXED), epochs(digits, MIXED)
    other = epochs(digits, replace(MIXED, seed=1))
    assert np.array_equal(first[2][9][0], again[2][9][0])
    assert np.array_equal(first[2][9][1], again[2][9][1])
    assert not np.array_equal(first[0][0][0][15:], other[0][0][0][15:])


def test_a_training_may_be_almost_all_drawings(digits):
    spec = replace(SPEC, batch_size=10, synthetic_digits=100_000)
    assert Batches(digits, spec).mnist == 1


def test_what_is_asked_for_is_in_every_batch(digits):
    few = Batches(digits, replace(SPEC, synthetic_digits=1, non_digits=1))
    assert (few.mnist, few.synthetic, few.non_digits) == (30, 1, 1)


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
