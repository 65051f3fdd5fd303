"""The gate: what a challenger has to show, figure by figure, and what is taken for chance."""

import json
from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

from tests.conftest import FIRST, SECOND
from webapp.learning.data import load_mnist
from webapp.models import Classifier, Corrections, Manifest, ModelStore, StoreError, gate


def tell(store: ModelStore, model_id: str, corrected: bool = False, **figures: float) -> Manifest:
    """Have a version claim figures: ``validation`` of 5,000 images, ``styles`` of 3,000."""
    manifest = store.manifest(model_id)
    counts = {"validation": 5000, "styles": 3000}
    told = {name: {"count": counts[name], "accuracy": value} for name, value in figures.items()}
    spec = replace(manifest.spec, corrections=corrected, start_from=FIRST if corrected else None)
    changed = replace(manifest, spec=spec, metrics={**manifest.metrics, **told})
    (store.root / model_id / "manifest.json").write_text(changed.dumps(), "utf-8")
    return changed


def drawn(images: np.ndarray, labels: np.ndarray) -> Corrections:
    count = len(labels)
    held_out = np.ones(count, bool)
    return Corrections(images, labels, np.array(["she"] * count), held_out, [None] * count)


@pytest.fixture
def told_apart(store) -> tuple[Corrections, Corrections]:
    """Give digits that only ``first`` reads, and digits that only ``the-second`` reads."""
    digits = load_mnist().validation.take(slice(1000))
    pixels = digits.images.astype(np.float32) / np.float32(255)
    first, second = (
        np.array([Classifier.load(store, name).read(image).digit for image in pixels])
        == digits.labels
        for name in (FIRST, SECOND)
    )
    return tuple(
        drawn(digits.images[which], digits.labels[which])
        for which in (first & ~second, second & ~first)
    )


def test_without_corrections_not_one_image_may_be_lost(store):
    tell(store, FIRST, validation=0.9)
    tell(store, SECOND, validation=0.8998)
    with pytest.raises(gate.WorseThanChampion, match=f"{SECOND} .*89.98%.*{FIRST}.*90.00%"):
        gate.promote(store, SECOND)
    tell(store, SECOND, validation=0.9, styles=0.0)
    gate.promote(store, SECOND)
    assert store.champion_id() == SECOND


@pytest.mark.parametrize("name", ["validation", "styles"])
def test_with_corrections_one_standard_error_is_chance_and_more_is_not(store, name):
    count = {"validation": 5000, "styles": 3000}[name]
    fine, chance = {"validation": 0.9, "styles": 0.8}, round(sqrt(count * 0.9 * 0.1))
    tell(store, FIRST, **{**fine, name: 0.9})
    tell(store, SECOND, True, **{**fine, name: 0.9 - (chance + 1) / count})
    with pytest.raises(gate.WorseThanChampion) as caught:
        gate.promote(store, SECOND)
    figure, *others = caught.value.comparison.short
    assert others == []
    assert (figure.name, figure.champion, figure.passed) == (name, 0.9, False)
    assert gate.FIGURES[name] in str(caught.value) and "90.00%" in str(caught.value)
    assert store.champion_id() == FIRST
    tell(store, SECOND, True, **{**fine, name: 0.9 - chance / count})
    gate.promote(store, SECOND)
    assert store.champion_id() == SECOND


def test_all_figures_are_told_also_those_that_are_well(store, told_apart):
    tell(store, FIRST, validation=0.9, styles=0.8)
    tell(store, SECOND, True, validation=0.9, styles=0.5)
    with pytest.raises(gate.WorseThanChampion) as caught:
        gate.promote(store, SECOND, held_out=told_apart[1])
    told = json.loads(json.dumps(caught.value.comparison.to_json()))
    assert told["champion"] == FIRST
    assert [each["name"] for each in told["figures"]] == list(gate.FIGURES)
    assert [each["passed"] for each in told["figures"]] == [True, False, True]
    styles = told["figures"][1]
    assert (styles["count"], styles["challenger"], styles["champion"]) == (3000, 0.5, 0.8)
    assert styles["needed"] == pytest.approx(0.8 - round(sqrt(3000 * 0.8 * 0.2)) / 3000)


def test_what_let_it_serve_is_told(store):
    tell(store, FIRST, validation=0.9)
    tell(store, SECOND, validation=0.95)
    comparison = gate.promote(store, SECOND)
    assert (comparison.champion, comparison.short) == (FIRST, [])
    assert [each.challenger for each in comparison.figures] == [0.95]
    assert gate.promote(store, FIRST, insist=True) is None


def test_small_losses_do_not_add_up(store):
    loss = sqrt(0.9 * 0.1 / 5000)
    tell(store, FIRST, validation=0.9, styles=0.8)
    tell(store, SECOND, True, validation=0.9 - 0.8 * loss, styles=0.8)
    gate.promote(store, SECOND)
    third = store.root / "third"
    third.mkdir()
    values = json.loads((store.root / SECOND / "manifest.json").read_text("utf-8"))
    values["id"], values["spec"]["start_from"] = "third", SECOND
    values["metrics"]["validation"]["accuracy"] -= 0.8 * loss
    (third / "manifest.json").write_text(json.dumps(values), "utf-8")
    figure = gate.compare(store, store.manifest("third")).figures[0]
    assert (figure.because_of, figure.passed) == (FIRST, False)
    with pytest.raises(gate.WorseThanChampion, match="which the one in service was made of, 90.00"):
        gate.promote(store, "third")


def test_held_out_drawings_are_read_by_both_and_none_may_be_lost(store, told_apart):
    only_first, only_second = told_apart
    for name in (FIRST, SECOND):
        tell(store, name, name == SECOND, validation=0.9, styles=0.9)
    with pytest.raises(gate.WorseThanChampion, match="0.00% of the held-out .*100.00%"):
        gate.promote(store, SECOND, held_out=only_first)
    figure = gate.compare(store, store.manifest(SECOND), only_second).figures[-1]
    assert figure.name == "drawings" and figure.count == len(only_second)
    assert (figure.challenger, figure.champion, figure.passed) == (1.0, 0.0, True)
    gate.promote(store, SECOND, held_out=only_second)
    assert store.champion_id() == SECOND


def test_drawings_do_not_bar_one_that_learnt_none(store, told_apart):
    for name in (FIRST, SECOND):
        tell(store, name, validation=0.9)
    gate.promote(store, SECOND, held_out=told_apart[0])
    assert store.champion_id() == SECOND


def test_who_insists_is_obeyed(store, told_apart):
    tell(store, FIRST, validation=0.9, styles=0.9)
    tell(store, SECOND, True, validation=0.5, styles=0.5)
    gate.promote(store, SECOND, insist=True, held_out=told_apart[0])
    assert store.champion_id() == SECOND


def test_what_an_older_program_did_not_measure_is_not_asked_for(store):
    old = store.manifest(FIRST)
    metrics = {name: figures for name, figures in old.metrics.items() if name != "styles"}
    (store.root / FIRST / "manifest.json").write_text(replace(old, metrics=metrics).dumps())
    tell(store, SECOND, True, validation=1.0, styles=0.1)
    compared = gate.compare(store, store.manifest(SECOND))
    assert [each.name for each in compared.figures] == ["validation"]
    gate.promote(store, SECOND)


@pytest.mark.parametrize("pointer", [None, "nowhere\n", "!\n"])
def test_where_nothing_readable_serves_what_it_was_made_of_bars_none(store, told_apart, pointer):
    tell(store, FIRST, validation=0.9, styles=0.9)
    tell(store, SECOND, True, validation=0.5, styles=0.5)
    (store.root / "champion").unlink()
    if pointer is not None:
        (store.root / "champion").write_text(pointer, "ascii")
    comparison = gate.promote(store, SECOND, held_out=told_apart[0])
    assert (comparison.champion, comparison.short) == (SECOND, [])
    assert [each.name for each in comparison.figures] == list(gate.FIGURES)
    assert {each.because_of for each in comparison.figures} == {SECOND}
    assert store.champion_id() == SECOND


def test_one_that_was_never_measured_is_refused(store):
    manifest = store.manifest(SECOND)
    (store.root / SECOND / "manifest.json").write_text(replace(manifest, metrics={}).dumps())
    with pytest.raises(StoreError, match=f"{SECOND} was never measured on the validation"):
        gate.promote(store, SECOND)
