"""The page on which one draws."""

from flask import Blueprint, render_template

from webapp.records import Note
from webapp.web.services import champion_name

blueprint = Blueprint("draw", __name__)


@blueprint.get("/")
def index() -> str:
    """Show the canvas."""
    names = {model_id: note.name for model_id, note in Note.all().items() if note.name}
    return render_template("draw/index.html", champion=champion_name(), names=names)
