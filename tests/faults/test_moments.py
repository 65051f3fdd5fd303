"""Killed at moments spread over all that they do: what was promised is there, and all goes on.

``FAULTS_MOMENTS=300 pytest tests/faults/test_moments.py`` tries more moments than the suite does.
"""

import os
import random
import signal
import sqlite3
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.attacks.served import Served
from tests.faults.trainers import start_trainer
from tests.jobs.fake_training import Deed
from tests.support import drawing
from tests.waiting import until
from webapp import create_app
from webapp.records import Token

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")

MOMENTS = int(os.environ.get("FAULTS_MOMENTS", "15"))
RARE = max(2, MOMENTS // 10)
"""For what takes seconds to come back."""

TRAINING_S = 0.25
"""How long a training by the stand-in takes about, with its process's start."""

FINAL = ("succeeded", "failed", "cancelled", "interrupted")


def check(stage, runs: list[int]) -> None:
    """See to it that each run has an end that the store agrees with, and that a version serves."""
    for told in map(stage.told, runs):
        assert told.state in FINAL
        assert told.states[0] == "queued" and told.states[-1] == told.state
        assert sum(state in FINAL for state in told.states) == 1
        assert stage.store.has(told.model_id) == (told.state == "succeeded")
        if told.state == "succeeded":
            stage.store.verify(told.model_id)
        elif told.state != "cancelled":
            assert told.reason
    assert stage.drafts() == []
    answer = stage.app.test_client().post("/api/predict", json={"image": drawing(7)})
    assert answer.status_code == 200
    assert answer.json["model"] == stage.store.champion_id()


def _begins(stage, count: int) -> None:
    """Wait until so many trainings have begun."""
    until(lambda: len(stage.began()) >= count)


def test_the_training_process_dies(stage):
    chance, runs = random.Random(1), []
    for moment in range(MOMENTS):
        runs.append(stage.ask(Deed.SUCCEED, promote=moment % 2 == 0))
        worker = Thread(target=stage.trainer.work)
        worker.start()
        _begins(stage, len(runs))
        time.sleep(chance.uniform(0, TRAINING_S / 2) * chance.random())
        with suppress(ProcessLookupError):
            os.kill(stage.began()[-1][0], signal.SIGKILL)
        worker.join(30)
        assert not worker.is_alive()
        check(stage, runs[-1:])
    check(stage, runs)
    assert stage.train(Deed.SUCCEED).state == "succeeded"


def test_the_trainer_dies(stage, trained):
    chance, runs = random.Random(2), []
    process: subprocess.Popen | None = None
    try:
        for _ in range(RARE):
            runs += [stage.ask(Deed.SUCCEED), stage.ask(Deed.SUCCEED, promote=True)]
            process = start_trainer(stage, trained)
            _begins(stage, len(stage.began()) + 1)
            time.sleep(chance.uniform(0, 2 * TRAINING_S))
            process.kill()
            process.communicate()
        runs.append(stage.ask(Deed.SUCCEED))
        process = start_trainer(stage, trained)
        until(lambda: all(stage.state(run) in FINAL for run in runs))
    finally:
        process.kill()
        process.communicate()
    check(stage, runs)
    assert stage.state(runs[-1]) == "succeeded"


def test_a_web_worker_dies(tmp_path):
    """Nothing that was answered with 202 is lost, and whoever asks again is answered."""
    data, chance = tmp_path / "data", random.Random(3)
    with create_app({"DATA": data}).app_context():
        _, token = Token.issue("a program")
    server = Served(data, WORKERS="2")
    promised, ended = [], Event()

    def ask() -> None:
        while not ended.is_set():
            with suppress(OSError):
                headers = {"Authorization": f"Bearer {token}"}
                status, _, answer = server.ask("POST", "/api/runs", b"{}", **headers)
                assert status == 202
                promised.append(answer["id"])

    asker = Thread(target=ask)
    try:
        asker.start()
        workers = until(lambda: _pair(server.process.pid))
        for _ in range(RARE):
            _grows(promised)
            time.sleep(chance.uniform(0, 0.2))
            # The older one: a worker that dies as soon as it is there would be a crash loop.
            os.kill(workers.pop(0), signal.SIGKILL)
            _grows(promised)
            found = until(lambda: _pair(server.process.pid))
            workers += [pid for pid in found if pid not in workers]
    finally:
        ended.set()
        asker.join(60)
        server.kill()
    with sqlite3.connect(data / "records.sqlite3") as records:
        kept = {run for (run,) in records.execute("select id from runs")}
        [(sound,)] = records.execute("pragma integrity_check")
    records.close()
    assert set(promised) <= kept
    assert sound == "ok"


def _grows(promised: list[int]) -> None:
    """Wait until two more are promised: the one that was asked for meanwhile, and another."""
    most = len(promised) + 2
    until(lambda: len(promised) >= most)


def _pair(parent: int) -> list[int]:
    """Return the two web workers, once both listen; else nothing."""
    path = Path(f"/proc/{parent}/task/{parent}/children")
    found = [int(pid) for pid in path.read_text().split() if _listens(int(pid))]
    return found if len(found) == 2 else []


def _listens(pid: int) -> bool:
    """Tell whether a process has begun to work: it then has threads of its own."""
    with suppress(OSError):
        return len(list(Path(f"/proc/{pid}/task").iterdir())) > 2
    return False
