"""The training process itself, with a training that needs no Keras."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.stage import is_gone
from tests.waiting import until
from webapp.jobs.process import TrainingProcess
from webapp.models import TrainingSpec

# The real worker; in place of the modules that import Keras or draw for seconds, stand-ins with a
# body of one's own
WORKER = """
import sys, types
training = types.ModuleType("training")
training.load_mnist = lambda: print("a library prints while it is loaded")
def train(spec, store, model_id, callbacks, verbose, phase, corrected, precision):
    import os, time
    {body}
    return types.SimpleNamespace(id=model_id)
training.train = train
progress = types.ModuleType("progress")
progress.Reporter = lambda emit: emit
evaluation = types.ModuleType("evaluation")
evaluation.prepare = lambda: None
import webapp.learning
device = types.ModuleType("device")
device.prepare, device.gpu_name = lambda: None, str
for stand_in in (training, progress, evaluation, device):
    sys.modules[f"webapp.learning.{{stand_in.__name__}}"] = stand_in
    setattr(webapp.learning, stand_in.__name__, stand_in)
from webapp.learning.worker import main
main()
"""

HANG = "phase('fit'); time.sleep(600)"


def worker(body: str) -> tuple[str, ...]:
    return sys.executable, "-c", WORKER.format(body=textwrap.indent(body, "    ").strip())


def begin(tmp_path: Path, monkeypatch, body: str) -> TrainingProcess:
    monkeypatch.setattr(TrainingProcess, "command", worker(body))
    process = TrainingProcess(str(tmp_path))
    process.begin(TrainingSpec(seed=5), "made-1", precision="mixed")
    return process


def facts(process: TrainingProcess) -> Iterator[dict]:
    try:
        while True:
            fact = process.next_event(30)
            assert fact is not None, "It said nothing for half a minute."
            yield fact
    except EOFError:
        process.kill()


def test_what_it_tells(tmp_path, monkeypatch):
    body = (
        "print('noise'); os.system('echo more noise')\n"
        "phase('fit'); callbacks[0]('batch', seed=spec.seed, root=str(store.root), with_=precision)"
    )
    told = list(facts(begin(tmp_path, monkeypatch, body)))
    assert told == [
        {"kind": "ready", "gpu": ""},
        {"kind": "phase", "name": "fit"},
        {"kind": "batch", "seed": 5, "root": str(tmp_path), "with_": "mixed"},
        {"kind": "done", "model": "made-1"},
    ]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("MemoryError()", "The machine ran out of memory."),
        (
            "OSError(28, 'No space left on device', 'model.keras')",
            "No space left on device: model.keras.",
        ),
        (
            "OSError(28, 'No space left on device')",
            "No space left on device: while the version was written.",
        ),
        ("ValueError('label 11 is no digit')", "ValueError: label 11 is no digit"),
        ("RuntimeError('x' * 9000)", "RuntimeError: " + "x" * 486),
    ],
)
def test_it_says_why_it_failed(tmp_path, monkeypatch, error, reason):
    told = list(facts(begin(tmp_path, monkeypatch, f"raise {error}")))
    assert told == [{"kind": "ready", "gpu": ""}, {"kind": "failed", "reason": reason}]


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="Windows has other priorities")
def test_it_gives_way_to_readings(tmp_path, monkeypatch):
    process = begin(tmp_path, monkeypatch, HANG)
    try:
        assert process.next_event(30) == {"kind": "ready", "gpu": ""}
        ours = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, process.pid) >= min(ours + 10, 19)
    finally:
        process.kill()
    assert not process.is_alive()


PARENT = """
import sys, time
from webapp.jobs.process import TrainingProcess
from webapp.models import TrainingSpec
TrainingProcess.command = {command!r}
process = TrainingProcess({store!r})
if {begins}:
    process.begin(TrainingSpec(), "made-1")
while process.next_event(30)["kind"] != ("phase" if {begins} else "ready"):
    pass
print(process.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
@pytest.mark.parametrize("begins", [True, False], ids=["in a training", "waiting"])
def test_it_dies_with_its_parent(tmp_path, begins):
    script = PARENT.format(command=worker(HANG), store=str(tmp_path), begins=begins)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        child = int(parent.stdout.readline())
        assert not is_gone(child)
        parent.send_signal(signal.SIGKILL)
    until(lambda: is_gone(child))
