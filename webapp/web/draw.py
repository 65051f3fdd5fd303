"""The pages on which one draws."""

from typing import Any

from flask import Blueprint, render_template

from webapp.models import Manifest, StoreError
from webapp.models.architecture import NETWORKS
from webapp.models.stages import stages
from webapp.records import Choice, Note
from webapp.web.services import champion_name, models

blueprint = Blueprint("draw", __name__)


@blueprint.get("/")
def index() -> str:
    """Show the canvas."""
    return render_template("draw/index.html", **versions_shown(), collecting=Choice.is_collecting())


@blueprint.get("/number")
def number() -> str:
    """Show the roll of paper on which one writes a number of several digits."""
    return render_template("draw/number.html", **versions_shown())


@blueprint.get("/inside")
def inside() -> str:
    """Show how a network arrives at its reading; one of another release may not be known here."""
    known = [each for each in _readable() if each.spec.network in NETWORKS]
    networks = {manifest.id: _network(manifest) for manifest in known}
    return render_template("draw/inside.html", **versions_shown(), networks=networks)


@blueprint.get("/compare")
def compare() -> str:
    """Show several versions reading the same drawing."""
    return render_template(
        "draw/compare.html", **versions_shown(), versions=[manifest.id for manifest in _readable()]
    )


def versions_shown() -> dict[str, Any]:
    """Return the id of the version in service, and what people call the versions, by id."""
    names = {model_id: note.name for model_id, note in Note.all().items() if note.name}
    return {"champion": champion_name(), "names": names}


def _network(manifest: Manifest) -> dict[str, Any]:
    """Return what a version is built of: the page keeps the places of what will come alive."""
    layers = [
        {
            "name": stage.name,
            "kind": stage.kind,
            "shape": stage.shape,
            "source": stage.source,
            "kernel": stage.layer.kernel,
            "stride": stage.layer.stride,
        }
        for stage in stages(manifest.spec)
    ]
    return {"layers": layers, "temperature": manifest.temperature}


def _readable() -> list[Manifest]:
    """Return all versions, the newest first; none where the store cannot be read."""
    try:
        return models().store.manifests()
    except StoreError:
        return []
