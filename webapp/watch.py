"""End a process when the one that started it is gone, however it went."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

LOOK_S = 1.0


def end_with_parent(parent: int | None = None) -> None:
    """Watch the parent from a thread; when it is gone, ask this process to stop.

    ``parent``: its number, where it may be gone before this process comes to ask for it.

    A pipe would not do: a forked sibling keeps its other end open. On Windows a process is not
    told who adopts it; there ``multiprocessing`` knows when the parent ends, and whoever was
    started otherwise has a pipe to standard input, which nothing inherits.
    """
    threading.Thread(target=_watch, args=(_waiting(parent),), daemon=True).start()


def _waiting(number: int | None) -> Callable[[], object]:
    """Return what comes back when the parent is gone."""
    if os.name == "nt":
        parent = multiprocessing.parent_process()
        return parent.join if parent else sys.stdin.buffer.read
    started_by = number or os.getppid()

    def wait() -> None:
        while os.getppid() == started_by:
            time.sleep(LOOK_S)

    return wait


def _watch(wait: Callable[[], object]) -> None:
    wait()
    os.kill(os.getpid(), signal.SIGTERM)
