"""Read a number: several digits in one line."""

import time

from flask import Blueprint, Response, jsonify

from webapp import drawing
from webapp.models import Segment, read_row
from webapp.web.api import json_object, reading_json, text
from webapp.web.services import models, services

UNREAD = "?"
"""Stands in the text for what is no digit."""

blueprint = Blueprint("rows", __name__, url_prefix="/api")


@blueprint.post("/read")
def read() -> Response:
    """Read the digits of a drawing from left to right."""
    started = time.perf_counter()
    body = json_object()
    pixels = drawing.decode_data_url(text(body, "image"))
    classifier = models().get(text(body, "model", default=None))
    segments = read_row(classifier, pixels)
    services().ledger.read(classifier.manifest.id)
    return jsonify(
        text="".join(map(_character, segments)),
        digits=[_digit_json(segment) for segment in segments],
        model=classifier.manifest.id,
        elapsed_ms=round((time.perf_counter() - started) * 1000, 3),
    )


def _character(segment: Segment) -> str:
    return str(segment.reading.digit) if segment.reading.is_digit else UNREAD


def _digit_json(segment: Segment) -> dict[str, object]:
    return {
        **reading_json(segment.reading),
        "input": drawing.encode_data_url(drawing.to_uint8(segment.image)),
        "box": list(segment.box),
    }
