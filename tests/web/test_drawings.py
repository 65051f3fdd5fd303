"""Giving a drawing: what is kept, what is refused, and how one takes all of it back."""

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tests.conftest import FIRST, SECOND
from tests.support import STROKES, drawing
from tests.web.test_openapi import validate
from webapp import create_app
from webapp.drawing import encode_data_url, render
from webapp.records import Drawing, db, writer_of
from webapp.records import drawings as records
from webapp.web import limits

TOKEN = "abcDEF-_0123456789abcd"
OTHER = "Z" * 64
URL = drawing(7)


def body(**more: object) -> dict:
    return {"image": URL, "label": 7, "writer": TOKEN, **more}


def give(client, **more: object):
    return client.post("/api/drawings", json=body(**more))


def mine(client, method: str = "GET", token: str = TOKEN):
    return client.open("/api/drawings/mine", method=method, headers={"X-Writer": token})


def rows(app) -> list[Drawing]:
    with app.app_context():
        wanted = db.select(Drawing).options(db.undefer(Drawing.strokes)).order_by(Drawing.id)
        return list(db.session.scalars(wanted))


def test_a_correction_is_kept_with_what_the_server_reads(app, client):
    read = client.post("/api/predict", json={"image": URL}).json
    strokes = [[list(point) for point in stroke] for stroke in STROKES[7]]
    answer = give(client, label=1, strokes=strokes, digit=4, confidence=1, is_digit=False)
    assert answer.status_code == 201
    told = {name: read[name] for name in ("digit", "is_digit", "confidence", "model")}
    assert answer.json == {"id": answer.json["id"], "label": 1, **told}
    (kept,) = rows(app)
    assert (kept.id, kept.label, kept.strokes) == (answer.json["id"], 1, strokes)
    assert encode_of(kept) == read["input"]
    assert (kept.writer, kept.state, kept.source) == (writer_of(TOKEN), "new", "page")
    assert TOKEN not in repr(vars(kept))


def encode_of(kept: Drawing) -> str:
    return encode_data_url(np.frombuffer(kept.image, np.uint8).reshape(28, 28))


def test_read_by_the_version_that_was_asked(app, client):
    assert give(client, model=SECOND).json["model"] == SECOND
    assert give(client, model="none-such").status_code == 404
    assert [kept.model_id for kept in rows(app)] == [SECOND]


def test_no_digit_and_a_picture(app, client):
    assert give(client, label=None, strokes=None).json["label"] is None
    assert [(kept.label, kept.strokes) for kept in rows(app)] == [(None, None)]


def test_the_same_again_is_one_and_another_label_replaces(app, client):
    first = give(client)
    assert [give(client).status_code, give(client, label=1).status_code] == [200, 200]
    assert give(client, label=1).json["id"] == first.json["id"]
    assert [kept.label for kept in rows(app)] == [1]
    assert give(client, writer=OTHER).status_code == 201
    assert mine(client).json == {"count": 1}


def test_twice_at_the_same_time(app):
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: give(app.test_client()), range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len(rows(app)) == 1


@pytest.mark.parametrize(
    ("more", "status"),
    [({"label": label}, 400) for label in (10, -1, 7.0, "7", True, [], {}, "x")]
    + [({"writer": bad}, 400) for bad in (None, 5, [], "", "a" * 21, "a" * 65, "a" * 21 + ".")]
    + [({"writer": bad}, 400) for bad in ("é" * 30, TOKEN + "\n", TOKEN + "\0", "\ud800" * 22)]
    + [({"strokes": bad}, 400) for bad in ("x", 1, [], [[]], [1], [[1]], [[[1]]], {}, False)]
    + [({"strokes": [[[1, bad]]]}, 400) for bad in (None, "1", True, 10**400, 1e6, 2801, [])]
    + [({"strokes": [[[1, 1]] * 20_001]}, 413)]
    + [({"image": bad}, 400) for bad in (None, 5, "x", "data:,", URL[:60] + "!")]
    + [({"image": "data:image/gif;base64,AAAA"}, 415)]
    + [({"image": "data:image/png;base64,AAAA"}, 422)]
    + [({"image": encode_data_url(render([]))}, 422)]
    + [({"model": bad}, status) for bad, status in ((5, 400), ("../first", 404), ("x\0", 404))],
    ids=lambda value: str(value)[:50],
)
def test_what_is_no_drawing(app, client, more, status):
    answer = give(client, **more)
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json["detail"]
    assert rows(app) == []


@pytest.mark.parametrize("missing", ["image", "label", "writer"])
def test_what_must_be_there(client, missing):
    sent = {name: value for name, value in body().items() if name != missing}
    answer = client.post("/api/drawings", json=sent)
    assert (answer.status_code, missing in answer.json["detail"]) == (400, True)


def test_most_points_that_a_hand_may_draw(client):
    points = [[index % 280, index // 280] for index in range(20_000)]
    assert give(client, strokes=[points]).status_code == 201


def test_numbers_that_json_does_not_have(client):
    text = json.dumps(body(strokes=[[[1, float("nan")]]])).replace("[1, NaN", "[1e999, NaN")
    answer = client.post("/api/drawings", data=text, content_type="application/json")
    assert answer.status_code == 400


def test_so_many_and_then_thank_you(app, client, monkeypatch):
    monkeypatch.setattr(records, "MOST_UNSEEN", 1)
    give(client)
    answer = give(client, image=drawing(3))
    assert (answer.status_code, answer.json["type"]) == (429, "/problems/enough-drawings")
    assert "wait to be looked at" in answer.json["detail"]
    assert give(client, label=2).status_code == 200
    assert len(rows(app)) == 1


def test_flags_are_told_to_the_moderator_and_not_to_the_writer(app, client):
    client.post("/api/predict", json={"image": URL, "model": SECOND})
    give(client)
    answer = give(client, writer=OTHER)
    assert "flags" not in answer.json
    assert [kept.flags for kept in rows(app)][1] == ["duplicate"]


def test_every_loaded_version_is_asked_whether_it_contradicts(app, client, monkeypatch):
    client.post("/api/predict", json={"image": URL, "model": SECOND})
    loaded = app.extensions["hitofude"].models.loaded()
    assert {each.manifest.id for each in loaded} <= {FIRST, SECOND}
    seen = []
    monkeypatch.setattr(
        "webapp.web.drawings.suspicions", lambda arrival, readings: seen.extend(readings) or []
    )
    give(client)
    assert len(seen) == 2


def test_mine_are_counted_and_deleted(app, client):
    for digit in (1, 2):
        give(client, image=drawing(digit))
    give(client, writer=OTHER)
    assert mine(client).json == {"count": 2}
    assert mine(client, "DELETE").json == {"deleted": 2}
    assert mine(client).json == {"count": 0}
    assert mine(client, "DELETE").json == {"deleted": 0}
    assert [kept.writer for kept in rows(app)] == [writer_of(OTHER)]
    assert mine(client).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("token", ["", "short", "é" * 30, TOKEN + " x", writer_of(TOKEN) + "0"])
def test_whose_they_are_must_be_told(app, client, token):
    give(client)
    for method in ("GET", "DELETE"):
        assert mine(client, method, token).status_code == 400
    assert client.delete("/api/drawings/mine").status_code == 400
    assert mine(client, "DELETE", writer_of(TOKEN)).json == {"deleted": 0}  # the hash opens nothing
    assert len(rows(app)) == 1


def test_one_is_taken_back_by_who_gave_it_alone(app, client):
    kept = [give(client, writer=writer).json["id"] for writer in (TOKEN, OTHER)]

    def take_back(drawing_id, token=TOKEN):
        path = f"/api/drawings/mine/{drawing_id}"
        return client.delete(path, headers={"X-Writer": token}).status_code

    assert [take_back(each) for each in (kept[1], 2**63, 999)] == [404] * 3
    assert take_back(kept[0], "short") == 400
    assert take_back(kept[0]) == 204
    assert take_back(kept[0]) == 404
    assert [each.id for each in rows(app)] == kept[1:]


def test_an_admin_gives_drawings_like_anybody(admin):
    assert give(admin.client).status_code == 201
    assert mine(admin.client, "DELETE").json == {"deleted": 1}


def test_collecting_is_switched_off_and_on(app, client, admin):
    assert client.get("/api/collecting").json == {"collecting": True}
    assert admin.ask("PUT", "/api/collecting", {"collecting": False}).json == {"collecting": False}
    give_off = give(client)
    assert (give_off.status_code, give_off.json["type"]) == (403, "/problems/not-collecting")
    assert client.get("/api/collecting").json == {"collecting": False}
    assert mine(client, "DELETE").status_code == 200  # one can always go
    admin.ask("PUT", "/api/collecting", {"collecting": True})
    assert give(client).status_code == 201
    for bad in ({}, {"collecting": 1}, {"collecting": None}, {"collecting": "off"}):
        assert admin.ask("PUT", "/api/collecting", bad).status_code == 400
    assert client.put("/api/collecting", json={"collecting": False}).status_code == 401


def test_what_is_wrong_is_said_in_the_readers_language(client, admin):
    admin.ask("PUT", "/api/collecting", {"collecting": False})
    answer = client.post("/api/drawings", json=body(), headers={"Accept-Language": "en"})
    assert answer.json["detail"] == "Drawings are not collected here: nothing was kept."


def test_an_address_is_limited_more_than_for_readings(settings_for_tests, monkeypatch):
    monkeypatch.setattr(limits, "WRITERS_LIMIT", "2/hour")
    limited = create_app({**settings_for_tests, "RATE_LIMIT": "100/second"}).test_client()
    statuses = [give(limited).status_code for _ in range(3)]
    assert statuses == [201, 200, 429]
    answer = give(limited)
    assert answer.json["type"] == "/problems/too-many-requests"
    assert int(answer.headers["Retry-After"]) > 0
    assert limited.post("/api/predict", json={"image": URL}).status_code == 200


def test_what_is_sent_and_answered_is_as_described(client):
    document = client.get("/api/openapi.json").json
    validate(document, "DrawingRequest", body(strokes=[[[1, 2.5]]], model=FIRST))
    validate(document, "DrawingRequest", body(label=None, strokes=None))
    validate(document, "KeptDrawing", give(client).json)
    validate(document, "DrawingCount", mine(client).json)
    validate(document, "DrawingsDeleted", mine(client, "DELETE").json)
    validate(document, "Collecting", client.get("/api/collecting").json)
