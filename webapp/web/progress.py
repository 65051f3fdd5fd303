"""The JSON interface to how well the versions read what people drew."""

from threading import Lock
from typing import Any

from flask import Blueprint, Response, current_app, jsonify
from flask.blueprints import BlueprintSetupState

from webapp.models import Manifest
from webapp.models.interval import wilson
from webapp.records import Note, progress
from webapp.web.model_card import champion_id
from webapp.web.services import models

TURN = "hitofude.progress"

blueprint = Blueprint("progress", __name__, url_prefix="/api")


@blueprint.record_once
def _install(state: BlueprintSetupState) -> None:
    state.app.extensions[TURN] = Lock()


@blueprint.get("/progress")
def show() -> Response:
    """Tell how many of the held-out drawings each version reads; read a few more for it."""
    store = models().store
    champion = champion_id(store)
    found = progress.progress(store, champion, current_app.extensions[TURN])
    notes = Note.all()
    versions = [
        {
            "model": version.id,
            "name": (version.id in notes and notes[version.id].name) or version.id,
            "created_at": version.created_at,
            "in_service": version.id == champion,
            **_figures(found, version),
        }
        for version in found.versions
    ]
    return jsonify(
        drawings=len(found.exam),
        people=found.exam.people,
        complete=found.is_complete,
        versions=versions,
    )


def _figures(found: progress.Progress, version: Manifest) -> dict[str, Any]:
    hits, count = found.hits.get(version.id), len(found.exam)
    if hits is None or not count:
        return {"right": None, "accuracy": None, "interval": None}
    interval = [round(share, 6) for share in wilson(hits, count)]
    return {"right": hits, "accuracy": round(hits / count, 6), "interval": interval}
