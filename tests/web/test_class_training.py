"""What a class drew, trained on, and its wall read again by what came of it."""

from dataclasses import replace

import pytest

from tests.conftest import FIRST, SECOND
from tests.web.test_openapi import validate
from tests.web.test_predict import check_problem
from tests.web.test_pupils import mine
from webapp.models import asked_for
from webapp.records import Drawing, DrawingState, Run, db, writer_of


@pytest.fixture
def everything_sure(monkeypatch) -> None:
    """Have the version in service be sure of whatever it reads."""
    monkeypatch.setattr("webapp.records.suspicions.SURE", 0.0)


@pytest.fixture
def nothing_held_out(monkeypatch) -> None:
    """Have all drawings be there to learn from, whatever the tokens are."""
    monkeypatch.setattr("webapp.records.arrivals.is_held_out", lambda writer, digest: False)


def drawings(app) -> dict[str, Drawing]:
    """Return the drawings that are kept by their writer."""
    with app.app_context():
        return {each.writer: each for each in db.session.scalars(db.select(Drawing))}


@pytest.mark.usefixtures("everything_sure", "nothing_held_out")
def test_trained_on(app, room, store, document):
    phones = [room.phone(number) for number in range(3)]
    read = [phone.put().json["digit"] for phone in phones]
    phones[0].put(label=read[0])
    phones[1].put(label=(read[1] + 1) % 10)
    answer = room.ask("POST", "/train")
    assert answer.status_code == 202
    validate(document, "ClassRun", answer.json)
    assert (answer.json["taught"], answer.json["doubtful"]) == (1, 1)
    kept = drawings(app)  # not that of the third, who says nothing of it
    right, wrong = (kept.pop(writer_of(phone.token)) for phone in phones[:2])
    assert kept == {}
    assert (right.label, right.state, right.flags) == (read[0], "accepted", [])
    assert (wrong.label, wrong.state, wrong.flags) == ((read[1] + 1) % 10, "new", ["contradicts"])
    assert {(each.source, each.model_id) for each in (right, wrong)} == {("class", FIRST)}
    run_id = answer.json["id"]
    assert answer.headers["Location"] == f"/api/runs/{run_id}"
    assert room.state["run"] == run_id
    with app.app_context():
        run = db.session.get(Run, run_id)
        assert (run.state, run.promote) == ("queued", True)
        assert run.spec == asked_for({"preset": "improve"}, store).to_json()
    assert len(app.extensions["hitofude"].queue) == 1


@pytest.mark.usefixtures("everything_sure", "nothing_held_out")
def test_what_was_trained_with_counts_once(room):
    hers = room.phone()
    digit = hers.put("a", 7).json["digit"]
    hers.put("a", 7, label=digit)
    hers.put("b", 4)
    assert room.ask("POST", "/train").status_code == 202
    assert mine(hers) == {"count": 2}
    assert mine(hers, "DELETE") == {"deleted": 2}
    assert mine(hers) == {"count": 0}


@pytest.mark.usefixtures("everything_sure", "nothing_held_out")
def test_what_a_moderator_has_judged_is_not_judged_by_training_again(app, room):
    read = [
        room.phone(number).put("a", digit).json["digit"] for number, digit in enumerate([1, 3, 7])
    ]
    labels = [(read[0] + 1) % 10, read[1], read[2]]
    for number, label in enumerate(labels):
        room.phone(number).put("a", [1, 3, 7][number], label=label)
    assert room.ask("POST", "/train").json["taught"] == 2
    with app.app_context():
        ids = [each.id for each in db.session.scalars(db.select(Drawing).order_by(Drawing.id))]
        Drawing.moderate(ids[:1], DrawingState.ACCEPTED)
        Drawing.moderate(ids[1:2], DrawingState.REJECTED)
    room.phone(2).put("a", 7, label=(read[2] + 1) % 10)
    assert room.ask("POST", "/train").json["doubtful"] == 2
    with app.app_context():
        states = [db.session.get(Drawing, each).state for each in ids]
    assert states == ["accepted", "rejected", "new"]  # the third has another label now


@pytest.mark.usefixtures("everything_sure")
@pytest.mark.parametrize("labels", ["none", "doubtful", "taken down", "muted"])
def test_there_is_nothing_to_learn_from(app, room, labels):
    phone = room.phone()
    digit = phone.put().json["digit"]
    if labels != "none":
        phone.put(label=(digit + 1) % 10 if labels == "doubtful" else digit)
    if labels == "taken down":
        phone.withdraw()
    if labels == "muted":
        room.ask("PUT", "/pupils/1/muted")
    check_problem(room.ask("POST", "/train"), 409, "nothing-to-learn")
    assert drawings(app) == {}


@pytest.mark.usefixtures("everything_sure")
def test_what_is_held_out_to_measure_by_is_nothing_to_learn_from(app, room, monkeypatch):
    monkeypatch.setattr("webapp.records.arrivals.is_held_out", lambda writer, digest: True)
    phone = room.phone()
    phone.put(label=phone.put().json["digit"])
    check_problem(room.ask("POST", "/train"), 409, "nothing-to-learn")
    assert drawings(app) == {}
    assert room.state["run"] is None


@pytest.mark.usefixtures("everything_sure", "nothing_held_out")
def test_where_the_version_in_service_cannot_be_improved_nothing_is_admitted(
    app, room, store, monkeypatch
):
    phone = room.phone()
    phone.put(label=phone.put().json["digit"])
    manifest = store.manifest(FIRST)
    of_an_older_release = replace(manifest, spec=replace(manifest.spec, dropout=0.95))
    (store.root / FIRST / "manifest.json").write_text(of_an_older_release.dumps(), "utf-8")
    admitted = []
    monkeypatch.setattr(Drawing, "admit", admitted.append)
    answer = room.ask("POST", "/train")
    check_problem(answer, 422, "bad-spec")
    assert set(answer.json["errors"]) == {"dropout"}
    assert (admitted, drawings(app), room.state["run"]) == ([], {}, None)


def test_what_is_wrong_is_said_in_the_teachers_language(room):
    answer = room.ask("POST", "/train", headers={"Accept-Language": "ja"})
    assert "ended" not in answer.json["detail"]
    words = room.ask("POST", "/train", headers={"Accept-Language": "en"}).json["detail"]
    assert "Set a task" in words


@pytest.mark.usefixtures("at_once")
def test_read_again_after_another_version_went_into_service(room, store):
    room.phone().put()
    before = room.wall[0]["readings"]
    store.set_champion(SECOND)
    heard = room.news()[-1].id
    assert room.ask("POST", "/read-again").status_code == 204
    ((sheet,),) = [each.data for each in room.news(heard) if each.event == "sheets"]
    assert sheet["readings"][0]["model"] == SECOND
    assert sheet["readings"][0] in before
    assert room.phone().put().json["model"] == SECOND


def test_a_version_that_was_deleted_is_done_without(room, store):
    room.phone().put()
    store.delete(SECOND)
    assert room.phone().put().status_code == 200
    (store.root / "champion").write_text("none-such")
    assert room.ask("POST", "/read-again").status_code == 204  # the one that served goes on
