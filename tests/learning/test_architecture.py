"""What the admin page counts without Keras is what Keras builds."""

import pytest

from webapp.learning.networks import build
from webapp.models import PRESETS, TrainingSpec, architecture

SPECS = [
    *({"preset": preset} for preset in PRESETS),
    {"network": "dense", "hidden": []},
    {"network": "dense", "hidden": [1], "dropout": 0.0},
    {"network": "dense", "hidden": [300, 7, 64], "dropout": 0.5},
    {"network": "conv", "filters": [1, 1, 1]},
    {"network": "conv", "filters": [5, 11, 3], "dropout": 0.0},
]


@pytest.mark.parametrize("values", SPECS, ids=str)
def test_counted_as_keras_counts(values):
    spec = TrainingSpec.from_json(values)
    model = build(spec)
    assert architecture.parameters(spec) == model.count_params()
    for layer in architecture.layers(spec):
        built = model.get_layer(layer.name)
        assert layer.shape == tuple(built.output.shape[1:])
        assert layer.parameters == built.count_params()


@pytest.mark.parametrize("values", SPECS, ids=str)
def test_the_weights_are_kerass_in_its_order(values):
    spec = TrainingSpec.from_json(values)
    model = build(spec)
    shapes = architecture.weights(spec)
    assert list(shapes.values()) == [array.shape for array in model.get_weights()]
    variables = [(layer.name, each.name) for layer in model.layers for each in layer.weights]
    assert list(shapes) == ["/".join(names) for names in variables]
