"""Specs with drawn images: in the form, in words, estimated; and those that know of none."""

import json
import re

import pytest

from tests.conftest import FIRST, SECOND
from webapp.models import PRESETS, TrainingSpec
from webapp.models.architecture import NETWORKS, Network
from webapp.models.spec import AUGMENTATIONS
from webapp.records import Run, RunState, db
from webapp.web import spec_words

FIELDS = ("synthetic_digits", "non_digits")


def estimate(admin, **spec) -> dict:
    answer = admin.ask("POST", "/api/runs/estimate", spec)
    assert answer.status_code == 200, answer.text
    return answer.json


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_form_has_a_field_for_each_and_every_preset_fills_it(admin, language):
    page = admin.client.get("/admin", headers={"Accept-Language": language}).text
    for name in FIELDS:
        field = re.search(rf'<input type="number" id="{name}"[^>]*>', page)[0]
        assert 'min="0"' in field and 'max="100000"' in field
        assert re.search(rf'id="{name}-hint">[^<]+<', page)
    presets = json.loads(re.search(r'id="presets">(.*?)</script>', page)[1])
    assert all(set(FIELDS) <= set(presets[key]) for key in PRESETS)
    choices = re.search(r'<select id="augmentation".*?</select>', page, re.DOTALL)[0]
    assert re.findall(r'<option value="([^"]*)"', choices) == list(AUGMENTATIONS)


def test_a_network_that_is_added_is_offered_with_the_fields_that_shape_it(admin, monkeypatch):
    def stack(layers, spec):
        layers.flatten()
        layers.dense("hidden_1", 7)

    added = Network("Seven neurons", frozenset({"non_digits"}), stack)
    monkeypatch.setitem(NETWORKS, "seven", added)
    page = admin.client.get("/admin").text
    assert re.search(r'value="seven"> <span>Seven neurons</span>', page)
    takers = dict(re.findall(r'data-field="(\w+)" data-for="([^"]*)"', page))
    assert {name for name, kinds in takers.items() if "seven" in kinds.split()} == {"non_digits"}
    assert estimate(admin, network="seven")["layers"] == "784 → 7 → 11"


def test_non_digits_bring_an_eleventh_output(app, admin):
    few = estimate(admin, preset="quick", synthetic_digits=0, non_digits=0)
    more = estimate(admin, preset="quick", synthetic_digits=0, non_digits=1000)
    assert more["parameters"] > few["parameters"]
    with app.test_request_context():
        ten, eleven = (
            spec_words.layers(TrainingSpec(non_digits=count).to_json()) for count in (0, 1)
        )
    assert ten.endswith(" → 10") and eleven.endswith(" → 11")
    assert ten.removesuffix("10") == eleven.removesuffix("11")


def test_what_is_drawn_takes_its_time(admin):
    plain = estimate(admin, preset="best", synthetic_digits=0, non_digits=0)["seconds"]
    digits = estimate(admin, preset="best", synthetic_digits=50_000, non_digits=0)["seconds"]
    both = estimate(admin, preset="best", synthetic_digits=50_000, non_digits=50_000)["seconds"]
    assert 1.5 * plain < digits < both


def test_the_form_offers_corrections_and_improve_is_filled_with_the_champion(store, admin):
    page = admin.client.get("/admin").text
    assert re.search(r'<input type="checkbox" id="corrections" name="corrections"', page)
    presets = json.loads(re.search(r'id="presets">(.*?)</script>', page)[1])
    improve, champion = presets["improve"], store.manifest(store.champion_id())
    assert (improve["start_from"], improve["corrections"]) == (champion.id, True)
    assert improve["network"] == champion.spec.network
    assert not any(presets[key]["corrections"] for key in presets if key != "improve")
    assert estimate(admin, preset="improve")["parameters"] == champion.parameters


@pytest.mark.parametrize("value", [0, 1, "yes", None, []])
def test_corrections_are_true_or_false(admin, value):
    answer = admin.ask("POST", "/api/runs/estimate", {"corrections": value})
    assert answer.status_code == 422
    assert set(answer.get_json(force=True)["errors"]) == {"corrections"}


def test_nothing_to_learn_from_is_said_before_a_run_waits(admin):
    answer = admin.ask("POST", "/api/runs", {"preset": "improve"})
    assert answer.status_code == 422
    assert "no drawing" in answer.get_json(force=True)["errors"]["corrections"]
    assert admin.client.get("/api/runs").json["runs"] == []


def test_corrections_are_told_in_words(app):
    with app.test_request_context():
        for spec, words in [({}, "not learnt"), ({"corrections": True}, "learnt")]:
            assert spec_words.corrections(spec) == words


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("value", [-1, 100_001, 0.5, "1", None, True])
def test_a_wrong_number_is_refused_by_its_field(admin, name, value):
    answer = admin.ask("POST", "/api/runs/estimate", {name: value})
    assert answer.status_code == 422
    assert set(answer.get_json(force=True)["errors"]) == {name}


def test_the_tutorials_network_learns_no_eleventh_output(admin):
    answer = admin.ask("POST", "/api/runs", {"preset": "tutorial", "non_digits": 5})
    assert answer.status_code == 422
    assert "ten outputs" in answer.get_json(force=True)["errors"]["non_digits"]


def test_a_run_from_before_has_its_page_and_its_place_in_the_comparison(app, admin):
    with app.app_context():
        run = Run.ask(TrainingSpec())
        run.spec = {name: value for name, value in run.spec.items() if name not in FIELDS}
        db.session.commit()
        run.end(RunState.CANCELLED)
        number = run.id
    assert set(FIELDS) <= set(admin.client.get(f"/api/runs/{number}").json["spec"])
    page = admin.client.get(f"/admin/runs/{number}")
    assert page.status_code == 200
    assert re.search(r"Drawn non-digits</th><td>none</td>", page.text)
    assert admin.client.get(f"/admin/compare?runs={number}").status_code == 200


def test_an_augmentation_of_a_newer_program_keeps_its_name(app):
    with app.test_request_context():
        assert spec_words.augmentation("of tomorrow") == "of tomorrow"


def test_a_version_of_a_network_that_is_not_known_here_is_shown_all_the_same(client, store):
    path = store.root / SECOND / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["spec"]["network"] = "unheard-of"
    path.write_text(json.dumps(manifest), "utf-8")
    for page in ("/models", f"/models/{SECOND}"):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "unheard-of" in answer.text
    inside = client.get("/inside")
    assert inside.status_code == 200
    assert FIRST in inside.text
