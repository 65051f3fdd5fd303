"""The pointer to the champion: a small file, a line for the version in service, then those before.

It is replaced atomically: a reader sees the one or the other, and a ``stat`` tells of a change.
Until it is written for the first time, the pointer that ships with the versions counts.
"""

import os
import tempfile
from pathlib import Path

from webapp.models.errors import NoChampion, StoreError
from webapp.models.files import DRAFT_PREFIX, Stamp, stamp_of, sync_folder, write_synced
from webapp.models.ids import is_model_id

NAME = "champion"
SHIPPED = "champion.default"
REMEMBERED = 20
"""How many earlier champions are kept in the file."""


class ChampionPointer:
    """The file that names the champion. Holds no state but its path."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._path = folder / NAME
        self._shipped = folder / SHIPPED

    def read(self) -> list[str]:
        """Return the id of the version in service, then of those before; raise ``NoChampion``."""
        path = self._path if self._path.exists() else self._shipped
        try:
            ids = path.read_text("ascii").split()
        except FileNotFoundError as error:
            raise NoChampion("No model version is in service yet: train one first.") from error
        except (OSError, UnicodeDecodeError) as error:
            raise NoChampion(f"The champion pointer cannot be read: {error}") from error
        if not ids or not is_model_id(ids[0]):
            raise NoChampion("The champion pointer does not hold the id of a version.")
        return ids

    def stamp(self) -> Stamp:
        """Return what changes whenever the pointer does."""
        return stamp_of(self._path) or stamp_of(self._shipped)

    def write(self, ids: list[str]) -> None:
        """Replace the pointer; what was there stays until all of the new one is on the disk."""
        descriptor, name = tempfile.mkstemp(prefix=DRAFT_PREFIX, dir=self._folder)
        os.close(descriptor)
        try:
            lines = [f"{model_id}\n" for model_id in ids[: REMEMBERED + 1]]
            write_synced(Path(name), "".join(lines))
            os.chmod(name, 0o644)
            os.replace(name, self._path)
        except BaseException as error:
            Path(name).unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise StoreError(f"The champion pointer cannot be written: {error}") from error
            raise
        sync_folder(self._folder)
