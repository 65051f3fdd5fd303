"""What a version keeps of what it learnt from."""

from dataclasses import replace

import numpy as np
import pytest

from webapp.learning import nearest
from webapp.learning.batches import Batches
from webapp.learning.data import load_mnist
from webapp.models import TrainingSpec

MNIST = load_mnist().train
SPEC = TrainingSpec(epochs=1, train_images=1500, batch_size=128)


def test_of_mnist_alone_where_nothing_is_drawn():
    images, labels = nearest.choose(SPEC, MNIST)
    assert np.array_equal(images, MNIST.images[:1500])
    assert np.array_equal(labels, MNIST.labels[:1500])


@pytest.mark.parametrize(("digits", "others"), [(20_000, 0), (0, 8_000), (20_000, 8_000)])
def test_drawings_are_kept_where_it_learnt_from_drawings(digits, others):
    spec = replace(SPEC, synthetic_digits=digits, non_digits=others, train_images=55_000)
    images, labels = nearest.choose(spec, MNIST)
    assert len(images) == len(labels) == nearest.IMAGES
    assert (labels == 10).sum() == (200 if others else 0)
    own = {image.tobytes() for image in MNIST.images}
    drawn = sum(image.tobytes() not in own for image in images[labels < 10])
    assert drawn >= (550 if digits else 0)
    assert digits or not drawn


def test_they_are_images_that_the_training_saw():
    spec = replace(SPEC, synthetic_digits=500, train_images=500)
    batches = Batches(MNIST.take(slice(500)), spec)
    seen = {
        np.rint(image * 255).astype(np.uint8).tobytes()
        for images, _ in batches.dataset().as_numpy_iterator()
        for image in images
    }
    images, _ = nearest.choose(spec, MNIST)
    kept = sum(image.tobytes() in seen for image in images)
    assert kept >= 0.8 * len(images)  # an epoch ends before its last chunk does
