"""News as a stream (https://html.spec.whatwg.org/multipage/server-sent-events.html).

What a stream tells is read from the database, so any worker can serve it and a restarted one goes
on where the browser's ``Last-Event-ID`` says. Each stream holds a thread: it ends when the browser
has gone or the server stops, by itself after a while, and where too many are held a worker answers
with what there is and lets the browser come again.
"""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from flask import Response, json, request, stream_with_context

from webapp.gateway import GONE
from webapp.web.services import services

POLL_S = 0.15
LIFETIME_S = 60.0
RETRY_MS = 400
HEARTBEAT_S = 10.0


@dataclass(frozen=True)
class News:
    """What has come after something that was heard: ``messages``, and the number of the last.

    ``more``: there is more that was not fetched with this; ``ended``: nothing will come any more.
    """

    after: int
    messages: list[str] = field(default_factory=list)
    more: bool = False
    ended: bool = False


Look = Callable[[int], News]
"""Returns what has come after a number; opens no transaction that it does not end."""


def response(look: Look, slots: threading.BoundedSemaphore) -> Response:
    """Answer with a stream, from what comes after ``Last-Event-ID`` or ``?after=``."""
    last = request.headers.get("Last-Event-ID") or request.args.get("after", "")
    after = int(last) if last.isdecimal() and len(last) < 19 else 0
    return Response(
        stream_with_context(stream(look, after, slots)),
        mimetype="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def stream(look: Look, after: int, slots: threading.BoundedSemaphore) -> Iterator[str]:
    """Yield news as they come; ``slots`` bounds how many streams are held open at once."""
    yield f"retry: {RETRY_MS}\n\n"
    gone = request.environ.get(GONE) or threading.Event()
    holds, is_stopping = slots.acquire(blocking=False), services().is_stopping
    try:
        until = time.monotonic() + (LIFETIME_S if holds else 0.0)
        heard = time.monotonic()
        while True:
            news = look(after)
            if news.messages:
                after, heard = news.after, time.monotonic()
                yield from news.messages
            if news.more:
                continue
            if news.ended:
                yield message("end", {}, after)
                return
            if time.monotonic() >= until or is_stopping():
                return
            if time.monotonic() - heard > HEARTBEAT_S:
                heard = time.monotonic()
                yield ": still here\n\n"  # a closed connection shows itself when written to
            if gone.wait(POLL_S):
                return
    finally:
        if holds:
            slots.release()


def message(kind: str, data: object, number: int) -> str:
    """Return an event; ``number`` is what a browser that comes again says it has heard."""
    return f"id: {number}\nevent: {kind}\ndata: {json.dumps(data)}\n\n"
