"""A class that goes on: its teacher, who is a program with a token, and pupils with phones."""

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.support import STROKES, drawing
from tests.web.test_live import Message, parse


class Phone:
    """A pupil's phone: it has nothing but a random token."""

    def __init__(self, app: Flask, url: str, token: str):
        self.client, self.url, self.token = app.test_client(), url, token

    def ask(self, method: str, path: str = "", **sent: Any) -> TestResponse:
        headers = {"X-Writer": self.token}
        return self.client.open(self.url + path, method=method, headers=headers, **sent)

    def join(self) -> TestResponse:
        return self.ask("POST", "/pupils")

    def put(self, key: str = "a", digit: int = 7, **more: Any) -> TestResponse:
        """Send what is on the paper, without a label where none is given."""
        return self.ask("PUT", f"/mine/{key}", json={**sheet(digit), **more})

    def withdraw(self, key: str = "a") -> TestResponse:
        return self.ask("DELETE", f"/mine/{key}")


class Schoolroom:
    """A class, opened over HTTP."""

    def __init__(self, app: Flask, bearer: dict[str, str]):
        self.app, self.bearer = app, bearer
        self.opened = app.test_client().post("/api/classes", headers=bearer)
        assert self.opened.status_code == 201, self.opened.text
        self.code = self.opened.json["code"]
        self.url = f"/api/classes/{self.code}"

    def ask(self, method: str, path: str = "", json: Any = None, **sent: Any) -> TestResponse:
        """Ask as the teacher."""
        client, headers = self.app.test_client(), {**self.bearer, **sent.pop("headers", {})}
        return client.open(self.url + path, method=method, json=json, headers=headers, **sent)

    def phone(self, number: int = 1) -> Phone:
        """Give the phone of a pupil, who has not joined yet."""
        return Phone(self.app, self.url, f"{number:022}")

    def news(self, after: int | str | None = None) -> list[Message]:
        """Return what a board is told that has heard so much; needs ``at_once``."""
        headers = {} if after is None else {"Last-Event-ID": str(after)}
        answer = self.ask("GET", "/events", headers=headers)
        assert (answer.status_code, answer.mimetype) == (200, "text/event-stream")
        return parse(answer.text)

    @property
    def state(self) -> dict:
        """Return the class as its teacher sees it."""
        client = self.app.test_client()
        listed = client.get("/api/classes", headers=self.bearer).json["classes"]
        return next(each for each in listed if each["code"] == self.code)

    @property
    def wall(self) -> list[dict]:
        """Return the sheets that hang there, in the order of their last changes."""
        told = [each.data for each in self.news() if each.event == "sheets"]
        return [sheet for part in told for sheet in part if not sheet["gone"]]


def sheet(digit: int = 7) -> dict[str, Any]:
    """Return what a phone sends of a digit."""
    strokes = [[list(point) for point in stroke] for stroke in STROKES[digit]]
    return {"image": drawing(digit), "strokes": strokes}
