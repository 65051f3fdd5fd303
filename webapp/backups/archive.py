"""The file of a backup: a ZIP archive in which one entry lists the others with their SHA-256.

    backup.json                     format, time, code version; size and hash of each other entry
    records.sqlite3                 the database, as SQLite's backup API copies it
    champion                        the pointer of the model store
    models/ID/FILE                  the versions that were trained here

The hashes tell damage, not malice: whoever can change an entry can change its hash.
"""

import hashlib
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from webapp.errors import HitofudeError
from webapp.models.ids import PATTERN, is_model_id

FORMAT = 1
CONTENTS, RECORDS, CHAMPION = "backup.json", "records.sqlite3", "champion"
FILE = re.compile(rf"models/(?P<id>{PATTERN})/(?P<name>[a-z0-9_-]+(?:\.[a-z0-9_-]+)+)")
MOST_ENTRIES = 100_000
MOST_CONTENTS = 32 * 1024**2
"""Bytes of ``backup.json``."""
MOST_SMALL = 64 * 1024
"""Bytes of the pointer."""
CHUNK = 1024**2
DAMAGES = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError)
"""What reading a damaged archive may raise."""


class BackupError(HitofudeError):
    """A backup cannot be made or restored."""


@dataclass(frozen=True)
class Entry:
    """Size in bytes and SHA-256 in hex of an entry."""

    size: int
    sha256: str


class Archive:
    """A backup that is open for reading, and whose list was found to be in order."""

    def __init__(self, zipped: zipfile.ZipFile):
        """Check the list; raise ``BackupError``. Nothing is unpacked for it."""
        self._zip = zipped
        found = zipped.infolist()
        if len(found) > MOST_ENTRIES:
            raise BackupError(f"It has {len(found)} entries, more than any backup.")
        values = self._contents(found)
        files = values["files"]
        made_at, made_by = (_told(values.get(name)) for name in ("created_at", "code_version"))
        self.origin = f"{made_at}, by Hitofude {made_by}"
        self.entries = {name: _entry(name, told) for name, told in files.items()}
        self._compare(found)

    @property
    def versions(self) -> dict[str, list[str]]:
        """Return the names of files by version."""
        files: dict[str, list[str]] = {}
        for name in self.entries:
            if match := FILE.fullmatch(name):
                files.setdefault(match["id"], []).append(match["name"])
        return files

    @property
    def size(self) -> int:
        """Return how many bytes it takes once unpacked."""
        return sum(entry.size for entry in self.entries.values())

    def unpack(self, name: str, path: Path) -> None:
        """Write an entry to a path where nothing is; raise ``BackupError`` if it is damaged."""
        told, digest, left = self.entries[name], hashlib.sha256(), self.entries[name].size
        try:
            with self._zip.open(name) as source, path.open("xb") as target:
                while chunk := source.read(min(CHUNK, left + 1)):
                    left -= len(chunk)
                    if left < 0:
                        break
                    digest.update(chunk)
                    target.write(chunk)
        except DAMAGES as error:
            raise BackupError(f"{name} is damaged: {error}") from error
        if left or digest.hexdigest() != told.sha256:
            raise BackupError(f"{name} is damaged: it is not what was saved.")

    def _contents(self, found: list[zipfile.ZipInfo]) -> dict[str, Any]:
        first = next((each for each in found if each.filename == CONTENTS), None)
        if first is None or first.file_size > MOST_CONTENTS:
            raise BackupError(f"It is no backup of Hitofude: it has no {CONTENTS}.")
        try:
            values = json.loads(self._zip.read(first))
        except (ValueError, RecursionError, *DAMAGES) as error:
            raise BackupError(f"{CONTENTS} cannot be read: {error}") from error
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise BackupError(f"It is no backup of format {FORMAT}.")
        if not isinstance(values.get("files"), dict):
            raise BackupError(f"{CONTENTS} lists no files.")
        return values

    def _compare(self, found: list[zipfile.ZipInfo]) -> None:
        """Compare what is there with what is listed: no more, no less, files and no links."""
        names = [each.filename for each in found]
        if len(set(names)) != len(names) or set(names) != {CONTENTS, *self.entries}:
            raise BackupError("It holds other files than it lists.")
        for each in found:
            kind = stat.S_IFMT(each.external_attr >> 16)
            if each.is_dir() or kind not in (0, stat.S_IFREG) or each.flag_bits & 1:
                raise BackupError(f"{each.filename!r} is no plain file.")
            if each.filename != CONTENTS and each.file_size != self.entries[each.filename].size:
                raise BackupError(f"{each.filename!r} is of another size than is listed.")


class Writer:
    """An archive that is being made."""

    def __init__(self, file: IO[bytes]):
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._entries: dict[str, dict[str, Any]] = {}

    def add(self, name: str, data: bytes) -> None:
        """Add an entry."""
        self._zip.writestr(_info(name), data)
        self._entries[name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    def add_file(self, name: str, path: Path) -> None:
        """Add a file that may be too large for the memory."""
        digest, size = hashlib.sha256(), 0
        with path.open("rb") as source, self._zip.open(_info(name), "w", force_zip64=True) as to:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                to.write(chunk)
        self._entries[name] = {"size": size, "sha256": digest.hexdigest()}

    def close(self, **about: Any) -> None:
        """Write the list of what was added, and ``about`` it."""
        for name, told in self._entries.items():
            _entry(name, told)  # whatever cannot be restored shall be known now
        values = {"format": FORMAT, **about, "files": self._entries}
        self._zip.writestr(_info(CONTENTS), json.dumps(values, indent=1))
        self._zip.close()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    return info


def _entry(name: str, told: object) -> Entry:
    match = FILE.fullmatch(name)
    known = name in (RECORDS, CHAMPION) or (match is not None and is_model_id(match["id"]))
    if not known:
        raise BackupError(f"It lists {name[:80]!r}, which is no part of a backup.")
    if not isinstance(told, Mapping) or set(told) != {"size", "sha256"}:
        raise BackupError(f"It does not tell size and hash of {name}.")
    size, sha256 = told["size"], told["sha256"]
    if type(size) is not int or size < 0 or (name == CHAMPION and size > MOST_SMALL):
        raise BackupError(f"It tells no size that {name} can have.")
    if not isinstance(sha256, str) or not re.fullmatch("[0-9a-f]{64}", sha256):
        raise BackupError(f"It tells no SHA-256 of {name}.")
    return Entry(size, sha256)


def _told(value: Any) -> str:
    """Return a value of the list as it may be shown in a terminal."""
    return "".join(filter(str.isprintable, str(value)))[:40]
