"""The web workers of a server, as granian keeps them, but for how they are told to stop."""

import time
from typing import Any

from granian import Granian

from webapp.run_folder import RunFolder

POLL_S = 0.01
"""How often is looked whether a worker has ended, in seconds."""


class Workers(Granian):
    """Granian, with two things of ours about the stop."""

    def __init__(self, target: str, folder: RunFolder, **options: Any):
        """Take what ``Granian`` takes; ``folder``: by it streams learn that the server stops."""
        super().__init__(target, **options)
        self._folder = folder

    def signal_handler_interrupt(self, *heard: Any, **more: Any) -> None:
        """Tell streams to end before the workers wait for them."""
        self._folder.stop()
        super().signal_handler_interrupt(*heard, **more)

    def _stop_workers(self) -> None:
        """Stop the workers; whoever has not ended in time is killed.

        Granian asks a thousandth of a second after a worker's end whether it lives. But a thread
        watches each of them, and where that is told of the end first, the worker counts as alive
        until the thread comes to write it down: on a busy machine it was called unwilling to stop,
        and its number, which may be another process's by then, was killed.
        """
        for worker in self.wrks:
            worker.terminate()
        until = time.monotonic() + self.workers_kill_timeout
        while any(worker.is_alive() for worker in self.wrks) and time.monotonic() < until:
            time.sleep(POLL_S)
        self.workers_kill_timeout = POLL_S
        super()._stop_workers()
