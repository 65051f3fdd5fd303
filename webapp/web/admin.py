"""The admin's pages: train, watch, compare, choose what serves, judge drawings, hand out tokens."""

from typing import Any

from flask import Blueprint, current_app, render_template, request
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext
from sqlalchemy import select

from webapp.jobs import estimate
from webapp.models import PRESETS, SpecError, StoreError, architecture, asked_for
from webapp.models.spec import AUGMENTATIONS, NETWORKS, SCHEDULES, TrainingSpec
from webapp.models.speed import Speedometer
from webapp.records import Choice, Drawing, Presence, Run, RunState, Token, db, lessons
from webapp.records.imports import MOST_BYTES
from webapp.records.suspicions import FLAGS
from webapp.web import run_story
from webapp.web.auth import admin_required
from webapp.web.model_card import Card, card, cards, cards_by_id, champion_id
from webapp.web.pages import examples
from webapp.web.runs import find
from webapp.web.services import models as model_service

MOST_COMPARED = 6
TAKEN = frozenset[str]().union(*(network.takes for network in NETWORKS.values()))
"""The fields of a spec that shape some of the networks only."""

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.record_once
def _install(state: BlueprintSetupState) -> None:
    store = state.app.extensions["hitofude"].models.store
    state.app.extensions["hitofude.speed"] = Speedometer(store)
    state.app.jinja_env.globals.update(
        figure_names=run_story.figure_names, state_names=run_story.state_names
    )


@blueprint.context_processor
def _trainer() -> dict[str, bool]:
    return {"trainer_seen": Presence.is_any()}


@blueprint.get("")
@admin_required
def index() -> str:
    """Offer the presets and the whole form, and list the runs."""
    return render_template(
        "admin/index.html",
        presets=[_preset(key) for key in PRESETS],
        serves=champion_id(model_service().store),
        specs={key: _spec(key).to_json() for key in PRESETS},
        lesson=lessons.supply(db.session),
        choices={"network": NETWORKS, "schedule": SCHEDULES, "augmentation": AUGMENTATIONS},
        takers={name: _takers(name) for name in sorted(TAKEN)},
        versions=cards(model_service().store),
        runs=_listed(),
    )


@blueprint.get("/runs")
@admin_required
def runs() -> str:
    """Return the list of runs alone, for the page that shows it to stay up to date."""
    return render_template("admin/_runs.html", runs=_listed())


@blueprint.get("/runs/<int:run_id>")
@admin_required
def run(run_id: int) -> str:
    """Show a run, live while it goes on."""
    shown = find(run_id)
    made = _made(shown)
    return render_template(
        "admin/run.html",
        run=shown,
        is_final=RunState(shown.state).is_final,
        story=run_story.story(shown),
        epochs=run_story.epochs(shown),
        card=made,
        comparison=run_story.comparison(shown) if made else None,
        examples=examples(made.mistakes) if made else [],
        parameters=architecture.parameters(TrainingSpec.restore(shown.spec)),
        other=_other(shown),
    )


@blueprint.get("/compare")
@admin_required
def compare() -> str:
    """Lay the curves of runs over each other and show in what they differ."""
    wanted = dict.fromkeys(request.args.get("runs", "").split(","))
    ids = [int(number) for number in wanted if number.isdecimal() and len(number) < 19]
    found = [each for each in (db.session.get(Run, number) for number in ids) if each]
    compared = [
        {"run": each, "card": _made(each), "curves": run_story.curves(each)}
        for each in found[:MOST_COMPARED]
    ]
    return render_template("admin/compare.html", compared=compared)


@blueprint.get("/models")
@admin_required
def models() -> str:
    """List the versions with all that one may do with them."""
    store = model_service().store
    speed: Speedometer = current_app.extensions["hitofude.speed"]
    shown = [
        {"card": each, "size": store.size(each.id), "ms": speed.ms(each.id)}
        for each in cards(store)
    ]
    return render_template(
        "admin/models.html", versions=shown, previous=_previous(), most_bytes=MOST_BYTES
    )


@blueprint.get("/drawings")
@admin_required
def drawings() -> str:
    """Look through what people drew; the page itself asks for the drawings."""
    return render_template(
        "admin/drawings.html",
        collecting=Choice.is_collecting(),
        counts=_counts(),
        versions=Drawing.versions(),
        flags=FLAGS,
    )


@blueprint.get("/tokens")
@admin_required
def tokens() -> str:
    """List the tokens of programs."""
    return render_template("admin/tokens.html", tokens=Token.all())


def _spec(key: str) -> TrainingSpec:
    """Return what a preset would train now; without a champion nothing can be improved."""
    try:
        return asked_for({"preset": key}, model_service().store)
    except (SpecError, StoreError):
        return PRESETS[key].spec


def _takers(name: str) -> str:
    """Return the networks that a field of a spec shapes, parted by spaces."""
    return " ".join(kind for kind, network in NETWORKS.items() if name in network.takes)


def _preset(key: str) -> dict[str, Any]:
    preset, spec = PRESETS[key], _spec(key)
    return {
        "key": key,
        "name": gettext(preset.name),
        "sentence": gettext(preset.sentence),
        "parameters": architecture.parameters(spec),
        "seconds": estimate.seconds(spec),
    }


def _listed() -> list[dict[str, Any]]:
    """Return the latest runs; asked for each second, so it reads no more than they need."""
    listed = Run.newest()
    succeeded = [each.model_id for each in listed if each.state == RunState.SUCCEEDED]
    made, places = cards_by_id(model_service().store, succeeded), _places()
    return [
        {
            "run": each,
            "card": made.get(each.model_id),
            "place": places.get(each.id),
            "progress": run_story.progress(each),
        }
        for each in listed
    ]


def _places() -> dict[int, int]:
    """Return the place in line of each run that waits, the next run's being 1."""
    waiting = select(Run.id).where(Run.state == RunState.QUEUED).order_by(Run.id)
    return {run_id: place for place, run_id in enumerate(db.session.scalars(waiting), 1)}


def _counts() -> list[dict[str, Any]]:
    """Return how many drawings there are of each label and state."""
    found = Drawing.counts().items()
    return [{"label": label, "state": state, "count": count} for (label, state), count in found]


def _made(run: Run) -> Card | None:
    """Return the version that a run made, if it did and the version is still there."""
    if run.state != RunState.SUCCEEDED:
        return None
    try:
        return card(model_service().store, run.model_id)
    except StoreError:
        return None


def _other(run: Run) -> Run | None:
    """Return the latest other run that made a version, to compare with."""
    others = select(Run).where(Run.id != run.id, Run.state == RunState.SUCCEEDED)
    return db.session.scalar(others.order_by(Run.id.desc()).limit(1))


def _previous() -> str | None:
    try:
        return model_service().store.previous_champion_id()
    except StoreError:
        return None
