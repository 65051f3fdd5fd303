"""How web workers are stopped: who ends in time is not killed, who does not is."""

import os
import time

import pytest

from webapp.run_folder import RunFolder
from webapp.workers import Workers

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")


class Worker:
    """One that ends a while after it is told to; what granian does to it is kept."""

    idx = 0

    def __init__(self, lives_s: float) -> None:
        self._lives_s = lives_s
        self._ends = float("inf")
        self.told: list[str] = []

    def terminate(self) -> None:
        self.told.append("terminate")
        self._ends = min(self._ends, time.monotonic() + self._lives_s)

    def kill(self) -> None:
        self.told.append("kill")
        self._ends = 0.0

    def is_alive(self) -> bool:
        return time.monotonic() < self._ends

    def join(self, timeout: float | None = None) -> None:
        """Return at once, as where another thread was told of the end."""


def stop(tmp_path, workers: list[Worker]) -> float:
    """Stop workers; return how long that took, in seconds."""
    with RunFolder.opened(tmp_path) as folder:
        server = Workers("no.such:target", folder, workers_kill_timeout=1)
        server.wrks = list(workers)
        started = time.monotonic()
        server._stop_workers()
        assert server.wrks == []
        return time.monotonic() - started


def test_who_ends_in_time_is_not_killed(tmp_path):
    """Not even where its end is written down a moment after it was told."""
    workers = [Worker(0.2), Worker(0.0), Worker(0.1)]
    assert 0.2 <= stop(tmp_path, workers) < 1
    assert not any("kill" in worker.told for worker in workers)


def test_who_does_not_is_killed(tmp_path):
    workers = [Worker(60), Worker(0.1)]
    assert 1 <= stop(tmp_path, workers) < 2
    assert ["kill" in worker.told for worker in workers] == [True, False]


def test_streams_learn_of_it_first(tmp_path):
    with RunFolder.opened(tmp_path) as folder:
        server = Workers("no.such:target", folder)
        assert not folder.is_stopping()
        server.signal_handler_interrupt()
        assert folder.is_stopping()
        assert server.interrupt_signal
