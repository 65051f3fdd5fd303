"""The JSON interface of classes for the teacher: open, look on, lead, train, end."""

import re
from functools import partial

from flask import Blueprint, Response, jsonify, url_for
from werkzeug.exceptions import BadRequest, NotFound

from webapp.jobs import start_run
from webapp.models import asked_for
from webapp.records import (
    Classroom,
    Drawing,
    NothingToLearn,
    Sheet,
    UnknownClass,
    db,
    lessons,
)
from webapp.records.classrooms import CODE_DIGITS, TASKS
from webapp.web import class_news, class_readers, live
from webapp.web.api import json_object
from webapp.web.auth import admin_required
from webapp.web.runs import run_json
from webapp.web.services import models, services

blueprint = Blueprint("classes", __name__, url_prefix="/api/classes")


@blueprint.get("")
@admin_required
def index() -> Response:
    """List the classes that go on."""
    return jsonify(classes=[class_news.state(room) for room in Classroom.all()])


@blueprint.post("")
@admin_required
def create() -> tuple[Response, int, dict[str, str]]:
    """Open a class."""
    room = Classroom.open(class_readers.choose())
    where = {"Location": url_for("pupils.show", code=room.code)}
    return jsonify(class_news.state(room)), 201, where


@blueprint.patch("/<code>")
@admin_required
def change(code: str) -> Response:
    """Set the task, pause the class, let it go on."""
    room, body = Classroom.find(code), json_object()
    changes = {name: body[name] for name in ("task", "paused") if name in body}
    if not changes:
        raise BadRequest("The body must have a 'task', 'paused' or both.")
    if changes.get("task", TASKS[0]) not in TASKS:
        raise BadRequest(f"The field 'task' must be one of {', '.join(TASKS)}.")
    if not isinstance(changes.get("paused", False), bool):
        raise BadRequest("The field 'paused' must be true or false.")
    room.change(**changes)
    return jsonify(class_news.state(room))


@blueprint.delete("/<code>")
@admin_required
def end(code: str) -> tuple[str, int]:
    """End a class: all that was drawn in it is deleted."""
    Classroom.find(code).end()
    return "", 204


@blueprint.get("/<code>/events")
@admin_required
def events(code: str) -> Response:
    """Follow a class: server-sent events, from the one after ``Last-Event-ID`` or ``?after=``.

    A class that is over is told as its end: a board that comes again may have missed that.
    """
    if not re.fullmatch(f"[0-9]{{{CODE_DIGITS}}}", code):
        raise UnknownClass(f"There is no class {code}: its number has {CODE_DIGITS} digits.")
    return live.response(partial(class_news.look, code), services().streams)


@blueprint.delete("/<code>/sheets")
@admin_required
def clear(code: str) -> tuple[str, int]:
    """Empty the wall."""
    Sheet.clear(Classroom.find(code))
    return "", 204


@blueprint.delete("/<code>/sheets/<int:sheet_id>")
@admin_required
def remove(code: str, sheet_id: int) -> tuple[str, int]:
    """Take one drawing off the wall."""
    room = Classroom.find(code)
    if sheet_id >= 2**63 or not Sheet.take_away(room, Sheet.id == sheet_id):
        raise NotFound(f"There is no drawing {sheet_id} on the wall.")
    return "", 204


@blueprint.put("/<code>/pupils/<int:number>/muted")
@admin_required
def mute(code: str, number: int) -> tuple[str, int]:
    """Take all of a pupil off the wall, and show nothing more of them."""
    if number >= 2**31 or not Sheet.mute(Classroom.find(code), number):
        raise NotFound(f"There is no pupil {number}.")
    return "", 204


@blueprint.post("/<code>/read-again")
@admin_required
def read_again(code: str) -> tuple[str, int]:
    """Have the wall read by the version that serves now."""
    room = Classroom.find(code)
    Sheet.read_again(room, partial(class_readers.readings, class_readers.readers(room)))
    return "", 204


@blueprint.post("/<code>/train")
@admin_required
def train(code: str) -> tuple[Response, int, dict[str, str]]:
    """Accept what the class has labelled, and improve the version in service with it."""
    room, version = Classroom.find(code), models().champion()
    spec = asked_for({"preset": "improve"}, models().store)
    arrivals = list(Sheet.arrivals(room, version.read, version.manifest.id))
    doubtful = sum(bool(arrival.flags) for arrival in arrivals)
    for arrival in arrivals:
        Drawing.admit(arrival)  # committed with the run that learns from them, or not at all
    if doubtful == len(arrivals) or not lessons.is_there_a_lesson(db.session):
        db.session.rollback()
        raise NothingToLearn(
            "There is nothing to learn from yet: no drawing of this class says which digit it is, "
            "or the version in service is sure of another in each of them, or all that could be "
            "learnt from is held out to measure by. Set a task, or let the pupils tap the right "
            "digit."
        )
    run = start_run(services().queue, models().store, spec, promote=True)
    # The version that serves now goes on reading when another one serves.
    others = [each for each in room.versions if each != version.manifest.id]
    room.change(run=run.id, versions=[version.manifest.id, *others])
    where = {"Location": url_for("runs.show", run_id=run.id)}
    taught = {"taught": len(arrivals) - doubtful, "doubtful": doubtful}
    return jsonify({**run_json(run), **taught}), 202, where
