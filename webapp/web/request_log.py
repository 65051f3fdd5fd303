"""Every request has an id: it is sent back, and stands in whatever the log says meanwhile.

The id is made here, unless a proxy that is believed has given one. All this is done around the
application, where it costs least and nothing that fails inside goes without.
"""

import itertools
import re
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, request

from webapp.logs import REQUEST_ID
from webapp.web.ledger import Answer, Ledger

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
REQUEST = "werkzeug.request"
"""Where Werkzeug puts what it has made of the environment."""


def init_app(app: Flask) -> None:
    """Look at each request first, and at its response last."""
    ledger, believes = app.extensions["hitofude"].ledger, app.config["PROXIES"] > 0
    app.wsgi_app = RequestWatch(app.wsgi_app, ledger, believes)


def request_id() -> str | None:
    """Return the id of the current request, where it came through the server."""
    return request.environ.get(REQUEST_ID)


class RequestWatch:
    """Gives ids and notes what was answered; ``believes``: the ids that a proxy gives."""

    def __init__(self, application: Callable[..., Any], ledger: Ledger, believes: bool):
        self._application = application
        self._ledger = ledger
        self._believes = believes
        # Made of a counter, which is quicker than anything random, and by nobody else.
        self._first = secrets.token_hex(5)
        self._numbers = itertools.count(1)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        own = environ[REQUEST_ID] = self._id(environ)
        started = time.perf_counter()

        def start_response(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            headers.append((HEADER, own))
            self._note(environ, own, int(status[:3]), time.perf_counter() - started)
            return start(status, headers, *error)

        return self._application(environ, start_response)

    def _id(self, environ: dict[str, Any]) -> str:
        if self._believes:
            given = environ.get("HTTP_X_REQUEST_ID", "")
            if SANE.fullmatch(given):
                return given
        return f"{self._first}{next(self._numbers):06x}"

    def _note(self, environ: dict[str, Any], own: str, status: int, seconds: float) -> None:
        asked = environ.get(REQUEST)
        if asked is None:  # something around Flask has answered
            return
        rule = asked.url_rule
        endpoint = rule and rule.endpoint
        answer = (time.time(), own, asked.method, asked.path, endpoint, rule, asked.view_args)
        self._ledger.answered(Answer(*answer, status, seconds))
