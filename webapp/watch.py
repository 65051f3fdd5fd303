"""End a process when the one that started it is gone, however it went."""

import os
import signal
import threading
import time

LOOK_S = 1.0


def end_with_parent() -> None:
    """Watch the parent from a thread; when it is gone, ask this process to stop.

    A pipe would not do: a forked sibling keeps its other end open. On Windows a process is not
    told who adopts it; there the pipe to standard input, which nothing inherits, does the same.
    """
    if os.name != "nt":
        parent = os.getppid()
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_S)
    os.kill(os.getpid(), signal.SIGTERM)
