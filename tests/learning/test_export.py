"""LiteRT says what Keras says: for the versions that ship, and before any is published."""

import keras
import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from tests.conftest import FIRST, SECOND
from webapp.learning import export
from webapp.learning.data import load_mnist
from webapp.learning.networks import build
from webapp.models import Classifier, ModelStore, TrainingSpec, architecture


def network(store: ModelStore, model_id: str) -> keras.Model:
    model = build(store.manifest(model_id).spec)
    export.load_weights(model, store, model_id)
    return model


def images(count: int) -> np.ndarray:
    """Return test images as ``float32`` in 0…1."""
    return load_mnist().test.images[:count].astype(np.float32) / np.float32(255)


@pytest.mark.parametrize("model_id", ["tutorial-1", "best-1"])
def test_the_versions_that_ship_agree_with_keras(shipped: ModelStore, model_id):
    shipped.verify(model_id)
    logits = network(shipped, model_id).predict(images(1000), batch_size=1000, verbose=0)
    logits = logits[:, :10].astype(np.float64) / shipped.manifest(model_id).temperature
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    expected = exponents / exponents.sum(axis=1, keepdims=True)
    classifier = Classifier.load(shipped, model_id)
    answers = np.array([classifier.read(image).probabilities for image in images(1000)])
    assert np.abs(answers - expected).max() <= 1e-5


@pytest.mark.parametrize(("model_id", "least"), [("tutorial-1", 0.97), ("best-1", 0.99)])
def test_the_versions_that_ship_are_as_good_as_they_say(shipped: ModelStore, model_id, least):
    classifier = Classifier.load(shipped, model_id)
    test = load_mnist().test.take(slice(0, None, 5))
    read = [classifier.read(image / np.float32(255)).digit for image in test.images]
    accuracy = np.mean(read == test.labels)
    assert shipped.manifest(model_id).metrics["test"]["accuracy"] >= least
    assert accuracy == pytest.approx(
        shipped.manifest(model_id).metrics["test"]["accuracy"], abs=0.01
    )


@pytest.mark.parametrize("non_digits", [0, 100])
@pytest.mark.parametrize("temperature", [0.7, 1.9])
def test_the_classifier_gives_calibrated_digits_and_uncalibrated_digitness(
    tmp_path, non_digits, temperature
):
    spec = TrainingSpec(network="dense", hidden=(8,), non_digits=non_digits)
    model = build(spec)
    pixels = images(50)
    export.write(model, tmp_path, load_mnist().test.images[:50], temperature)
    interpreter = Interpreter(model_path=str(tmp_path / "classifier.tflite"))
    interpreter.allocate_tensors()
    for image, logits in zip(pixels, model.predict(pixels, verbose=0), strict=True):
        interpreter.set_tensor(interpreter.get_input_details()[0]["index"], image[np.newaxis])
        interpreter.invoke()
        answer = interpreter.get_tensor(interpreter.get_output_details()[0]["index"])
        cooled, plain = np.exp(logits[:10] / temperature), np.exp(logits)
        assert len(logits) == architecture.outputs(spec)
        assert answer.shape == (1, 11)
        assert answer.dtype == np.float32
        assert answer[0, :10] == pytest.approx(cooled / cooled.sum(), abs=1e-5)
        likely = plain[:10].sum() if non_digits else plain.max()
        assert answer[0, 10] == pytest.approx(likely / plain.sum(), abs=1e-5)


def test_another_temperatures_export_is_refused(tmp_path):
    model = build(TrainingSpec(network="dense", hidden=(8,)))
    digits = load_mnist().test.images[:20]
    export.write(model, tmp_path, digits, 1.5)
    classifier = (tmp_path / "classifier.tflite").read_bytes()
    export.check(model, classifier, digits, 1.5)
    with pytest.raises(export.ExportError, match="differ from Keras"):
        export.check(model, classifier, digits, 1.6)


def test_another_networks_export_is_refused(store: ModelStore):
    digits = load_mnist().test.images[:20]
    model, temperature = network(store, FIRST), store.manifest(FIRST).temperature
    export.check(model, store.read(FIRST, "classifier.tflite"), digits, temperature)
    with pytest.raises(export.ExportError, match="differ from Keras"):
        export.check(model, store.read(SECOND, "classifier.tflite"), digits, temperature)


@pytest.mark.parametrize("change", [1e-3, float("nan")])
def test_a_weight_that_is_a_little_off_is_refused(store: ModelStore, change):
    model = network(store, FIRST)
    kernel, bias = model.layers[-1].get_weights()
    bias[3] += change
    model.layers[-1].set_weights([kernel, bias])
    temperature, digits = store.manifest(FIRST).temperature, load_mnist().test.images[:20]
    with pytest.raises(export.ExportError):
        export.check(model, store.read(FIRST, "classifier.tflite"), digits, temperature)


def test_the_inspector_gives_every_layers_output(store: ModelStore):
    interpreter = Interpreter(model_content=store.read(SECOND, "inspector.tflite"))
    run = interpreter.get_signature_runner()
    image = images(1)
    outputs = run(image=image)
    model = network(store, SECOND)
    expected = image
    for layer in model.layers:
        expected = layer(expected, training=False) if "dropout" in layer.name else layer(expected)
        assert np.allclose(outputs[layer.name], np.asarray(expected), atol=1e-5)
    assert set(outputs) == {layer.name for layer in model.layers}
