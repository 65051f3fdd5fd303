"""The training process ends in whatever way: the run says why, and everything else goes on."""

import pytest

from tests.conftest import FIRST
from tests.jobs.fake_training import Deed
from tests.support import drawing
from webapp.jobs import trainer
from webapp.jobs.process import TrainingProcess
from webapp.models import ModelStore

DEATHS = {
    Deed.KILLED: "The training process was killed (signal 9): "
    "often because the machine ran out of memory.",
    Deed.KILLED_IN_MID_WORD: "The training process was killed (signal 9): "
    "often because the machine ran out of memory.",
    Deed.TELL: "The machine ran out of memory.",
    Deed.RAISE: "The training process ended with status 1: ValueError: label 11 is no digit",
    Deed.EXIT: "The training process ended with status 7: it said nothing",
}


@pytest.fixture(params=[True, False], ids=["warm", "cold"])
def warm(stage, request) -> None:
    stage.app.config["WARM_TRAINER"] = request.param


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("deed", DEATHS, ids=lambda deed: deed.name.lower())
def test_the_run_says_why(stage, client, deed):
    before = stage.store.ids()
    failed, later = stage.ask(deed, promote=True), stage.ask(Deed.SUCCEED)
    stage.trainer.work()
    told = stage.told(failed)
    assert (told.state, told.reason) == ("failed", DEATHS[deed])
    assert told.states == ["queued", "running", "failed"]
    assert told.of("state")[-1]["reason"] == told.reason
    assert stage.state(later) == "succeeded"
    assert stage.store.ids() == sorted([*before, stage.told(later).model_id])
    assert stage.drafts() == []
    answer = client.post("/api/predict", json={"image": drawing(7)})
    assert (answer.status_code, answer.json["model"]) == (200, FIRST)


def test_killed_after_it_had_published(stage):
    told = stage.train(Deed.PUBLISH_AND_DIE, promote=True)
    assert (told.state, told.reason) == ("succeeded", None)
    stage.store.verify(told.model_id)
    assert stage.store.champion_id() == told.model_id


def test_no_process_can_be_started(stage, monkeypatch):
    stage.app.config["WARM_TRAINER"] = False
    with monkeypatch.context() as broken:
        broken.setattr(TrainingProcess, "command", ("/no/such/python",))
        told = stage.train(Deed.SUCCEED)
    assert told.state == "failed"
    assert "/no/such/python" in told.reason
    assert stage.train(Deed.SUCCEED).state == "succeeded"


def test_it_cannot_be_put_into_service_on_a_full_disk(stage, monkeypatch):
    def full(store: ModelStore, model_id: str, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(trainer.gate, "promote", full)
    told = stage.train(Deed.SUCCEED, promote=True)
    assert told.state == "succeeded"
    assert stage.store.champion_id() == FIRST
    assert "No space left on device" in told.lines[-1]
