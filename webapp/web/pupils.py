"""The JSON interface of classes for pupils: join, draw, take back. They go by a browser's token."""

import re
import time

from flask import Blueprint, Response
from werkzeug.exceptions import BadRequest, NotFound

from webapp import drawing
from webapp.records import Classroom, Page, Pupil, Sheet
from webapp.web import class_news, class_readers
from webapp.web.api import json_object, reading_json, text
from webapp.web.drawings import label_field, private, sender, strokes_field
from webapp.web.services import services

KEY = "[A-Za-z0-9_-]{1,64}"
"""By what a pupil's page tells its drawings apart."""

blueprint = Blueprint("pupils", __name__, url_prefix="/api/classes/<code>")


@blueprint.get("")
def show(code: str) -> Response:
    """Tell how the class stands."""
    return private(**class_news.for_pupils(Classroom.find(code)))


@blueprint.post("/pupils")
def join(code: str) -> Response:
    """Join a class; who has joined before is the same pupil."""
    room = Classroom.find(code)
    pupil = Pupil.join(room, sender())
    return private(number=pupil.number, **class_news.for_pupils(room))


@blueprint.put("/mine/<key>")
def put(code: str, key: str) -> Response:
    """Read a drawing and lay it on the wall, in place of what it was a moment ago."""
    started = time.perf_counter()
    room, writer, body = Classroom.find(code), sender(), json_object()
    if not re.fullmatch(KEY, key):
        raise BadRequest(f"The key of a drawing must match {KEY}.")
    labelled = "label" in body
    label = label_field(body) if labelled else None
    strokes = strokes_field(body)
    image = drawing.prepare(drawing.decode_data_url(text(body, "image")))
    versions = class_readers.readers(room)
    reading, pixels = versions[0].read(image), drawing.to_uint8(image)
    services().ledger.read(versions[0].manifest.id)
    kept, state = False, class_news.for_pupils(room)
    if not room.paused and not (pupil := Pupil.join(room, writer)).muted:
        own = class_readers.reading_json(versions[0], reading)
        readings = [own, *class_readers.readings(versions[1:], image)]
        kept = Sheet.put(room, pupil, Page(key, pixels, strokes, labelled, label, readings))
    return private(
        **reading_json(reading),
        model=versions[0].manifest.id,
        input=drawing.encode_data_url(pixels),
        kept=kept,
        **state,
        elapsed_ms=round((time.perf_counter() - started) * 1000, 3),
    )


@blueprint.delete("/mine/<key>")
def withdraw(code: str, key: str) -> tuple[str, int]:
    """Take back one drawing of the pupil who asks."""
    room = Classroom.find(code)
    pupil = Pupil.find(room, sender())
    if pupil is None or not Sheet.take_away(room, Sheet.pupil_id == pupil.id, Sheet.key == key):
        raise NotFound("There is no such drawing of yours on the wall.")
    return "", 204
