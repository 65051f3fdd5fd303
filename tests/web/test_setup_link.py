"""The one-time link that sets the first password."""

import logging
import re

import pytest

from tests.web.conftest import Browser
from webapp.records import Account

NEW = "a few words are easiest"


@pytest.fixture
def client(app):
    """Give a client that shares nothing with others, not even the last request's context."""
    return app.test_client()


@pytest.fixture
def link(app) -> str:
    with app.app_context():
        return f"/setup/{Account.admin().new_link()}"


def send(client, link: str, password: str = NEW, again: str | None = None):
    """Open the link, fill in the form, send it."""
    page = client.get(link).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    form = {"password": password, "again": password if again is None else again}
    return client.post(link, data={**form, "csrf_token": token[1] if token else ""})


def test_it_sets_the_password_once(app, client, link):
    answer = send(client, link)
    assert (answer.status_code, answer.location) == (302, "/admin")
    assert client.get("/admin").status_code == 200  # who set it is in
    assert client.get(link).status_code == 404
    other = app.test_client()
    assert send(other, link, "somebody else's").status_code in (403, 404)
    assert other.get("/admin").status_code == 302
    assert Browser(app).log_in(NEW).status_code == 302


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("short", "short", "at least 10"),
        ("", "", "at least 10"),
        (NEW, NEW + "!", "differ"),
        (NEW, "", "differ"),
    ],
)
def test_what_it_refuses(client, link, password, again, words):
    answer = send(client, link, password, again)
    assert answer.status_code < 500
    assert words in answer.text
    assert client.get("/admin").status_code == 302
    assert send(client, link).status_code == 302  # the link is not spent yet


def test_without_the_form_it_does_nothing(app, client, link):
    answer = client.post(link, data={"password": NEW, "again": NEW})
    assert answer.status_code == 403
    with app.app_context():
        assert Account.admin().password_hash is None


@pytest.mark.parametrize("secret", ["x", "None", "%00", "%ff", "x" * 3000])
def test_a_guessed_link(client, link, secret):
    assert client.get(f"/setup/{secret}").status_code == 404


def test_it_is_worth_nothing_beside_a_password_that_is_set_elsewhere(app, client, link):
    app.config["ADMIN_PASSWORD"] = "the setting's password"
    assert client.get(link).status_code == 404


def test_neither_link_nor_password_is_logged(client, link, caplog):
    caplog.set_level(logging.DEBUG)
    send(client, link, "short")
    send(client, link)
    assert NEW not in caplog.text
    assert link.removeprefix("/setup/") not in caplog.text
