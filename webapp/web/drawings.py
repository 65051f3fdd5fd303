"""The JSON interface for those who draw: say what a drawing is, count one's own, forget them."""

import re
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest, NotFound, RequestEntityTooLarge

from webapp import drawing
from webapp.drawing.lines import TooManyPoints, is_digit, strokes_of, to_canvas
from webapp.drawing.strokes import CANVAS, Stroke
from webapp.records import Arrival, Choice, Drawing, Sheet, writer_of
from webapp.records.suspicions import suspicions
from webapp.web.api import json_object, text
from webapp.web.auth import admin_required
from webapp.web.services import models

TOKEN = "[A-Za-z0-9_-]{22,64}"
"""A random token of at least 128 bits in base64url, which a browser makes and keeps."""

HEADER = "X-Writer"

blueprint = Blueprint("drawings", __name__, url_prefix="/api")


@blueprint.post("/drawings")
def create() -> tuple[Response, int]:
    """Keep a drawing and what its writer says it is, read by the version that they saw.

    What the version reads is read here: what a client tells of it would be no evidence.
    """
    Choice.check_collecting()
    body = json_object()
    writer, label = _writer(text(body, "writer"), "The field 'writer'"), label_field(body)
    strokes, image = strokes_field(body), drawing.decode_data_url(text(body, "image"))
    version = models().get(text(body, "model", None))
    prepared = drawing.prepare(image)
    reading = version.read(prepared)
    pixels, model_id = drawing.to_uint8(prepared), version.manifest.id
    arrival = Arrival(writer, pixels, label, reading, model_id, strokes)
    loaded = [each.read(prepared) for each in models().loaded() if each is not version]
    flags = suspicions(arrival, [reading, *loaded])
    drawing_id, is_new = Drawing.keep(replace(arrival, flags=flags))
    kept = {"id": drawing_id, "label": label, "model": model_id, "digit": reading.digit}
    doubts = {"is_digit": reading.is_digit, "confidence": round(reading.confidence, 6)}
    return jsonify({**kept, **doubts}), 201 if is_new else 200


@blueprint.get("/drawings/mine")
def mine() -> Response:
    """Tell how many drawings of a writer are kept."""
    return private(count=_kept(sender()))


@blueprint.delete("/drawings/mine")
def forget_mine() -> Response:
    """Delete all that a writer drew, also what hangs on the wall of a class."""
    writer = sender()
    count = _kept(writer)
    Drawing.forget_writer(writer)
    Sheet.forget_writer(writer)
    return private(deleted=count)


def _kept(writer: str) -> int:
    return Drawing.count_of(writer) + Sheet.count_of(writer)


@blueprint.delete("/drawings/mine/<int:drawing_id>")
def take_back(drawing_id: int) -> tuple[str, int]:
    """Delete one drawing of the writer who asks."""
    if drawing_id >= 2**63 or not Drawing.take_back(sender(), drawing_id):
        raise NotFound(f"There is no drawing {drawing_id} of yours.")
    return "", 204


@blueprint.get("/collecting")
def collecting() -> Response:
    """Tell whether drawings are kept."""
    return private(collecting=Choice.is_collecting())


@blueprint.put("/collecting")
@admin_required
def collect() -> Response:
    """Begin or stop to keep drawings."""
    wanted = json_object().get("collecting")
    if not isinstance(wanted, bool):
        raise BadRequest("The field 'collecting' must be true or false.")
    Choice.collect(wanted)
    return private(collecting=wanted)


def label_field(body: dict[str, Any]) -> int | None:
    """Return the label of a body: 0…9, or ``None`` for null, "not a digit"; raise 400."""
    if "label" not in body:
        raise BadRequest("The field 'label' is missing.")
    label = body["label"]
    if label is not None and not is_digit(label):
        raise BadRequest("The field 'label' must be a whole number 0…9, or null: not a digit.")
    return label


def private(**values: Any) -> Response:
    """Return JSON that no cache keeps: it changes, and it is one person's."""
    response = jsonify(values)
    response.headers["Cache-Control"] = "no-store"
    return response


def sender() -> str:
    """Return the writer whose token the header holds; raise 400."""
    return _writer(request.headers.get(HEADER, ""), f"The header {HEADER}")


def _writer(token: str, where: str) -> str:
    if not re.fullmatch(TOKEN, token):
        raise BadRequest(
            f"{where} must be the random token of a browser: 22 to 64 characters of "
            "A-Z, a-z, 0-9, '-' and '_'."
        )
    return writer_of(token)


def strokes_field(body: dict[str, Any]) -> list[Stroke] | None:
    """Return the strokes of a body in canvas units, ``None`` for a picture; raise 400 or 413."""
    value = body.get("strokes")
    if value is None:
        return None
    try:
        return to_canvas(strokes_of(value), CANVAS)
    except TooManyPoints as error:
        raise RequestEntityTooLarge(f"The drawing is too long: {error}") from error
    except ValueError as error:
        raise BadRequest(f"The field 'strokes' is wrong: {error}") from error
