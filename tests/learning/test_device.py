"""What trains: a GPU that is only said to be there, and the precisions, which any machine has."""

from types import SimpleNamespace

import keras
import pytest
import tensorflow as tf

from webapp.drawing import to_unit
from webapp.learning import device
from webapp.learning.data import load_mnist
from webapp.learning.training import train
from webapp.models import Classifier, ModelStore, TrainingSpec


@pytest.fixture
def gpus(monkeypatch):
    """Have TensorFlow see two GPUs; what is asked of them stands in ``growing`` and ``visible``."""
    found = [SimpleNamespace(number=0), SimpleNamespace(number=1)]
    asked = SimpleNamespace(growing=[], visible=found)
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind: found)
    monkeypatch.setattr(tf.config, "get_visible_devices", lambda kind: asked.visible)
    monkeypatch.setattr(
        tf.config, "set_visible_devices", lambda some, kind: setattr(asked, "visible", some)
    )
    monkeypatch.setattr(
        tf.config.experimental,
        "set_memory_growth",
        lambda gpu, grows: asked.growing.append(gpu.number) if grows else None,
    )
    monkeypatch.setattr(
        tf.config.experimental,
        "get_device_details",
        lambda gpu: {"device_name": f"GPU number {gpu.number}"},
    )
    return asked


def test_a_gpu_is_shared_and_named(gpus):
    device.prepare()
    assert gpus.growing == [0, 1]
    assert device.gpu_name() == "GPU number 0"


def test_tensorflow_leaves_the_gpu_to_another_back_end(gpus, monkeypatch):
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")
    device.prepare()
    assert gpus.visible == [] and gpus.growing == []
    assert device.gpu_name() == ""


@pytest.mark.parametrize(
    "spec",
    [
        {"preset": "tutorial", "train_images": 5000, "epochs": 2},
        {"preset": "quick", "train_images": 3000, "synthetic_digits": 100, "non_digits": 100},
    ],
    ids=["tutorial", "conv"],
)
def test_mixed_precision_trains_and_what_comes_out_is_in_single(tmp_path, spec):
    store, seen = ModelStore(tmp_path), []
    spy = keras.callbacks.LambdaCallback(
        on_train_begin=lambda logs: seen.extend(layer.dtype_policy.name for layer in made())
    )

    def made():
        return spy.model.layers

    spec = TrainingSpec.from_json({**spec, "seed": 1})
    manifest = train(spec, store, "mixed-1", [spy], verbose=0, precision="mixed")
    assert seen == ["mixed_float16"] * (len(seen) - 1) + ["float32"]  # the logits are exact
    assert keras.config.dtype_policy().name == "float32"
    assert manifest.environment["precision"] == "mixed"
    path = tmp_path / "mixed-1" / "model.keras"
    model = keras.saving.load_model(path, compile=False)
    assert {layer.dtype_policy.name for layer in model.layers} == {"float32"}
    classifier, test = Classifier.load(store, "mixed-1"), load_mnist().test.take(slice(500))
    read = [classifier.read(image).digit for image in to_unit(test.images)]
    assert sum(read == test.labels) > 0.85 * len(read)
