"""A stand-in for the training process: it says the same lines, and does none of the work.

    python fake_training.py VERSIONS CONTROL STORE

The run's seed says what it shall do. ``VERSIONS`` is a store whose versions it passes off as its
own: ``first`` for the tutorial's network, ``the-second`` for others. In ``CONTROL`` it leaves a
line for each process that began a run, and waits for a file ``go`` where it is told to wait.
"""

import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from enum import IntEnum
from pathlib import Path


class Deed(IntEnum):
    SUCCEED = 1
    WAIT = 2
    """Write half a version, tell of steps, publish once there is a file ``go``."""
    STUBBORN = 3
    """Write half a version; do not listen to SIGTERM."""
    TELL = 4
    """Say why it failed."""
    RAISE = 5
    EXIT = 6
    KILLED = 7
    KILLED_IN_MID_WORD = 8
    MUMBLE = 9
    """Print what are no facts, then succeed."""
    SHOUT = 10
    """Print megabytes, then succeed."""
    PUBLISH_AND_DIE = 11
    PUBLISH_AND_WAIT = 12
    DIVERGE = 13
    """Tell of a loss that is no number, wait for ``go``, then succeed."""


GPU = "NVIDIA H200"
"""What it says that it computes with."""

DIES_BEFORE_ITS_RUN = "dead"
"""A file in ``CONTROL``: who finds it takes it away and dies before any run comes."""


def main() -> None:
    versions, control, store = map(Path, sys.argv[1:])
    try:
        (control / DIES_BEFORE_ITS_RUN).unlink()
    except FileNotFoundError:
        say("ready", gpu=GPU)
    else:
        os._exit(3)
    line = sys.stdin.readline()
    if not line:
        return
    threading.Thread(target=die_with_parent, daemon=True).start()
    job = json.loads(line)
    with open(control / "began", "a") as file:
        file.write(f"{os.getpid()} {job['model_id']}\n")
    Training(job, versions, control, store).do(Deed(job["spec"]["seed"]))


def die_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)


def say(kind: str, **data: object) -> None:
    print(json.dumps({"kind": kind, **data}), flush=True)


class Training:
    def __init__(self, job: dict, versions: Path, control: Path, store: Path):
        self.model_id, self.spec = job["model_id"], job["spec"]
        self.versions, self.control, self.store = versions, control, store

    def do(self, deed: Deed) -> None:
        say("phase", name="fit")
        say("log", line="Epoch 1/1")
        getattr(self, deed.name.lower())()

    def succeed(self) -> None:
        for step in (1, 2, 3):
            self.step(step)
        say("epoch", epoch=1, line="3/3", loss=0.5, val_loss=0.6, accuracy=0.9, val_accuracy=0.8)
        say("phase", name="publish")
        self.publish()
        say("done", model=self.model_id)

    def step(self, step: int, loss: float = 0.5) -> None:
        say("batch", epoch=1, epochs=1, step=step, steps=3, loss=loss, line=f"{step}/3")

    def publish(self) -> None:
        draft = self.draft()
        name = "first" if self.spec["network"] == "tutorial" else "the-second"
        shutil.copytree(self.versions / name, draft, dirs_exist_ok=True)
        manifest = json.loads((draft / "manifest.json").read_text("utf-8"))
        changed = {**manifest, "id": self.model_id, "spec": self.spec}
        (draft / "manifest.json").write_text(json.dumps(changed), "utf-8")
        draft.rename(self.store / self.model_id)

    def draft(self) -> Path:
        draft = Path(tempfile.mkdtemp(prefix=f".draft-{self.model_id}-", dir=self.store))
        (draft / "model.keras").write_bytes(b"half of it")
        return draft

    def await_go(self) -> None:
        step = 0
        while not (self.control / "go").exists():
            step += 1
            if step % 10 == 1:
                self.step(1 + step // 10)
            time.sleep(0.01)

    def wait(self) -> None:
        self.draft()
        self.await_go()
        self.succeed()

    def stubborn(self) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        self.wait()

    def tell(self) -> None:
        self.draft()
        say("failed", reason="The machine ran out of memory.")

    def raise_(self) -> None:
        self.draft()
        raise ValueError("label 11 is no digit")

    def exit(self) -> None:
        self.draft()
        os._exit(7)

    def killed(self) -> None:
        self.draft()
        os.kill(os.getpid(), signal.SIGKILL)

    def killed_in_mid_word(self) -> None:
        sys.stdout.write('{"kind": "epo')
        sys.stdout.flush()
        self.killed()

    def mumble(self) -> None:
        for line in ("", "WARNING: deprecated", "42", "null", '"x"', "[1]", "{}", '{"kind": 1}'):
            print(line)
        sys.stdout.buffer.write(b"\xff\xfe\x00\n")
        self.succeed()

    def shout(self) -> None:
        for number in range(100):
            say("log", line=f"{number} " + "一" * 200)
        for _ in range(100):
            sys.stderr.write("x" * 30_000 + "\n")
        self.succeed()

    def publish_and_die(self) -> None:
        self.publish()
        os.kill(os.getpid(), signal.SIGKILL)

    def publish_and_wait(self) -> None:
        self.publish()
        self.await_go()
        say("done", model=self.model_id)

    def diverge(self) -> None:
        for loss in (float("nan"), float("inf"), -float("inf")):
            self.step(1, loss)
        self.await_go()
        self.succeed()


setattr(Training, "raise", Training.raise_)

if __name__ == "__main__":
    main()
