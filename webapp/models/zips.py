"""A small zip that anybody may have made: read without trusting what it says of itself."""

import io
import struct
import zipfile
import zlib
from collections import Counter

from webapp.errors import HitofudeError

END = struct.Struct("<4s4H2LH")
"""The record at the end of a zip; the seventh value is the size of its table of contents, in bytes
(APPNOTE.TXT, 4.3.16, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT)."""

END_MARK = b"PK\x05\x06"
MOST_CONTENTS = 32 * 1024
"""Longest table of contents, in bytes: some three hundred names, far more than a bundle has."""

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
IS_ENCRYPTED = 1
"""A bit of an entry's flags."""

DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, EOFError, struct.error),
    *(NotImplementedError, RuntimeError, ValueError, OverflowError, OSError),
)
"""What reading a damaged zip raises."""


class ZipError(HitofudeError):
    """A zip that cannot be read, or that nobody should unpack.

    ``kind`` and ``values`` say what is wrong to a program, the message to a person.
    """

    KINDS = {
        "no-zip": "{of} is no zip file, or it is cut short.",
        "long-contents": "{of} has a longer table of contents than would be read.",
        "twice": "{of} holds {name} twice.",
        "packed": "{name} is encrypted or packed in a way that is not read: store or deflate it.",
        "too-large": "{name} takes {size} bytes; at most {most} are read.",
        "damaged": "{of} is damaged: {name} cannot be read.",
    }

    def __init__(self, kind: str, **values: object):
        self.kind, self.values = kind, values
        super().__init__(self.KINDS[kind].format(**values))


class SmallZip:
    """A zip in memory. Nothing of it is unpacked that was not asked for, nor beyond what was said.

    ``of``: what it is called where something is wrong with it.
    """

    def __init__(self, data: bytes, of: str):
        self._of = of
        _check_end(data, of)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGES as error:
            raise ZipError("no-zip", of=of) from error
        self.names = [info.filename for info in self._zip.infolist()]
        name, count = Counter(self.names).most_common(1)[0] if self.names else ("", 0)
        if count > 1:
            raise ZipError("twice", of=of, name=shown(name))

    def read(self, name: str, most: int) -> bytes:
        """Return what an entry holds, if that is at most so many bytes; raise ``ZipError``."""
        info = self._zip.getinfo(name)
        if info.compress_type not in METHODS or info.flag_bits & IS_ENCRYPTED:
            raise ZipError("packed", name=name)
        if info.file_size > most:
            raise ZipError("too-large", name=name, size=info.file_size, most=most)
        try:
            with self._zip.open(info) as file:
                data = file.read(most + 1)  # never all: what the table says may be a lie
        except DAMAGES as error:
            raise ZipError("damaged", of=self._of, name=name) from error
        if len(data) != info.file_size:
            raise ZipError("damaged", of=self._of, name=name)
        return data


def shown(name: str) -> str:
    """Return a name that a stranger chose, fit to be read by a person."""
    return repr(name if len(name) <= 60 else name[:60] + "…")


def _check_end(data: bytes, of: str) -> None:
    """Look how long the table of contents is before ``zipfile`` makes objects of all of it.

    Nothing may come after the record, so that ``zipfile`` finds the same one; and none of those
    for zips of gigabytes before it, which would count instead.
    """
    end = data[-END.size :]
    if len(end) < END.size or not end.startswith(END_MARK):
        raise ZipError("no-zip", of=of)
    *_, size, _, comment = END.unpack(end)
    if size > MOST_CONTENTS:
        raise ZipError("long-contents", of=of)
    locator = data[-END.size - 20 : -END.size]
    if comment or locator.startswith(b"PK\x06\x07"):
        raise ZipError("no-zip", of=of)
