"""What is told of a training while it goes on."""

import pytest

from webapp.learning import progress


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """Give a clock that stands where it is put."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_steps_while_the_network_is_compiled_are_not_taken_for_the_pace(clock):
    told = []
    reporter = progress.Reporter(lambda kind, **facts: told.append({"kind": kind, **facts}))
    reporter.set_params({"epochs": 2, "steps": 100})
    for epoch in range(2):
        reporter.on_epoch_begin(epoch)
        clock[0] += 10 if epoch == 0 else 0  # what the first step waits for
        for step in range(100):
            clock[0] += 0.1
            reporter.on_train_batch_end(step, {"loss": 0.5})
        reporter.on_epoch_end(epoch, {"loss": 0.5})
    first, *others = [facts for facts in told if facts["kind"] == "batch"]
    assert first["step"] == 1 and first["time_left_s"] is None
    for facts in others:
        left = 0.1 * (200 - facts["step"] - 100 * (facts["epoch"] - 1))
        assert facts["time_left_s"] == pytest.approx(left, abs=0.06)
        assert facts["ms_per_step"] == pytest.approx(100)
    epochs = [facts for facts in told if facts["kind"] == "epoch"]
    assert [facts["seconds"] for facts in epochs] == [pytest.approx(20), pytest.approx(10)]
