"""The manifest: a round trip, and a refusal of everything that is not a whole one."""

import json

import pytest

from webapp.models import Manifest, ModelStore, TrainingSpec

MANIFEST = Manifest(
    id="best-9",
    spec=TrainingSpec(network="dense", hidden=(64, 32), start_from="best-8"),
    created_at="2026-01-02T03:04:05+00:00",
    code_version="0.1.0",
    data_sha256="0" * 64,
    parameters=52_650,
    threshold=0.61,
    temperature=1.25,
    metrics={"test": {"accuracy": 0.98}},
    environment={"python": "3.11", "machine": "一筆"},
    files={"classifier.tflite": "1" * 64},
)
FIELDS = json.loads(MANIFEST.dumps())


def test_round_trip():
    assert Manifest.loads(MANIFEST.dumps()) == MANIFEST
    assert Manifest.loads(MANIFEST.dumps().encode()) == MANIFEST


def test_it_is_json_for_people(store: ModelStore):
    for manifest in store.manifests():
        text = (store.root / manifest.id / "manifest.json").read_text("utf-8")
        assert text == manifest.dumps()
        assert text.endswith("}\n")
        assert json.loads(text)["format"] == 1


@pytest.mark.parametrize(
    "text", ["", "{", "null", "[]", "7", '"a"', "{}", '{"format": 1}', b"\xff"]
)
def test_what_is_no_manifest(text):
    with pytest.raises(ValueError):
        Manifest.loads(text)


@pytest.mark.parametrize("field", ["format", "id", "spec", "created_at", "parameters", "threshold"])
def test_a_missing_field(field):
    with pytest.raises(ValueError):
        Manifest.loads(json.dumps({name: FIELDS[name] for name in FIELDS if name != field}))


def test_one_from_before_temperatures_still_loads():
    old = {name: value for name, value in FIELDS.items() if name != "temperature"}
    assert Manifest.loads(json.dumps(old)).temperature == 1


@pytest.mark.parametrize("value", [0, -1.0, float("nan"), float("inf")])
def test_a_temperature_is_above_zero(value):
    with pytest.raises(ValueError, match="temperature"):
        Manifest.loads(json.dumps({**FIELDS, "temperature": value}))


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", [None, False, [], [1]], ids=repr)
def test_a_field_of_the_wrong_type(field, value):
    with pytest.raises(ValueError):
        Manifest.loads(json.dumps({**FIELDS, field: value}))


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"extra": 1},
        {"spec": {**FIELDS["spec"], "extra": 1}},
        {"spec": {**FIELDS["spec"], "hidden": None}},
    ],
    ids=str,
)
def test_a_manifest_of_another_make(change):
    with pytest.raises(ValueError):
        Manifest.loads(json.dumps({**FIELDS, **change}))
