"""Restore a backup: look at all of it first, change something last.

Everything is unpacked beside its place and checked there. Then the versions come, which nobody
knows yet, then the pointer, and last the database, each by one rename. Killed in between, the
program still runs with its old records; the same command once more does the rest.
"""

import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from webapp import in_use
from webapp.backups.archive import CHAMPION, RECORDS, Archive, BackupError
from webapp.backups.saving import check_database
from webapp.models import Manifest, ModelStore
from webapp.models.files import DRAFT_PREFIX, move, sync_folder
from webapp.models.ids import is_model_id
from webapp.models.place import folder_of
from webapp.models.pointer import NAME as POINTER
from webapp.models.shipped import SHIPPED
from webapp.models.store import MANIFEST
from webapp.records.database import file_of
from webapp.records.schema import NEWEST
from webapp.starting import fill

SPARE = 64 * 1024**2
"""Bytes that must stay free on the disk."""


def restore(settings: dict[str, Any], path: Path, force: bool = False) -> tuple[str, list[str]]:
    """Restore a backup; return what it is and what was restored, in words; raise ``BackupError``.

    What is there and would be replaced or ends with it is kept, unless ``force`` says otherwise.
    """
    try:
        held = in_use.take(settings["DATA"])
        if held is None:
            raise BackupError(f"A server or a trainer uses {settings['DATA']}: stop it first.")
        with held, zipfile.ZipFile(path) as zipped, ExitStack() as stack:
            archive = Archive(zipped)
            return archive.origin, _Restoration(archive, settings, stack).run(force)
    except zipfile.BadZipFile as error:
        raise BackupError(f"{path} is no backup, or it is damaged: {error}.") from error
    except OSError as error:
        raise BackupError(f"It cannot be restored: {error}.") from error


class _Restoration:
    """One backup on its way to where it belongs; ``stack`` clears away what is left beside."""

    def __init__(self, archive: Archive, settings: dict[str, Any], stack: ExitStack):
        self._archive = archive
        self._data: Path = settings["DATA"]
        self._folder = folder_of(settings["MODEL_STORE"])
        self._records = file_of(settings["DATABASE_URL"])
        self._stack = stack

    def run(self, force: bool) -> list[str]:
        if RECORDS in self._archive.entries and self._records is None:
            raise BackupError(
                "It holds records for an SQLite file, and HITOFUDE_DATABASE_URL names none."
            )
        versions = self._archive.versions
        if self._folder is None and (versions or CHAMPION in self._archive.entries):
            raise BackupError("It holds versions, and HITOFUDE_MODEL_STORE names no folder.")
        present = {each for each in versions if (self._folder / each).exists()}
        self._check_room()
        drafts = {each: self._unpack_version(each, names) for each, names in versions.items()}
        known = {each for each in present if self._is_same(each, drafts[each])}
        pointer, records = self._unpack_pointer(set(versions)), self._unpack_records()
        if not force:
            self._check_untouched(present - known, pointer, records)
        return self._commit({e: d for e, d in drafts.items() if e not in known}, pointer, records)

    def _check_room(self) -> None:
        for folder in filter(None, (self._folder, self._records and self._records.parent)):
            folder.mkdir(parents=True, exist_ok=True)
            if (free := shutil.disk_usage(folder).free) < self._archive.size + SPARE:
                needed = self._archive.size / 1e6
                raise BackupError(f"It takes {needed:,.0f} MB, and {free / 1e6:,.0f} MB are free.")

    def _beside(self, folder: Path) -> Path:
        """Give a folder beside where something belongs: on the same disk, gone in the end."""
        made = tempfile.TemporaryDirectory(
            prefix=f"{DRAFT_PREFIX}restore-", dir=folder, ignore_cleanup_errors=True
        )
        return Path(self._stack.enter_context(made))

    def _unpack_version(self, model_id: str, names: list[str]) -> Path:
        draft = self._beside(self._folder) / model_id
        draft.mkdir(mode=0o755)
        for name in names:
            self._archive.unpack(f"models/{model_id}/{name}", draft / name)
        try:
            manifest = Manifest.loads((draft / MANIFEST).read_bytes())
        except (OSError, ValueError) as error:
            raise BackupError(f"The manifest of {model_id} cannot be read: {error}.") from error
        if manifest.id != model_id or set(manifest.files) != set(names) - {MANIFEST}:
            raise BackupError(f"The version {model_id} has other files than its manifest tells.")
        for name, sha256 in manifest.files.items():
            if self._archive.entries[f"models/{model_id}/{name}"].sha256 != sha256:
                raise BackupError(f"{model_id}/{name} is not the file that was published.")
        _sync(draft)
        return draft

    def _is_same(self, model_id: str, draft: Path) -> bool:
        try:
            there = (self._folder / model_id / MANIFEST).read_bytes()
            return Manifest.loads(there) == Manifest.loads((draft / MANIFEST).read_bytes())
        except (OSError, ValueError):
            return False

    def _unpack_pointer(self, versions: set[str]) -> Path | None:
        if CHAMPION not in self._archive.entries:
            return None
        path = self._beside(self._folder) / POINTER
        self._archive.unpack(CHAMPION, path)
        ids = path.read_bytes().decode("ascii", "replace").split()
        if not ids or not all(map(is_model_id, ids)) or ids[0] not in versions | set(SHIPPED):
            raise BackupError("Its champion is none of its versions.")
        path.chmod(0o644)
        _sync(path.parent)
        return path

    def _unpack_records(self) -> Path | None:
        if RECORDS not in self._archive.entries:
            return None
        path = self._beside(self._records.parent) / RECORDS
        self._archive.unpack(RECORDS, path)
        path.chmod(0o600)
        try:
            with closing(sqlite3.connect(path)) as connection:
                check_database(connection)
                query = "SELECT version_num FROM alembic_version"
                revision = connection.execute(query).fetchone()[0]
        except (sqlite3.Error, TypeError) as error:
            raise BackupError(f"Its records cannot be read: {error}.") from error
        if str(revision) > NEWEST:
            raise BackupError("Its records were made by a newer release: install that first.")
        _sync(path.parent)
        return path

    def _check_untouched(
        self, changed: set[str], pointer: Path | None, records: Path | None
    ) -> None:
        """Raise ``BackupError`` where something would be lost."""
        lost = [f"the version {each}" for each in sorted(changed)]
        if pointer:
            there = self._folder / POINTER
            if there.exists() and there.read_bytes() != pointer.read_bytes():
                lost.append(f"the champion pointer {there}")
        if records and self._records.exists():
            lost.append(f"the records {self._records}")
        if lost:
            raise BackupError(f"It would replace {', '.join(lost)}: say --force if it shall.")

    def _commit(
        self, drafts: dict[str, Path], pointer: Path | None, records: Path | None
    ) -> list[str]:
        done = []
        if self._folder:
            fill(ModelStore(self._folder))  # the pointer may name a version that ships
        with _undoing() as undo:
            for model_id, draft in drafts.items():
                _put(draft, self._folder / model_id, self._beside, undo)
                done.append(f"the version {model_id}")
            if pointer:
                _put(pointer, self._folder / POINTER, self._beside, undo)
                done.append("which version is in service")
            if self._folder:
                sync_folder(self._folder)
            if records:
                _fold_log(self._records)
                move(os.replace, records, self._records)
                sync_folder(self._records.parent)
                done.append("the records")
                # Sessions that have ended since would be good again.
                (self._data / "secret_key").unlink(missing_ok=True)
        return done


def _put(
    new: Path, place: Path, beside: Callable[[Path], Path], undo: list[Callable[[], Any]]
) -> None:
    """Rename to its place what is new; what was there moves aside, and is gone in the end."""
    if place.exists():
        aside = beside(place.parent) / place.name
        move(os.rename, place, aside)
        undo.append(lambda: aside.rename(place))
    move(os.rename, new, place)
    undo.append(lambda: place.rename(new))


@contextmanager
def _undoing() -> Iterator[list[Callable[[], Any]]]:
    """Give a list of what to call, the last first, where it ends with an error."""
    steps: list[Callable[[], Any]] = []
    try:
        yield steps
    except BaseException:
        for step in reversed(steps):
            step()
        raise


def _fold_log(path: Path) -> None:
    """Have SQLite's log beside a database hold nothing: it would be taken for that of the new."""
    if path.exists():
        try:
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.DatabaseError:  # what is damaged is replaced
            pass
    for suffix in ("-wal", "-shm", "-journal"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    sync_folder(folder)
