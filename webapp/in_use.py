"""Who uses a folder: servers and trainers beside each other, or one command alone.

Each holds a lock on a file of the folder as long as it lives; the system takes it back from a
process that dies, however it went. A process that is forked holds it, too.
"""

import os
from pathlib import Path
from typing import IO

NAME = ".in-use"


def join(folder: Path) -> IO[bytes]:
    """Use a folder beside others; keep what is returned open meanwhile.

    Raises ``OSError`` where somebody has it alone, or nothing can be written there.
    """
    return _lock(folder, alone=False)


def take(folder: Path) -> IO[bytes] | None:
    """Use a folder alone until what is returned is closed; ``None`` where anybody else uses it."""
    try:
        return _lock(folder, alone=True)
    except (BlockingIOError, PermissionError):
        return None


def _lock(folder: Path, alone: bool) -> IO[bytes]:
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / NAME).open("ab")
    try:
        _acquire(file.fileno(), alone)
    except BaseException:
        file.close()
        raise
    return file


if os.name == "nt":
    import msvcrt

    PLACES = 1 << 30

    def _acquire(descriptor: int, alone: bool) -> None:
        # There are no shared locks: who joins locks a byte of its own, who is alone all of them.
        os.lseek(descriptor, 0 if alone else os.getpid() % PLACES, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, PLACES if alone else 1)
else:
    import fcntl

    def _acquire(descriptor: int, alone: bool) -> None:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
