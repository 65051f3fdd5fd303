"""An application, its trainer, and a stand-in for the training process."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from flask import Flask

from tests.jobs import fake_training
from tests.jobs.fake_training import Deed
from tests.waiting import until
from webapp.jobs import Queue, Trainer, start_run
from webapp.models import ModelStore, TrainingSpec
from webapp.records import Event, Run, db


def command(versions: Path, control: Path) -> tuple[str, ...]:
    """Return how the stand-in is started."""
    # Without site-packages it is there in a fiftieth of a second.
    return (sys.executable, "-S", "-E", fake_training.__file__, str(versions), str(control))


def is_gone(pid: int) -> bool:
    """Tell whether a process has ended, buried or not: a container may have nobody who buries."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except ProcessLookupError:
        return True
    except OSError:  # there is no /proc here, or the process has just gone
        return False
    return state in "ZX"


class Told:
    """What the database tells of a run at a moment."""

    def __init__(self, run: Run):
        self.id, self.state, self.reason, self.place = run.id, run.state, run.reason, run.place
        self.model_id, self.trainer = run.model_id, run.trainer
        self.hardware = run.hardware
        self.events = [(event.kind, event.data) for event in Event.after(run.id, 0)]

    def of(self, kind: str) -> list[dict]:
        """Return the data of the events of a kind."""
        return [data for each, data in self.events if each == kind]

    @property
    def states(self) -> list[str]:
        return [data["state"] for data in self.of("state")]

    @property
    def lines(self) -> list[str]:
        return [data["line"] for data in self.of("log")]


class Stage:
    """What a test of trainings plays on."""

    def __init__(self, app: Flask, store: ModelStore, control: Path):
        self.app, self.store, self.control = app, store, control
        self.queue: Queue = app.extensions["hitofude"].queue
        self.trainer = Trainer(app, store)

    def ask(
        self, deed: Deed, network: str = "tutorial", promote: bool = False, **more: object
    ) -> int:
        """Put a run in line, with what more its spec says; return its number."""
        asked = {"preset": "tutorial", "network": network, "seed": deed, **more}
        spec = TrainingSpec.from_json(asked)
        with self.app.app_context():
            return start_run(self.queue, self.store, spec, promote).id

    def told(self, run_id: int) -> Told:
        with self.app.app_context():
            return Told(db.session.get(Run, run_id))

    def state(self, run_id: int) -> str:
        with self.app.app_context():
            return db.session.get(Run, run_id).state

    def cancel(self, run_id: int) -> bool:
        with self.app.app_context():
            return db.session.get(Run, run_id).ask_to_cancel()

    def train(self, deed: Deed, **how) -> Told:
        """Ask for a run, work off the line, return what became of it."""
        run_id = self.ask(deed, **how)
        self.trainer.work()
        return self.told(run_id)

    @contextmanager
    def working(self) -> Iterator[Thread]:
        """Let the trainer work beside the test; at the end the line is worked off."""
        thread = Thread(target=self.trainer.work)
        thread.start()
        try:
            yield thread
        finally:
            self.go()
            thread.join(60)
        assert not thread.is_alive()

    def go(self) -> None:
        """Let a training that waits go on."""
        (self.control / "go").touch()

    def began(self) -> list[tuple[int, str]]:
        """Return process and version of each run that a process began."""
        path = self.control / "began"
        lines = path.read_text().splitlines() if path.exists() else []
        return [(int(pid), model_id) for pid, model_id in map(str.split, lines)]

    def process_of(self, run_id: int) -> int:
        """Return the process that works on a run, once it has written half a version."""
        model_id = self.told(run_id).model_id
        until(lambda: list(self.store.root.glob(f".draft-{model_id}-*/model.keras")))
        return next(pid for pid, made in self.began() if made == model_id)

    def drafts(self) -> list[str]:
        """Return what lies half written in the store."""
        return [path.name for path in self.store.root.glob(".draft-*")]
