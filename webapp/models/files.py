"""Files that last: written and synced before anybody relies on them."""

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

DRAFT_PREFIX = ".draft-"
"""What is not published yet is hidden by its name."""

PATIENCE_S, POLL_S = 2.0, 0.01
"""How long whoever has a file open is waited for on Windows, and how often is tried, in seconds."""

Stamp = tuple[int | str, ...] | None
"""Tells two states of a file apart; ``None`` where there is none."""


def stamp_of(path: Path) -> Stamp:
    """Return what changes whenever a file is replaced: a ``stat``, cheap enough a request."""
    try:
        stat = os.stat(path)
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino, stat.st_size


def hash_and_sync(path: Path) -> str:
    """Return a file's SHA-256 in hex, once it is on the disk."""
    with path.open("rb+") as file:  # Windows syncs only what is open for writing
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    return digest


def write_synced(path: Path, text: str) -> None:
    """Write a text and wait until it is on the disk."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def move(act: Callable[[Path, Path], Any], source: Path, target: Path) -> None:
    """Rename or replace a file or folder, by ``os.rename`` or ``os.replace``.

    Windows refuses it while anybody has the file open, or one in the folder: somebody who reads,
    or a virus scanner that looks at what is new. Both are done in a moment.
    """
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            act(source, target)
            return
        except PermissionError:
            if os.name != "nt" or time.monotonic() > until:
                raise
            time.sleep(POLL_S)


def sync_folder(path: Path) -> None:
    """Make a rename last through a power cut; Windows has no way to ask for it."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
