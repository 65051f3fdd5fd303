"""Which store a setting means: a folder, or a bucket with a folder for copies."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from webapp.models.store import ModelStore

COPIES = "versions"
"""The folder in ``DATA`` for what was fetched from a bucket."""


def store_of(settings: Mapping[str, Any]) -> ModelStore:
    """Return the store that settings say; copies of a bucket's versions lie in ``DATA``."""
    return open_store(settings["MODEL_STORE"], settings["DATA"] / COPIES)


def folder_of(place: Path | str) -> Path | None:
    """Return the folder of a store; ``None`` where it is in a bucket."""
    return None if str(place).startswith("s3://") else Path(place)


def open_store(place: Path | str, cache: Path | str | None = None) -> ModelStore:
    """Return the store at a place; ``cache``: where copies are kept of what is in a bucket."""
    if folder := folder_of(place):
        return ModelStore(folder)
    from webapp.models.remote import RemoteStore  # a folder needs none of it

    return RemoteStore(str(place), Path(cache))
