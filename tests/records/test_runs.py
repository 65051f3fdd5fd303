"""Runs: in line, claimed once, ended once, and each change of state told."""

from datetime import timedelta

import pytest

from webapp.models import TrainingSpec
from webapp.models.ids import is_model_id
from webapp.records import Event, Run, RunState, db

SPEC = TrainingSpec.from_json({"network": "dense", "hidden": [16], "epochs": 2, "seed": 7})
FINAL = [RunState.SUCCEEDED, RunState.FAILED, RunState.CANCELLED, RunState.INTERRUPTED]

pytestmark = pytest.mark.usefixtures("opened")


def told(run: Run) -> list[dict]:
    return [event.data for event in Event.after(run.id, 0) if event.kind == "state"]


def test_what_is_asked_for_is_kept():
    run = db.session.get(Run, Run.ask(SPEC, promote=True).id)
    assert TrainingSpec.from_json(run.spec) == SPEC
    assert (run.state, run.promote, run.cancel) == (RunState.QUEUED, True, False)
    assert is_model_id(run.model_id)
    assert run.model_id.startswith("dense-")
    assert (run.started_at, run.ended_at, run.duration_s, run.reason) == (None, None, None, None)
    assert told(run) == [{"state": "queued"}]


def test_the_line_is_worked_off_in_order():
    asked = [Run.ask(SPEC) for _ in range(3)]
    assert [run.place for run in asked] == [1, 2, 3]
    first = Run.claim("here:1", "two cores")
    assert first.id == asked[0].id
    assert (first.state, first.trainer, first.hardware) == ("running", "here:1", "two cores")
    assert [run.place for run in asked] == [None, 1, 2]
    assert [Run.claim("here:1", "").id for _ in range(2)] == [run.id for run in asked[1:]]
    assert Run.claim("here:1", "") is None
    assert [run.id for run in Run.newest()] == [run.id for run in reversed(asked)]


def test_a_claim_is_told():
    run = Run.ask(SPEC)
    Run.claim("here:1", "")
    assert told(run) == [{"state": "queued"}, {"state": "running", "model": run.model_id}]


@pytest.mark.parametrize("state", FINAL)
def test_it_ends_once(state):
    run = Run.ask(SPEC)
    Run.claim("here:1", "")
    assert run.end(state, "so it went")
    for other in FINAL:
        assert not run.end(other, "no")
    assert (run.state, run.reason) == (state, "so it went")
    assert run.ended_at >= run.started_at
    assert told(run)[2:] == [{"state": state, "reason": "so it went", "model": run.model_id}]
    assert RunState(run.state).is_final
    assert Run.claim("here:1", "") is None


def test_out_of_the_line():
    first, second = Run.ask(SPEC), Run.ask(SPEC)
    assert first.ask_to_cancel()
    assert (first.state, first.place, second.place) == ("cancelled", None, 1)
    assert first.ended_at is not None
    assert told(first) == [{"state": "queued"}, {"state": "cancelled"}]
    assert Run.claim("here:1", "").id == second.id


def test_a_running_one_is_only_asked_to_stop():
    run = Run.ask(SPEC)
    Run.claim("here:1", "")
    assert run.ask_to_cancel()
    assert (run.state, run.cancel) == ("running", True)
    assert run.ask_to_cancel()  # a second click does no harm
    assert len(told(run)) == 2


@pytest.mark.parametrize("state", FINAL)
def test_one_that_has_ended_cannot_be_cancelled(state):
    run = Run.ask(SPEC)
    Run.claim("here:1", "")
    run.end(state)
    assert not run.ask_to_cancel()
    assert (run.state, run.cancel) == (state, False)


def test_two_trainers_never_get_the_same(together):
    wanted = [Run.ask(SPEC).id for _ in range(12)]

    def work_off(trainer: str) -> list[int]:
        claimed = []
        while (run := Run.claim(trainer, "")) is not None:
            claimed.append(run.id)
        return claimed

    shares = together(work_off, *(f"here:{number}" for number in range(4)))
    assert sorted(run_id for share in shares for run_id in share) == wanted
    assert all(share == sorted(share) for share in shares)
    running = [event for run in Run.newest() for event in told(run) if event["state"] == "running"]
    assert len(running) == len(wanted)


def test_many_ends_at_once_are_one(together):
    run_id = Run.ask(SPEC).id
    Run.claim("here:1", "")
    ends = together(lambda state: db.session.get(Run, run_id).end(state), *FINAL)
    db.session.rollback()
    run = db.session.get(Run, run_id)
    assert ends.count(True) == 1
    assert run.state == FINAL[ends.index(True)]
    assert [event["state"] for event in told(run)] == ["queued", "running", run.state]


def test_cancelled_while_it_is_claimed(together):
    ids = [Run.ask(SPEC).id for _ in range(6)]

    def act(who: str) -> None:
        if who == "trainer":
            while Run.claim("here:1", "") is not None:
                pass
        else:
            for run_id in ids:
                assert db.session.get(Run, run_id).ask_to_cancel()

    together(act, "trainer", "person")
    db.session.rollback()
    for run in Run.newest():
        # Either it was taken out in time, or its trainer will see that it shall stop.
        states = [event["state"] for event in told(run)]
        if run.state == RunState.CANCELLED:
            assert states == ["queued", "cancelled"]
        else:
            assert (run.state, run.cancel) == ("running", True)
            assert states == ["queued", "running"]


def test_a_clock_that_was_set_back_gives_no_negative_duration():
    run = Run.ask(SPEC)
    Run.claim("here:1", "")
    run.end(RunState.SUCCEEDED)
    run.ended_at = run.started_at - timedelta(hours=1)
    assert run.duration_s == 0
    run.ended_at = run.started_at + timedelta(seconds=90)
    assert run.duration_s == 90


def test_at_most_so_many_of_the_newest():
    ids = [Run.ask(SPEC).id for _ in range(4)]
    assert [run.id for run in Run.newest(2)] == [ids[3], ids[2]]


def test_each_has_a_version_id_of_its_own():
    assert len({Run.ask(SPEC).model_id for _ in range(20)}) == 20
