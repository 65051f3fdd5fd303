"""Whether the program can read: what is looked at, and what of it stops a reading."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import FIRST, SECOND
from tests.support import drawing
from tests.web.test_predict import check_problem
from webapp.models import ModelStore
from webapp.records import Presence, db

WHOLE = {"champion": "loaded", "database": "answers", "queue": "answers", "trainer": "missing"}


def break_database(app: Flask) -> None:
    """Have nothing be where the database was, and no connection that is open."""
    with app.app_context():
        path = Path(db.engine.url.database)
        db.engine.dispose()
    for part in path.parent.glob(f"{path.name}*"):
        part.unlink()
    path.mkdir()


def test_a_missing_trainer_is_told_and_stops_nobody(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ready", "champion": FIRST, "checks": WHOLE}


def test_a_trainer_that_is_seen(app, client):
    with app.app_context():
        Presence.tell("there:1")
    assert client.get("/readyz").json["checks"] == {**WHOLE, "trainer": "seen"}


def test_no_trainer_is_expected_where_none_shall_be(app, client):
    app.config["TRAINER"] = False
    assert client.get("/readyz").json["checks"]["trainer"] == "not expected"


def test_without_a_queue_drawings_are_read(app, client, monkeypatch):
    monkeypatch.setattr(type(app.extensions["hitofude"].queue), "__len__", lambda self: 1 / 0)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["checks"]["queue"]) == (200, "silent")


def test_a_version_that_stands_in_is_told(client, store: ModelStore):
    (store.root / "champion").unlink()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["champion"]) == (200, SECOND)
    assert answer.json["checks"] == {**WHOLE, "champion": "stand-in"}


def test_without_any_version_it_is_not_ready(client, store: ModelStore):
    shutil.rmtree(store.root)
    problem = check_problem(client.get("/readyz"), 503, "not-ready")
    assert problem["checks"] == {**WHOLE, "champion": "missing"}
    assert client.get("/healthz").json == {"status": "ok"}


def test_without_a_database_it_is_not_ready_and_lives(app, client, caplog):
    break_database(app)
    problem = check_problem(client.get("/readyz"), 503, "not-ready")
    assert problem["checks"] == {**WHOLE, "database": "silent", "trainer": "unknown"}
    assert problem["detail"] == "The database does not answer."  # and no path, no statement
    assert "unable to open database file" in caplog.text
    assert client.get("/healthz").status_code == 200
    assert client.post("/api/predict", json={"image": drawing(7)}).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_head(client, path):
    assert client.head(path).status_code == 200
