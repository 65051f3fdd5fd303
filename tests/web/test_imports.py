"""Networks from elsewhere: looked through at the door, kept until their run ends."""

import json
from urllib.parse import quote

import pytest
from flask import Flask

from tests import bundles
from tests.bundles import HOSTILE, SPEC, bundle
from webapp.models.bundle import BundleError
from webapp.records import Import, Run, RunState, db
from webapp.records.imports import MOST_BYTES, MOST_WAITING, NoFile, file_at
from webapp.web.bundle_words import bundle_words

ZIP = "application/zip"
OF_MANY_KINDS = [
    *("a text", "cut short", "a path", "a bomb that lies", "an unknown network", "objects"),
    *("another shape", "gigabytes announced", "NaN", "too many names", "a long note"),
]


@pytest.fixture
def send(app: Flask, bearer):
    """Give what sends a file as a program does."""

    def send(data: bytes, query: str = "", headers=bearer, content_type: str = ZIP):
        path = f"/api/models?{query}"
        client = app.test_client()
        return client.post(path, data=data, headers=headers, content_type=content_type)

    return send


def kept(app: Flask, run_id: int) -> Import:
    with app.app_context():
        found = db.session.get(Import, run_id)
        found.data  # noqa: B018, it is loaded late
        return found


def test_it_becomes_a_run(app, send, bearer):
    data = bundle(about={"format": 1, "note": "of a rainy day"})
    answer = send(data, f"promote=yes&name={quote('雨.zip')}")
    assert answer.status_code == 202, answer.text
    run = answer.json
    assert answer.headers["Location"] == f"/api/runs/{run['id']}"
    assert (run["state"], run["place"], run["promote"]) == ("queued", 1, True)
    assert run["imported"] == {"file": "雨.zip", "note": "of a rainy day"}
    assert run["spec"] == SPEC.to_json()
    assert kept(app, run["id"]).data == data
    assert len(app.extensions["hitofude"].queue) == 1
    assert app.test_client().get("/api/runs", headers=bearer).json["runs"] == [run]


def test_a_training_is_no_import(app, bearer):
    client = app.test_client()
    run = client.post("/api/runs", json={"preset": "tutorial"}, headers=bearer).json
    assert run["imported"] is None


def test_what_is_kept_can_be_had_where_the_trainer_is(app, send):
    data = bundle()
    run_id = send(data, "name=mine.zip").json["id"]
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    assert file_at(url, run_id) == ("mine.zip", data)
    with pytest.raises(NoFile, match="send it again"):
        file_at(url, run_id + 1)


@pytest.mark.parametrize("state", [state for state in RunState if state.is_final])
def test_the_file_goes_when_the_run_ends_whichever_way(app, send, state):
    run_id = send(bundle()).json["id"]
    with app.app_context():
        Run.claim("a trainer", "a machine").end(state)
    left = kept(app, run_id)
    assert (left.data, left.file) == (None, "bundle.zip")
    with pytest.raises(NoFile):
        file_at(app.config["SQLALCHEMY_DATABASE_URI"], run_id)


def test_the_file_goes_when_it_leaves_the_line(app, send, bearer):
    run_id = send(bundle()).json["id"]
    answer = app.test_client().post(f"/api/runs/{run_id}/cancel", headers=bearer)
    assert answer.json["state"] == "cancelled"
    assert kept(app, run_id).data is None


def test_it_cannot_be_done_again_as_the_file_is_gone(app, send, bearer):
    run_id = send(bundle()).json["id"]
    answer = app.test_client().post(f"/api/runs/{run_id}/again", headers=bearer)
    assert answer.status_code == 409
    assert "send it again" in answer.json["detail"]


def test_so_many_wait_and_no_more(app, send, bearer):
    for _ in range(MOST_WAITING):
        assert send(bundle()).status_code == 202
    refused = send(bundle())
    assert (refused.status_code, refused.json["type"]) == (429, "/problems/too-many-imports")
    app.test_client().post("/api/runs/1/cancel", headers=bearer)
    assert send(bundle()).status_code == 202


@pytest.mark.parametrize("what", OF_MANY_KINDS)
def test_a_hostile_one_is_refused_with_the_reason_and_leaves_nothing(app, send, what):
    data, words = HOSTILE[what]
    answer = send(data)
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/bad-bundle")
    with pytest.raises(AssertionError, match=words):
        raise AssertionError(answer.json["detail"])
    with app.app_context():
        assert Run.newest() == []
        assert db.session.query(Import).count() == 0


@pytest.mark.parametrize("name", ["", "../../x.zip", r"C:\temp\x.zip", "\x1b\n", "名" * 500, "/"])
def test_names_are_shown_without_what_does_not_belong_there(send, name):
    shown = send(bundle(), f"name={quote(name)}").json["imported"]["file"]
    assert shown == {"": "bundle.zip", "\x1b\n": "bundle.zip", "/": "bundle.zip"}.get(
        name, "名" * 120 if "名" in name else "x.zip"
    )


def test_bodies_may_be_longer_here_and_nowhere_else(app, send, bearer):
    answer = send(bytes(MOST_BYTES))
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/bad-bundle")
    assert send(bytes(MOST_BYTES + 1)).status_code == 413
    client = app.test_client()
    long = json.dumps({"preset": "x" * 1024**2})
    for path in ("/api/runs", "/api/models/first"):
        method = "POST" if path == "/api/runs" else "PATCH"
        asked = {"method": method, "headers": bearer, "content_type": "application/json"}
        assert client.open(path, data=long, **asked).status_code == 413


@pytest.mark.parametrize("content_type", ["", "application/json", "multipart/form-data", "text/x"])
def test_other_types_are_refused(send, content_type):
    assert send(bundle(), content_type=content_type).status_code == 415


def test_other_wishes_are_refused(app, send, bearer):
    assert send(bundle(), "promote=perhaps").status_code == 400
    chunked = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = app.test_client().post(
        *("/api/models",),
        headers=bearer,
        content_type=ZIP,
        environ_overrides={**chunked, "CONTENT_LENGTH": ""},
    )
    assert answer.status_code == 411


def test_nobody_but_the_admin(app, browser, admin, stranger):
    assert stranger.post("/api/models", data=bundle(), content_type=ZIP).status_code == 401
    forged = admin.client.post("/api/models", data=bundle(), content_type=ZIP)
    assert forged.status_code == 403
    headers = {"X-CSRFToken": admin.csrf}
    answer = admin.client.post("/api/models", data=bundle(), content_type=ZIP, headers=headers)
    assert answer.status_code == 202


def test_each_reason_has_the_same_words_in_english_and_others_elsewhere(app):
    values = dict.fromkeys(
        ("of", "name", "size", "most", "reason", "format", "dtype", "shape", "expected", "found"),
        "this",
    )
    errors = [BundleError(kind, **values) for kind in BundleError.KINDS]
    with app.test_request_context(headers={"Accept-Language": "en"}):
        for error in errors:
            assert bundle_words(error) == str(error)


def test_the_pages_tell_of_it(app, admin, send):
    run_id = send(bundle(about={"format": 1, "note": "<b>rain</b>"}), "name=mine.zip").json["id"]
    for path in ("/admin", "/admin/runs", f"/admin/runs/{run_id}"):
        page = admin.client.get(path).text
        assert "mine.zip" in page, path
        assert f"/api/runs/{run_id}/again" not in page
        assert "<b>rain" not in page
    assert "&lt;b&gt;rain" in page
    assert admin.client.get("/admin/models").status_code == 200
    assert bundles.SPEC.hidden == (3,)
