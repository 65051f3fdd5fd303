"""Names that are not ours: what is asked for under one, and what is made of it."""

import re

import pytest

from webapp import create_app
from webapp.web.addresses import for_others

OURS = ["localhost", "board.example", ".school.example"]
FOREIGN = ["evil.example", "board.example.evil.example", "xschool.example", "localhost, evil", ""]
PAGE = {"Accept": "text/html"}


@pytest.fixture
def guarded(settings_for_tests):
    """Give a client of an application that answers to its names alone."""
    names = {"TRUSTED_HOSTS": ",".join(OURS), "HOST": "0.0.0.0"}
    return create_app({**settings_for_tests, **names}).test_client()


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("path", ["/", "/healthz", "/nowhere", "/static/css/base.css", "/login"])
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_under_another_name_nothing_is_to_be_had(guarded, host, path, accept):
    answer = guarded.get(path, headers={"Host": host, "Accept": accept})
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert "is not trusted" in answer.json["detail"]


@pytest.mark.parametrize("host", ["localhost:8000", "board.example", "a.school.example:81"])
def test_under_ours_all_is(guarded, host):
    assert guarded.get("/", headers={**PAGE, "Host": host}).status_code == 200
    assert guarded.get("/nowhere", headers={**PAGE, "Host": host}).status_code == 404


@pytest.mark.parametrize("host", ["a.example", "192.0.2.1:8000", "[::1]:8000"])
def test_by_default_any_name_will_do(client, host):
    assert client.get("/", headers={**PAGE, "Host": host}).status_code == 200


def test_a_name_that_no_proxy_vouches_for_counts_for_nothing(app):
    client = app.test_client()
    headers = {"X-Forwarded-Host": "evil.example", "X-Host": "evil.example", "Forwarded": "host=e"}
    for path in ("/", "/api/docs", "/login", "/class", "/nowhere", "/admin"):
        answer = client.get(path, headers={**PAGE, **headers})
        assert "evil.example" not in answer.text + answer.headers.get("Location", "")


def test_one_that_a_proxy_passes_on_must_be_ours(settings_for_tests):
    names = {"TRUSTED_HOSTS": ",".join(OURS), "PROXIES": 1}
    client = create_app({**settings_for_tests, **names}).test_client()
    for host, status in (("board.example", 200), ("evil.example", 400)):
        headers = {**PAGE, "Host": "10.0.0.1", "X-Forwarded-Host": host}
        assert client.get("/", headers=headers).status_code == status


def test_redirects_tell_no_host(client):
    headers = {**PAGE, "Host": "evil.example"}
    for path in ("/admin", "/language/ja?next=/number", "/c/?code=123456", "/admin/"):
        answer = client.get(path, headers=headers)
        assert "evil.example" not in answer.headers.get("Location", ""), path


def test_the_doors_of_a_class_are_names_that_are_trusted(app, admin):
    app.config.update(HOST="0.0.0.0", TRUSTED_HOSTS=["localhost", "board.example"])
    door = admin.client.post("/class", data={"csrf_token": admin.csrf}).location
    board = admin.client.get(door, headers=PAGE).text
    code = re.search(r"/class/(\w+)", door)[1]
    assert "board.example/class" in board
    assert "<figcaption>" not in board  # as there were with several doors
    asked = {"Host": "board.example", **PAGE}
    assert app.test_client().get(f"/c/{code}", headers=asked).status_code == 200


@pytest.mark.parametrize(
    ("trusted", "found"),
    [
        (["localhost", "board.example", "10.0.0.5"], ["board.example:8000", "10.0.0.5:8000"]),
        (["localhost", "127.0.0.1", ".school.example"], []),
    ],
)
def test_who_sits_at_the_server_is_told_the_trusted_names(trusted, found):
    addresses = for_others("http://localhost:8000/", "0.0.0.0", trusted)
    assert addresses == [f"http://{place}" for place in found]
    assert for_others("http://localhost:8000/", "127.0.0.1", trusted) == []
