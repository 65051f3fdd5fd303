"""The model store: one folder a version, and a pointer to the champion.

A version is written into a hidden folder, synced, verified and renamed: it is whole or absent,
and never changes. The pointer is a small file, replaced atomically.
"""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from webapp.locks import locked
from webapp.models.errors import BrokenVersion, NoChampion, StoreError, UnknownVersion
from webapp.models.files import (
    DRAFT_PREFIX,
    Stamp,
    hash_and_sync,
    move,
    stamp_of,
    sync_folder,
    write_synced,
)
from webapp.models.ids import is_model_id
from webapp.models.manifest import Manifest
from webapp.models.pointer import ChampionPointer

MANIFEST = "manifest.json"
LOCK = ".lock"
DRAFT_LIFETIME_S = 24 * 3600.0


class ModelStore:
    """Versions in a folder. Holds no state but the path: any number of processes may share it."""

    def __init__(self, root: Path):
        self.root = Path(root)
        self.place: tuple[str, ...] = (str(root),)  # what another process opens it by
        self._pointer = ChampionPointer(self.root)

    def ids(self) -> list[str]:
        """Return the ids of all versions, in alphabetical order."""
        if not self.root.is_dir():
            return []
        found = (entry.name for entry in os.scandir(self.root) if entry.is_dir())
        return sorted(name for name in found if self.has(name))

    def has(self, model_id: str) -> bool:
        """Tell whether there is a version of that id."""
        return is_model_id(model_id) and (self.root / model_id / MANIFEST).is_file()

    def stamp(self, model_id: str) -> Stamp:
        """Return what changes when a version is deleted and made anew; ``None`` without one."""
        return stamp_of(self.root / model_id / MANIFEST) if is_model_id(model_id) else None

    def manifest(self, model_id: str) -> Manifest:
        """Return a version's manifest; raise ``UnknownVersion`` or ``BrokenVersion``."""
        path = self._manifest_path(model_id)
        try:
            manifest = Manifest.loads(path.read_bytes())
        except (FileNotFoundError, NotADirectoryError) as error:
            raise UnknownVersion(f"There is no model version {model_id!r}.") from error
        except (OSError, ValueError) as error:
            raise BrokenVersion(f"The manifest of {model_id!r} cannot be read: {error}") from error
        if manifest.id != model_id:
            raise BrokenVersion(f"The folder {model_id!r} holds the version {manifest.id!r}.")
        return manifest

    def manifests(self) -> list[Manifest]:
        """Return the manifests of all readable versions, the newest first."""
        found = []
        for model_id in self.ids():
            try:
                found.append(self.manifest(model_id))
            except StoreError:  # a broken version must not hide the others
                continue
        return sorted(found, key=lambda manifest: manifest.created_at, reverse=True)

    def read(self, model_id: str, name: str) -> bytes:
        """Return a file of a version, after comparing its hash with the manifest's.

        The bytes returned are the bytes that were hashed: use them, not the path.
        """
        expected = self.manifest(model_id).files.get(name)
        if expected is None:
            raise BrokenVersion(f"The version {model_id!r} has no file {name!r}.")
        try:
            data = (self._folder(model_id) / name).read_bytes()
        except OSError as error:
            raise BrokenVersion(f"{model_id}/{name} cannot be read: {error.strerror}.") from error
        if hashlib.sha256(data).hexdigest() != expected:
            raise BrokenVersion(f"{model_id}/{name} is not the file that was published.")
        return data

    def size(self, model_id: str) -> int:
        """Return how many bytes a version's files take; raise ``UnknownVersion``."""
        try:
            return sum(entry.stat().st_size for entry in os.scandir(self._folder(model_id)))
        except OSError as error:
            raise UnknownVersion(f"There is no model version {model_id!r}.") from error

    @contextmanager
    def draft(self, model_id: str) -> Iterator[Path]:
        """Give an empty folder to write a version into; it is gone afterwards, whatever happens."""
        self.check_new(model_id)
        self.root.mkdir(parents=True, exist_ok=True)
        self._sweep()
        folder = Path(tempfile.mkdtemp(prefix=f"{DRAFT_PREFIX}{model_id}-", dir=self.root))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def discard_drafts(self, model_id: str) -> None:
        """Remove what a killed process had half written of a version."""
        # mkdtemp ends a name with eight characters: "best" has nothing to do with "best-2".
        for folder in self.root.glob(f"{DRAFT_PREFIX}{model_id}-{'?' * 8}"):
            shutil.rmtree(folder, ignore_errors=True)

    def check_new(self, model_id: str) -> None:
        """Raise ``StoreError`` where no version of that id can be published."""
        if not is_model_id(model_id):
            raise StoreError(
                f"{str(model_id)[:80]!r} cannot be an id: that is up to 64 lower-case letters and "
                "digits, in words joined by hyphens, and no device of Windows such as 'con'."
            )
        if (self.root / model_id).exists():
            raise StoreError(f"There is a model version {model_id!r} already.")

    def publish(self, draft: Path, manifest: Manifest) -> Manifest:
        """Make a version of a draft's files, all at once; return its manifest with the hashes."""
        self.check_new(manifest.id)
        manifest = self._seal(draft, manifest)
        draft.chmod(0o755)  # mkdtemp makes it private; another user's web worker shall read it
        sync_folder(draft)
        move(os.rename, draft, self.root / manifest.id)
        sync_folder(self.root)
        return manifest

    def champion_id(self) -> str:
        """Return the id of the version in service; raise ``NoChampion``."""
        return self._pointer.read()[0]

    def previous_champion_id(self) -> str | None:
        """Return the version that was in service before and is still there, or ``None``."""
        return next((other for other in self._pointer.read()[1:] if self.has(other)), None)

    def champion_stamp(self) -> Stamp:
        """Return what changes whenever another version comes into service."""
        return self._pointer.stamp()

    def ship_champion(self, pointer: str) -> bool:
        """Say which of the versions that ship serves; tell whether nobody had yet."""
        return self._pointer.ship(pointer)

    def set_champion(self, model_id: str) -> None:
        """Put a version into service, after checking that each of its files is whole."""
        self.verify(model_id)
        with self._changing():
            self.manifest(model_id)  # it may have been deleted meanwhile
            self._pointer.update(
                lambda before: [model_id, *(other for other in before if other != model_id)]
            )

    def roll_back(self) -> str:
        """Put the previous champion back into service and return its id."""
        with self._changing():
            previous = self.previous_champion_id()
            if previous is None:
                raise StoreError("No version was in service before this one.")
            self.verify(previous)
            self._pointer.update(lambda ids: _back_to(previous, ids))
        return previous

    def delete(self, model_id: str) -> None:
        """Remove a version, all at once; the champion stays."""
        folder = self._folder(model_id)
        with self._changing():
            if not folder.is_dir():
                raise UnknownVersion(f"There is no model version {model_id!r}.")
            self._refuse_champion(model_id)
            doomed = Path(tempfile.mkdtemp(prefix=f"{DRAFT_PREFIX}{model_id}-", dir=self.root))
            move(os.rename, folder, doomed / model_id)  # gone for readers before the first file is
            sync_folder(self.root)
        shutil.rmtree(doomed, ignore_errors=True)

    def _refuse_champion(self, model_id: str) -> None:
        if model_id == self._champion_or_none():
            raise StoreError(f"{model_id!r} is in service: put another into service first.")

    def _seal(self, draft: Path, manifest: Manifest) -> Manifest:
        """Write the manifest with the hashes of all files, and have all of it on the disk."""
        names = sorted(entry.name for entry in os.scandir(draft) if entry.is_file())
        manifest = replace(manifest, files={name: hash_and_sync(draft / name) for name in names})
        write_synced(draft / MANIFEST, manifest.dumps())
        return manifest

    def _champion_or_none(self) -> str | None:
        try:
            return self.champion_id()
        except NoChampion:
            if self.champion_stamp() is not None:  # it cannot be read, and may name any version
                raise
            return None

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Let one process at a time change what is in service or what is there."""
        self.root.mkdir(parents=True, exist_ok=True)
        with locked(self.root / LOCK):
            yield

    def verify(self, model_id: str) -> None:
        """Compare every file of a version with its hash; raise ``BrokenVersion`` at the first."""
        for name in self.manifest(model_id).files:
            self.read(model_id, name)

    def _manifest_path(self, model_id: str) -> Path:
        return self._folder(model_id) / MANIFEST

    def _folder(self, model_id: str) -> Path:
        if not is_model_id(model_id):
            raise UnknownVersion(f"There is no model version {str(model_id)[:80]!r}.")
        return self.root / model_id

    def _sweep(self) -> None:
        """Remove drafts that a killed process left a day ago or longer."""
        horizon = time.time() - DRAFT_LIFETIME_S
        for path in self.root.glob(DRAFT_PREFIX + "*"):
            with suppress(FileNotFoundError):  # another process may be quicker
                if path.lstat().st_mtime < horizon:
                    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()


def _back_to(previous: str, ids: list[str]) -> list[str]:
    if previous not in ids:
        raise StoreError("Another version came into service meanwhile.")
    return ids[ids.index(previous) :]
