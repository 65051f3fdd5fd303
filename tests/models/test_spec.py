"""A training spec: what is let in, what is refused, and with which words."""

import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.models import PRESETS, SpecError, TrainingSpec

NAN, INFINITY = float("nan"), float("inf")
WRONG_TYPES = [None, "3", [], {}, True, False, NAN, INFINITY, -INFINITY]


def bad(field: str, *values: object) -> list:
    return [pytest.param(field, value, id=f"{field}={value!r:.30}") for value in values]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *bad("network", None, "", "Dense", "resnet", 1, ["dense"], {}, True),
        *bad("hidden", None, "16", 16, {}, ["16"], [0], [-1], [2049], [1.5], [True], [None]),
        *bad("hidden", [[16]], [10**30], [8] * 9, [16, 0]),
        *bad("filters", *WRONG_TYPES, [1, 2], [1, 2, 3, 4], [0, 1, 1], [257, 1, 1], [1, 1, True]),
        *bad("epochs", *WRONG_TYPES, 0, -1, 201, 1.0, 10**400),
        *bad("batch_size", *WRONG_TYPES, 0, 4097, 32.0, 10**400),
        *bad("learning_rate", *WRONG_TYPES, 0, 0.0, -0.1, 1.01, 9e-7, 10**400),
        *bad("schedule", None, "", "cosine", 1, []),
        *bad("dropout", *WRONG_TYPES, -0.01, 0.91, 1, 10**400),
        *bad("augmentation", None, True, "flip", []),
        *bad("seed", *WRONG_TYPES, -1, 2**31, 0.0),
        *bad("train_images", *WRONG_TYPES, 99, 55_001, 1000.0),
        *bad("start_from", "", "../best-1", "A", 7, True, ["best-1"]),
        *bad("preset", None, "", "slow", 1, ["quick"], {}),
        *bad("epoch", 1),
        *bad("__class__", "x"),
    ],
)
def test_a_bad_value_is_refused_by_name(field, value):
    network = {"network": "dense"} if field == "hidden" else {}
    with pytest.raises(SpecError) as raised:
        TrainingSpec.from_json({**network, field: value})
    assert list(raised.value.errors) == [field]
    assert raised.value.errors[field].endswith(".")
    assert field in str(raised.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *bad("network", "tutorial", "conv"),
        *bad("filters", (1, 1, 256)),
        *bad("epochs", 1, 200),
        *bad("batch_size", 1, 4096),
        *bad("learning_rate", 1e-6, 0.5, 1.0, 1),
        *bad("schedule", "constant", "one-cycle"),
        *bad("dropout", 0, 0.0, 0.9),
        *bad("augmentation", "none", "pen"),
        *bad("seed", 0, 2**31 - 1),
        *bad("train_images", 100, 55_000),
        *bad("start_from", None, "best-1"),
    ],
)
def test_the_bounds_themselves_are_let_in(field, value):
    assert getattr(TrainingSpec.from_json({field: value}), field) == value


@pytest.mark.parametrize("hidden", [[], [1], [2048] * 8, [256, 128]])
def test_any_list_of_layers(hidden):
    spec = TrainingSpec.from_json({"network": "dense", "hidden": hidden})
    assert spec.hidden == tuple(hidden)


@pytest.mark.parametrize("network", ["tutorial", "conv"])
def test_only_dense_takes_layers(network):
    with pytest.raises(SpecError, match="hidden.*only dense"):
        TrainingSpec.from_json({"network": network, "hidden": [16]})


@pytest.mark.parametrize("values", [None, [], "quick", 3, True])
def test_a_spec_is_an_object(values):
    with pytest.raises(SpecError, match="object"):
        TrainingSpec.from_json(values)


def test_every_bad_field_is_named_at_once():
    with pytest.raises(SpecError) as raised:
        TrainingSpec.from_json({"epochs": 0, "seed": -1, "dropout": 2})
    assert set(raised.value.errors) == {"epochs", "seed", "dropout"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
names = st.sampled_from([f.name for f in fields(TrainingSpec)] + ["preset"]) | st.text(max_size=5)


@given(st.dictionaries(names, json_values, max_size=6))
def test_whatever_comes_is_a_spec_or_refused(values):
    try:
        spec = TrainingSpec.from_json(values)
    except SpecError as error:
        assert error.errors
    else:
        assert spec.errors() == {}


@pytest.mark.parametrize("name", PRESETS)
def test_presets_can_be_trained_and_survive_json(name):
    preset = PRESETS[name]
    assert preset.spec.errors() == {}
    assert preset.sentence.endswith(".")
    through_json = json.loads(json.dumps(preset.spec.to_json()))
    assert TrainingSpec.from_json(through_json) == preset.spec
    assert TrainingSpec.from_json({"preset": name}) == preset.spec


def test_what_is_given_goes_before_the_preset():
    spec = TrainingSpec.from_json({"preset": "tutorial", "epochs": 2})
    assert (spec.network, spec.batch_size, spec.epochs) == ("tutorial", 32, 2)


def test_the_tutorial_is_the_articles():
    spec = PRESETS["tutorial"].spec
    assert (spec.network, spec.epochs, spec.batch_size) == ("tutorial", 5, 32)
    assert (spec.learning_rate, spec.schedule, spec.augmentation) == (0.001, "constant", "none")
