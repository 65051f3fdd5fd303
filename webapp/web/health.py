"""Whether the program lives, and whether it can read."""

from flask import Blueprint, Response, current_app, jsonify

from webapp.models import StoreError
from webapp.records import Presence
from webapp.web.problems import problem
from webapp.web.services import asked, models, queue_length

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """Answer: that is all there is to say."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready() -> Response:
    """Name the version in service and how the rest is; 503 where no drawing could be read.

    Without queue or trainer nothing is trained, but drawings are read: that is told, and no more.
    """
    lacks, champion, state = [], None, "missing"
    try:
        champion = models().champion().manifest.id
        state = _state_of(champion)
    except StoreError as error:
        lacks.append(str(error))
    trained = asked(Presence.is_any)
    if trained is None:
        lacks.append("The database does not answer.")
    checks = {
        "champion": state,
        "database": "silent" if trained is None else "answers",
        "queue": "silent" if queue_length() is None else "answers",
        "trainer": _trainer(trained),
    }
    if lacks:
        return problem(503, "not-ready", "Service Unavailable", " ".join(lacks), checks=checks)
    return jsonify(status="ready", champion=champion, checks=checks)


def _state_of(serving: str) -> str:
    """Tell whether what serves is the champion, or stands in where that cannot be loaded."""
    try:
        return "loaded" if models().store.champion_id() == serving else "stand-in"
    except StoreError:
        return "stand-in"


def _trainer(seen: bool | None) -> str:
    if seen is None:
        return "unknown"
    if seen:
        return "seen"
    return "missing" if current_app.config["TRAINER"] else "not expected"
