"""A run's events as a stream (https://html.spec.whatwg.org/multipage/server-sent-events.html).

The stream reads the database, so any worker can serve it and a restarted one goes on where the
browser's ``Last-Event-ID`` says. Each stream holds a thread: it ends by itself after a while, and
where too many are held a worker answers with what there is and lets the browser come again.
"""

import threading
import time
from collections.abc import Iterator

from flask import json

from webapp.records import Event, Run, RunState, db

POLL_S = 0.15
LIFETIME_S = 60.0
RETRY_MS = 400
HEARTBEAT_S = 10.0


def stream(run_id: int, after: int, slots: threading.BoundedSemaphore) -> Iterator[str]:
    """Yield a run's events after one of them, as they come.

    ``slots`` bounds how many streams are held open at once.
    """
    yield f"retry: {RETRY_MS}\n\n"
    holds = slots.acquire(blocking=False)
    try:
        until = time.monotonic() + (LIFETIME_S if holds else 0.0)
        heard = time.monotonic()
        while True:
            ended = RunState(_state(run_id)).is_final  # before the events: none may be missed
            news = _news(run_id, after)
            for event_id, kind, data in news:
                after, heard = event_id, time.monotonic()
                yield _message(kind, data, event_id)
            if news:  # there may be more than are fetched at once
                continue
            if ended:
                yield _message("end", {}, after)
                return
            if time.monotonic() >= until:
                return
            if time.monotonic() - heard > HEARTBEAT_S:
                heard = time.monotonic()
                yield ": still here\n\n"  # a closed connection shows itself when written to
            time.sleep(POLL_S)
    finally:
        if holds:
            slots.release()


def _state(run_id: int) -> str:
    db.session.rollback()  # a new transaction sees what others have written since
    return db.session.get(Run, run_id).state


def _news(run_id: int, after: int) -> list[tuple[int, str, dict]]:
    """Return what came after an event; of the steps only the latest, as all others are past."""
    events = [(event.id, event.kind, event.data) for event in Event.after(run_id, after)]
    db.session.rollback()  # a stream that sleeps or waits for its reader holds no connection
    steps = [event_id for event_id, kind, _ in events if kind == "batch"]
    return [event for event in events if event[1] != "batch" or event[0] == steps[-1]]


def _message(kind: str, data: dict, event_id: int) -> str:
    return f"id: {event_id}\nevent: {kind}\ndata: {json.dumps(data)}\n\n"
