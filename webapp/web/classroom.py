"""The pages of a class: the teacher's board and the pupils' paper."""

import unicodedata

import segno
from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask_login import current_user
from markupsafe import Markup

from webapp.config import PREFIX, SETTINGS
from webapp.records import Classroom, UnknownClass
from webapp.web import class_news, class_readers
from webapp.web.addresses import for_others
from webapp.web.auth import admin_required
from webapp.web.draw import versions_shown

blueprint = Blueprint("classroom", __name__)


@blueprint.get("/class")
def index() -> str:
    """Offer to open a class, to go on with one, or to join by its number."""
    rooms = []
    if current_user.is_authenticated:
        Classroom.end_forgotten()
        rooms = Classroom.all()
    return render_template("class/index.html", rooms=rooms, code=None)


@blueprint.post("/class")
@admin_required
def open_class() -> Response:
    """Open a class and show its board."""
    room = Classroom.open(class_readers.choose())
    return redirect(url_for("classroom.board", code=room.code))


@blueprint.get("/class/<code>")
def board(code: str) -> Response | str:
    """Show the board of a class; who is not the teacher is led to the paper."""
    if not current_user.is_authenticated:
        return redirect(url_for("classroom.paper", code=code))
    room = Classroom.find(code)
    joins = url_for("classroom.paper", code=code)
    settings = current_app.config
    reachable = for_others(request.host_url, settings["HOST"], settings["TRUSTED_HOSTS"])
    return render_template(
        "class/board.html",
        room=class_news.state(room),
        doors=[{"url": base + joins, "picture": _qr(base + joins)} for base in reachable],
        command=_command(settings["PORT"]),
        **versions_shown(),
    )


@blueprint.get("/c/")
def door() -> Response:
    """Lead who typed the number of a class into the form to its paper."""
    typed = unicodedata.normalize("NFKC", request.args.get("code", ""))  # １２３ from a keyboard
    code = "".join(filter(str.isalnum, typed))[:12]
    return redirect(url_for("classroom.paper", code=code) if code else url_for("classroom.index"))


@blueprint.get("/c/<code>")
def paper(code: str) -> str:
    """Show the paper on which a pupil draws."""
    state = {**class_news.for_pupils(Classroom.find(code)), "code": code}
    return render_template("class/paper.html", room=state, **versions_shown())


@blueprint.errorhandler(UnknownClass)
def ask_again(_: UnknownClass) -> tuple[str, int]:
    """Say that there is no such class, and ask for the right number."""
    code = (request.view_args or {}).get("code")
    return render_template("class/index.html", rooms=[], code=code), 404


def _command(port: int) -> str:
    """Return what starts the server for phones, too, on the port that it has."""
    own = "" if port == SETTINGS["PORT"].default else f"{PREFIX}PORT={port} "
    return f"{PREFIX}HOST=0.0.0.0 {own}make run"


def _qr(url: str) -> Markup:
    """Return a QR code (ISO/IEC 18004) as SVG; its colours are the style sheet's."""
    code = segno.make(url, error="m", micro=False)
    return Markup(code.svg_inline(svgclass="qr", lineclass="qr-ink", omitsize=True, border=2))
