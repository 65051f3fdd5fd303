"""Make a backup, also while servers and trainers are at work."""

import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from webapp.backups.archive import CHAMPION, RECORDS, BackupError, Writer
from webapp.models import ModelStore, NoChampion, StoreError, UnknownVersion
from webapp.models.files import move, sync_folder
from webapp.models.place import folder_of
from webapp.models.pointer import ChampionPointer
from webapp.models.shipped import SHIPPED
from webapp.models.store import MANIFEST
from webapp.records.database import file_of

WAIT_S = 60.0
"""How long the database may be busy with something that does not let others read."""


def make(settings: dict[str, Any], path: Path) -> list[str]:
    """Write a backup to a path where nothing is; return what it lacks, in plain words.

    Nobody but the owner may read it: it holds hashes of the password and the tokens, and what
    people drew. It is there whole or not at all.
    """
    if path.exists():
        raise BackupError(f"{path} is there already: choose another name.")
    lacks: list[str] = []
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as folder:
            draft = Path(folder) / "draft.zip"
            with open(draft, "xb", opener=_private) as file:
                _write(Writer(file), settings, Path(folder), lacks)
                file.flush()
                os.fsync(file.fileno())
            move(os.rename, draft, path)
        sync_folder(path.parent)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror or error}.") from error
    return lacks


def _write(writer: Writer, settings: dict[str, Any], folder: Path, lacks: list[str]) -> None:
    records = file_of(settings["DATABASE_URL"])
    if records is None:
        lacks.append("the records, which are not in an SQLite file: for PostgreSQL use pg_dump")
    elif not records.is_file():
        lacks.append(f"the records: there is no {records}")
    else:  # before the versions, so that none of those is missing that the records tell of
        copy_database(records, folder / RECORDS)
        writer.add_file(RECORDS, folder / RECORDS)
    if folder := folder_of(settings["MODEL_STORE"]):
        _add_store(writer, ModelStore(folder), lacks)
    else:
        lacks.append("the versions, which are in a bucket: that keeps old ones if told to")
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    writer.close(created_at=made_at, code_version=version("hitofude"))


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as it stands at one moment; writers go on meanwhile."""
    try:
        with (
            closing(sqlite3.connect(source, timeout=WAIT_S)) as from_,
            closing(sqlite3.connect(target)) as to,
        ):
            from_.backup(to)  # in one step, hence of one moment
            to.execute("PRAGMA journal_mode=DELETE")
            check_database(to)
    except sqlite3.Error as error:
        raise BackupError(f"The database {source} cannot be copied: {error}.") from error


def check_database(connection: sqlite3.Connection) -> None:
    """Raise ``BackupError`` where a database is not whole."""
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise BackupError(f"The database is damaged: {found}.")


def _add_store(writer: Writer, store: ModelStore, lacks: list[str]) -> None:
    pointer = ChampionPointer(store.root)
    added = set(SHIPPED)
    for model_id in store.ids():
        if model_id not in added and _add_version(writer, store, model_id, lacks):
            added.add(model_id)
    try:
        ids = pointer.read()
    except NoChampion:
        return
    # It may have come since, and come into service.
    if ids[0] not in added and not _add_version(writer, store, ids[0], lacks):
        return
    writer.add(CHAMPION, "".join(f"{each}\n" for each in ids).encode("ascii"))


def _add_version(writer: Writer, store: ModelStore, model_id: str, lacks: list[str]) -> bool:
    """Add a version whole; tell whether that was done."""
    try:
        manifest = store.manifest(model_id)
        files = {name: store.read(model_id, name) for name in manifest.files}
    except UnknownVersion:  # deleted meanwhile
        return False
    except StoreError as error:
        if store.has(model_id):
            lacks.append(f"the version {model_id}: {error}")
        return False
    for name, data in files.items():
        writer.add(f"models/{model_id}/{name}", data)
    writer.add(f"models/{model_id}/{MANIFEST}", manifest.dumps().encode())
    return True


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
