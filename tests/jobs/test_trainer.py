"""From the line to a version: what a trainer does with the runs that wait."""

import platform
import time

import pytest

from tests.conftest import FIRST
from tests.jobs.fake_training import GPU, Deed
from tests.jobs.stage import is_gone
from tests.records.arriving import arrival
from tests.waiting import until
from webapp.jobs.process import TrainingProcess
from webapp.records import Drawing, DrawingState, db, lessons


def test_a_click_becomes_a_version(stage):
    told = stage.train(Deed.SUCCEED)
    assert (told.state, told.reason) == ("succeeded", None)
    assert stage.store.has(told.model_id)
    stage.store.verify(told.model_id)
    assert stage.drafts() == []
    assert stage.store.champion_id() == FIRST  # nobody asked for more


def test_the_events_are_complete_and_in_order(stage):
    told = stage.train(Deed.SUCCEED)
    assert told.events == [
        ("state", {"state": "queued"}),
        ("state", {"state": "running", "model": told.model_id}),
        ("phase", {"name": "fit"}),
        ("log", {"line": "Epoch 1/1"}),
        ("epoch", told.of("epoch")[0]),
        ("phase", {"name": "publish"}),
        ("state", {"state": "succeeded", "reason": None, "model": told.model_id}),
    ]
    numbers = {"loss": 0.5, "val_loss": 0.6, "accuracy": 0.9, "val_accuracy": 0.8}
    assert numbers.items() <= told.of("epoch")[0].items()


def test_steps_are_told_while_it_goes_on(stage):
    run_id = stage.ask(Deed.WAIT)
    with stage.working():
        until(lambda: stage.told(run_id).of("batch"))
        assert stage.state(run_id) == "running"


def test_the_others_wait_in_line(stage):
    runs = [stage.ask(Deed.WAIT), stage.ask(Deed.SUCCEED), stage.ask(Deed.SUCCEED)]
    with stage.working():
        stage.process_of(runs[0])
        assert [stage.told(run).place for run in runs] == [None, 1, 2]
        assert [stage.state(run) for run in runs] == ["running", "queued", "queued"]
        stage.go()
    told = [stage.told(run) for run in runs]
    assert [each.state for each in told] == ["succeeded"] * 3
    assert [model_id for _, model_id in stage.began()] == [each.model_id for each in told]


def test_a_running_one_is_cancelled(stage):
    run_id, later = stage.ask(Deed.WAIT), stage.ask(Deed.SUCCEED)
    before = stage.store.ids()
    with stage.working():
        pid = stage.process_of(run_id)
        began = time.monotonic()
        assert stage.cancel(run_id)
        until(lambda: stage.state(run_id) == "cancelled", within_s=2)
        assert time.monotonic() - began < 2
        until(lambda: is_gone(pid))
        until(lambda: stage.state(later) == "succeeded")
    told = stage.told(run_id)
    assert told.states == ["queued", "running", "cancelled"]
    assert told.reason is None
    assert told.of("batch") == []
    assert stage.drafts() == []
    assert stage.store.ids() == sorted([*before, stage.told(later).model_id])


def test_one_that_does_not_listen_is_cancelled_all_the_same(stage):
    run_id = stage.ask(Deed.STUBBORN)
    with stage.working():
        pid = stage.process_of(run_id)
        assert stage.cancel(run_id)
        until(lambda: stage.state(run_id) == "cancelled", within_s=2)
        until(lambda: is_gone(pid))
    assert stage.drafts() == []


def test_a_waiting_one_is_cancelled(stage):
    runs = [stage.ask(Deed.SUCCEED) for _ in range(3)]
    assert stage.cancel(runs[1])
    stage.trainer.work()
    told = [stage.told(run) for run in runs]
    assert [each.state for each in told] == ["succeeded", "cancelled", "succeeded"]
    assert told[1].events == [("state", {"state": "queued"}), ("state", {"state": "cancelled"})]
    assert [model_id for _, model_id in stage.began()] == [told[0].model_id, told[2].model_id]


def test_cancelled_after_it_was_published_leaves_nothing(stage):
    run_id = stage.ask(Deed.PUBLISH_AND_WAIT)
    model_id = stage.told(run_id).model_id
    with stage.working():
        until(lambda: stage.store.has(model_id))
        stage.cancel(run_id)
        until(lambda: stage.state(run_id) == "cancelled", within_s=2)
    assert not stage.store.has(model_id)
    assert stage.drafts() == []


def test_as_good_a_version_goes_into_service(stage):
    told = stage.train(Deed.SUCCEED, promote=True)
    assert stage.store.champion_id() == told.model_id
    assert stage.store.previous_champion_id() == FIRST
    assert told.lines[-1] == f"{told.model_id} is in service."
    assert told.states[-1] == "succeeded"


def test_a_worse_version_does_not(stage):
    told = stage.train(Deed.SUCCEED, network="dense", promote=True)
    assert told.state == "succeeded"
    assert stage.store.has(told.model_id)
    assert stage.store.champion_id() == FIRST
    shares = {m: stage.store.manifest(m).metrics["validation"] for m in (told.model_id, FIRST)}
    for model_id, share in shares.items():
        assert f"{model_id}" in told.lines[-1]
        assert f"{share['accuracy']:.2%}" in told.lines[-1]


def test_how_it_did_beside_the_one_in_service_is_recorded(stage):
    for network, promoted in (("tutorial", True), ("dense", False)):
        champion = stage.store.champion_id()
        told = stage.train(Deed.SUCCEED, network=network, promote=True)
        (compared,) = told.of("comparison")
        assert (compared["promoted"], compared["champion"]) == (promoted, champion)
        assert [each["name"] for each in compared["figures"]] == ["validation"]
        assert all(each["passed"] == promoted for each in compared["figures"])


def test_one_that_learnt_corrections_is_compared_also_when_it_is_kept_aside(stage):
    with stage.app.app_context():
        ids = [Drawing.keep(arrival(seed))[0] for seed in range(40)]
        Drawing.moderate(ids, DrawingState.ACCEPTED)
        held_out = len(lessons.held_out(db.session))
    told = stage.train(Deed.SUCCEED, corrections=True)
    (compared,) = told.of("comparison")
    assert not compared["promoted"] and stage.store.champion_id() == FIRST
    counts = {each["name"]: each["count"] for each in compared["figures"]}
    assert set(counts) == {"validation", "styles", "drawings"}
    assert counts["drawings"] == held_out > 0
    assert stage.train(Deed.SUCCEED).of("comparison") == []


def test_the_first_version_of_all_goes_into_service(stage):
    (stage.store.root / "champion").unlink()
    told = stage.train(Deed.SUCCEED, network="dense", promote=True)
    assert stage.store.champion_id() == told.model_id


@pytest.fixture
def started(stage, monkeypatch) -> list[TrainingProcess]:
    """Give the training processes that were started, in order."""
    started = []
    start = TrainingProcess.__init__

    def note(process: TrainingProcess, root: str) -> None:
        start(process, root)
        started.append(process)

    monkeypatch.setattr(TrainingProcess, "__init__", note)
    return started


def test_a_warm_process_is_kept_for_the_next_run(stage, started):
    stage.trainer.work()  # nothing to do: it gets one warm
    assert len(started) == 1
    stage.train(Deed.SUCCEED)
    stage.trainer.work()  # the next one waits already
    assert len(started) == 2
    stage.train(Deed.SUCCEED)
    assert [pid for pid, _ in stage.began()] == [process.pid for process in started[:2]]
    assert [process.is_alive() for process in started] == [False, False, True]


def test_no_warm_process_where_none_is_wanted(stage, started):
    stage.app.config["WARM_TRAINER"] = False
    assert stage.train(Deed.SUCCEED).state == "succeeded"
    assert [process.is_alive() for process in started] == [False]


def test_a_warm_process_that_died_is_replaced(stage, started):
    (stage.control / "dead").touch()
    stage.trainer.work()
    until(lambda: not started[0].is_alive())
    assert stage.train(Deed.SUCCEED).state == "succeeded"


@pytest.mark.parametrize("deed", [Deed.MUMBLE, Deed.SHOUT])
def test_whatever_a_library_prints(stage, deed):
    told = stage.train(deed)
    assert told.state == "succeeded"
    expected = ["Epoch 1/1"]
    if deed == Deed.SHOUT:
        expected += [f"{number} " + "一" * 200 for number in range(100)]
    assert told.lines == expected
    assert {kind for kind, _ in told.events} == {"state", "phase", "log", "epoch"}


def test_a_loss_that_is_no_number_is_told_as_none(stage):
    run_id = stage.ask(Deed.DIVERGE)
    with stage.working():
        until(lambda: stage.told(run_id).of("batch")[3:])
        losses = [facts["loss"] for facts in stage.told(run_id).of("batch")[:3]]
    assert losses == [None, None, None]
    assert stage.state(run_id) == "succeeded"


@pytest.mark.parametrize(
    ("precision", "said"), [("single", GPU), ("mixed", f"{GPU}, mixed precision")]
)
def test_a_run_says_what_it_was_trained_with(stage, precision, said):
    stage.app.config["PRECISION"] = precision
    assert stage.train(Deed.SUCCEED).hardware.endswith(f"cores, {platform.system()}, {said}")
