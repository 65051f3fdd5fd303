"""A program that has been used for a while: versions, runs, drawings and a class in it."""

from __future__ import annotations

import json
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from tests.browser.classes import PASSWORD, school
from tests.browser.past import remember
from tests.exam import hold_out
from tests.records.arriving import arrival, reading
from tests.support import SHIPPED, STROKES
from tests.support import drawing as drawn
from tests.web import measured
from webapp.models import ModelStore, TrainingSpec
from webapp.records import Account, Classroom, Drawing, Note, Run, db

PUPILS = 5


@dataclass(frozen=True)
class LivedIn:
    """The application, and what the addresses of its pages are made of."""

    app: Flask
    code: str
    best: int
    tutorial: int
    failed: int
    running: int
    link: str


def lived_in(folder: Path) -> LivedIn:
    """Return a program that has its records and its versions in a folder of its own."""
    store = ModelStore(shutil.copytree(SHIPPED, folder / "store"))
    copied = shutil.copytree(store.root / "best-1", store.root / "measured-1")
    manifest = json.loads((copied / "manifest.json").read_text())
    (copied / "manifest.json").write_text(json.dumps({**manifest, "id": "measured-1"}))
    measured.measure(store, "measured-1")
    app = school(folder / "data", MODEL_STORE=str(store.root), ADMIN_PASSWORD="")
    with app.app_context():
        Account.admin().set_password(PASSWORD)
        hold_out("0123456789", reading())
        for seed, label in enumerate((7, 3, None)):
            Drawing.keep(arrival(seed, label))
        Note.write("measured-1", "All measured", "Reads sevens well.")
        facts = {**_runs(), "code": Classroom.open([]).code, "link": Account.admin().new_link()}
        db.session.remove()
    _draw_in_class(app, facts["code"])
    return LivedIn(app, **facts)


def _runs() -> dict[str, int]:
    """Have runs that succeeded, failed, are at work and in line; give their numbers."""
    known = {
        "best": remember("best-1", {"preset": "best"}),
        "tutorial": remember("tutorial-1", {"preset": "tutorial"}),
        "failed": remember("broken-1", {"preset": "quick"}, "No space left on device."),
        "running": Run.ask(TrainingSpec()).id,
    }
    Run.claim("here:1", "x86_64, 2 cores, Linux")
    Run.ask(TrainingSpec())
    return known


def _draw_in_class(app: Flask, code: str) -> None:
    """Have pupils draw: some digits that are asked for, some that are not."""
    client = app.test_client()
    for digit in range(PUPILS):
        body = {"image": drawn(digit), "strokes": STROKES[digit], "label": digit or 4}
        writer = {"X-Writer": secrets.token_urlsafe(16)}
        answer = client.put(f"/api/classes/{code}/mine/0", json=body, headers=writer)
        assert answer.status_code == 200, answer.text
