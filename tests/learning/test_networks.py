"""The networks: layer by layer as promised, parameters counted by hand."""

import numpy as np
import pytest

from webapp.learning.networks import build
from webapp.models import PRESETS, TrainingSpec


def kinds(spec: TrainingSpec) -> list[str]:
    return [type(layer).__name__ for layer in build(spec).layers]


def test_the_tutorial_is_the_articles_network_exactly():
    model = build(PRESETS["tutorial"].spec)
    flatten, hidden, dropout, logits = model.layers
    assert kinds(PRESETS["tutorial"].spec) == ["Flatten", "Dense", "Dropout", "Dense"]
    assert flatten.output.shape == (None, 784)
    assert (hidden.units, hidden.activation.__name__) == (128, "relu")
    assert dropout.rate == 0.2
    assert (logits.units, logits.activation.__name__) == (10, "linear")
    assert model.count_params() == 784 * 128 + 128 + 128 * 10 + 10 == 101_770


def test_the_tutorials_dropout_is_its_own():
    spec = TrainingSpec.from_json({"preset": "tutorial", "dropout": 0.7})
    assert build(spec).layers[2].rate == 0.2


@pytest.mark.parametrize("hidden", [[], [1], [16, 8], [256, 128], [5] * 8])
def test_dense_takes_any_list(hidden):
    spec = TrainingSpec.from_json(
        {"network": "dense", "hidden": hidden, "dropout": 0.25, "non_digits": 0}
    )
    assert kinds(spec) == ["Flatten", *["Dense", "Dropout"] * len(hidden), "Dense"]
    sizes = [784, *hidden, 10]
    expected = sum(a * b + b for a, b in zip(sizes, sizes[1:], strict=False))
    model = build(spec)
    assert model.count_params() == expected
    assert [layer.rate for layer in model.layers if hasattr(layer, "rate")] == [0.25] * len(hidden)


@pytest.mark.parametrize("filters", [[24, 48, 64], [1, 2, 3]])
def test_conv_parameters(filters):
    # 28 → (28 − 5) // 2 + 1 = 12 → 10 → pool 5 → 5 → 3; four numbers a filter for the norms
    a, b, c = filters
    convolutions = 5 * 5 * 1 * a + 3 * 3 * a * b + 3 * 3 * b * c + 3 * 3 * c * c
    spec = TrainingSpec.from_json({"network": "conv", "filters": filters, "non_digits": 0})
    expected = convolutions + 4 * (a + b + c + c) + 3 * 3 * c * 10 + 10
    assert build(spec).count_params() == expected
    able = TrainingSpec.from_json({"network": "conv", "filters": filters, "non_digits": 1})
    assert build(able).count_params() == expected + 3 * 3 * c + 1


@pytest.mark.parametrize("network", ["tutorial", "dense", "conv"])
def test_every_network_takes_an_image_and_gives_logits(network):
    spec = TrainingSpec.from_json({"network": network})
    model = build(spec)
    assert model.input_shape == (None, 28, 28)
    logits = np.asarray(model(np.random.default_rng(1).random((3, 28, 28), np.float32)))
    assert logits.shape == (3, 11 if spec.non_digits else 10)
    assert not np.allclose(logits.sum(axis=1), 1)  # logits, not probabilities
    names = [layer.name for layer in model.layers]
    assert len(set(names)) == len(names)
