"""A run's events as a stream: complete, in order, and resumed where it was left."""

import json
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from webapp.models import TrainingSpec
from webapp.records import Event, Run, RunState, db
from webapp.web import live
from webapp.web.services import MOST_STREAMS


class Message(NamedTuple):
    id: int
    event: str
    data: dict


def refuse(name: str):
    raise AssertionError(f"{name} is no JSON")


def parse(text: str) -> list[Message]:
    """Read a stream as the standard says, and JSON as a browser does: no NaN."""
    messages = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if line[0] != ":")
        if "data" in fields:
            data = json.loads(fields["data"], parse_constant=refuse)
            messages.append(Message(int(fields["id"]), fields["event"], data))
    return messages


@pytest.fixture
def run_id(app) -> int:
    """Give a run that goes on."""
    with app.app_context():
        run = Run.ask(TrainingSpec())
        Run.claim("here:1", "")
        Event.add(run.id, "phase", name="fit")
        for step in range(1, 4):
            Event.add(run.id, "batch", epoch=1, step=step)
        Event.add(run.id, "epoch", epoch=1, line="naïve 一筆 \n\n data: x")
        return run.id


def end(app, run_id: int) -> None:
    with app.app_context():
        db.session.get(Run, run_id).end(RunState.SUCCEEDED)
        Event.thin(run_id)


@pytest.fixture
def follow(app, bearer):
    def follow(run_id: int, last: str | int | None = None):
        headers = bearer if last is None else {**bearer, "Last-Event-ID": str(last)}
        return app.test_client().get(f"/api/runs/{run_id}/events", headers=headers)

    return follow


def test_the_whole_story(app, run_id, follow):
    end(app, run_id)
    answer = follow(run_id)
    assert answer.mimetype == "text/event-stream"
    assert answer.headers["Cache-Control"] == "no-store"
    messages = parse(answer.text)
    assert [m.event for m in messages] == ["state", "state", "phase", "epoch", "state", "end"]
    states = [m.data["state"] for m in messages if m.event == "state"]
    assert states == ["queued", "running", "succeeded"]
    assert messages[3].data["line"] == "naïve 一筆 \n\n data: x"
    ids = [m.id for m in messages[:-1]]
    assert ids == sorted(set(ids))
    assert messages[-1].id == ids[-1]


def test_resumed_anywhere_nothing_is_lost_or_told_twice(app, run_id, follow):
    end(app, run_id)
    everything = parse(follow(run_id).text)
    for index, message in enumerate(everything[:-1]):
        assert parse(follow(run_id, message.id).text) == everything[index + 1 :]


@pytest.mark.parametrize("last", ["", "x", "-1", "1.5", "٣", "9" * 30, "0x1", " "])
def test_an_odd_last_event_id(app, run_id, follow, last):
    end(app, run_id)
    messages = parse(follow(run_id, last).text)
    assert messages[-1].event == "end"
    assert len(messages) in (3, 4, 5, 6)


def test_after_the_end_there_is_only_the_end(app, run_id, follow):
    end(app, run_id)
    last = parse(follow(run_id).text)[-1].id
    assert [m.event for m in parse(follow(run_id, last).text)] == ["end"]
    assert [m.event for m in parse(follow(run_id, 10**15).text)] == ["end"]


def test_of_the_steps_only_the_latest(app, run_id, follow, monkeypatch):
    monkeypatch.setattr(live, "LIFETIME_S", 0.0)
    messages = parse(follow(run_id).text)
    assert [m.event for m in messages] == ["state", "state", "phase", "batch", "epoch"]
    assert messages[3].data["step"] == 3


def test_live(app, run_id, follow):
    """Read on while it goes on, as a browser does."""
    answer = follow(run_id)
    stream: Iterator[str] = (chunk for chunk in map(_text, answer.response))
    heard = []
    while not [m for m in heard if m.event == "epoch"]:
        heard += parse(next(stream))
    with app.app_context():
        added = Event.add(run_id, "log", line="news").id
    heard += parse(next(stream))
    assert heard[-1] == (added, "log", {"line": "news"})
    end(app, run_id)
    heard += parse("".join(stream))
    assert [m.event for m in heard[-2:]] == ["state", "end"]
    assert heard[-2].data["state"] == "succeeded"
    answer.close()


def _text(chunk: bytes | str) -> str:
    return chunk.decode() if isinstance(chunk, bytes) else chunk


def test_more_than_are_fetched_at_once(app, run_id, follow):
    with app.app_context():
        db.session.add_all(
            Event(run_id=run_id, kind="log", data={"line": str(number)}) for number in range(2500)
        )
        db.session.commit()
    end(app, run_id)
    messages = parse(follow(run_id).text)
    lines = [m.data["line"] for m in messages if m.event == "log"]
    assert lines == [str(number) for number in range(2500)]
    assert messages[-2].data["state"] == "succeeded"


def test_more_streams_than_are_held_open_answer_all_the_same(app, run_id, follow):
    streams = app.extensions["hitofude"].streams
    held = [follow(run_id) for _ in range(MOST_STREAMS)]
    for answer in held:
        next(answer.response)
        next(answer.response)
    assert not streams.acquire(blocking=False)
    for _ in range(3):  # it answers with what there is, and the browser comes again
        text = follow(run_id).text
        assert [m.event for m in parse(text)] == ["state", "state", "phase", "batch", "epoch"]
        assert "retry: " in text
    for answer in reversed(held):  # in one thread their contexts lie on one another
        answer.close()
    for _ in range(MOST_STREAMS):  # all places are given back
        assert streams.acquire(blocking=False)


def test_a_stream_ends_by_itself_and_is_resumed(app, run_id, follow, monkeypatch):
    monkeypatch.setattr(live, "LIFETIME_S", 0.3)
    messages = parse(follow(run_id).text)
    assert messages[-1].event != "end"
    end(app, run_id)
    rest = parse(follow(run_id, messages[-1].id).text)
    assert [m.event for m in rest] == ["state", "end"]


def test_a_quiet_stream_shows_that_it_lives(app, run_id, follow, monkeypatch):
    monkeypatch.setattr(live, "LIFETIME_S", 0.5)
    monkeypatch.setattr(live, "HEARTBEAT_S", 0.1)
    assert "\n\n: " in follow(run_id).text


def test_one_that_waits_in_line(app, follow, monkeypatch):
    monkeypatch.setattr(live, "LIFETIME_S", 0.0)
    with app.app_context():
        run_id = Run.ask(TrainingSpec()).id
    assert [m.data for m in parse(follow(run_id).text)] == [{"state": "queued"}]
    with app.app_context():
        db.session.get(Run, run_id).ask_to_cancel()
    assert [m.event for m in parse(follow(run_id).text)] == ["state", "state", "end"]
