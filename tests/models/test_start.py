"""*Improve* goes on from the champion, whatever its network."""

import pytest

from tests.conftest import FIRST, SECOND
from webapp.models import PRESETS, ModelStore, SpecError, TrainingSpec, asked_for, check_start

IMPROVE = {"preset": "improve"}


@pytest.mark.parametrize("champion", [FIRST, SECOND])
def test_improve_takes_over_the_champions_network(store: ModelStore, champion):
    store.set_champion(champion)
    spec, before = asked_for(IMPROVE, store), store.manifest(champion).spec
    assert spec.start_from == champion and spec.corrections
    assert (spec.network, spec.hidden, spec.dropout) == (
        *(before.network, before.hidden, before.dropout),
    )
    assert (spec.non_digits > 0) == (before.non_digits > 0)
    check_start(spec, store)


@pytest.mark.parametrize("model_id", ["best-1", "tutorial-1"])
def test_improve_fits_what_ships(shipped: ModelStore, model_id):
    spec = asked_for({**IMPROVE, "start_from": model_id}, shipped)
    check_start(spec, shipped)
    assert spec.errors() == {}
    assert spec.epochs == PRESETS["improve"].spec.epochs


def test_what_is_asked_for_goes_before(store):
    spec = asked_for({**IMPROVE, "start_from": SECOND, "epochs": 7, "corrections": False}, store)
    assert (spec.start_from, spec.epochs, spec.corrections) == (SECOND, 7, False)
    assert spec.hidden == store.manifest(SECOND).spec.hidden


def test_without_a_champion_there_is_nothing_to_improve(tmp_path):
    with pytest.raises(SpecError, match="start_from: there is nothing to improve"):
        asked_for(IMPROVE, ModelStore(tmp_path / "empty"))


@pytest.mark.parametrize("start", ["nowhere", 5, "../first", []])
def test_a_bad_start_is_no_crash(store, start):
    try:
        assert asked_for({**IMPROVE, "start_from": start}, store).start_from == "nowhere"
    except SpecError as error:
        assert set(error.errors) == {"start_from"}


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "improve"])
def test_the_other_presets_are_what_they_are(store, name):
    assert asked_for({"preset": name}, store) == PRESETS[name].spec


@pytest.mark.parametrize("value", [0, 1, "yes", None, []])
def test_corrections_are_true_or_false(value):
    with pytest.raises(SpecError, match="corrections: must be true or false"):
        TrainingSpec.from_json({"corrections": value})


def test_the_share_of_corrections_is_larger_where_the_rest_is_known():
    fresh, further = TrainingSpec(corrections=True), TrainingSpec(corrections=True, start_from="a")
    assert 0 == TrainingSpec().corrected < fresh.corrected < further.corrected < 1
