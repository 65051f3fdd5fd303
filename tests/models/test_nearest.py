"""The index finds what exact comparison finds, in a fraction of the space."""

import numpy as np
import pytest

from webapp.models import Inspector, ModelStore
from webapp.models.nearest import NearestImages


@pytest.fixture(scope="module")
def index() -> NearestImages:
    rng = np.random.default_rng(0)
    centres = rng.random((5, 200))
    features = np.repeat(centres, 40, axis=0) + rng.normal(0, 0.1, (200, 200))
    images = rng.integers(0, 255, (200, 28, 28), np.uint8)
    return NearestImages.build(images, np.repeat(np.arange(5), 40).astype(np.uint8), features)


def test_an_image_reminds_of_itself_first(shipped: ModelStore):
    opened = Inspector.load(shipped, "best-1")
    kept = opened.nearest
    for number in range(0, 2000, 173):
        image = kept.images[number] / np.float32(255)
        first, *others = kept.nearest(opened.features(image, opened.outputs(image)), 8)
        assert np.array_equal(first.image, kept.images[number])
        assert first.label == kept.labels[number]
        assert 0.9 < first.likeness <= 1
        assert [m.likeness for m in (first, *others)] == sorted(
            (m.likeness for m in (first, *others)), reverse=True
        )


def test_the_nearest_are_of_the_same_kind(index):
    for number in (0, 50, 199):
        features = np.zeros(200)
        rng = np.random.default_rng(0)
        features = rng.random((5, 200))[number // 40]
        assert {match.label for match in index.nearest(features, 8)} == {number // 40}


def test_it_survives_its_file(index):
    again = NearestImages.loads(index.dumps())
    features = np.random.default_rng(1).random(200)
    for a, b in zip(index.nearest(features, 8), again.nearest(features, 8), strict=True):
        assert np.array_equal(a.image, b.image)
        assert (a.label, a.likeness) == (b.label, pytest.approx(b.likeness, abs=1e-6))


def test_a_network_that_says_nothing_is_like_nothing(index):
    assert all(match.likeness == 0 for match in index.nearest(np.zeros(200), 8))


def test_what_ships_is_small(shipped: ModelStore):
    for model_id in shipped.ids():
        assert len(shipped.read(model_id, "nearest.npz")) < 600_000
