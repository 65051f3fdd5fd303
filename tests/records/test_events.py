"""What happened in a run: kept in order, read on from anywhere, thinned at the end."""

import pytest

from webapp.models import TrainingSpec
from webapp.records import Event, Note, Run
from webapp.records.notes import MAX_NAME, MAX_NOTE

pytestmark = pytest.mark.usefixtures("opened")


@pytest.fixture
def run(opened) -> Run:
    return Run.ask(TrainingSpec())


def test_read_on_from_anywhere(run):
    added = [Event.add(run.id, "log", line=str(number)).id for number in range(5)]
    assert added == sorted(set(added))
    everything = Event.after(run.id, 0)
    assert [event.data.get("line") for event in everything] == [None, "0", "1", "2", "3", "4"]
    for index, event in enumerate(everything):
        assert Event.after(run.id, event.id) == everything[index + 1 :]
    assert Event.after(run.id, added[0], limit=2) == everything[2:4]
    assert Event.after(run.id, 10**12) == []


def test_of_one_run_only(run):
    other = Run.ask(TrainingSpec())
    Event.add(other.id, "log", line="another's")
    assert [event.kind for event in Event.after(run.id, 0)] == ["state"]


def test_what_was_said_comes_back(run):
    line = 'naïve 一筆 "\\\x00\n<script>'
    Event.add(run.id, "log", line=line, number=0.1, nothing=None, many=[1, [2]])
    data = Event.last(run.id, "log").data
    assert data == {"line": line, "number": 0.1, "nothing": None, "many": [1, [2]]}


def test_the_latest_of_a_kind(run):
    assert Event.last(run.id, "batch") is None
    for step in range(3):
        Event.add(run.id, "batch", step=step)
        Event.add(run.id, "log", line="x")
    assert Event.last(run.id, "batch").data == {"step": 2}


def test_only_the_steps_are_forgotten(run):
    other = Run.ask(TrainingSpec())
    for each in (run, other):
        for kind in ("phase", "batch", "batch", "epoch", "log"):
            Event.add(each.id, kind)
    Event.thin(run.id)
    kinds = [[event.kind for event in Event.after(each.id, 0)] for each in (run, other)]
    assert kinds[0] == ["state", "phase", "epoch", "log"]
    assert kinds[1] == ["state", "phase", "batch", "batch", "epoch", "log"]


def test_a_note_is_written_again_and_forgotten():
    assert Note.read("best-1") == ("", "")
    Note.write("best-1", "  Mori ", "the best ")
    Note.write("other-1", "Kawa", "")
    Note.write("best-1", "Yama", "reads\nsevens")
    assert Note.read("best-1") == ("Yama", "reads\nsevens")
    assert {key: note.name for key, note in Note.all().items()} == {
        "best-1": "Yama",
        "other-1": "Kawa",
    }
    Note.forget("best-1")
    Note.forget("best-1")
    assert list(Note.all()) == ["other-1"]


def test_a_long_note_is_cut():
    note = Note.write("best-1", "名" * 2000, "x" * 5000)
    assert (note.name, note.note) == ("名" * MAX_NAME, "x" * MAX_NOTE)
