"""The trainer: takes waiting runs one by one, trains each in a process, records what happens."""

import logging
import os
import platform
import socket
import threading
import time
from contextlib import suppress

from flask import Flask
from sqlalchemy import select, update

from webapp.jobs.process import TrainingProcess
from webapp.jobs.queue import Queue
from webapp.models import ModelStore, SpecError, StoreError, TrainingSpec, check_start, gate
from webapp.models.bundle import Bundle
from webapp.records import Event, Import, Run, RunState, db, lessons
from webapp.records.database import now

log = logging.getLogger(__name__)

TICK_S = 0.2
"""How often a running training is looked after: cancelled, still alive."""

LOST_AFTER_S = 15.0
"""A run that nobody has looked after for so long is worked on by nobody."""


def start_run(queue: Queue, store: ModelStore, spec: TrainingSpec, promote: bool = False) -> Run:
    """Put a run in line and wake a trainer.

    Raises ``SpecError`` where the spec starts from a version of another network, or learns from
    corrections and there are none.
    """
    check_start(spec, store)
    if spec.corrections and not lessons.is_there_a_lesson(db.session):
        raise SpecError({"corrections": lessons.NOTHING})
    return _rung(queue, Run.ask(spec, promote))


def start_import(
    queue: Queue, bundle: Bundle, file: str, data: bytes, promote: bool = False
) -> Run:
    """Put the import of a bundle in line and wake a trainer.

    ``file``: the name that it came by; ``data``: what the bundle was read from. It is kept until
    the run ends. Raises ``TooManyImports``.
    """
    Import.check_room()
    imported = Import(file=file, note=bundle.note, data=data)
    return _rung(queue, Run.ask(bundle.spec, promote, imported))


class Trainer:
    """Works through the line; keeps a warm training process for the next run.

    One trainer works on one run at a time; any number of trainers may share database and store.
    """

    def __init__(self, app: Flask, store: ModelStore):
        self._app = app
        self._store = store
        self._spare: TrainingProcess | None = None
        self._busy = threading.Lock()
        self.name = f"{socket.gethostname()}:{os.getpid()}"

    def work(self) -> None:
        """Train whatever waits; return when the line is empty."""
        with self._busy, self._app.app_context():
            self.recover()
            while (run := Run.claim(self.name, hardware())) is not None:
                self._train(run)
            self.warm_up()

    def warm_up(self) -> None:
        """Have a training process import TensorFlow now, so that the next run need not wait."""
        if self._app.config["WARM_TRAINER"]:
            self._spare = self._take_process()

    def stop(self) -> None:
        """End the waiting process; a run in work becomes ``interrupted`` when next looked for."""
        if self._spare:
            self._spare.kill()

    def recover(self) -> None:
        """Finish what a killed trainer left: runs that are marked running and nobody works on."""
        for run in db.session.scalars(select(Run).where(Run.state == RunState.RUNNING)):
            if self._is_lost(run):
                state = RunState.CANCELLED if run.cancel else RunState.INTERRUPTED
                self._finish(run, state, "The trainer stopped in the middle.")

    def _is_lost(self, run: Run) -> bool:
        if run.trainer == self.name:
            return True  # we have just begun, so the name is that of an earlier process
        host, _, pid = (run.trainer or "").rpartition(":")
        if host == socket.gethostname() and not _is_running(int(pid)):
            return True
        # A clock set back makes the difference negative: then too the time is no sign of life.
        return abs((now() - run.seen_at).total_seconds()) > LOST_AFTER_S

    def _train(self, run: Run) -> None:
        log.info("Run %d begins.", run.id)
        try:
            state, reason = self._work_on(run)
        except Exception as error:  # the trainer must outlive whatever a run does
            log.exception("Run %d failed.", run.id)
            db.session.rollback()
            state, reason = RunState.FAILED, f"{type(error).__name__}: {error}"
        self._finish(run, state, reason)

    def _work_on(self, run: Run) -> tuple[RunState, str | None]:
        process = self._take_process()
        try:
            process.begin(
                TrainingSpec.restore(run.spec),
                run.model_id,
                self._app.config["SQLALCHEMY_DATABASE_URI"],
                imported_by=run.id if run.imported else None,
                precision=self._precision_of(run),
            )
            return self._follow(run, process)
        finally:
            process.kill()

    def _follow(self, run: Run, process: TrainingProcess) -> tuple[RunState, str | None]:
        look_at = 0.0
        while True:
            if time.monotonic() >= look_at:
                look_at = time.monotonic() + TICK_S
                if _look_after(run.id):
                    return RunState.CANCELLED, None
            try:
                event = process.next_event(TICK_S)
            except EOFError:
                return RunState.FAILED, process.why_it_ended()
            if event is None:
                continue
            kind = event.pop("kind")
            if kind == "done":
                return RunState.SUCCEEDED, None
            if kind == "failed":
                return RunState.FAILED, event["reason"]
            if kind == "ready":
                run.computes_with(hardware(event["gpu"], self._precision_of(run)))
            else:
                Event.add(run.id, kind, **event)

    def _precision_of(self, run: Run) -> str:
        return "single" if run.imported else self._app.config["PRECISION"]

    def _finish(self, run: Run, state: RunState, reason: str | None) -> None:
        """Record how a run ended that nobody works on any more, and clear up after it.

        What the store holds decides: a version may have been published a moment before the
        process was ended. One whose run was cancelled goes.
        """
        self._store.discard_drafts(run.model_id)
        if self._store.has(run.model_id):
            if state != RunState.CANCELLED:
                state, reason = RunState.SUCCEEDED, None
            elif run.state == RunState.RUNNING:
                with suppress(StoreError, OSError):  # somebody was quick to put it into service
                    self._store.delete(run.model_id)
        if state == RunState.SUCCEEDED and run.promote:
            self._promote(run)
        elif state == RunState.SUCCEEDED and (run.imported or run.spec.get("corrections")):
            self._compare(run)
        if run.end(state, None if state == RunState.CANCELLED else reason):
            Event.thin(run.id)
            log.info("Run %d: %s.%s", run.id, state, f" {reason}" if reason else "")

    def _promote(self, run: Run) -> None:
        """Let the version serve that a run made, unless it reads worse; record why or why not."""
        compared = None
        try:
            held_out = lessons.held_out(db.session)
            compared = gate.promote(self._store, run.model_id, held_out=held_out)
            line = f"{run.model_id} is in service."
        except (StoreError, OSError) as error:  # the version is there all the same
            if isinstance(error, gate.WorseThanChampion):
                compared = error.comparison
            line = f"{error} It was not put into service."
        Event.add(run.id, "log", line=line)
        if compared:
            Event.add(run.id, "comparison", promoted=not compared.short, **compared.to_json())

    def _compare(self, run: Run) -> None:
        """Record what a version that is kept aside does beside the one in service."""
        with suppress(StoreError, OSError):
            held_out = lessons.held_out(db.session)
            compared = gate.compare(self._store, self._store.manifest(run.model_id), held_out)
            Event.add(run.id, "comparison", promoted=False, **compared.to_json())

    def _take_process(self) -> TrainingProcess:
        spare, self._spare = self._spare, None
        if spare is not None:
            if spare.is_alive():
                return spare
            spare.kill()  # close what is left of it
        return TrainingProcess(*self._store.place)


def _rung(queue: Queue, run: Run) -> Run:
    try:
        queue.ring()
    except Exception:  # the run is in line all the same, and trainers look by themselves
        log.exception("The queue does not answer.")
    return run


def hardware(gpu: str = "", precision: str = "") -> str:
    """Return in a line what this machine computes with."""
    parts = [platform.machine(), f"{os.cpu_count()} cores", platform.system()]
    mixed = "mixed precision" if precision == "mixed" else ""
    return ", ".join([*parts, *filter(None, (gpu, mixed))])


def _look_after(run_id: int) -> bool:
    """Note that the run is being worked on; tell whether it shall be stopped.

    Cancelled it shall be, and where another trainer took this one for lost.
    """
    ours = update(Run).where(Run.id == run_id, Run.state == RunState.RUNNING)
    seen = db.session.execute(ours.values(seen_at=now()))
    db.session.commit()
    cancel = db.session.scalar(select(Run.cancel).where(Run.id == run_id))
    db.session.rollback()
    return bool(cancel) or not seen.rowcount


def _is_running(pid: int) -> bool:
    if os.name == "nt":
        return True  # signal 0 would end it there; LOST_AFTER_S decides instead
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
