"""The JSON interface: read a drawing, list the versions that can."""

import base64
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from webapp import drawing
from webapp.models import Manifest, Reading, StoreError, UnknownVersion
from webapp.web.services import models, services

MAX_BODY = 1024 * 1024
"""Longest body of a request, in bytes."""

BEGINS = b"base64,"
"""What comes before a picture in a body."""

SMALL = 512 * 512
"""Pixels that are read within a few milliseconds, whatever they show."""

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.post("/predict")
def predict() -> Response:
    """Read one drawn digit."""
    started = time.perf_counter()
    body = json_object()
    image = drawing.prepare(drawing.decode_data_url(text(body, "image")))
    classifier = models().get(text(body, "model", default=None))
    reading = classifier.read(image)
    services().ledger.read(classifier.manifest.id)
    return jsonify(
        **reading_json(reading),
        model=classifier.manifest.id,
        input=drawing.encode_data_url(drawing.to_uint8(image)),
        elapsed_ms=round((time.perf_counter() - started) * 1000, 3),
    )


def quick_readings(app: Flask) -> Callable[[Mapping[str, Any], bytes], bool]:
    """Return what tells of a request and its body whether it is a reading that takes no time.

    It is by the version in service, which is loaded; another one may have to be, and limits that
    are counted elsewhere are asked for there. The picture is no larger than a canvas.
    """
    models, counts_here = app.extensions["hitofude"].models, not app.config["LIMITS"]

    def is_quick(environ: Mapping[str, Any], body: bytes) -> bool:
        if environ["PATH_INFO"] != "/api/predict" or b'"model"' in body:
            return False
        return counts_here and models.is_current() and _is_small(body)

    return is_quick


def _is_small(body: bytes) -> bool:
    """Tell whether the picture in a body says at its beginning that it is small."""
    at = body.find(BEGINS) + len(BEGINS)
    try:
        width, height = drawing.announced_size(base64.b64decode(body[at : at + 32]))
    except ValueError:
        return False
    return width * height <= SMALL


@blueprint.get("/models")
def list_models() -> Response:
    """List all versions, the newest first."""
    store = models().store
    try:
        champion = store.champion_id()
    except StoreError:
        champion = None
    versions = []
    for manifest in store.manifests():
        with suppress(UnknownVersion):  # deleted between two looks
            versions.append(_summary(manifest))
    return jsonify(champion=champion, models=versions)


@blueprint.get("/models/<model_id>")
def show_model(model_id: str) -> Response:
    """Show one version: how it was made and how well it reads."""
    manifest = models().store.manifest(model_id)
    details = {"metrics": manifest.metrics, "files": manifest.files}
    return jsonify({**_summary(manifest), **details, "spec": manifest.spec.to_json()})


def json_object() -> dict[str, Any]:
    """Return the request's body, a JSON object; raise 400 or 415."""
    try:
        body = request.get_json()
    except RecursionError:  # "[[[[…": nested deeper than the parser can follow
        raise BadRequest("The JSON is nested too deeply.") from None
    except BadRequest:
        # A chunked body tells no length: Werkzeug cuts it off where it would be too long.
        if request.content_length is None and len(request.get_data()) >= MAX_BODY:
            raise RequestEntityTooLarge from None
        raise BadRequest('The body is not JSON, such as {"image": "data:…"}.') from None
    if not isinstance(body, dict):
        raise BadRequest('The body must be a JSON object, such as {"image": "data:…"}.')
    return body


_REQUIRED = object()


def text(body: dict[str, Any], name: str, default: Any = _REQUIRED) -> Any:
    """Return a text field of a body; raise 400 where it is missing or no text."""
    value = body.get(name, default)
    if value is _REQUIRED:
        raise BadRequest(f"The field {name!r} is missing.")
    return value if value is default else as_text(value, name)


def as_text(value: Any, name: str) -> str:
    """Return a value that came under this name, a text; raise 400 where it is none."""
    if not isinstance(value, str):
        raise BadRequest(f"The field {name!r} must be a text.")
    if not _is_unicode(value):
        raise BadRequest(f"The field {name!r} holds half a character (a lone surrogate).")
    return value


def whole(value: Any, name: str, below: int) -> int:
    """Return a value that came under this name, a whole number from 0; else raise 400."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < below:
        raise BadRequest(f"The field {name!r} must be a whole number from 0 to {below - 1}.")
    return value


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def reading_json(reading: Reading) -> dict[str, Any]:
    """Return a reading as JSON values."""
    return {
        "digit": reading.digit,
        "confidence": round(reading.confidence, 6),
        "is_digit": reading.is_digit,
        "probabilities": [round(float(p), 6) for p in reading.probabilities],
    }


def _summary(manifest: Manifest) -> dict[str, Any]:
    return {
        "id": manifest.id,
        "network": manifest.spec.network,
        "created_at": manifest.created_at,
        "parameters": manifest.parameters,
        "test_accuracy": manifest.metrics.get("test", {}).get("accuracy"),
        "bytes": models().store.size(manifest.id),
    }
