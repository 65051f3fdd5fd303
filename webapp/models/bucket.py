"""Objects in an S3-compatible bucket, under a prefix, by fsspec's ``s3fs``.

Address and credentials are found as all of Amazon's tools find them: ``AWS_ENDPOINT_URL`` for
another maker's server, ``AWS_ACCESS_KEY_ID`` and ``AWS_SECRET_ACCESS_KEY``, a profile, or the role
of the machine.
"""

import errno
import logging
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from webapp import extras
from webapp.models.errors import StoreError

log = logging.getLogger(__name__)

T = TypeVar("T")

PATIENCE = {"connect_timeout": 3, "read_timeout": 10, "retries": {"max_attempts": 2}}
"""Seconds, and tries: a bucket that does not answer must not hold up who reads digits."""


@dataclass(frozen=True)
class Found:
    """An object in a listing: ``tag`` changes with its content (the ETag); ``size`` in bytes."""

    tag: str
    size: int


class Bucket:
    """What is under ``s3://bucket/prefix``; connects when first asked.

    Whatever goes wrong becomes a ``StoreError``.
    """

    def __init__(self, url: str):
        extras.need("s3fs", "s3")
        self.url = url
        self._base = url.removeprefix("s3://")

    def find(self, under: str = "") -> dict[str, Found]:
        """Return all objects whose name begins with a folder's, by name."""
        found = self._ask(self._fs.find, self._path(under), detail=True)
        start = len(self._base) + 1
        return {
            path[start:]: Found(info["ETag"], info["size"])
            for path, info in found.items()
            if info["type"] == "file"
        }

    def tag(self, name: str) -> str | None:
        """Return what changes with an object; ``None`` where there is none."""
        try:
            return self._ask(self._fs.info, self._path(name))["ETag"]
        except FileNotFoundError:
            return None

    def read(self, name: str) -> bytes | None:
        """Return an object's content; ``None`` where there is none."""
        try:
            return self._ask(self._fs.cat_file, self._path(name))
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes, replaces: str | None) -> bool:
        """Write an object in place of one with that tag, of none with ``None``.

        Tell whether it was written: not where another stands there by now. A server that does not
        know conditional writes (``If-Match``, ``If-None-Match``) is asked without: there who comes
        last wins.
        """
        condition = {"IfMatch": replaces} if replaces else {"IfNoneMatch": "*"}
        try:
            self._ask(self._fs.pipe_file, self._path(name), data, **condition)
        except FileNotFoundError:  # what was to be replaced is gone
            return False
        except OSError as error:
            if isinstance(error, FileExistsError) or error.errno in (errno.EINVAL, errno.EEXIST):
                return False
            if error.errno != errno.ENOSYS:
                raise
            log.warning("%s knows no conditional writes: who comes last wins.", self.url)
            self._ask(self._fs.pipe_file, self._path(name), data)
        return True

    def upload(self, file: Path, name: str) -> None:
        """Write an object of a file's content."""
        self._ask(self._fs.put_file, str(file), self._path(name))

    def download(self, name: str, file: Path) -> None:
        """Write an object's content into a file; raise ``FileNotFoundError`` without one."""
        self._ask(self._fs.get_file, self._path(name), str(file))

    def delete(self, names: Iterable[str]) -> None:
        """Remove objects; those that are gone already do no harm."""
        for name in names:
            with suppress(FileNotFoundError):
                self._ask(self._fs.rm_file, self._path(name))

    @cached_property
    def _fs(self) -> Any:
        from s3fs import S3FileSystem  # brings aiohttp and botocore: half a second

        return S3FileSystem(
            config_kwargs=PATIENCE, use_listings_cache=False, skip_instance_cache=True
        )

    def _path(self, name: str) -> str:
        return f"{self._base}/{name}" if name else self._base

    def _ask(self, call: Callable[..., T], *arguments: Any, **more: Any) -> T:
        from botocore.exceptions import BotoCoreError

        try:
            return call(*arguments, **more)
        except (FileNotFoundError, FileExistsError):
            raise
        except OSError as error:
            if error.errno in (errno.EINVAL, errno.ENOSYS):  # a condition; ``write`` knows which
                raise
            raise StoreError(f"{self.url} refuses: {error}") from error
        except BotoCoreError as error:
            raise StoreError(f"{self.url} cannot be asked: {error}") from error


class Recent(Generic[T]):
    """A value that is asked for anew when it is some time old.

    Who notices asks, the others take the old one meanwhile. One that cannot be had is logged, and
    the old one stays.
    """

    def __init__(self, ask: Callable[[], T], lasts_s: float):
        self._ask, self._lasts_s = ask, lasts_s
        self._known: list[T] = []
        self._until, self._must = 0.0, True
        self._lock = threading.Lock()

    def get(self) -> T:
        """Return the value; raise a ``StoreError`` where it never could be had."""
        if time.monotonic() >= self._until and self._lock.acquire(blocking=self._must):
            try:
                if time.monotonic() >= self._until:
                    self._renew()
            finally:
                self._lock.release()
        return self._known[0]

    def forget(self) -> None:
        """Have everybody who asks wait for a new one."""
        with self._lock:
            self._until, self._must = 0.0, True

    def _renew(self) -> None:
        try:
            self._known, self._must = [self._ask()], False
        except StoreError as error:
            if self._must:
                raise
            log.warning("What is known stays: %s", error)
        self._until = time.monotonic() + self._lasts_s
