"""The public pages about the versions: a list, a card for each, the images behind a confusion."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, make_response, render_template
from flask.blueprints import BlueprintSetupState

from webapp import drawing
from webapp.config import PACKAGE
from webapp.models.mnist_images import MnistTestImages
from webapp.records import Choice, Drawing, DrawingState, progress
from webapp.web import measured, spec_words
from webapp.web.compression import compress
from webapp.web.model_card import card, cards, champion_id
from webapp.web.services import models

MOST_IMAGES = 200
SHOWN_MISTAKES = 24

blueprint = Blueprint("models", __name__, url_prefix="/models")


@blueprint.record_once
def _install(state: BlueprintSetupState) -> None:
    images = MnistTestImages(PACKAGE / "data" / "mnist.npz")
    state.app.extensions["hitofude.test_images"] = images
    state.app.jinja_env.globals.update(
        measured=measured, spec_rows=spec_words.rows, spec_words=spec_words
    )


@blueprint.get("")
def index() -> str:
    """List the versions, and what is known of how well they read people."""
    every = cards(models().store)
    examined = progress.shown(every, champion_id(models().store))
    people = _people()
    return render_template("models/index.html", cards=every, examined=examined, people=people)


@blueprint.get("/<model_id>")
def show(model_id: str) -> Response:
    """Show a version's card: long, with pictures in it, and without a secret, so compressed."""
    shown = card(models().store, model_id)
    page = render_template("models/show.html", card=shown, examples=examples(shown.mistakes))
    return compress(make_response(page))


@blueprint.get("/<model_id>/confusion/<int:label>/<int:read>")
def confusion(model_id: str, label: int, read: int) -> Response:
    """Show the test images of one digit that were read as another."""
    shown = card(models().store, model_id)
    if label == read or max(label, read) > 9 or "confusion" not in shown.test:
        abort(404)
    behind = [
        each for each in shown.mistakes or [] if (each["label"], each["read"]) == (label, read)
    ]
    page = render_template(
        "models/confusion.html",
        card=shown,
        label=label,
        read=read,
        count=shown.test["confusion"][label][read],
        images=examples(behind, MOST_IMAGES),
    )
    return compress(make_response(page))


def examples(
    mistakes: list[dict[str, Any]] | None, most: int = SHOWN_MISTAKES
) -> list[dict[str, Any]]:
    """Return the first mistakes with their images as data URLs."""
    images: MnistTestImages = current_app.extensions["hitofude.test_images"]
    return [
        {**mistake, "image": drawing.encode_data_url(images.pixels[mistake["index"]])}
        for mistake in (mistakes or [])[:most]
    ]


def _people() -> dict[str, Any]:
    """Return what people have given, and how many of that all versions read."""
    counts = Drawing.counts_by_state()
    drawings, people = progress.size()
    return {
        "drawings": drawings,
        "people": people,
        "given": sum(counts.values()),
        "accepted": counts.get(DrawingState.ACCEPTED, 0),
        "collecting": Choice.is_collecting(),
    }
