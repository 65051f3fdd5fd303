"""Scripts and styles, under addresses that say what is in them: a browser keeps them for good.

A page names ``/static/~<version>/js/draw.js``, and what a module imports is looked for beside it.
So all that a page loads is of one version; only the first page that somebody opens waits for files,
and thirty phones do not ask fifty times each whether anything has changed.
"""

import hashlib
import mimetypes
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from flask import Flask, Response, g, request

from webapp.web.compression import compress, of_file

TEXT = ("text/css", "text/javascript", "image/svg+xml")
"""What gets shorter; a picture of ours in pixels is compressed as it is."""

FOLDERS, SUFFIXES = ("css", "js"), (".css", ".js")
"""What has a version; icons do not, since home screens keep their addresses."""

VERSIONED = re.compile("(~[0-9a-f]{12})/(.+)")
YEAR_S = 365 * 24 * 3600

Stamps = dict[str, tuple[int, int, int]]
"""By a file's path below the folder: when it was written and when changed, in ns, and its size."""


class Release(NamedTuple):
    """The files of a version, by their paths, as they were read."""

    version: str
    files: dict[str, bytes]


def init_app(app: Flask) -> None:
    """Name the application's files with their version, and send them compressed."""
    send, releases = app.view_functions["static"], Releases(app)

    def static(filename: str) -> Response:
        asked = VERSIONED.fullmatch(filename)
        path = asked[2] if asked else filename
        content = releases.of(asked[1]).get(path) if asked else None
        if content is None:
            response = app.make_response(send(filename=path))
        else:
            response = keep(Response(content, mimetype=mimetypes.guess_type(path)[0]))
            response.set_etag(asked[1])
            response.make_conditional(request, accept_ranges=True, complete_length=len(content))
        return compress(response, of_file) if response.mimetype in TEXT else response

    def name_version(endpoint: str, values: dict) -> None:
        if endpoint == "static" and values.get("filename", "").partition("/")[0] in FOLDERS:
            if "static_version" not in g:
                g.static_version = releases.look().version
            values["filename"] = f"{g.static_version}/{values['filename']}"

    app.view_functions["static"] = static
    app.url_defaults(name_version)


def keep(response: Response) -> Response:
    """Say that an answer may be kept for good: whatever is different has another address."""
    response.cache_control.public = True
    response.cache_control.max_age = YEAR_S
    response.cache_control.immutable = True
    return response


class Releases:
    """What an application's files are, and what they were when somebody looked before.

    Whoever edits one need not start the server anew, since every page looks: that costs half a
    millisecond. Files are sent as they were read for the version that is asked for, so that no
    browser ever keeps something else under its name.
    """

    def __init__(self, app: Flask):
        self._app = app
        self._stamps: Stamps | None = None
        self._now = self._before = Release("", {})

    def look(self) -> Release:
        """Return the files as they lie there; what is in them is their version on any machine."""
        stamps = dict(sorted(self._lying()))
        if stamps != self._stamps:
            found = self._read(stamps)
            if found.version != self._now.version:
                self._before = self._now
            self._now, self._stamps = found, stamps
        return self._now

    def of(self, version: str) -> dict[str, bytes]:
        """Return the files of a version by their paths.

        They are none where a page is much older, or of a machine that has another release.
        """
        for known in (self._now, self._before):
            if known.version == version:
                return known.files
        found = self.look()  # another worker may have
        return found.files if found.version == version else {}

    @property
    def _root(self) -> Path:
        return Path(self._app.static_folder)

    def _lying(self) -> Iterator[tuple[str, tuple[int, int, int]]]:
        waiting = list(FOLDERS)
        while waiting:
            folder = waiting.pop()
            with os.scandir(self._root / folder) as entries:
                for entry in entries:
                    path = f"{folder}/{entry.name}"
                    if entry.is_dir():
                        waiting.append(path)
                    elif path.endswith(SUFFIXES):
                        with suppress(OSError):  # gone again, or an editor's that leads nowhere
                            now = entry.stat()
                            yield path, (now.st_mtime_ns, now.st_ctime_ns, now.st_size)

    def _read(self, stamps: Stamps) -> Release:
        files, digest = {}, hashlib.sha256()
        for path in stamps:
            with suppress(OSError):
                files[path] = (self._root / path).read_bytes()
                digest.update(f"{path}\0{len(files[path])}\0".encode() + files[path])
        return Release(f"~{digest.hexdigest()[:12]}", files)
