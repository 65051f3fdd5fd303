"""Somebody else holds the database or the queue for a while: all wait, nothing is lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from tests.jobs.fake_training import Deed
from tests.waiting import until
from webapp.records import Token

HELD_S = 1.0


@contextmanager
def held(path) -> Iterator[None]:
    """Hold the lock for writing for a second, beginning now."""
    taken, ended = Event(), Event()

    def hold() -> None:
        connection = sqlite3.connect(path, timeout=10, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        taken.set()
        ended.wait(HELD_S)
        connection.execute("ROLLBACK")
        connection.close()

    thread = Thread(target=hold)
    thread.start()
    assert taken.wait(10)
    try:
        yield
    finally:
        thread.join(10)


@pytest.mark.parametrize("name", ["records.sqlite3", "queue.sqlite3"])
def test_a_click_waits(stage, client, name):
    with stage.app.app_context():
        _, token = Token.issue("a program")
    with held(stage.app.config["DATA"] / name):
        headers = {"Authorization": f"Bearer {token}"}
        answer = client.post("/api/runs", headers=headers, json={"seed": int(Deed.SUCCEED)})
    assert answer.status_code == 202
    assert len(stage.queue) == 1
    stage.trainer.work()
    assert stage.state(answer.json["id"]) == "succeeded"


def test_a_training_waits(stage):
    run_id = stage.ask(Deed.WAIT)
    with stage.working():
        until(lambda: stage.told(run_id).of("batch"))
        with held(stage.app.config["DATA"] / "records.sqlite3"):
            stage.go()
        until(lambda: stage.state(run_id) == "succeeded")
    told = stage.told(run_id)
    assert [kind for kind, _ in told.events] == [
        *("state", "state", "phase", "log", "epoch", "phase", "state"),
    ]


def test_a_cancelled_training_ends_all_the_same(stage):
    run_id = stage.ask(Deed.WAIT)
    with stage.working():
        stage.process_of(run_id)
        with held(stage.app.config["DATA"] / "records.sqlite3"):
            assert stage.cancel(run_id)
        until(lambda: stage.state(run_id) == "cancelled", within_s=2)
    assert stage.drafts() == []
