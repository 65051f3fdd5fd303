"""Classes as their teacher sees them: opened, led, followed, ended."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import FIRST, SECOND
from tests.waiting import until
from tests.web.schoolroom import Schoolroom
from tests.web.test_live import Message, _text, parse
from tests.web.test_openapi import validate
from tests.web.test_predict import check_problem
from webapp.records import Classroom, Pupil, Sheet, db
from webapp.records import classrooms as records
from webapp.records.database import now
from webapp.web import auth, class_news, live

DEEDS = [
    ("PATCH", ""),
    ("DELETE", ""),
    ("GET", "/events"),
    ("DELETE", "/sheets"),
    ("DELETE", "/sheets/1"),
    ("PUT", "/pupils/1/muted"),
    ("POST", "/read-again"),
    ("POST", "/train"),
]
"""What only the teacher may do in a class."""


def counts(app) -> list[int]:
    """Return how many classes, pupils and sheets the database holds."""
    with app.app_context():
        tables = (Classroom, Pupil, Sheet)
        return [db.session.scalar(db.select(db.func.count()).select_from(each)) for each in tables]


def forget(app) -> None:
    """Let nothing have happened in any class for longer than a class goes on without."""
    with app.app_context():
        db.session.execute(db.update(Classroom).values(seen_at=now() - 2 * records.IDLE))
        db.session.commit()


def test_opened_and_listed(app, bearer, room, document):
    assert (room.opened.status_code, room.opened.headers["Location"]) == (201, room.url)
    validate(document, "Class", room.opened.json)
    assert re.fullmatch("[0-9]{6}", room.code)
    newer = Schoolroom(app, bearer)
    listed = app.test_client().get("/api/classes", headers=bearer).json
    validate(document, "ClassList", listed)
    assert [each["code"] for each in listed["classes"]] == [newer.code, room.code]
    assert listed["classes"][1] == room.opened.json
    told = app.test_client().get(room.opened.headers["Location"]).json
    assert told == {"task": "free", "paused": False, "cleared": 0}


def test_one_is_opened_from_the_page(admin):
    answer = admin.ask("POST", "/api/classes")
    assert answer.status_code == 201
    form = {"csrf_token": admin.csrf}
    board = admin.client.post("/class", data=form)
    assert board.status_code == 302
    assert re.fullmatch("/class/[0-9]{6}", board.location)
    assert admin.client.get(board.location).status_code == 200
    page = admin.client.get("/class").text
    assert board.location in page and f"/class/{answer.json['code']}" in page


@pytest.mark.parametrize("task", ["free", "mixed", *"0123456789"])
def test_every_task(room, document, task):
    answer = room.ask("PATCH", json={"task": task})
    validate(document, "Class", answer.json)
    assert (answer.status_code, answer.json["task"]) == (200, task)
    assert room.phone().ask("GET").json["task"] == task


def test_paused_and_gone_on_with(room):
    assert room.ask("PATCH", json={"paused": True}).json["paused"] is True
    assert room.ask("PATCH", json={"task": "7"}).json["paused"] is True
    both = room.ask("PATCH", json={"task": "3", "paused": False, "colour": "red"}).json
    assert (both["task"], both["paused"], both["revision"]) == ("3", False, 3)


@pytest.mark.parametrize(
    "body",
    [{}, [], None, {"colour": "red"}]
    + [{"task": bad} for bad in ("", "10", "-1", "٧", "Free", 7, None, True, [], ["7"], {})]
    + [{"paused": bad} for bad in (0, 1, "yes", None, [], {})]
    + [{"task": "7", "paused": 1}, {"task": 7, "paused": True}],
    ids=str,
)
def test_what_is_no_change(room, body):
    check_problem(room.ask("PATCH", json=body), 415 if body is None else 400)
    assert room.state == room.opened.json


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json(room, data):
    check_problem(room.ask("PATCH", data=data, content_type="application/json"), 400)


@pytest.mark.usefixtures("at_once")
def test_one_is_taken_down_and_does_not_come_back(room):
    phone = room.phone()
    for key in "ab":
        phone.put(key)
    first, second = room.wall
    assert room.ask("DELETE", f"/sheets/{second['id']}").status_code == 204
    check_problem(room.ask("DELETE", f"/sheets/{second['id']}"), 404)
    assert phone.put("b").json["kept"] is False
    assert room.wall == [first]
    assert phone.put("c").json["kept"] is True
    room.ask("DELETE", "/sheets")
    assert phone.put("c").json["kept"] is True


@pytest.mark.usefixtures("at_once")
def test_the_wall_is_emptied(room):
    room.phone().put()
    heard = room.news()[-1].id
    assert room.ask("DELETE", "/sheets").status_code == 204
    (news,) = room.news(heard)
    assert (news.event, news.data["cleared"], news.data["pupils"]) == ("class", heard + 1, 1)
    assert room.wall == []
    assert room.phone().put().json["kept"] is True


@pytest.mark.usefixtures("at_once")
def test_of_a_muted_pupil_nothing_is_shown(room):
    phones = [room.phone(number) for number in (1, 2)]
    for phone in phones:
        phone.put()
    assert room.ask("PUT", "/pupils/1/muted").status_code == 204
    assert room.ask("PUT", "/pupils/1/muted").status_code == 204
    assert room.state["muted"] == [1]
    assert [each["pupil"] for each in room.wall] == [2]
    answer = phones[0].put("b")  # whose phone does not say so
    assert (answer.status_code, answer.json["kept"]) == (200, False)
    assert phones[0].join().json["number"] == 1
    assert [each["pupil"] for each in room.wall] == [2]


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "1.0", str(2**31), "9" * 400])
def test_there_is_no_such_pupil_or_drawing(room, number):
    room.phone().join()
    check_problem(room.ask("PUT", f"/pupils/{number}/muted"), 404)
    check_problem(room.ask("DELETE", f"/sheets/{number}"), 404)
    check_problem(room.ask("DELETE", f"/sheets/{2**63}"), 404)


@pytest.mark.usefixtures("at_once")
def test_what_hangs_in_another_class_is_not_touched(app, bearer, room):
    other = Schoolroom(app, bearer)
    for each in (room, other):
        each.phone().put()
    (theirs,) = other.wall
    check_problem(room.ask("DELETE", f"/sheets/{theirs['id']}"), 404)
    room.ask("PUT", "/pupils/1/muted")
    room.ask("DELETE", "/sheets")
    room.ask("DELETE")
    assert other.wall == [theirs]
    assert other.state["muted"] == []


def test_ended_everything_is_deleted(app, room):
    room.phone().put()
    assert counts(app) == [1, 1, 1]
    assert room.ask("DELETE").status_code == 204
    assert counts(app) == [0, 0, 0]
    for method, path in DEEDS:
        if path != "/events":
            answer = room.ask(method, path, json={"task": "7"})
            check_problem(answer, 404)


def test_a_forgotten_one_is_over_and_goes(app, bearer, room):
    room.phone().put()
    forget(app)
    assert app.test_client().get("/api/classes", headers=bearer).json["classes"] == []
    assert counts(app) == [1, 1, 1]
    check_problem(room.phone().put(), 404, "unknown-class")
    assert counts(app) == [0, 0, 0]
    for method, path, left in (("GET", "/class", 0), ("POST", "/api/classes", 1)):
        Schoolroom(app, bearer)
        forget(app)
        app.test_client().open(path, method=method, headers=bearer)
        assert counts(app)[0] == left


@pytest.mark.usefixtures("at_once")
def test_what_has_changed_is_told_in_order(room, document):
    room.ask("PATCH", json={"task": "7"})
    room.phone(1).put("a", label=7)
    room.phone(2).put("a", 3, strokes=None)
    room.phone(1).put("b", 1)
    room.phone(1).put("a", 2, label=None)
    news = room.news()
    assert [each.event for each in news] == ["class", "sheets"]
    (state, sheets) = (each.data for each in news)
    assert state == room.state
    assert news[-1].id == state["revision"]
    for sheet in sheets:
        validate(document, "Sheet", sheet)
    assert [each["pupil"] for each in sheets] == [2, 1, 1]
    assert sheets[2]["id"] < sheets[0]["id"]  # it was hung up first and drawn on last
    assert [(each["labelled"], each["label"]) for each in sheets] == [
        (False, None),
        (False, None),
        (True, None),
    ]
    assert [each["strokes"] is None for each in sheets] == [True, False, False]
    assert [each["image"] is None for each in sheets] == [False, True, True]
    assert sheets[1]["strokes"] == [[[145, 55], [140, 225]]]
    models = [[voice["model"] for voice in each["readings"]] for each in sheets]
    assert models == [[FIRST, SECOND]] * 3


@pytest.mark.usefixtures("at_once")
def test_resumed_anywhere_nothing_is_lost_or_told_twice(room):
    heard, known = 0, {}
    for number, key in [(1, "a"), (2, "a"), (1, "a"), (1, "b")]:
        room.phone(number).put(key)
        news = room.news(heard)
        assert news[0].id in (heard, news[-1].id)
        heard = news[-1].id
        (sheet,) = news[-1].data
        known[sheet["id"]] = sheet
        assert room.news(heard) == []
    assert list(known.values()) == sorted(room.wall, key=lambda each: each["id"])


@pytest.mark.usefixtures("at_once")
def test_who_is_cut_off_in_the_middle_is_told_all_of_it_again(room, monkeypatch):
    monkeypatch.setattr(class_news, "AT_ONCE", 2)
    for key in "abcde":
        room.phone().put(key)
    heard = room.news()[-1].id
    for key in "abcde":
        room.phone().put(key, 1)
    news = room.news(heard)
    assert [each.event for each in news] == ["class", "sheets", "sheets", "sheets"]
    assert [len(each.data) for each in news[1:]] == [2, 2, 1]
    assert [each.id for each in news] == [heard] * 3 + [heard + 5]
    for cut in range(4):
        assert room.news(news[cut].id) == ([] if cut == 3 else news)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("last", ["", "x", "-1", "1.5", "9" * 30, "0x1", " "])
def test_an_odd_last_event_id(room, last):
    room.phone().put()
    assert [each.event for each in room.news(last)] == ["class", "sheets"]
    assert room.news(10**15) == []


def test_live_and_on_two_boards(room):
    """Read on while it goes on, as browsers do, until the class is ended on one of them."""
    heard: list[list[Message]] = [[], []]

    def look_on(messages: list[Message]) -> None:
        answer = room.ask("GET", "/events")
        for chunk in map(_text, answer.response):
            messages.extend(parse(chunk))
        answer.close()

    with ThreadPoolExecutor(2) as pool:
        boards = [pool.submit(look_on, messages) for messages in heard]
        for number, deed in enumerate((room.phone(1).join, room.phone(2).join, room.phone(1).put)):
            deed()
            until(lambda count=number: all(len(each) > count for each in heard))
        until(lambda: all(each[-1].event == "sheets" for each in heard))
        room.ask("DELETE")
    assert all(board.result() is None for board in boards)
    for messages in heard:
        assert [each.event for each in messages][-3:] == ["class", "sheets", "end"]
        assert messages[-3].data["pupils"] == 2
        assert [each["pupil"] for each in messages[-2].data] == [1]


@pytest.mark.usefixtures("at_once")
def test_a_board_that_comes_again_after_the_end_learns_of_it(room):
    room.phone().put()
    heard = room.news()[-1].id
    room.ask("DELETE")
    for after in (heard, None):
        assert [each.event for each in room.news(after)] == ["end"]


def test_looking_on_keeps_no_session_awake(admin, monkeypatch):
    code = admin.ask("POST", "/api/classes").json["code"]
    monkeypatch.setattr(live, "LIFETIME_S", 0.0)
    for path in (f"/api/classes/{code}", f"/api/classes/{code}/events"):
        assert "Set-Cookie" not in admin.client.get(path).headers, path
    assert "Set-Cookie" in admin.ask("PATCH", f"/api/classes/{code}", {"task": "7"}).headers


def test_a_session_that_has_ended_is_refused_when_the_board_comes_again(admin, monkeypatch):
    code = admin.ask("POST", "/api/classes").json["code"]
    board = admin.client.get(f"/api/classes/{code}/events")
    stream = map(_text, board.response)
    admin.ask("PATCH", f"/api/classes/{code}", {"task": "7"})
    monkeypatch.setattr(auth, "ABSOLUTE_S", 0.0)
    heard: list[Message] = []
    while not heard:
        heard = parse(next(stream))
    assert heard[0].data["task"] == "7"  # what was begun is told
    board.close()
    check_problem(admin.client.get(f"/api/classes/{code}/events"), 401)


@pytest.mark.parametrize(("method", "path"), [("GET", None), ("POST", None), *DEEDS])
def test_nobody_else_leads_a_class(room, method, path):
    phone = room.phone()
    phone.put()
    phone.url = "/api/classes" if path is None else room.url
    check_problem(phone.ask(method, path or "", json={"paused": True}), 401, "unauthorized")
    state = room.state
    assert (state["paused"], state["muted"], state["run"]) == (False, [], None)
