"""Who uses a folder: servers and trainers beside each other, or one command alone."""

from pathlib import Path
from typing import IO

from webapp import locks

NAME = ".in-use"


def join(folder: Path) -> IO[bytes]:
    """Use a folder beside others; keep what is returned open meanwhile.

    Raises ``OSError`` where somebody has it alone, or nothing can be written there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return locks.hold(folder / NAME, alone=False)


def take(folder: Path) -> IO[bytes] | None:
    """Use a folder alone until what is returned is closed; ``None`` where anybody else uses it.

    Raises another ``OSError`` where nothing can be written there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return locks.hold(folder / NAME, alone=True)
    except BlockingIOError:
        return None
