"""How the log looks: lines of text for people, or of JSON for programs."""

import json
import logging
import time
from typing import Any

from flask import has_request_context, request

TEXT, JSON = "text", "json"
OWN_FIELDS = ("method", "path", "status", "ms")
"""What a line about a request tells besides its message."""

REQUEST_ID = "hitofude.request_id"
"""Where a request's environment holds its id."""


def configure(settings: dict[str, Any], prefix: str = "") -> None:
    """Have all loggers of this process write to standard error; ``prefix`` begins each text.

    Before an application is made: Flask adds a handler of its own where it finds none.
    """
    # What no line tells need not be found out for each.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(settings["LOG_FORMAT"], prefix))
    logging.basicConfig(handlers=[handler], force=True)
    logging.getLogger("webapp").setLevel(settings["LOG_LEVEL"].upper())


def for_granian(settings: dict[str, Any]) -> dict[str, Any]:
    """Return what makes granian's own lines look alike."""
    made = {"()": "webapp.logs.formatter", "kind": settings["LOG_FORMAT"]}
    return {"formatters": {"generic": made, "access": made}}


def formatter(kind: str, prefix: str = "") -> logging.Formatter:
    """Return what makes a line, or several, of a record."""
    return JSONFormatter() if kind == JSON else TextFormatter(prefix)


def request_id(record: logging.LogRecord) -> str | None:
    """Return the id of the request that a record is about, or that is being answered."""
    if hasattr(record, "request_id"):
        return record.request_id
    return request.environ.get(REQUEST_ID) if has_request_context() else None


class TextFormatter(logging.Formatter):
    """``2026-01-31 12:00:00,123 INFO webapp.requests [id]: message``."""

    def __init__(self, prefix: str = ""):
        super().__init__(f"{prefix}%(asctime)s %(levelname)s %(name)s%(of_request)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text."""
        own = request_id(record)
        record.of_request = f" [{own}]" if own else ""
        return super().format(record)


class JSONFormatter(logging.Formatter):
    """One object a line: time, level, logger, message, and what is known of request and error."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON, in ASCII: nothing in it can begin a line of its own."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = {
            "time": f"{moment}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if own := request_id(record):
            line["request_id"] = own
        line |= {name: getattr(record, name) for name in OWN_FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info != (None, None, None):
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)
