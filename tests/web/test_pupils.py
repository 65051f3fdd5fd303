"""Classes as their pupils see them: joined, drawn in, and nothing of what is others'."""

import json
from collections.abc import Callable

import pytest

from tests.conftest import FIRST
from tests.support import drawing
from tests.web.schoolroom import Phone, Schoolroom, sheet
from tests.web.test_openapi import validate
from tests.web.test_predict import check_problem
from webapp import create_app
from webapp.drawing import encode_data_url, render
from webapp.records import Classroom, Pupil, Sheet, Token, classrooms, db, sheets, writer_of
from webapp.web import limits

pytestmark = pytest.mark.usefixtures("at_once")


def in_class(app) -> tuple[int, int]:
    """Return how many have joined any class, and how many sheets hang there."""
    with app.app_context():
        count = db.func.count()
        hanging = db.select(count).select_from(Sheet).where(~Sheet.gone)
        return db.session.scalar(db.select(count).select_from(Pupil)), db.session.scalar(hanging)


def test_how_the_class_stands(room, document):
    room.ask("PATCH", json={"task": "mixed", "paused": True})
    answer = room.phone().ask("GET")
    validate(document, "ClassState", answer.json)
    assert answer.json == {"task": "mixed", "paused": True, "cleared": 0}
    assert answer.headers["Cache-Control"] == "no-store"


def test_joined_twice_one_is_the_same_pupil(room, document):
    answers = [room.phone(number).join() for number in (5, 6, 5)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert [answer.json["number"] for answer in answers] == [1, 2, 1]
    validate(document, "Pupil", answers[0].json)
    assert room.state["pupils"] == 2


def test_a_class_is_full(room, monkeypatch):
    monkeypatch.setattr(classrooms, "MOST_PUPILS", 2)
    for number in (1, 2):
        assert room.phone(number).join().status_code == 200
    check_problem(room.phone(3).join(), 409, "class-full")
    check_problem(room.phone(3).put(), 409, "class-full")
    assert room.phone(2).put().json["kept"] is True
    assert room.state["pupils"] == 2


def test_what_is_drawn_is_read_and_hangs_on_the_wall(room, stranger, document):
    answer = room.phone().put("a-sheet_1", 3)
    validate(document, "SheetRequest", sheet(3))
    validate(document, "SheetReading", answer.json)
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json
    assert (told["kept"], told["task"], told["paused"], told["model"]) == (
        True,
        "free",
        False,
        FIRST,
    )
    read = stranger.post("/api/predict", json={"image": drawing(3)}).json
    assert {name: told[name] for name in read if name != "elapsed_ms"} == {
        name: value for name, value in read.items() if name != "elapsed_ms"
    }
    (hung,) = room.wall
    assert hung["pupil"] == 1
    own = {name: read[name] for name in ("model", "digit", "is_digit")}
    assert hung["readings"][0] == {**own, "confidence": round(read["confidence"], 4)}


def test_who_draws_has_joined(room):
    phone = room.phone()
    assert phone.put().json["kept"] is True
    assert phone.join().json["number"] == 1
    assert room.state["pupils"] == 1


def test_drawn_on_it_is_replaced(room):
    phone = room.phone()
    phone.put("a", 7, label=7)
    phone.put("a", 1)
    (hung,) = room.wall
    assert (hung["strokes"], hung["labelled"]) == ([[[145, 55], [140, 225]]], False)
    phone.put("a", 1, label=None)
    assert [(each["labelled"], each["label"]) for each in room.wall] == [(True, None)]


def test_while_the_class_is_paused_it_is_read_and_not_kept(app, room):
    room.ask("PATCH", json={"paused": True})
    answer = room.phone().put()
    assert (answer.status_code, answer.json["kept"], answer.json["paused"]) == (200, False, True)
    assert 0 <= answer.json["digit"] <= 9
    assert in_class(app) == (0, 0)
    room.ask("PATCH", json={"paused": False})
    assert room.phone().put().json["kept"] is True


def test_one_takes_back_ones_own_alone(room):
    hers, his = room.phone(1), room.phone(2)
    for phone in (hers, his):
        phone.put("a", 1)
        phone.put("b", 3)
    assert hers.withdraw("a").status_code == 204
    assert sorted((each["pupil"], len(each["strokes"])) for each in room.wall) == [
        (1, 1),
        (2, 1),
        (2, 1),
    ]
    for phone, key in ((hers, "a"), (hers, "c"), (room.phone(3), "b"), (hers, "x" * 5000)):
        check_problem(phone.withdraw(key), 404)
    assert len(room.wall) == 3
    assert hers.put("a").json["kept"] is False


def test_of_others_one_learns_nothing(room):
    """Neither by what phones are told, nor who a writer is by what the board is told."""
    hers, his = room.phone(1), room.phone(2)
    hers.put("her-secret-key", 3, label=3)
    for answer in (his.ask("GET"), his.join(), his.put("a", 1)):
        assert set(answer.json) <= {
            *("number", "task", "paused", "cleared", "kept", "digit", "confidence"),
            *("is_digit", "probabilities", "model", "input", "elapsed_ms"),
        }
    board = room.ask("GET", "/events").text
    for secret in (hers.token, writer_of(hers.token), "her-secret-key"):
        assert secret not in board


@pytest.mark.parametrize(
    ("more", "status"),
    [({"label": label}, 400) for label in (10, -1, 7.0, "7", True, False, [], {}, "x", 10**400)]
    + [({"strokes": bad}, 400) for bad in ("x", 1, [], [[]], [1], [[1]], [[[1]]], {}, False)]
    + [({"strokes": [[[1, bad]]]}, 400) for bad in (None, "1", True, 10**400, -1e6, 2801, [])]
    + [({"strokes": [[["<svg onload=alert(1)>", 1]]]}, 400)]
    + [({"strokes": [[[1, 1]] * 20_001]}, 413), ({"strokes": [[[1, 1]]] * 20_001}, 413)]
    + [({"image": bad}, 400) for bad in (None, 5, "x", "data:,", drawing(7)[:60] + "!")]
    + [({"image": "data:image/gif;base64,AAAA"}, 415)]
    + [({"image": "data:image/svg+xml;base64,PHN2Zy8+"}, 415)]
    + [({"image": "data:image/png;base64,AAAA"}, 422)]
    + [({"image": encode_data_url(render([]))}, 422)]
    + [({"image": "x" * 1_100_000}, 413)],
    ids=lambda value: str(value)[:50],
)
def test_what_is_no_drawing(app, room, more, status):
    check_problem(room.phone().put("a", **more), status)
    assert in_class(app) == (0, 0)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"5", b"null", b'"x"', b"\xff", b"[" * 100_000])
def test_what_is_no_json(app, room, data):
    answer = room.phone().ask("PUT", "/mine/a", data=data, content_type="application/json")
    check_problem(answer, 400)
    check_problem(room.phone().ask("PUT", "/mine/a", data=data), 415)
    assert in_class(app) == (0, 0)


def test_numbers_that_json_does_not_have(app, room):
    text = json.dumps(sheet(1)).replace("[[145, 55]", "[[NaN, 1e999]")
    assert "NaN" in text
    answer = room.phone().ask("PUT", "/mine/a", data=text, content_type="application/json")
    check_problem(answer, 400)
    assert in_class(app) == (0, 0)


@pytest.mark.parametrize(
    "key", ["x" * 65, "a.b", "é", "%00", "<script>", "a%20b", "..%5C", "..", "'--"]
)
def test_what_is_no_key(app, room, key):
    check_problem(room.phone().put(key), 400)
    assert in_class(app) == (0, 0)


@pytest.mark.parametrize("key", ["../../drawings", "a/b", ""])
def test_a_key_that_is_another_path(app, room, key):
    assert room.phone().put(key).status_code in (308, 404, 405)
    assert in_class(app) == (0, 0)


@pytest.mark.parametrize("token", ["", "short", "é" * 30, "a" * 21 + " x", "a" * 65, "<" * 30])
def test_who_one_is_must_be_told(app, room, token):
    phone = room.phone()
    phone.token = token
    for answer in (phone.join(), phone.put(), phone.withdraw()):
        check_problem(answer, 400)
    check_problem(app.test_client().post(room.url + "/pupils"), 400)
    assert in_class(app) == (0, 0)


def test_a_long_scribble_hangs_there_as_a_picture(app, room):
    scribble = [[index % 280, index // 280] for index in range(10_000)]
    answer = room.phone().put(strokes=[scribble])
    assert answer.json["kept"] is True
    (hung,) = room.wall
    assert (hung["strokes"], hung["image"]) == (None, answer.json["input"])
    assert len(room.ask("GET", "/events").text) < 4000


def test_many_keys_of_one_pupil(app, room, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_SHEETS", 3)
    kept = [room.phone().put(str(key)).json["kept"] for key in range(5)]
    assert kept == [True] * 3 + [False] * 2
    assert in_class(app) == (1, 3)


@pytest.mark.parametrize("code", ["12345", "x", "%00", "9" * 3000, "<script>"])
def test_there_is_no_such_class(app, room, code):
    phone = room.phone()
    phone.url = f"/api/classes/{code}"
    for answer in (phone.ask("GET"), phone.join(), phone.put(), phone.withdraw()):
        check_problem(answer, 404, "unknown-class")
    assert in_class(app) == (0, 0)


def test_the_class_is_ended_in_the_middle_of_a_request(app, room, monkeypatch):
    join = Pupil.join.__func__

    def join_and_end(cls, found: Classroom, writer: str) -> Pupil:
        pupil = join(cls, found, writer)
        assert room.ask("DELETE").status_code == 204
        return pupil

    monkeypatch.setattr(Pupil, "join", classmethod(join_and_end))
    check_problem(room.phone().join(), 404)
    again = Schoolroom(app, room.bearer)
    room.url = again.url
    check_problem(again.phone().put(), 404)
    assert in_class(app) == (0, 0)


def mine(phone: Phone, method: str = "GET") -> dict:
    headers = {"X-Writer": phone.token}
    return phone.client.open("/api/drawings/mine", method=method, headers=headers).json


def test_who_deletes_all_drawings_deletes_those_in_classes(app, room):
    other = Schoolroom(app, room.bearer)
    hers = room.phone(1)
    given = {"image": drawing(7), "label": 7, "writer": hers.token}
    assert hers.client.post("/api/drawings", json=given).status_code == 201
    for each in (room, other):
        each.phone(1).put("a")
        each.phone(1).put("b")
        each.phone(2).put("a")
    hers.withdraw("b")
    heard = room.news()[-1].id
    assert mine(hers) == {"count": 4}
    assert mine(hers, "DELETE") == {"deleted": 4}
    assert (mine(hers), mine(hers, "DELETE")) == ({"count": 0}, {"deleted": 0})
    assert mine(room.phone(2)) == {"count": 2}
    assert [each["pupil"] for each in room.wall] == [2]
    assert [each["gone"] for each in room.news(heard)[-1].data] == [True]  # the board learns of it
    assert hers.put("a").json["kept"] is False
    assert hers.put("c").json["kept"] is True


@pytest.fixture
def limited(settings_for_tests) -> Callable[[str], Schoolroom]:
    """Give what opens a class where one may ask only so often."""

    def open_class(limit: str) -> Schoolroom:
        app = create_app({**settings_for_tests, "RATE_LIMIT": limit})
        with app.app_context():
            bearer = {"Authorization": f"Bearer {Token.issue('a program')[1]}"}
        return Schoolroom(app, bearer)

    return open_class


def test_who_guesses_numbers_is_stopped(limited, monkeypatch):
    monkeypatch.setattr(limits, "MISSES", "4/minute")
    room = limited("100/second")
    client = room.app.test_client()
    for code in ("x1", "x2", "x2", "x2", "x3"):  # the same again is no other try
        assert client.get(f"/api/classes/{code}").status_code == 404
    assert client.get("/c/x4").status_code == 404
    for path in ("x5", "x2", room.code):  # the right one, too: else it would show itself
        answer = client.get(f"/api/classes/{path}")
        check_problem(answer, 429, "too-many-requests")
        assert 0 < int(answer.headers["Retry-After"]) <= 60
    for answer in (room.phone().join(), room.phone().put(), room.phone().withdraw()):
        check_problem(answer, 429)
    page = client.get(f"/c/{room.code}", headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (429, "text/html")
    assert "Retry-After" in page.headers
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get(room.url, environ_base=elsewhere).status_code == 200
    assert client.get(f"/c/{room.code}", environ_base=elsewhere).status_code == 200
    assert client.post("/api/predict", json={"image": drawing(7)}).status_code == 200
    assert room.ask("PATCH", json={"task": "7"}).status_code == 200  # the teacher need not guess


def test_a_whole_class_whose_teacher_has_ended_it_is_no_guess(limited):
    room = limited("200/second")
    phones = [room.phone(number) for number in range(40)]
    room.ask("DELETE")
    for _ in range(2):
        assert {phone.ask("GET").status_code for phone in phones} == {404}


def test_drawing_in_a_class_is_limited_as_reading_is(limited):
    phone = limited("2/minute").phone()
    assert [phone.put().status_code for _ in range(3)] == [200, 200, 429]
    assert int(phone.put().headers["Retry-After"]) > 0
    assert [phone.ask("GET").status_code for _ in range(5)] == [200] * 5
