"""Whether the program lives, and whether it can read."""

from flask import Blueprint, Response, jsonify

from webapp.web.services import models

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """Answer: that is all there is to say."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready() -> Response:
    """Name the version in service; 503 where there is none."""
    return jsonify(status="ready", champion=models().champion().manifest.id)
