"""Writing one after the other, for where many threads and processes of a machine do so at once.

SQLite has one writer at a time. Who finds it locked sleeps, longer with each try and up to a tenth
of a second, and whoever wakes first is next: with forty writers some wait for a second while the
file lies idle. A lock of the system's wakes the next one at once.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: the threads of a process take turns, processes sleep
    fcntl = None


class Turns:
    """Lets one at a time go on: of this process, and of all that know the same ``file``."""

    def __init__(self, file: Path | None = None):
        """Take turns with other processes by a lock on a file, which is made where it is missing.

        ``None`` where there are no others, or the database lets writers wait in line itself.
        """
        self._file = file if fcntl else None
        self._lock = threading.Lock()

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for one's turn and have it."""
        with self._lock:
            if self._file is None:
                yield
                return
            with self._file.open("ab") as held:  # closing it lets the next one go on
                fcntl.flock(held, fcntl.LOCK_EX)
                yield
