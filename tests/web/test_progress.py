"""How well the versions read people: what the API tells, and what the page says before it asks."""

import re
import shutil

import pytest

from tests.conftest import FIRST, SECOND
from tests.exam import hold_out
from tests.records.arriving import arrival, reading
from tests.web.test_openapi import validate
from tests.web.test_predict import check_problem
from webapp import create_app
from webapp.models.interval import wilson
from webapp.records import Choice, Drawing, DrawingState, Note, Score, db, progress
from webapp.records.arrivals import is_held_out
from webapp.web import progress as view


@pytest.fixture
def held_out(app) -> None:
    """Keep a dozen digits of three people."""
    with app.app_context():
        hold_out("012345678901", reading())


def told(client) -> dict:
    answer = client.get("/api/progress")
    assert answer.status_code == 200
    validate(client.get("/api/openapi.json").json, "Progress", answer.json)
    return answer.json


def page(client) -> str:
    return client.get("/models").text


@pytest.mark.usefixtures("held_out")
def test_every_version_with_its_interval(client, app):
    with app.app_context():
        Note.write(SECOND, "The second", "")
    answer = told(client)
    assert (answer["drawings"], answer["people"], answer["complete"]) == (12, 3, True)
    first, second = answer["versions"]
    assert (first["model"], first["name"], first["in_service"]) == (FIRST, FIRST, True)
    assert (second["model"], second["name"], second["in_service"]) == (SECOND, "The second", False)
    for version in (first, second):
        assert 0 <= version["right"] <= 12
        assert version["accuracy"] == pytest.approx(version["right"] / 12, abs=1e-6)
        assert version["interval"] == pytest.approx(wilson(version["right"], 12), abs=1e-6)
        manifest = app.extensions["hitofude"].models.store.manifest(version["model"])
        assert version["created_at"] == manifest.created_at


@pytest.mark.usefixtures("held_out")
def test_no_drawing_and_no_writer_leave(client, app):
    with app.app_context():
        writers = set(db.session.scalars(db.select(Drawing.writer)))
    text = client.get("/api/progress").text + page(client)
    assert not any(writer in text for writer in writers)
    assert "data:image" not in text


def test_without_drawings_all_is_told_and_nothing_known(client):
    answer = told(client)
    assert (answer["drawings"], answer["people"], answer["complete"]) == (0, 0, True)
    for version in answer["versions"]:
        assert [version[name] for name in ("right", "accuracy", "interval")] == [None] * 3


def test_without_versions_there_is_nothing_to_tell(settings_for_tests, store):
    shutil.rmtree(store.root)
    client = create_app(settings_for_tests).test_client()
    assert told(client)["versions"] == []
    assert client.get("/models").status_code == 200


@pytest.mark.usefixtures("held_out")
def test_while_another_request_lets_them_read(client, app):
    with app.extensions[view.TURN]:
        answer = told(client)
        assert not answer["complete"]
        assert {version["right"] for version in answer["versions"]} == {None}
    assert told(client)["complete"]


@pytest.mark.usefixtures("held_out")
def test_nobody_keeps_it_and_no_session_begins(admin):
    answer = admin.client.get("/api/progress")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.usefixtures("held_out")
def test_who_asks_too_often_waits(settings_for_tests):
    client = create_app({**settings_for_tests, "RATE_LIMIT": "2/minute"}).test_client()
    assert [client.get("/api/progress").status_code for _ in range(2)] == [200, 200]
    refused = client.get("/api/progress")
    check_problem(refused, 429, "too-many-requests")
    assert int(refused.headers["Retry-After"]) > 0


@pytest.mark.usefixtures("held_out")
def test_what_was_counted_goes_with_the_version(admin, app):
    told(admin.client)
    assert admin.ask("DELETE", f"/api/models/{SECOND}").status_code == 204
    with app.app_context():
        assert list(db.session.scalars(db.select(Score.model_id))) == [FIRST]
    assert [version["model"] for version in told(admin.client)["versions"]] == [FIRST]


@pytest.mark.usefixtures("held_out")
def test_the_page_keeps_a_place_for_every_version(client):
    shown = page(client)
    assert 'data-people="/api/progress"' in shown
    assert re.findall(r'data-version="([^"]+)"', shown) == [SECOND, FIRST]  # the newest first
    figures = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", shown)
    assert figures == [
        ("Held-out digits", "12"),
        ("People who drew them", "3"),
        ("Drawings given", "12"),
        ("Accepted", "12"),
    ]
    assert "Shown are" not in shown
    assert "Look through" not in shown


@pytest.mark.usefixtures("held_out")
def test_the_page_says_where_it_leaves_versions_out(client, monkeypatch):
    monkeypatch.setattr(progress, "MOST_VERSIONS", 0)
    shown = page(client)
    assert "Shown are 1 of 2 versions" in shown
    assert re.findall(r'data-version="([^"]+)"', shown) == [FIRST]


def test_where_nothing_is_held_out_the_page_invites(client):
    shown = page(client)
    assert "Nobody has given a drawing yet." in shown
    assert "Draw, correct, and come back" in shown
    assert "data-people" not in shown
    assert "chart-" not in shown  # nothing is loaded for a curve that is not there


def test_the_admin_is_led_to_what_waits(admin, app):
    with app.app_context():
        seeds = [
            seed for seed in range(40) if not is_held_out(arrival().writer, arrival(seed).digest)
        ]
        ids = [Drawing.keep(arrival(seed))[0] for seed in seeds[:3]]
        Drawing.moderate(ids[:1], DrawingState.ACCEPTED)
    shown = page(admin.client)
    assert "Drawings given so far: 3, of which a moderator accepted 1." in shown
    assert 'href="/admin/drawings"' in shown


def test_nobody_is_invited_to_what_is_switched_off(client, app):
    with app.app_context():
        Choice.collect(False)
    shown = page(client)
    assert "at the moment no drawings are collected" in shown
    assert "Draw, correct" not in shown
    with app.app_context():
        hold_out("7", reading())
    shown = page(client)
    assert "data-people" in shown
    assert "Draw, correct" not in shown
