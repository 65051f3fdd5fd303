"""Locks on files, between the threads and processes of a machine.

The system takes a lock back from a process that dies, however it went, and wakes the next that
waits at once; on Windows, those that wait look every few milliseconds. A process that is forked
holds it, too.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Have a file's lock alone; wait while another thread or process has it."""
    with path.open("ab") as file:
        _wait(file.fileno())
        try:
            yield
        finally:
            _release(file.fileno())


def hold(path: Path, alone: bool) -> IO[bytes]:
    """Have a file's lock, alone or with others, as long as what is returned stays open.

    Nobody is waited for: raises ``BlockingIOError`` where others have it.
    """
    file = path.open("ab")
    try:
        _take(file.fileno(), alone)
    except BaseException:
        file.close()
        raise
    return file


if os.name == "nt":
    import msvcrt

    PLACES = 1 << 30
    POLL_S = 0.005

    def _wait(descriptor: int) -> None:
        while True:  # LK_LOCK looks but once a second
            try:
                return _take(descriptor, alone=True)
            except BlockingIOError:
                time.sleep(POLL_S)

    def _release(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, PLACES)

    def _take(descriptor: int, alone: bool) -> None:
        # There are no shared locks: who joins locks a byte of its own, who is alone all of them.
        os.lseek(descriptor, 0 if alone else os.getpid() % PLACES, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, PLACES if alone else 1)
        except OSError as error:
            raise BlockingIOError(*error.args) from error
else:
    import fcntl

    def _wait(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _release(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)

    def _take(descriptor: int, alone: bool) -> None:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
