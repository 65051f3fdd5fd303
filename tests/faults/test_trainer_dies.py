"""The trainer or the machine dies in the middle: what it left is found, told and cleared up."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from shutil import copytree

import pytest

from tests.conftest import FIRST
from tests.faults.trainers import start_trainer
from tests.jobs.fake_training import Deed
from tests.jobs.stage import is_gone
from tests.waiting import until
from webapp.records import Run, Token, db
from webapp.records.database import now

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")


@pytest.fixture
def trainer(stage, trained) -> Iterator[Callable[[], subprocess.Popen]]:
    """Give what starts a trainer; whatever still runs at the end is ended."""
    started = []

    def start() -> subprocess.Popen:
        started.append(start_trainer(stage, trained))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def dead() -> str:
    """Give the name of a trainer on this machine that runs no more."""
    with subprocess.Popen([sys.executable, "-S", "-c", ""]) as process:
        pass
    return f"{socket.gethostname()}:{process.pid}"


def claim(stage, trainer: str, **changed) -> None:
    """Let a trainer take the next run, and then have gone away."""
    with stage.app.app_context():
        run = Run.claim(trainer, "")
        for name, value in changed.items():
            setattr(run, name, value)
        (stage.store.root / f".draft-{run.model_id}-abcdefgh").mkdir()
        db.session.commit()


def test_killed_in_the_middle(stage, trainer):
    first = trainer()
    cut_off, waiting = stage.ask(Deed.WAIT), stage.ask(Deed.SUCCEED)
    training = stage.process_of(cut_off)
    first.send_signal(signal.SIGKILL)
    first.wait()
    until(lambda: is_gone(training))
    assert stage.drafts() != []
    assert [stage.state(run) for run in (cut_off, waiting)] == ["running", "queued"]
    trainer()
    until(lambda: stage.state(waiting) == "succeeded")
    told = stage.told(cut_off)
    assert (told.state, told.reason) == ("interrupted", "The trainer stopped in the middle.")
    assert told.states == ["queued", "running", "interrupted"]
    assert not stage.store.has(told.model_id)
    assert stage.drafts() == []


@pytest.mark.parametrize("told_to", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_in_the_middle(stage, trainer, told_to):
    process = trainer()
    run_id = stage.ask(Deed.WAIT)
    training = stage.process_of(run_id)
    process.send_signal(told_to)
    output, _ = process.communicate(timeout=10)
    assert process.returncode == 0, output
    assert "Traceback" not in output
    until(lambda: is_gone(training))
    stage.trainer.work()
    assert stage.state(run_id) == "interrupted"


def test_two_trainers_share_the_line(stage, trainer):
    runs = [stage.ask(Deed.SUCCEED) for _ in range(8)]
    trainers = [trainer(), trainer()]
    told = until(lambda: _all_final(stage, runs))
    assert [each.states for each in told] == [["queued", "running", "succeeded"]] * len(runs)
    assert sorted(model for _, model in stage.began()) == sorted(each.model_id for each in told)
    names = {f"{socket.gethostname()}:{process.pid}" for process in trainers}
    assert {each.trainer for each in told} <= names


def _all_final(stage, runs):
    told = [stage.told(run) for run in runs]
    return told if all(each.state not in ("queued", "running") for each in told) else None


def test_an_interrupted_run_is_started_again(stage, dead):
    run_id = stage.ask(Deed.SUCCEED, promote=True)
    claim(stage, dead)
    stage.trainer.work()
    assert stage.state(run_id) == "interrupted"
    with stage.app.app_context():
        _, token = Token.issue("a program")
    headers = {"Authorization": f"Bearer {token}"}
    answer = stage.app.test_client().post(f"/api/runs/{run_id}/again", headers=headers)
    assert answer.status_code == 202
    again = answer.json["id"]
    stage.trainer.work()
    told, before = stage.told(again), stage.told(run_id)
    assert told.state == "succeeded"
    assert told.model_id != before.model_id
    assert before.state == "interrupted"
    assert stage.store.champion_id() == told.model_id


@pytest.mark.parametrize("promote", [False, True])
def test_killed_after_publishing(stage, dead, promote):
    run_id = stage.ask(Deed.SUCCEED, promote=promote)
    model_id = stage.told(run_id).model_id
    claim(stage, dead)
    _publish(stage, model_id)
    stage.trainer.work()
    told = stage.told(run_id)
    assert (told.state, told.reason) == ("succeeded", None)
    assert stage.drafts() == []
    assert stage.store.champion_id() == (model_id if promote else FIRST)


def test_killed_while_it_was_being_cancelled(stage, dead):
    run_id = stage.ask(Deed.SUCCEED)
    claim(stage, dead, cancel=True)
    model_id = stage.told(run_id).model_id
    _publish(stage, model_id)
    stage.trainer.work()
    assert stage.state(run_id) == "cancelled"
    assert not stage.store.has(model_id)
    assert stage.drafts() == []


def _publish(stage, model_id: str) -> None:
    with stage.store.draft(model_id) as draft:
        copytree(stage.store.root / FIRST, draft, dirs_exist_ok=True)
        (draft / "manifest.json").unlink()
        stage.store.publish(draft, replace(stage.store.manifest(FIRST), id=model_id))


@pytest.mark.parametrize(
    ("trainer_name", "seen_s_ago", "state"),
    [
        ("elsewhere:1", 1, "running"),
        ("elsewhere:1", 14, "running"),
        ("elsewhere:1", 16, "interrupted"),
        ("elsewhere:1", 10**6, "interrupted"),
        ("elsewhere:1", -3600, "interrupted"),  # the clock was set back an hour
        (f"{socket.gethostname()}:1", 1, "running"),  # there is such a process
        (f"{socket.gethostname()}:1", 16, "interrupted"),  # but it is no trainer of ours any more
        ("self", 1, "interrupted"),  # the process number is given out again
    ],
)
def test_who_is_lost(stage, trainer_name, seen_s_ago, state):
    run_id = stage.ask(Deed.SUCCEED)
    name = stage.trainer.name if trainer_name == "self" else trainer_name
    claim(stage, name, seen_at=now() - timedelta(seconds=seen_s_ago))
    stage.trainer.work()
    assert stage.state(run_id) == state


def test_who_was_taken_for_lost_stops(stage):
    run_id = stage.ask(Deed.WAIT)
    with stage.working():
        training = stage.process_of(run_id)
        with stage.app.app_context():
            db.session.get(Run, run_id).end("interrupted", "Nobody was seen to work on it.")
        until(lambda: is_gone(training))
    told = stage.told(run_id)
    assert told.states == ["queued", "running", "interrupted"]
    assert not stage.store.has(told.model_id)
    assert stage.drafts() == []
