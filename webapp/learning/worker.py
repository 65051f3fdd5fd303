"""The training process: imports TensorFlow, waits for a run, trains it, tells of it.

Started by ``webapp.jobs.process``. It reads one line of JSON on standard input and writes facts as
lines of JSON on what was standard output; libraries' own words go to standard error. When its
parent dies, standard input ends, and so does it.
"""

import json
import os
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO

from webapp.errors import HitofudeError

if TYPE_CHECKING:
    from webapp.models import Manifest

NICENESS = 19
"""Readings come first: the scheduler gives a training what they leave."""


def main() -> None:
    """Get warm, take one run, train or import what it says."""
    channel = _own_stdout()
    _lower_priority()
    from webapp.learning import device, evaluation, training

    device.prepare()
    training.load_mnist()

    def emit(kind: str, **data: Any) -> None:
        channel.write(json.dumps({"kind": kind, **data}) + "\n")

    emit("ready", gpu=device.gpu_name())
    evaluation.prepare()  # a run that comes meanwhile waits in the pipe, and waits no longer later
    line = sys.stdin.readline()
    if not line:
        return
    threading.Thread(target=_die_with_parent, daemon=True).start()
    job = json.loads(line)
    try:
        manifest = (_train if job.get("imported_by") is None else _import)(job, emit)
    except Exception as error:
        emit("failed", reason=_plainly(error))
        raise
    emit("done", model=manifest.id)


def _train(job: dict[str, Any], emit: Callable[..., None]) -> "Manifest":
    from webapp.learning import progress, training
    from webapp.models import TrainingSpec, open_store
    from webapp.records.lessons import lessons_at

    return training.train(
        TrainingSpec.from_json(job["spec"]),
        open_store(*sys.argv[1:]),
        job["model_id"],
        callbacks=[progress.Reporter(emit)],
        verbose=0,
        phase=lambda name: emit("phase", name=name),
        corrected=lessons_at(job["database"]) if job.get("database") else None,
        precision=job["precision"],
    )


def _import(job: dict[str, Any], emit: Callable[..., None]) -> "Manifest":
    from webapp.learning.bundle import publish_bundle
    from webapp.models import open_store
    from webapp.models.bundle import Bundle
    from webapp.records.imports import file_at
    from webapp.records.lessons import held_out_at

    file, data = file_at(job["database"], job["imported_by"])
    return publish_bundle(
        Bundle.loads(data),
        file,
        open_store(*sys.argv[1:]),
        job["model_id"],
        phase=lambda name: emit("phase", name=name),
        people=held_out_at(job["database"]),
    )


def _own_stdout() -> TextIO:
    """Keep standard output for facts; send what libraries print to standard error instead."""
    channel = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    os.dup2(2, 1)
    return channel


def _lower_priority() -> None:
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    if hasattr(os, "SCHED_IDLE"):  # Linux: a reading that wakes up need not even wait for a slice
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def _die_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)


def _plainly(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "The machine ran out of memory."
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename or 'while the version was written'}."
    if isinstance(error, HitofudeError):
        return str(error)
    return f"{type(error).__name__}: {error}"[:500]


if __name__ == "__main__":
    main()
