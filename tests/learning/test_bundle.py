"""Bundles and Keras: written in a notebook, built anew, published as any version is."""

import json
from dataclasses import replace

import keras
import numpy as np
import pytest

from tests import bundles
from tests.conftest import FIRST, SECOND
from webapp.drawing import to_unit
from webapp.learning import bundle, publishing
from webapp.learning.bundle import publish_bundle, write
from webapp.learning.data import load_mnist
from webapp.learning.networks import build
from webapp.models import Classifier, ModelStore, SpecError, StoreError, TrainingSpec
from webapp.models.bundle import Bundle, BundleError

TUTORIAL = TrainingSpec(network="tutorial")


@pytest.fixture
def of_a_notebook() -> keras.Model:
    """Give the article's network as the article builds it: its layers have names of their own."""
    keras.utils.set_random_seed(2)
    return keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(10),
        ]
    )


def test_from_a_notebook_to_a_version_that_reads_the_same(of_a_notebook, store, tmp_path):
    path = tmp_path / "mine.zip"
    write(of_a_notebook, TUTORIAL, path, "learnt by heart")
    phases = []
    manifest = publish_bundle(Bundle.load(path), path.name, store, "mine", phases.append)
    assert store.manifest("mine") == manifest
    assert manifest.imported == {"file": "mine.zip", "note": "learnt by heart"}
    assert phases == ["evaluate", "export", "publish"]
    ours = set(store.manifest(FIRST).files)
    assert set(manifest.files) == ours - {"history.json"}
    assert set(store.manifest(FIRST).metrics) - set(manifest.metrics) == {"duration_s"}
    classifier = Classifier.load(store, "mine")
    images = to_unit(load_mnist().test.images[:50])
    logits = of_a_notebook.predict(images, verbose=0)
    assert [classifier.read(image).digit for image in images] == logits.argmax(axis=1).tolist()


@pytest.mark.parametrize("spec", [bundles.CONV, bundles.SPEC], ids=str)
def test_weights_go_there_and_back(spec, tmp_path):
    network = build(spec)
    random = np.random.default_rng(1)
    network.set_weights([random.random(array.shape) for array in network.get_weights()])
    write(network, spec, tmp_path / "mine")
    again = build(spec)
    again.set_weights(list(Bundle.load(tmp_path / "mine").weights.values()))
    images = to_unit(load_mnist().test.images[:9])
    assert np.array_equal(network.predict(images, verbose=0), again.predict(images, verbose=0))


def test_a_spec_of_another_network_is_told(of_a_notebook, tmp_path):
    path = tmp_path / "never"
    for other, words in [
        (TrainingSpec(network="dense", hidden=(64,)), "hidden_1/kernel has the shape"),
        (TrainingSpec(network="dense"), "has 4 arrays of weights; that of the spec has 2"),
        (TrainingSpec(), "has 4 arrays of weights; that of the spec has 22"),
    ]:
        with pytest.raises(BundleError, match=words):
            write(of_a_notebook, other, path)
    with pytest.raises(SpecError, match="seed"):
        write(of_a_notebook, replace(TUTORIAL, seed=-1), path)
    of_a_notebook.set_weights([array * np.nan for array in of_a_notebook.get_weights()])
    with pytest.raises(BundleError, match="NaN"):
        write(of_a_notebook, TUTORIAL, path)
    assert not path.exists()


def test_weights_so_large_that_nothing_can_be_read(store: ModelStore, monkeypatch):
    monkeypatch.setattr(bundle, "publish", lambda *_: pytest.fail("it was measured"))
    weights = {name: np.full_like(each, 1e30) for name, each in bundles.weights().items()}
    with pytest.raises(BundleError, match="so large"):
        publish_bundle(Bundle(bundles.SPEC, weights), "large.zip", store, "large")
    assert not store.has("large")


def test_an_id_that_is_taken_is_refused_before_anything_is_built(store, monkeypatch):
    monkeypatch.setattr(bundle, "build", lambda *_: pytest.fail("it was built"))
    with pytest.raises(StoreError, match="already"):
        publish_bundle(Bundle(bundles.SPEC, bundles.weights()), "x", store, SECOND)


def test_a_manifest_says_nothing_of_imports_where_there_was_none(store):
    kept = json.loads((store.root / FIRST / "manifest.json").read_bytes())
    assert "imported" not in kept
    assert store.manifest(FIRST).imported == {}
    assert publishing.Trained(None, TUTORIAL).imported == {}
