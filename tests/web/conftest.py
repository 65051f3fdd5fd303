"""Fixtures of the web tests: the admin, logged in as a browser or known by a token."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.schoolroom import Schoolroom
from webapp.records import Token
from webapp.web import live

PASSWORD = "correct horse battery staple"


class Browser:
    """A browser: it keeps cookies, and sends the token that our pages hold."""

    def __init__(self, app: Flask):
        self.client = app.test_client()
        self.csrf = ""

    def log_in(self, password: str = PASSWORD, query: str = "", **options: Any) -> TestResponse:
        """Send the login form."""
        page = self.client.get("/login", **options).text
        self.csrf = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        form = {"password": password, "csrf_token": self.csrf}
        answer = self.client.post(f"/login{query}", data=form, **options)
        if answer.status_code == 302:
            self.renew()
        return answer

    def renew(self) -> None:
        """Take the token out of a page that only the admin sees."""
        page = self.client.get("/admin/tokens").text
        self.csrf = re.search(r'<meta name="csrf-token" content="([^"]+)"', page)[1]

    @property
    def is_admin(self) -> bool:
        return self.client.get("/api/tokens").status_code == 200

    def ask(self, method: str, path: str, json: Any = None) -> TestResponse:
        """Call the API as the pages do."""
        return self.client.open(path, method=method, json=json, headers={"X-CSRFToken": self.csrf})


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Give a browser that is not logged in; the password is set."""
    app.config["ADMIN_PASSWORD"] = PASSWORD
    return Browser(app)


@pytest.fixture
def admin(browser: Browser) -> Browser:
    """Give a browser that is logged in."""
    assert browser.log_in().status_code == 302
    return browser


@pytest.fixture
def bearer(app: Flask) -> dict[str, str]:
    """Give the headers of a program with a token."""
    with app.app_context():
        return {"Authorization": f"Bearer {Token.issue('a program')[1]}"}


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """Give a browser that nobody is known by; that of pytest-flask would share its ``flask.g``."""
    return app.test_client()


@pytest.fixture
def document(stranger: FlaskClient) -> dict:
    """Give the OpenAPI document."""
    return stranger.get("/api/openapi.json").json


@pytest.fixture
def room(app: Flask, bearer: dict[str, str]) -> Schoolroom:
    """Give a class that goes on."""
    return Schoolroom(app, bearer)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have streams end once they have told what there is."""
    monkeypatch.setattr(live, "LIFETIME_S", 0.0)
