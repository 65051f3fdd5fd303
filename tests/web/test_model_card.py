"""A model card shows what was measured of a version, and nothing that was not."""

import json
import re

import pytest

from tests.conftest import FIRST, SECOND
from tests.web import measured
from tests.web.test_openapi import validate
from webapp.learning.styles import STYLES
from webapp.models import ModelStore, TrainingSpec
from webapp.records import Run, RunState
from webapp.web import measured as arranged
from webapp.web import style_words

SECTIONS = {
    "styles": ("As people write elsewhere", "いろいろな土地の書き方"),
    "non-digits": ("What is not a digit", "数字ではないもの"),
    "robustness": ("How much a drawing may suffer", "どこまで崩れても読めるか"),
}


def words(page: str) -> str:
    """Return a page's text as one reads it, spaces folded."""
    page = re.sub(r"<script.*?</script>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def card(client, model_id: str = FIRST, language: str = "en") -> str:
    answer = client.get(f"/models/{model_id}", headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.text


def test_the_card_shows_every_figure(client, store: ModelStore):
    measured.measure(store, FIRST)
    text = words(card(client))
    for english, _ in SECTIONS.values():
        assert english in text
    assert "99.53% without the 15 that are mislabelled" in text
    assert "Of 100 letters, signs and scribbles it calls 6.2 digits." in text
    assert "Of 100 real digits it doubts 0.99." in text
    assert "98.77% of all pairs (AUROC)" in text
    assert "temperature of 1.37" in text
    assert "0.99% of the real digits are doubted like this." in text
    assert "99.7%" not in text
    assert "20,000 an epoch" in text
    assert "takes many a letter or scribble" not in text


def test_the_hardest_styles_come_first_and_all_are_there_by_digit(client, store: ModelStore):
    measured.measure(store, FIRST)
    page = card(client)
    hardest, _, by_digit = page.partition('class="style-groups"')
    names = re.findall(r'<b>(\d)</b> <span lang="en">([^<]+)</span>', hardest)
    assert names[:3] == [("4", "lightning"), ("0", "slashed"), ("1", "long flag")]
    assert len(names) == sum(share < arranged.FINE for share in measured.STYLES.values())
    for name in measured.STYLES:
        assert f">{name[2:]}</span>" in by_digit
    assert re.findall(r"<h3>(\d)", by_digit) == ["0", "1", "4", "7", "9"]


def test_families_and_courses_are_tables_too(client, store: ModelStore):
    measured.measure(store, FIRST)
    page = card(client)
    text = words(page)
    assert re.search(r"Two at once 21\.0% / 500 Parts of digits 15\.0% / 500 Letters 11\.0%", text)
    for name, (_, values, _) in measured.ROBUSTNESS.items():
        assert f'data-course="{name}"' in page
        for value in values:
            assert f'<th scope="col" class="number">{value:g}</th>' in page


def test_an_older_version_has_a_card_without_what_was_not_measured(client, store: ModelStore):
    measured.forget(store, SECOND)
    page = card(client, SECOND)
    for section in SECTIONS:
        assert f'id="{section}"' not in page
    text = words(page)
    for absent in ("mislabelled", "temperature", "All styles", "Non-digits recognised", "None"):
        assert absent not in text
    assert "99.7% of the real digits for validation reach that." in text
    assert "takes many a letter or scribble for one" in text


@pytest.mark.parametrize("missing", ["styles", "non_digits", "robustness"])
def test_each_section_stands_for_itself(client, store: ModelStore, missing):
    measured.measure(store, FIRST)
    path = store.root / FIRST / "manifest.json"
    manifest = json.loads(path.read_text())
    del manifest["metrics"][missing]
    path.write_text(json.dumps(manifest))
    page = card(client)
    there = {section for section in SECTIONS if f'id="{section}"' in page}
    assert there == set(SECTIONS) - {missing.replace("_", "-")}


@pytest.mark.parametrize("bare", ["styles", "non_digits"])
def test_bare_counts_make_a_card(client, store: ModelStore, bare):
    path = store.root / FIRST / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["metrics"][bare] = {"count": 5, "accuracy": 1.0}
    path.write_text(json.dumps(manifest))
    assert f'id="{bare.replace("_", "-")}"' in card(client)


def test_the_japanese_card_is_japanese(client, store: ModelStore):
    measured.measure(store, FIRST)
    page = card(client, language="ja")
    text = words(page)
    for english, japanese in SECTIONS.values():
        assert japanese in text and english not in text
    for name in arranged.family_names():
        assert f"{name} " not in text
    assert "斜線入り" in text
    assert '<span lang="en">of tomorrow</span>' in page  # not in the catalogue


def test_every_style_has_a_japanese_name_and_a_picture(app):
    with app.test_request_context(headers={"Accept-Language": "ja"}):
        untold = {style.name for style in STYLES if style_words.style(style.name)[1] == "en"}
    assert untold == set()
    with app.test_client().get("/static/icons/styles.svg") as answer:
        pictures = set(re.findall(r'<symbol id="([^"]+)"', answer.text))
    assert {style.title.lower().replace(" ", "-") for style in STYLES} <= pictures


def test_the_runs_page_and_the_comparison_show_the_same(app, admin, store: ModelStore):
    measured.measure(store, FIRST)
    with app.app_context():
        ids = []
        for model_id in (FIRST, SECOND):
            run = Run.ask(TrainingSpec())
            run.model_id = model_id
            run.end(RunState.SUCCEEDED)
            ids.append(run.id)
    page = admin.client.get(f"/admin/runs/{ids[0]}").text
    assert "Of 100 letters, signs and scribbles it calls 6.2 digits." in words(page)
    assert 'data-course="noise"' in page
    assert re.search(r'<a href="/admin" aria-current="true">', page)
    text = words(admin.client.get(f"/admin/compare?runs={ids[0]},{ids[1]}").text)
    assert re.search(r"All styles [\d.]+% (–|[\d.]+%)", text)
    assert re.search(r"Non-digits recognised 93\.80% (–|[\d.]+%)", text)


def test_the_figures_keep_to_their_schema(client, store: ModelStore):
    document = client.get("/api/openapi.json").json
    measured.measure(store, FIRST)
    measured.forget(store, SECOND)
    for model_id in (FIRST, SECOND):
        validate(document, "Model", client.get(f"/api/models/{model_id}").json)
