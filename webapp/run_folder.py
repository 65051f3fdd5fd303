"""What a server and its web workers tell each other while they run: a folder in ``DATA``.

It holds the counts of each worker, for whichever of them is asked for the metrics, and a file that
is there as long as the server goes on: when it stops, streams shall end at once.
"""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from webapp import in_use

PARENT = "run"


class RunFolder:
    """The folder of one server. Holds no state but its path."""

    def __init__(self, path: Path):
        self.path = path
        self.counts = path / "metrics"
        self._serving = path / "serving"

    @classmethod
    def of_parent(cls, data: Path) -> "RunFolder | None":
        """Return that of the server that started this process, if one did."""
        folder = cls(_path(data, os.getppid()))
        return folder if folder.counts.is_dir() else None

    @classmethod
    @contextmanager
    def opened(cls, data: Path) -> Iterator["RunFolder"]:
        """Give that of this process for as long as it serves."""
        _sweep(data / PARENT)
        folder = cls(_path(data, os.getpid()))
        try:
            with in_use.join(folder.path):
                folder.counts.mkdir(exist_ok=True)
                folder._serving.touch()
                yield folder
        finally:
            folder._remove()

    def stop(self) -> None:
        """Tell the workers that the server stops."""
        self._serving.unlink(missing_ok=True)

    def is_stopping(self) -> bool:
        """Tell whether the server has been told to stop: a ``stat``."""
        return not self._serving.exists()

    def _remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        with suppress(OSError):
            self.path.parent.rmdir()  # that of another server keeps it


def _path(data: Path, pid: int) -> Path:
    return data.absolute() / PARENT / f"{socket.gethostname()}-{pid}"


def _sweep(parent: Path) -> None:
    """Remove the folders of servers that were killed: nobody holds them."""
    for left in parent.glob("*-*"):
        with suppress(PermissionError):  # another user's
            held = in_use.take(left)
            if held is not None:
                shutil.rmtree(left, ignore_errors=True)
                held.close()
                if os.name == "nt":  # nothing that is open goes there: our lock was left
                    shutil.rmtree(left, ignore_errors=True)
