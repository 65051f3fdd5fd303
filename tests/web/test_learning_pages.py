"""What the pages tell of learning from people: from what, what it brought, and why not."""

import json
import re

import pytest

from tests.conftest import FIRST, SECOND
from tests.records.arriving import HERS, arrival
from tests.web.test_model_card import card, words
from webapp.models import ModelStore, TrainingSpec
from webapp.records import Drawing, DrawingState, Event, Run, RunState, db
from webapp.records.arrivals import is_held_out

LEARNT = {"count": 1180, "left_out": 2, "writers": 14, "non_digits": 3, "sha256": "0" * 64}


def keep(app, seeds: list[int], state: DrawingState = DrawingState.ACCEPTED) -> None:
    """Have so many drawings, judged."""
    with app.app_context():
        Drawing.moderate([Drawing.keep(arrival(seed))[0] for seed in seeds], state)


def seeds(held_out: bool) -> list[int]:
    """Return the seeds below 40 of drawings that are held out, or of the others."""
    return [seed for seed in range(40) if is_held_out(HERS, arrival(seed).digest) == held_out]


def preset(admin, key: str) -> str:
    """Return the card of a preset as the Train page has it."""
    cards = admin.client.get("/admin").text.split('<section class="card preset"')
    (found,) = [each for each in cards if f'id="preset-{key}"' in each]
    return found.partition("</section>")[0]


def is_off(preset: str) -> bool:
    """Tell whether a card's button is disabled, and said to be for what the card tells."""
    button = re.search(r"<button[^>]* data-train=[^>]*>", preset)[0]
    off = 'aria-disabled="true"' in button
    assert not off or 'aria-describedby="lesson"' in button and 'id="lesson"' in preset
    return off


def test_improve_has_a_face_of_its_own(admin):
    glyphs = [
        re.search(r'class="glyph"[^>]*>(.)<', preset(admin, key))[1]
        for key in ("tutorial", "quick", "best", "improve")
    ]
    assert len(set(glyphs)) == 4 and "習" not in glyphs
    assert "what people corrected" in words(preset(admin, "improve"))
    assert not any(is_off(preset(admin, key)) for key in ("tutorial", "quick", "best"))


def test_where_there_is_nothing_to_learn_from_the_card_says_what_to_do(app, admin):
    shown = preset(admin, "improve")
    assert is_off(shown)
    assert "Nothing to learn from yet: no drawing has been accepted." in words(shown)
    assert '<a href="/admin/drawings">To the drawings</a>' in shown
    keep(app, [50, 51, 52], DrawingState.NEW)
    assert "Look through those that wait (3)" in words(preset(admin, "improve"))


def test_what_is_held_out_is_no_lesson(app, admin):
    keep(app, seeds(held_out=True))
    shown = preset(admin, "improve")
    assert is_off(shown)
    assert "all that was accepted is held out to measure by" in words(shown)


def test_where_there_is_something_to_learn_from_the_card_says_how_much(app, admin):
    keep(app, range(40))
    shown = preset(admin, "improve")
    assert not is_off(shown)
    learnt, held_out = len(seeds(held_out=False)), len(seeds(held_out=True))
    text = words(shown)
    assert f"Learns from {learnt} accepted drawings. Held out to measure by: {held_out}." in text


def test_one_drawing_is_one(app, admin):
    keep(app, seeds(held_out=False)[:1])
    text = words(preset(admin, "improve"))
    assert "Learns from 1 accepted drawing. Held out to measure by: 0." in text


def test_without_a_version_in_service_nothing_can_be_improved(app, admin, store: ModelStore):
    keep(app, range(40))
    (store.root / "champion").unlink()
    shown = preset(admin, "improve")
    assert is_off(shown)
    assert "no version is in service" in words(shown)
    assert '<a href="/admin/models">' in shown
    answer = admin.ask("POST", "/api/runs", {"preset": "improve"})
    assert answer.status_code == 422
    assert "nothing to improve" in answer.get_json(force=True)["errors"]["start_from"]


@pytest.fixture
def taught(store: ModelStore) -> str:
    """Have a version claim that it learnt from people; return its id."""
    path = store.root / SECOND / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["spec"] |= {"corrections": True, "start_from": FIRST}
    drawings = {**manifest["metrics"]["validation"], "count": 310, "accuracy": 0.9677}
    manifest["metrics"] |= {"corrections": LEARNT, "drawings": {**drawings, "writers": 13}}
    path.write_text(json.dumps(manifest))
    return SECOND


def test_the_card_tells_from_whom_it_learnt_and_how_it_reads_them(client, taught):
    text = words(card(client, taught))
    assert "It learnt from 1,180 drawings that 14 people labelled here." in text
    assert "2 more were left out: their labels could hardly be right." in text
    assert "Corrections learnt" in text
    drawings = "People's drawings 96.77% 310 that nothing learns from, by 13 people"
    assert drawings in text.replace("&#39;", "'")


def test_one_that_learnt_of_nobody_says_nothing_of_people(client):
    text = words(card(client, FIRST))
    assert "Corrections not learnt" in text
    assert "It learnt from" not in text and "nothing learns from" not in text


def figure(name: str, count: int, ours: float, theirs: float, needed: float) -> dict:
    return {
        **{"name": name, "count": count, "challenger": ours, "champion": theirs},
        **{"needed": needed, "because_of": FIRST, "passed": ours >= needed},
    }


WELL = [figure("validation", 5000, 0.994, 0.9941, 0.993), figure("drawings", 31, 1.0, 0.5, 0.5)]
SHORT = [figure("validation", 5000, 0.99, 0.9941, 0.993), figure("drawings", 31, 1.0, 0.5, 0.5)]


def run_page(app, admin, model_id: str, figures: list | None, **how) -> str:
    """Return the page of a run that made a version and was compared."""
    with app.app_context():
        db.session.execute(db.delete(Run))  # a version is of one run
        run = Run.ask(TrainingSpec(corrections=True), how.get("asked", True))
        run.model_id = model_id
        if figures:
            told = {"champion": FIRST, "figures": figures, "promoted": how["promoted"]}
            Event.add(run.id, "comparison", **told)
        run.end(RunState.SUCCEEDED)
        number = run.id
    page = admin.client.get(f"/admin/runs/{number}").text
    return re.search(r'<div id="outcome">.*?<section aria-labelledby="curves', page, re.DOTALL)[0]


def test_a_finished_run_tells_before_and_after(app, admin, store, taught):
    store.set_champion(taught)
    page = run_page(app, admin, taught, WELL, promoted=True)
    text = words(page).replace("&#39;", "'")
    assert "It learnt from 1,180 drawings that 14 people" in text
    assert "It was put into service. Accuracy of the version then in service" in text
    assert f"Before {FIRST} After {SECOND} Needed" in text
    assert "Validation of 5,000 99.41% 99.40% 99.30%" in text
    assert "People's drawings of 31 50.00% 100.00% 50.00%" in text
    assert "too low" not in text and 'class="marked"' not in page
    store.set_champion(FIRST)
    text = words(run_page(app, admin, taught, WELL, promoted=True))
    assert "It was put into service; another serves now." in text


def test_one_that_reads_worse_says_where(app, admin, taught):
    page = run_page(app, admin, taught, SHORT, promoted=False)
    text = words(page)
    assert "It was not put into service: what is too low is marked." in text
    assert "Validation of 5,000 too low 99.41% 99.00% 99.30%" in text
    assert page.count('class="marked"') == 1


def test_one_that_was_kept_aside_says_whether_it_may_serve(app, admin, taught):
    for figures, says in ((WELL, "It reads well enough to serve."), (SHORT, "By itself it would")):
        page = run_page(app, admin, taught, figures, asked=False, promoted=False)
        assert f"It was kept aside, as requested. {says}" in words(page)


def test_who_decided_what_is_needed_is_named(app, admin, taught):
    figures = [{**WELL[0], "because_of": "grandmother"}, WELL[1]]
    text = words(run_page(app, admin, taught, figures, promoted=True))
    assert "measured by grandmother, which the one in service was made of" in text


def test_a_run_from_before_comparisons_tells_what_it_learnt_alone(app, admin, taught):
    text = words(run_page(app, admin, taught, None))
    assert "It learnt from 1,180 drawings" in text
    assert "Needed" not in text
    assert "Before and after" not in words(run_page(app, admin, FIRST, None))
