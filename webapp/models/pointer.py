"""The pointer to the champion: a small file, a line for the version in service, then those before.

It is replaced atomically: a reader sees the one or the other, and a ``stat`` tells of a change.
Until it is written for the first time, the pointer that ships with the versions counts.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from webapp.models.errors import NoChampion, StoreError
from webapp.models.files import DRAFT_PREFIX, Stamp, move, stamp_of, sync_folder, write_synced
from webapp.models.ids import is_model_id

NAME = "champion"
DEFAULT = "champion.default"
REMEMBERED = 20
"""How many earlier champions are kept in the file."""


def ids_of(text: str | None) -> list[str]:
    """Return the ids that a pointer holds; raise ``NoChampion`` where it holds none."""
    if text is None:
        raise NoChampion("No model version is in service yet: train one first.")
    ids = text.split()
    if not ids or not is_model_id(ids[0]):
        raise NoChampion("The champion pointer does not hold the id of a version.")
    return ids


def text_of(ids: list[str]) -> str:
    """Return what a pointer holds."""
    return "".join(f"{model_id}\n" for model_id in ids[: REMEMBERED + 1])


class ChampionPointer:
    """The file that names the champion. Holds no state but its path."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._path = folder / NAME
        self._shipped = folder / DEFAULT

    def read(self) -> list[str]:
        """Return the id of the version in service, then of those before; raise ``NoChampion``."""
        path = self._path if self._path.exists() else self._shipped
        try:
            return ids_of(path.read_text("ascii"))
        except FileNotFoundError:
            return ids_of(None)
        except (OSError, UnicodeDecodeError) as error:
            raise NoChampion(f"The champion pointer cannot be read: {error}") from error

    def stamp(self) -> Stamp:
        """Return what changes whenever the pointer does."""
        return stamp_of(self._path) or stamp_of(self._shipped)

    def ship(self, text: str) -> bool:
        """Write the one that counts until another is written; tell whether there was none yet.

        The store's lock must be held.
        """
        if self.stamp() is not None:
            return False
        self._write(self._shipped, text)
        return True

    def update(self, change: Callable[[list[str]], list[str]]) -> None:
        """Replace the pointer by what a function makes of it; hold the store's lock meanwhile."""
        try:
            before = self.read()
        except NoChampion:
            before = []
        self._write(self._path, text_of(change(before)))

    def _write(self, path: Path, text: str) -> None:
        """Replace a file; what was there stays until all of the new one is on the disk."""
        descriptor, name = tempfile.mkstemp(prefix=DRAFT_PREFIX, dir=self._folder)
        os.close(descriptor)
        try:
            write_synced(Path(name), text)
            os.chmod(name, 0o644)
            move(os.replace, Path(name), path)
        except BaseException as error:
            Path(name).unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise StoreError(f"The champion pointer cannot be written: {error}") from error
            raise
        sync_folder(self._folder)
