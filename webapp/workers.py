"""The web workers of a server, as granian keeps them, but for how they are told to stop."""

import os
import threading
import time
from typing import Any

from granian import Granian

from webapp.run_folder import RunFolder

POLL_S = 0.01
"""How often is looked whether a worker has ended, in seconds."""

HEAR_S = 0.1
"""How often a main thread on Windows listens for Ctrl-C, in seconds."""


class Heard(threading.Event):
    """An event that lets the one who waits for it without end hear signals meanwhile.

    On Windows nothing interrupts such a wait before Python 3.14
    (https://github.com/python/cpython/issues/80116).
    """

    def wait(self, timeout: float | None = None) -> bool:
        """Wait as ``Event`` does."""
        if timeout is not None:
            return super().wait(timeout)
        while not super().wait(HEAR_S):
            pass
        return True


class Workers(Granian):
    """Granian, with three things of ours about the stop."""

    def __init__(self, target: str, folder: RunFolder, **options: Any):
        """Take what ``Granian`` takes; ``folder``: by it streams learn that the server stops."""
        super().__init__(target, **options)
        self._folder = folder
        if os.name == "nt":
            self.main_loop_interrupt = Heard()

    def signal_handler_interrupt(self, *heard: Any, **more: Any) -> None:
        """Tell streams to end before the workers wait for them."""
        self._folder.stop()
        # They hear Ctrl-C, too, and may end before they are told: nothing is wrong with that.
        for worker in self.wrks:
            worker.interrupt_by_parent = True
        self.interrupt_children.clear()
        super().signal_handler_interrupt(*heard, **more)

    def _stop_workers(self) -> None:
        """Stop the workers; whoever has not ended in time is killed.

        Granian asks a thousandth of a second after a worker's end whether it lives. But a thread
        watches each of them, and where that is told of the end first, the worker counts as alive
        until the thread comes to write it down: on a busy machine it was called unwilling to stop,
        and its number, which may be another process's by then, was killed.

        On Windows the end that granian asks for is a kill at once. There Ctrl-C is all that stops
        a server well, and the terminal sends it to the workers itself.
        """
        if os.name != "nt":
            for worker in self.wrks:
                worker.terminate()
        until = time.monotonic() + self.workers_kill_timeout
        while any(worker.is_alive() for worker in self.wrks) and time.monotonic() < until:
            time.sleep(POLL_S)
        self.workers_kill_timeout = POLL_S
        super()._stop_workers()
