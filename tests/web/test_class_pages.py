"""The pages of a class: the board, the paper, and the door that leads to it."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from werkzeug.test import TestResponse

from tests.web.schoolroom import Schoolroom
from tests.web.test_predict import check_problem


def board(room: Schoolroom, host: str) -> TestResponse:
    """Open the board of a class at a host."""
    headers = {**room.bearer, "Host": host}
    return room.app.test_client().get(f"/class/{room.code}", headers=headers)


def test_the_board(room):
    page = board(room, "localhost:8000").text
    assert f'data-url="{room.url}"' in page
    assert "HITOFUDE_HOST=0.0.0.0" in page  # on localhost phones have no way here
    assert 'class="qr"' not in page
    for host in ("192.168.1.7:8000", "digits.example"):
        page = board(room, host).text
        assert host in page
        assert re.search('<svg[^>]* class="qr"', page)
        assert "HITOFUDE_HOST" not in page


@pytest.mark.parametrize("host", ['a"><script>alert(1)</script>', "[::1", ":", "é", "x" * 3000])
def test_a_board_with_an_odd_host(room, host):
    answer = board(room, host)
    assert answer.status_code in (200, 400)
    assert "<script>alert" not in answer.text


def test_the_board_is_for_the_teacher_alone(room, stranger):
    answer = stranger.get(f"/class/{room.code}")
    assert (answer.status_code, answer.location) == (302, f"/c/{room.code}")
    assert stranger.post("/class", data={}).status_code == 403
    assert room.code not in stranger.get("/class").text  # who knows no code sees none


def test_the_paper(room, stranger):
    room.ask("PATCH", json={"task": "7", "paused": True})
    page = stranger.get(f"/c/{room.code}").text
    assert f'data-url="{room.url}" data-task="7" data-paused="yes"' in page


@pytest.mark.parametrize(
    "code", ["000", "<script>alert(1)</script>", "%00", "9" * 2000, "..", "ja"]
)
@pytest.mark.parametrize("path", ["/c/", "/class/"])
def test_there_is_no_such_class(admin, code, path):
    answer = admin.client.get(path + code)
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text
    check_problem(admin.client.get(f"/api/classes/{code}"), 404)


def test_who_asks_for_a_class_that_is_over_is_asked_again(stranger):
    answer = stranger.get("/c/123456")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "There is no class 123456" in answer.text
    assert 'action="/c/"' in answer.text


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("123456", "/c/123456"),
        (" 123 456 ", "/c/123456"),
        ("１２３　４５６", "/c/123456"),
        ("", "/class"),
        (" \t/", "/class"),
        ("//evil.example", "/c/evilexample"),
        ("\\\\evil.example", "/c/evilexample"),
        ("https://evil.example", "/c/httpsevilexa"),
        ("\r\nSet-Cookie: a=b", "/c/SetCookieab"),
        ("../../admin", "/c/admin"),
        ("１２３", "/c/123"),
        ("7" * 9999, "/c/" + "7" * 12),
    ],
)
def test_the_door_leads_to_the_paper_and_nowhere_else(stranger, code, place):
    answer = stranger.get("/c/", query_string={"code": code})
    assert answer.status_code == 302
    assert unquote(answer.location) == place
    assert not urlsplit(answer.location).netloc
    assert "Set-Cookie" not in answer.headers


def test_no_address_of_a_board_leads_to_another_site(stranger):
    for code in ("%2F%2Fevil.example", "%5Cevil.example", "https:evil.example", "@evil.example"):
        location = stranger.get(f"/class/{code}").headers.get("Location", "/")
        assert urlsplit(location.replace("\\", "/")).netloc in ("", "localhost")
