"""What is done about a request once it is answered: it is counted, and logged in a line.

A web worker does that ten times a second for all requests since, in a thread of its own: one by one
it would take a tenth of the time that a reading takes. Elsewhere it is done at once.
"""

import logging
import threading
import time
from collections import deque
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import quote

from werkzeug.routing import Rule

from webapp.web.counts import Counts

log = logging.getLogger("webapp.requests")

EVERY_S = 0.1

SHOWN = frozenset(
    ("model_id", "run_id", "token_id", "drawing_id", "sheet_id", "number", "filename")
)
"""Parts of a path that the log may show; of another it shows the name alone."""

QUIET = frozenset(
    (
        *("health.alive", "health.ready", "metrics.show"),
        *("static", "vendor.chart_js", "app_manifest.show"),
    )
)
"""Endpoints that machines ask every few seconds, and files that come with each page.

Where all is well they are logged for debugging only: what matters would drown in them.
"""

LONGEST = 200
"""Characters of a path that are logged."""


class Answer(NamedTuple):
    """A request that was answered at ``time``, in seconds since 1970, within ``seconds``."""

    time: float
    id: str
    method: str
    path: str
    endpoint: str | None
    rule: Rule | None
    values: dict[str, Any] | None
    status: int
    seconds: float


class Ledger:
    """Where answers and readings wait to be booked; ``later``: in a thread, which begins here."""

    def __init__(self, counts: Counts, later: bool = False):
        self.counts = counts
        self._later = later
        self._answers: deque[Answer] = deque()
        self._readings: deque[str] = deque()
        self._lock = threading.Lock()
        if later:
            # No daemon: the interpreter waits for it, and it for the main thread's end.
            threading.Thread(target=self._keep, name="ledger").start()

    def answered(self, answer: Answer) -> None:
        """Note an answer."""
        self._answers.append(answer)
        if not self._later:
            self.settle()

    def read(self, model_id: str) -> None:
        """Note that a version has read a drawing."""
        self._readings.append(model_id)

    def settle(self) -> None:
        """Book whatever waits."""
        with self._lock:
            while self._readings:
                self.counts.read(self._readings.popleft())
            while self._answers:
                answer = self._answers.popleft()
                self.counts.answered(answer.endpoint, answer.method, answer.status, answer.seconds)
                _write(answer)

    def _keep(self) -> None:
        main = threading.main_thread()
        while main.is_alive():
            time.sleep(EVERY_S)
            try:
                self.settle()
            except Exception:  # a full disk passes
                log.exception("Requests could not be counted or logged.")
        self.settle()


def _write(answer: Answer) -> None:
    quiet = answer.endpoint in QUIET and answer.status < HTTPStatus.BAD_REQUEST
    level = logging.DEBUG if quiet else logging.INFO
    if not log.isEnabledFor(level):
        return
    method, path = quote(answer.method[:16]), shown_path(answer)
    ms = round(answer.seconds * 1000, 2)
    arguments = (method, path, answer.status, ms)
    record = logging.LogRecord(log.name, level, __file__, 0, "%s %s %d %.2f ms", arguments, None)
    record.created, record.msecs = answer.time, answer.time % 1 * 1000
    record.request_id, record.status, record.ms = answer.id, answer.status, ms
    record.method, record.path = method, path
    log.handle(record)


def shown_path(answer: Answer) -> str:
    """Return an answer's path as it may be logged: no query, and nothing that opens a door."""
    if answer.rule is None:  # it may be a secret that was mistyped: only where it was to lead
        first, slash, _ = answer.path[1:].partition("/")
        return f"/{quote(first)[:LONGEST]}{'/…' if slash else ''}"
    if answer.values and not answer.values.keys() <= SHOWN:
        return answer.rule.rule
    return quote(answer.path)[:LONGEST]
