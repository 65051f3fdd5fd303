"""How a class stands and what is new in it, as JSON and as news for who looks on."""

from typing import Any

from webapp.drawing import encode_data_url, from_bytes
from webapp.records import Classroom, Pupil, Sheet, UnknownClass, db
from webapp.web.live import News, message

AT_ONCE = 50
"""Sheets in one message."""


def for_pupils(room: Classroom) -> dict[str, Any]:
    """Return what pupils must know of their class."""
    return {"task": room.task, "paused": room.paused, "cleared": room.cleared}


def state(room: Classroom) -> dict[str, Any]:
    """Return what a teacher must know of the class."""
    return {
        "code": room.code,
        **for_pupils(room),
        "created_at": room.created_at.isoformat(timespec="milliseconds") + "Z",
        "revision": room.revision,
        "since": room.since,
        "pupils": room.pupils,
        "muted": Pupil.muted_in(room),
        "run": room.run,
    }


def look(code: str, after: int) -> News:
    """Return what has changed in a class since a revision: ``class``, then ``sheets``."""
    db.session.rollback()  # a new transaction sees what others have written since
    try:
        room = Classroom.find(code)
        if room.revision <= after:
            return News(after)
        now, changed = state(room), Sheet.after(room, after)
        sheets = [sheet_json(sheet, number) for sheet, number in changed]
    except UnknownClass:
        return News(after, ended=True)
    finally:
        db.session.rollback()  # a stream that sleeps or waits for its reader holds no connection
    parts = [sheets[start : start + AT_ONCE] for start in range(0, len(sheets), AT_ONCE)]
    # Who is cut off in the middle must be told all of it again: only the last has the new number.
    told = [("class", now), *(("sheets", part) for part in parts)]
    first = [message(kind, data, after) for kind, data in told[:-1]]
    return News(now["revision"], [*first, message(*told[-1], now["revision"])])


def sheet_json(sheet: Sheet, number: int) -> dict[str, Any]:
    """Return a drawing on the wall as JSON values; of one that was taken away only that."""
    if sheet.gone:
        return {"id": sheet.id, "pupil": number, "gone": True}
    pixels = from_bytes(sheet.image)
    strokes = sheet.strokes and [[[round(x), round(y)] for x, y in s] for s in sheet.strokes]
    return {
        "id": sheet.id,
        "pupil": number,
        "gone": False,
        "labelled": sheet.labelled,
        "label": sheet.label,
        "strokes": strokes,
        "image": None if strokes else encode_data_url(pixels),
        "readings": sheet.readings,
    }
