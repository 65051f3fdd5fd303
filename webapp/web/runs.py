"""The JSON interface of training: ask for runs, follow them, stop them."""

from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, Response, jsonify, url_for
from werkzeug.exceptions import Conflict, NotFound

from webapp.jobs import estimate, start_run
from webapp.models import (
    SpecError,
    TrainingSpec,
    UnknownVersion,
    architecture,
    asked_for,
    check_start,
)
from webapp.records import Presence, Run, RunState, db
from webapp.web import live, run_events, spec_words
from webapp.web.api import json_object
from webapp.web.auth import admin_required
from webapp.web.services import models, services

blueprint = Blueprint("runs", __name__, url_prefix="/api/runs")


@blueprint.get("")
@admin_required
def index() -> Response:
    """List the latest runs, the newest first."""
    return jsonify(runs=[run_json(run) for run in Run.newest()])


@blueprint.post("")
@admin_required
def create() -> tuple[Response, int, dict[str, str]]:
    """Put a run in line."""
    body = json_object()
    promote = _promote(body)
    return accepted(start_run(services().queue, models().store, _spec(body), promote))


@blueprint.post("/estimate")
@admin_required
def estimate_run() -> Response:
    """Say what the network consists of, how large it is and how long its training will take."""
    body = json_object()
    _promote(body)
    spec = _spec(body)
    return jsonify(
        layers=spec_words.layers(spec.to_json()),
        parameters=architecture.parameters(spec),
        multiplications=architecture.multiplications(spec),
        seconds=round(estimate.seconds(spec), 1),
    )


@blueprint.get("/<int:run_id>")
@admin_required
def show(run_id: int) -> Response:
    """Show one run."""
    return jsonify(run_json(find(run_id)))


@blueprint.get("/<int:run_id>/events")
@admin_required
def events(run_id: int) -> Response:
    """Follow a run: server-sent events, from the one after ``Last-Event-ID`` or ``?after=``."""
    find(run_id)
    return live.response(partial(run_events.look, run_id), services().streams)


@blueprint.post("/<int:run_id>/cancel")
@admin_required
def cancel(run_id: int) -> tuple[Response, int, dict[str, str]]:
    """Stop a run, or take it out of the line."""
    run = find(run_id)
    if not run.ask_to_cancel():
        raise Conflict(f"Run {run_id} has ended already.")
    return accepted(run)


@blueprint.post("/<int:run_id>/again")
@admin_required
def again(run_id: int) -> tuple[Response, int, dict[str, str]]:
    """Put a run with the same spec in line."""
    run = find(run_id)
    if run.imported:
        raise Conflict(f"Run {run_id} was an import, whose file is gone: send it again.")
    return accepted(start_run(services().queue, models().store, _spec(run.spec), run.promote))


def find(run_id: int) -> Run:
    """Return a run; raise 404."""
    run = db.session.get(Run, run_id) if run_id < 2**63 else None
    if run is None:
        raise NotFound(f"There is no run {run_id}.")
    return run


def accepted(run: Run) -> tuple[Response, int, dict[str, str]]:
    """Answer that a run is in line, or that its trainer was told."""
    return jsonify(run_json(run)), 202, {"Location": url_for("runs.show", run_id=run.id)}


def run_json(run: Run) -> dict[str, Any]:
    """Return a run as JSON values; what its spec did not know yet has its default."""
    spec = TrainingSpec.restore(run.spec)
    return {
        "id": run.id,
        "state": run.state,
        "spec": spec.to_json(),
        "model": run.model_id,
        "promote": run.promote,
        "reason": run.reason,
        "place": run.place,
        "created_at": _time(run.created_at),
        "started_at": _time(run.started_at),
        "ended_at": _time(run.ended_at),
        "duration_s": run.duration_s,
        "hardware": run.hardware,
        "parameters": architecture.parameters(spec),
        "trainer_seen": Presence.is_any(),
        "imported": _origin(run),
        "published": run.state == RunState.SUCCEEDED and models().store.has(run.model_id),
    }


def _promote(body: dict[str, Any]) -> bool:
    """Take out of a body whether the version shall go into service; the rest is the spec."""
    promote = body.pop("promote", False)
    if not isinstance(promote, bool):
        raise SpecError({"promote": "must be true or false."})
    return promote


def _spec(values: dict[str, Any]) -> TrainingSpec:
    spec = asked_for(values, models().store)
    try:
        check_start(spec, models().store)  # refused now instead of a failed run later
    except UnknownVersion as error:
        raise SpecError({"start_from": str(error)}) from error
    return spec


def _origin(run: Run) -> dict[str, str] | None:
    """Return where the network comes from that a run brings in; ``None`` where it trains one."""
    return {"file": run.imported.file, "note": run.imported.note} if run.imported else None


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="milliseconds") + "Z" if moment else None
