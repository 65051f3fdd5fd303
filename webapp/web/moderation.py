"""The JSON interface for the admin to drawings of people: look through, judge, take out and in."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request, stream_with_context
from werkzeug.exceptions import BadRequest, NotFound, RequestEntityTooLarge

from webapp.drawing import encode_data_url, from_bytes
from webapp.models.ids import is_model_id
from webapp.records import Drawing, DrawingState, db
from webapp.records.drawings import UNCHANGED
from webapp.records.searches import ANY, Order, Search
from webapp.records.stroke_lines import line_of, take_in
from webapp.records.suspicions import FLAGS
from webapp.web.api import MAX_BODY, json_object
from webapp.web.auth import admin_required
from webapp.web.drawings import label_field
from webapp.web.services import models

NO_DIGIT = "none"
"""How a query says "not a digit"."""

MOST_AT_ONCE = 500
MOST_LINES = 2000
"""Of one import: each is drawn and read, which takes a few milliseconds."""

LINES = "application/x-ndjson"

blueprint = Blueprint("moderation", __name__, url_prefix="/api/drawings")


@blueprint.get("")
@admin_required
def index() -> Response:
    """List drawings, by default the most doubtful first."""
    search = asked()
    order = _one(Order, "sort") or Order.DOUBT
    limit = _number("limit", 1, 200)
    try:
        page, cursor = search.page(
            order, request.args.get("cursor", ""), 50 if limit is None else limit
        )
    except ValueError:
        raise BadRequest("The cursor must be the one that the page before told.") from None
    drawings = [drawing_json(each) for each in page]
    return jsonify(drawings=drawings, next=cursor or None, total=search.count())


@blueprint.patch("/<int:drawing_id>")
@admin_required
def judge(drawing_id: int) -> Response:
    """Give a drawing a state, another label, or both."""
    Drawing.moderate([find(drawing_id).id], **_verdict(json_object()))
    return jsonify(drawing_json(find(drawing_id)))


@blueprint.post("/bulk")
@admin_required
def judge_many() -> Response:
    """Give many drawings a state, another label, or both."""
    body = json_object()
    ids = set(_ids(body.get("ids")))
    changed = Drawing.moderate(sorted(ids), **_verdict(body))
    return jsonify(changed=changed, missing=len(ids) - changed)


@blueprint.post("/bulk/delete")
@admin_required
def delete_many() -> Response:
    """Remove many drawings for good."""
    ids = set(_ids(json_object().get("ids")))
    deleted = Drawing.forget_all(ids)
    return jsonify(deleted=deleted, missing=len(ids) - deleted)


@blueprint.delete("/<int:drawing_id>")
@admin_required
def delete(drawing_id: int) -> tuple[str, int]:
    """Remove a drawing for good."""
    if drawing_id >= 2**63 or not Drawing.forget(drawing_id):
        raise NotFound(f"There is no drawing {drawing_id}.")
    return "", 204


@blueprint.get("/export")
@admin_required
def export() -> Response:
    """Return the strokes of drawings as lines of JSON; with ``pictures=yes``, the others, too."""
    only_strokes = _choice("pictures", ("yes", "no"), str) != "yes"
    lines = (line_of(each) + "\n" for each in asked().each(only_strokes))
    response = Response(stream_with_context(lines), mimetype=LINES)
    response.headers["Content-Disposition"] = "attachment; filename=drawings.jsonl"
    return response


@blueprint.post("/import")
@admin_required
def import_lines() -> Response:
    """Keep the drawings of lines of JSON, each read by the version in service."""
    lines = _body().splitlines()
    if len(lines) > MOST_LINES:
        raise RequestEntityTooLarge(f"At most {MOST_LINES:,} lines are taken at once.")
    state = _one(DrawingState, "state") or DrawingState.NEW
    version = models().get()
    report = take_in(lines, version.read, version.manifest.id, state)
    return jsonify(imported=report.imported, skipped=report.skipped, errors=report.errors)


def asked() -> Search:
    """Return the search of a query; raise 400."""
    label = _choice("label", (*"0123456789", NO_DIGIT), str)
    return Search(
        label=ANY if label is None else None if label == NO_DIGIT else int(label),
        state=_one(DrawingState, "state"),
        model=_checked("model", is_model_id, "the id of a version"),
        digit=_number("digit", 0, 9),
        writer=_checked("writer", _is_hash, "64 hexadecimal digits"),
        since=_time("since"),
        until=_time("until"),
        flag=_choice("flag", FLAGS, str),
    )


def find(drawing_id: int) -> Drawing:
    """Return a drawing; raise 404."""
    drawing = db.session.get(Drawing, drawing_id) if drawing_id < 2**63 else None
    if drawing is None:
        raise NotFound(f"There is no drawing {drawing_id}.")
    return drawing


def drawing_json(drawing: Drawing) -> dict[str, Any]:
    """Return a drawing as JSON values."""
    pixels = from_bytes(drawing.image)
    return {
        "id": drawing.id,
        "created_at": drawing.created_at.isoformat(timespec="milliseconds") + "Z",
        "label": drawing.label,
        "state": drawing.state,
        "source": drawing.source,
        "held_out": drawing.held_out,
        "flags": drawing.flags,
        "writer": drawing.writer,
        "model": drawing.model_id,
        "digit": drawing.digit,
        "is_digit": drawing.is_digit,
        "confidence": drawing.confidence,
        "doubt": drawing.doubt,
        "image": encode_data_url(pixels),
    }


def _body() -> bytes:
    """Return the request's body; raise 413 where Werkzeug cut off one that told no length."""
    data = request.get_data()
    if request.content_length is None and len(data) >= MAX_BODY:
        raise RequestEntityTooLarge
    return data


def _verdict(body: dict[str, Any]) -> dict[str, Any]:
    """Return what a moderator says, as ``Drawing.moderate`` takes it; raise 400."""
    state = body.get("state")
    if state is not None and state not in list(DrawingState):
        raise BadRequest(f"The field 'state' must be one of {', '.join(DrawingState)}.")
    if state is None and "label" not in body:
        raise BadRequest("The body must have a 'state', a 'label' or both.")
    label = label_field(body) if "label" in body else UNCHANGED
    return {"state": state, "label": label}


def _ids(value: Any) -> list[int]:
    is_list = isinstance(value, list) and 1 <= len(value) <= MOST_AT_ONCE
    if not is_list or not all(type(each) is int and 0 <= each < 2**63 for each in value):
        raise BadRequest(f"The field 'ids' must be a list of 1 to {MOST_AT_ONCE} whole numbers.")
    return value


def _checked(name: str, is_good: Callable[[str], bool], expected: str) -> str | None:
    """Return a parameter of the query, ``None`` where it is not there; raise 400."""
    value = request.args.get(name)
    if value is not None and not is_good(value):
        raise BadRequest(f"The parameter {name!r} must be {expected}.")
    return value


def _choice(name: str, allowed: tuple[str, ...], kind: Callable[[str], Any]) -> Any:
    expected = f"one of {', '.join(allowed)}"
    value = _checked(name, lambda given: given in allowed, expected)
    return None if value is None else kind(value)


def _one(kind: type, name: str) -> Any:
    return _choice(name, tuple(kind), kind)


def _number(name: str, low: int, high: int) -> int | None:
    def is_good(value: str) -> bool:
        is_whole = value.isascii() and value.isdecimal() and len(value) <= len(str(high))
        return is_whole and low <= int(value) <= high

    value = _checked(name, is_good, f"a whole number from {low} to {high}")
    return None if value is None else int(value)


def _time(name: str) -> datetime | None:
    value = request.args.get(name)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        message = f"The parameter {name!r} must be a time such as 2026-01-31T08:00:00Z."
        raise BadRequest(message) from None


def _is_hash(value: str) -> bool:
    return len(value) == 64 and set(value) <= set("0123456789abcdef")
