"""Training: the seed decides the weights, and what comes out is a whole version."""

import json
from dataclasses import replace
from io import BytesIO

import keras
import numpy as np
import pytest

from tests.conftest import FIRST, SECOND
from webapp.learning import export, nearest, training
from webapp.learning.data import SHA256, load_mnist
from webapp.learning.networks import build
from webapp.learning.training import Diverged, fit, train
from webapp.models import Classifier, ModelStore, SpecError, StoreError, TrainingSpec

SMALL = TrainingSpec(network="dense", hidden=(12,), epochs=2, batch_size=64, train_images=200)


@pytest.fixture
def empty(tmp_path) -> ModelStore:
    return ModelStore(tmp_path / "store")


@pytest.fixture
def weights_only(monkeypatch):
    """Measure on a few images and export nothing: these tests ask for the weights alone."""
    whole = load_mnist()
    few = slice(300)
    small = replace(whole, validation=whole.validation.take(few), test=whole.test.take(few))
    monkeypatch.setattr(training, "load_mnist", lambda: small)
    monkeypatch.setattr(export, "write", lambda *_: None)
    monkeypatch.setattr(nearest, "write", lambda *_: None)


def weights(store: ModelStore, model_id: str) -> list[np.ndarray]:
    model = build(store.manifest(model_id).spec)
    export.load_weights(model, store, model_id)
    return model.get_weights()


def same(a: list[np.ndarray], b: list[np.ndarray]) -> bool:
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


@pytest.mark.usefixtures("weights_only")
def test_the_same_seed_gives_the_same_weights_and_another_others(empty):
    spec = replace(SMALL, augmentation="pen", schedule="one-cycle")
    for model_id, seed in [("one", 3), ("again", 3), ("other", 4)]:
        train(replace(spec, seed=seed), empty, model_id, verbose=0)
    assert same(weights(empty, "one"), weights(empty, "again"))
    assert not same(weights(empty, "one"), weights(empty, "other"))


@pytest.mark.usefixtures("weights_only")
def test_it_goes_on_from_a_versions_weights(store: ModelStore):
    spec = replace(store.manifest(SECOND).spec, start_from=SECOND, learning_rate=1e-6)
    train(spec, store, "further", verbose=0)
    start, end = weights(store, SECOND), weights(store, "further")
    difference = max(np.abs(a - b).max() for a, b in zip(start, end, strict=True))
    assert 0 < difference < 1e-4  # five hundred images at this rate move a weight by no more


@pytest.mark.parametrize("other", [{"hidden": (17,)}, {"hidden": (16, 16)}, {"network": "conv"}])
def test_another_networks_weights_are_refused_in_plain_words(store: ModelStore, other):
    hidden = () if "network" in other else SMALL.hidden
    spec = replace(SMALL, **{"hidden": hidden, **other}, start_from=SECOND)
    with pytest.raises(SpecError, match=f"start_from.*{SECOND}") as raised:
        train(spec, store, "never", verbose=0)
    assert "\n" not in str(raised.value)
    assert not store.has("never")


def test_an_unknown_start_is_refused(empty):
    with pytest.raises(StoreError, match="nowhere"):
        train(replace(SMALL, start_from="nowhere"), empty, verbose=0)


@pytest.mark.parametrize("model_id", [FIRST, "../outside", "Capital", "a b"])
def test_a_bad_id_is_refused_before_anything_is_learnt(store: ModelStore, monkeypatch, model_id):
    monkeypatch.setattr(training, "fit", lambda *_: pytest.fail("it trained"))
    with pytest.raises(StoreError):
        train(SMALL, store, model_id, verbose=0)


def test_a_version_has_everything(store: ModelStore):
    manifest = store.manifest(FIRST)
    needed = {"model.keras", "classifier.tflite", "inspector.tflite", "history.json"}
    assert needed <= set(manifest.files)
    assert set(manifest.files) == {p.name for p in (store.root / FIRST).iterdir()} - {
        "manifest.json"
    }
    store.verify(FIRST)
    assert manifest.data_sha256 == SHA256
    assert manifest.parameters == 101_770
    assert 0 < manifest.threshold < 1
    assert manifest.metrics["test"]["count"] == 10_000
    assert manifest.metrics["validation"]["count"] == 5_000
    assert manifest.metrics["test"]["accuracy"] > 0.5
    history = json.loads(store.read(FIRST, "history.json"))
    assert {"loss", "accuracy", "val_loss", "val_accuracy"} <= set(history)
    assert all(len(values) == manifest.spec.epochs for values in history.values())


def test_the_figures_are_the_classifiers_own(store: ModelStore):
    validation = load_mnist().validation
    classifier = Classifier.load(store, FIRST)
    images = validation.images.astype(np.float32) / np.float32(255)
    right = [
        classifier.read(image).digit == label
        for image, label in zip(images, validation.labels, strict=True)
    ]
    reported = store.manifest(FIRST).metrics["validation"]["accuracy"]
    assert np.mean(right) == pytest.approx(reported, abs=2 / 5000)


def test_nothing_is_published_when_the_export_disagrees(empty, monkeypatch):
    def differ(*_):
        raise export.ExportError("LiteRT's probabilities differ.")

    monkeypatch.setattr(export, "check", differ)
    with pytest.raises(export.ExportError):
        train(replace(SMALL, epochs=1), empty, "wrong", verbose=0)
    assert empty.ids() == []
    assert list(empty.root.iterdir()) == []


def test_the_saved_network_opens_in_keras_and_has_no_code_in_it(store: ModelStore, tmp_path):
    path = tmp_path / "model.keras"
    path.write_bytes(store.read(FIRST, "model.keras"))
    model = keras.saving.load_model(path, safe_mode=True)
    assert [type(layer).__name__ for layer in model.layers] == [
        "Flatten",
        "Dense",
        "Dropout",
        "Dense",
    ]
    assert not model.compiled


def test_the_plain_weights_are_kerass(store: ModelStore):
    if "weights.npz" not in store.manifest(FIRST).files:
        pytest.skip("this version was published without plain weights")
    with np.load(BytesIO(store.read(FIRST, "weights.npz")), allow_pickle=False) as arrays:
        assert same(list(arrays.values()), weights(store, FIRST))


def test_a_loss_that_is_no_number_ends_the_training_in_plain_words():
    model = build(SMALL)
    model.set_weights([np.full_like(weights, np.nan) for weights in model.get_weights()])
    with pytest.raises(Diverged, match="lower the learning rate"):
        fit(model, SMALL, load_mnist(), verbose=0)
