"""Files that last: written and synced before anybody relies on them."""

import hashlib
import os
from pathlib import Path

DRAFT_PREFIX = ".draft-"
"""What is not published yet is hidden by its name."""

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


def sync_folder(path: Path) -> None:
    """Make a rename last through a power cut; Windows has no way to ask for it."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
