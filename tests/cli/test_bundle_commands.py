"""Networks at the terminal: taken out of one store, put into another."""

import json
import zipfile

import numpy as np
import pytest
from click.testing import CliRunner, Result

from tests import bundles
from tests.conftest import FIRST, SECOND
from webapp.cli import cli
from webapp.drawing import to_unit
from webapp.errors import HitofudeError
from webapp.learning.data import load_mnist
from webapp.models import Classifier, ModelStore


@pytest.fixture
def hitofude(tmp_path, store):
    """Give the command, on the small store or on another."""

    def run(*arguments: object, at: ModelStore = store) -> Result:
        settings = {"HITOFUDE_DATA": str(tmp_path / "data"), "HITOFUDE_MODEL_STORE": str(at.root)}
        return CliRunner().invoke(cli, ("models", *map(str, arguments)), env=settings)

    return run


@pytest.fixture
def elsewhere(tmp_path) -> ModelStore:
    return ModelStore(tmp_path / "elsewhere")


@pytest.mark.parametrize("model_id", [FIRST, SECOND])
def test_a_version_reads_elsewhere_as_it_did_here(hitofude, store, elsewhere, tmp_path, model_id):
    file = tmp_path / "taken.zip"
    assert hitofude("export", model_id, file, "--note", "with love").exit_code == 0
    done = hitofude("import", file, "--id", "came", "--promote", at=elsewhere)
    assert done.exit_code == 0, done.output
    assert "trained elsewhere" in done.output and "came is in service." in done.output
    assert elsewhere.champion_id() == "came"
    before, after = store.manifest(model_id), elsewhere.manifest("came")
    assert after.spec == before.spec
    assert after.imported == {"file": "taken.zip", "note": "with love"}
    for name in ("validation", "test", "styles", "non_digits"):
        assert after.metrics[name] == before.metrics[name]
    assert (after.temperature, after.threshold) == (before.temperature, before.threshold)
    here, there = Classifier.load(store, model_id), Classifier.load(elsewhere, "came")
    for image in to_unit(load_mnist().test.images[:100]):
        one, other = here.read(image), there.read(image)
        assert np.array_equal(one.probabilities, other.probabilities)
        assert one.digitness == other.digitness
    shown = json.loads(hitofude("show", "came", at=elsewhere).output)
    assert shown["imported"]["file"] == "taken.zip"
    again = tmp_path / "again.zip"
    assert hitofude("export", "came", again, at=elsewhere).exit_code == 0
    with zipfile.ZipFile(file) as first, zipfile.ZipFile(again) as second:
        assert first.read("spec.json") == second.read("spec.json")


def test_it_is_gated_as_any_challenger(hitofude, store, tmp_path):
    file = tmp_path / "worse.zip"
    file.write_bytes(bundles.bundle())
    done = hitofude("import", file, "--id", "worse", "--promote")
    assert isinstance(done.exception, HitofudeError)
    assert f"{FIRST}, in service" in str(done.exception)
    assert store.has("worse") and store.champion_id() == FIRST


@pytest.mark.parametrize("what", ["a text", "objects", "another shape", "an unknown network"])
def test_what_is_no_bundle_is_told_and_leaves_nothing(hitofude, store, tmp_path, what):
    data, words = bundles.HOSTILE[what]
    file = tmp_path / "odd.zip"
    file.write_bytes(data)
    before = store.ids()
    done = hitofude("import", file)
    assert isinstance(done.exception, HitofudeError)
    assert str(done.exception).count("\n") == 0
    with pytest.raises(type(done.exception), match=words):
        raise done.exception
    assert store.ids() == before


def test_nothing_is_written_over(hitofude, tmp_path):
    file = tmp_path / "there"
    file.write_text("precious")
    done = hitofude("export", FIRST, file)
    assert done.exit_code == 1 and "is there already" in done.output
    assert file.read_text() == "precious"
    assert "cannot be written" in hitofude("export", FIRST, tmp_path / "none" / "x").output
    assert isinstance(hitofude("export", "none-such", tmp_path / "x").exception, HitofudeError)
    assert isinstance(
        hitofude("export", FIRST, tmp_path / "x", "--note", "x" * 1001).exception, HitofudeError
    )
    assert not (tmp_path / "x").exists()
