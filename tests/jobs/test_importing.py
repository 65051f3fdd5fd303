"""Imports in line: taken as trainings are, their files handed over and let go."""

import json

import pytest
from sqlalchemy import update

from tests import bundles
from tests.conftest import FIRST
from tests.jobs.fake_training import Deed
from tests.waiting import until
from webapp.jobs import estimate, start_import
from webapp.jobs.process import TrainingProcess
from webapp.models import TrainingSpec
from webapp.models.bundle import Bundle
from webapp.records import Import, Run, db


@pytest.fixture
def jobs(monkeypatch) -> list[dict]:
    """Give what training processes were told to do."""
    told: list[dict] = []
    begin = TrainingProcess.begin

    def note(process: TrainingProcess, spec, model_id, database, **more) -> None:
        told.append({"database": database, **more})
        begin(process, spec, model_id, database, **more)

    monkeypatch.setattr(TrainingProcess, "begin", note)
    return told


def ask(stage, deed: Deed, promote: bool = False) -> int:
    """Put an import in line whose stand-in does this."""
    spec = TrainingSpec(network="dense", hidden=(3,), seed=deed)
    bundle = Bundle(spec, bundles.weights(spec), "a note")
    with stage.app.app_context():
        return start_import(stage.queue, bundle, "mine.zip", bundle.dumps(), promote).id


def data(stage, run_id: int) -> bytes | None:
    with stage.app.app_context():
        return db.session.get(Import, run_id).data


def test_it_is_told_whose_file_it_is_and_the_file_goes_afterwards(stage, jobs):
    training, run_id = stage.ask(Deed.SUCCEED), ask(stage, Deed.SUCCEED)
    assert Bundle.loads(data(stage, run_id)).note == "a note"
    stage.trainer.work()
    assert [job["imported_by"] for job in jobs] == [None, run_id]
    assert jobs[0]["database"].startswith("sqlite:///")
    assert stage.state(training) == stage.state(run_id) == "succeeded"
    assert data(stage, run_id) is None
    (compared,) = stage.told(run_id).of("comparison")
    assert (compared["champion"], compared["promoted"]) == (FIRST, False)


@pytest.mark.parametrize("deed", [Deed.TELL, Deed.RAISE, Deed.EXIT, Deed.KILLED])
def test_the_file_goes_when_it_fails(stage, deed):
    run_id = ask(stage, deed)
    stage.trainer.work()
    assert stage.state(run_id) == "failed"
    assert stage.told(run_id).reason
    assert data(stage, run_id) is None


def test_the_file_goes_when_it_is_cancelled(stage):
    run_id = ask(stage, Deed.WAIT)
    with stage.working():
        stage.process_of(run_id)
        assert data(stage, run_id)
        assert stage.cancel(run_id)
        until(lambda: stage.state(run_id) == "cancelled")
    assert data(stage, run_id) is None
    assert stage.drafts() == []


def test_a_worse_one_is_not_put_into_service(stage):
    run_id = ask(stage, Deed.SUCCEED, promote=True)
    stage.trainer.work()
    told = stage.told(run_id)
    assert (told.state, stage.store.champion_id()) == ("succeeded", FIRST)
    assert "It was not put into service." in told.lines[-1]


def test_imports_say_nothing_of_how_long_trainings_take(stage):
    best = TrainingSpec.from_json({"preset": "best"})
    with stage.app.app_context():
        before = estimate.seconds(best)
    run_id = ask(stage, Deed.SUCCEED)
    stage.trainer.work()
    with stage.app.app_context():
        spec = json.loads(json.dumps(best.to_json()))  # so much work, done in a moment
        db.session.execute(update(Run).where(Run.id == run_id).values(spec=spec))
        db.session.commit()
        assert estimate.seconds(best) == before


def test_a_precision_is_said_of_trainings_only(stage):
    stage.app.config["PRECISION"] = "mixed"
    training, run_id = stage.ask(Deed.SUCCEED), ask(stage, Deed.SUCCEED)
    stage.trainer.work()
    assert "mixed" in stage.told(training).hardware
    assert "mixed" not in stage.told(run_id).hardware
