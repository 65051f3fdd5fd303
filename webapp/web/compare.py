"""Read one drawing with several versions, side by side."""

import time
from typing import Any

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import BadRequest

from webapp import drawing
from webapp.web.api import as_text, json_object, reading_json, text
from webapp.web.services import models, services

FEWEST, MOST = 2, 4
"""How many versions can be asked at once."""

blueprint = Blueprint("compare", __name__, url_prefix="/api")


@blueprint.post("/compare")
def compare() -> Response:
    """Let two to four versions read the same drawing."""
    started = time.perf_counter()
    body = json_object()
    ids = _model_ids(body)
    image = drawing.prepare(drawing.decode_data_url(text(body, "image")))
    classifiers = [models().get(model_id) for model_id in ids]
    readings = [each.read(image) for each in classifiers]
    for each in classifiers:
        services().ledger.read(each.manifest.id)
    return jsonify(
        readings=[
            {**reading_json(reading), "model": model_id}
            for model_id, reading in zip(ids, readings, strict=True)
        ],
        agree=len({(reading.digit, reading.is_digit) for reading in readings}) == 1,
        input=drawing.encode_data_url(drawing.to_uint8(image)),
        elapsed_ms=round((time.perf_counter() - started) * 1000, 3),
    )


def _model_ids(body: dict[str, Any]) -> list[str]:
    ids = body.get("models")
    if not isinstance(ids, list) or not FEWEST <= len(ids) <= MOST:
        raise BadRequest(f"The field 'models' must be a list of {FEWEST} to {MOST} ids.")
    ids = [as_text(each, f"models[{place}]") for place, each in enumerate(ids)]
    if len(set(ids)) < len(ids):
        raise BadRequest("The field 'models' names a version twice.")
    return ids
