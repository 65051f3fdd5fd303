"""The JSON interface of the versions: which serves, what they are called, what goes."""

import io
import zipfile

from flask import Blueprint, Response, json, jsonify, send_file
from werkzeug.exceptions import BadRequest

from webapp.models import gate
from webapp.records import Note, Score, db, lessons
from webapp.web.api import json_object, text
from webapp.web.auth import admin_required
from webapp.web.services import models

BUNDLED = ("weights.npz", "classifier.tflite")

blueprint = Blueprint("versions", __name__, url_prefix="/api")


@blueprint.put("/champion")
@admin_required
def promote() -> Response:
    """Put a version into service; one that reads worse needs ``"insist": true``."""
    body = json_object()
    insist = body.get("insist", False)
    if not isinstance(insist, bool):
        raise BadRequest("The field 'insist' must be true or false.")
    held_out = None if insist else lessons.held_out(db.session)
    gate.promote(models().store, text(body, "model"), insist, held_out)
    return jsonify(champion=models().store.champion_id())


@blueprint.post("/champion/rollback")
@admin_required
def roll_back() -> Response:
    """Put the previous version back into service."""
    return jsonify(champion=models().store.roll_back())


@blueprint.delete("/models/<model_id>")
@admin_required
def delete(model_id: str) -> tuple[str, int]:
    """Remove a version that is not in service."""
    models().store.delete(model_id)
    Note.forget(model_id)
    Score.forget(model_id)
    return "", 204


@blueprint.patch("/models/<model_id>")
@admin_required
def annotate(model_id: str) -> Response:
    """Give a version a name and a note for people; what is not sent stays."""
    body = json_object()
    models().store.manifest(model_id)
    name, note = Note.read(model_id)
    note = Note.write(model_id, text(body, "name", name), text(body, "note", note))
    return jsonify(id=model_id, name=note.name, note=note.note)


@blueprint.get("/models/<model_id>/download")
def download(model_id: str) -> Response:
    """Return a version as a zip: the spec as JSON, the weights as ``.npz``, the LiteRT export.

    ``reading.json`` says how the weights' logits become a reading.
    """
    store = models().store
    manifest = store.manifest(model_id)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("spec.json", json.dumps(manifest.spec.to_json(), indent=2))
        reading = {"temperature": manifest.temperature, "threshold": manifest.threshold}
        archive.writestr("reading.json", json.dumps(reading, indent=2))
        for name in BUNDLED:
            if name in manifest.files:
                archive.writestr(name, store.read(model_id, name))
    buffer.seek(0)
    return send_file(buffer, "application/zip", True, f"{model_id}.zip")
