"""The database or the queue is gone for a while, or its disk is full: readings go on meanwhile,
who asks for more is told to try again, and nothing that was promised is lost."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest

from tests.jobs.fake_training import Deed
from tests.support import drawing
from webapp.records import Presence, Token, database, db

ASKED = {"seed": int(Deed.SUCCEED)}


@pytest.fixture
def impatient(monkeypatch) -> None:
    """Let SQLite wait for a lock for a moment only."""
    quick = [text.replace("=5000", "=50") for text in database.SQLITE_PRAGMAS]
    monkeypatch.setattr(database, "SQLITE_PRAGMAS", tuple(quick))
    monkeypatch.setattr(database, "TRIES", 1)


@pytest.fixture
def ask(impatient, stage):
    """Give what asks for a training and returns the answer."""
    with stage.app.app_context():
        db.engine.dispose()  # connections of before would be patient
        _, token = Token.issue("a program")
    headers = {"Authorization": f"Bearer {token}"}
    client = stage.app.test_client()
    assert client.post("/api/predict", json={"image": drawing(7)}).status_code == 200
    return lambda: client.post("/api/runs", headers=headers, json=ASKED)


def check_refusal(stage, answer) -> None:
    assert answer.status_code == 503
    assert answer.json["type"] == "/problems/no-records"
    assert int(answer.headers["Retry-After"]) > 0
    answer = stage.app.test_client().post("/api/predict", json={"image": drawing(7)})
    assert answer.status_code == 200


def check_recovery(stage, ask) -> None:
    answer = ask()
    assert answer.status_code == 202
    stage.trainer.work()
    assert stage.state(answer.json["id"]) == "succeeded"


@contextmanager
def locked(path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def test_locked_for_longer_than_anybody_waits(stage, ask):
    with locked(stage.app.config["DATA"] / "records.sqlite3"):
        check_refusal(stage, ask())
    check_recovery(stage, ask)


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody move an open file")
def test_gone_and_back(stage, ask):
    path = stage.app.config["DATA"] / "records.sqlite3"
    before = ask().json["id"]
    with stage.app.app_context():
        db.engine.dispose()  # a server that is gone takes its connections along
    path.rename(path.with_suffix(".away"))
    path.mkdir()
    check_refusal(stage, ask())
    path.rmdir()
    path.with_suffix(".away").rename(path)
    check_recovery(stage, ask)
    assert stage.state(before) == "succeeded"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on a file's size")
def test_the_disk_is_full(stage, ask):
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = ask().json["id"]
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        answer = ask()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    check_refusal(stage, answer)
    check_recovery(stage, ask)
    assert stage.state(before) == "succeeded"
    with stage.app.app_context():
        assert db.session.scalar(db.text("pragma integrity_check")) == "ok"


def test_the_queue_is_gone(stage, ask, monkeypatch, caplog):
    with monkeypatch.context() as broken:

        def gone(*_: object, **__: object) -> None:
            raise OSError("the queue's server has gone")

        broken.setattr(stage.queue.huey.storage, "enqueue", gone)
        answer = ask()
    assert answer.status_code == 202
    assert "The queue does not answer" in caplog.text
    assert len(stage.queue) == 0
    stage.trainer.work()  # as a trainer does that looks by itself
    assert stage.state(answer.json["id"]) == "succeeded"
    check_recovery(stage, ask)


@pytest.mark.parametrize(("moved_s", "is_there"), [(0, True), (19, True), (21, False)])
@pytest.mark.parametrize("sign", [1, -1], ids=["clock set ahead", "clock set back"])
def test_a_trainer_of_another_time_is_not_taken_for_one_at_work(
    stage, monkeypatch, moved_s, is_there, sign
):
    with stage.app.app_context():
        Presence.tell("gone:1")
        moment = database.now() + timedelta(seconds=sign * moved_s)
        monkeypatch.setattr("webapp.records.presence.now", lambda: moment)
        assert Presence.is_any() is is_there
