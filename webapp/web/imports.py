"""Bring in a network that was trained elsewhere: its file becomes a run, which does the rest."""

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import BadRequest, LengthRequired, UnsupportedMediaType

from webapp.jobs import start_import
from webapp.models.bundle import Bundle
from webapp.records.imports import MOST_BYTES, MOST_NAME
from webapp.web.auth import admin_required
from webapp.web.runs import accepted
from webapp.web.services import services

TYPE = "application/zip"
NAMELESS = "bundle.zip"

LONGER = {("POST", "/api/models"): MOST_BYTES}
"""How long bodies may be that are longer than others, by method and path, in bytes."""

blueprint = Blueprint("imports", __name__, url_prefix="/api")


def init_app(app: Flask) -> None:
    """Let those bodies be longer; to be called before anything else that looks at requests."""
    app.before_request(_let_be_longer)


@blueprint.post("/models")
@admin_required
def create() -> tuple[Response, int, dict[str, str]]:
    """Look through a bundle and put its import in line."""
    if request.mimetype != TYPE:
        raise UnsupportedMediaType(f"The body must be a bundle, of the type {TYPE}.")
    if request.content_length is None:
        raise LengthRequired("Say in 'Content-Length' how long the file is.")
    promote = request.args.get("promote", "no")
    if promote not in ("yes", "no"):
        raise BadRequest("The parameter 'promote' must be yes or no.")
    data = request.get_data()
    bundle, name = Bundle.loads(data), _plain(request.args.get("name", ""))
    return accepted(start_import(services().queue, bundle, name, data, promote == "yes"))


def _let_be_longer() -> None:
    if most := LONGER.get((request.method, request.path)):
        request.max_content_length = most


def _plain(name: str) -> str:
    """Return the name of a file as it may be shown, without folders."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(filter(str.isprintable, last))[:MOST_NAME].strip() or NAMELESS
