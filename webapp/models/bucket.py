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
from webapp.models.errors import StoreError, StoreUnreachable

log = logging.getLogger(__name__)

T = TypeVar("T")

PATIENCE = {"connect_timeout": 3, "read_timeout": 10, "retries": {"total_max_attempts": 2}}
"""Seconds, and tries: a bucket that does not answer must not hold up who changes something."""

ANSWER_S = 30
"""How long an answer may take in all, in seconds: nothing else ends a write that is not taken."""

FILE_S = 300
"""How long a version's file may take, in seconds."""

MOMENT_S = 0.5
"""How long who notices that a value is old waits for the new one, in seconds."""

PAUSE_S, LONGEST_PAUSE_S = 0.5, 10.0
"""After how many seconds a bucket that failed is asked again: twice as many each time, at most."""


@dataclass(frozen=True)
class Found:
    """An object in a listing: ``tag`` changes with its content (the ETag); ``size`` in bytes."""

    tag: str
    size: int


class Bucket:
    """What is under ``s3://bucket/prefix``; connects when first asked.

    Whatever goes wrong becomes a ``StoreUnreachable``.
    """

    def __init__(self, url: str):
        extras.need("s3fs", "s3")
        self.url = url
        self._base = url.removeprefix("s3://")

    def find(self, under: str = "") -> dict[str, Found]:
        """Return all objects whose name begins with a folder's, by name."""
        try:
            found = self._ask(self._fs.find, self._path(under), detail=True, timeout=ANSWER_S)
        except FileNotFoundError as error:  # a folder that is empty would have been one
            raise StoreUnreachable(f"{self.url} cannot be listed: {error}") from error
        start = len(self._base) + 1
        return {
            path[start:]: Found(info["ETag"], info["size"])
            for path, info in found.items()
            if info["type"] == "file"
        }

    def tag(self, name: str) -> str | None:
        """Return what changes with an object; ``None`` where there is none."""
        try:
            return self._ask(self._fs.info, self._path(name), timeout=ANSWER_S)["ETag"]
        except FileNotFoundError:
            return None

    def read(self, name: str) -> bytes | None:
        """Return an object's content; ``None`` where there is none."""
        try:
            return self._ask(self._fs.cat_file, self._path(name), timeout=ANSWER_S)
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
            self._pipe(name, data, **condition)
        except (FileNotFoundError, FileExistsError):  # what was to be replaced is gone, or there
            return False
        except StoreUnreachable as error:
            why = getattr(error.__cause__, "errno", None)
            if why in (errno.EINVAL, errno.EEXIST):
                return False
            if why != errno.ENOSYS:
                raise
            log.warning("%s knows no conditional writes: who comes last wins.", self.url)
            self._pipe(name, data)
        return True

    def upload(self, file: Path, name: str) -> None:
        """Write an object of a file's content."""
        self._ask(self._fs.put_file, str(file), self._path(name), timeout=FILE_S)

    def download(self, name: str, file: Path) -> None:
        """Write an object's content into a file; raise ``FileNotFoundError`` without one."""
        self._ask(self._fs.get_file, self._path(name), str(file), timeout=FILE_S)

    def delete(self, names: Iterable[str]) -> None:
        """Remove objects; those that are gone already do no harm."""
        for name in names:
            with suppress(FileNotFoundError):
                self._ask(self._fs.rm_file, self._path(name), timeout=ANSWER_S)

    @cached_property
    def _fs(self) -> Any:
        from s3fs import S3FileSystem  # brings aiohttp and botocore: half a second

        system = S3FileSystem(
            config_kwargs=PATIENCE, use_listings_cache=False, skip_instance_cache=True
        )
        system.retries = 1  # of its own; each would take all those of ``PATIENCE``
        return system

    def _path(self, name: str) -> str:
        return f"{self._base}/{name}" if name else self._base

    def _pipe(self, name: str, data: bytes, **condition: str) -> None:
        self._ask(self._fs.pipe_file, self._path(name), data, timeout=ANSWER_S, **condition)

    def _ask(self, call: Callable[..., T], *arguments: Any, **more: Any) -> T:
        from botocore.exceptions import BotoCoreError
        from s3fs.core import S3_RETRYABLE_ERRORS

        try:
            return call(*arguments, **more)
        except (FileNotFoundError, FileExistsError):
            raise
        except TimeoutError as error:
            raise StoreUnreachable(f"{self.url} does not answer in time.") from error
        except (BotoCoreError, *S3_RETRYABLE_ERRORS) as error:
            raise StoreUnreachable(f"{self.url} cannot be asked: {error}") from error
        except OSError as error:
            raise StoreUnreachable(f"{self.url} refuses: {error}") from error


class Recent(Generic[T]):
    """A value that is asked for anew, by a thread aside, when it is some time old.

    Whoever wants it takes what is known; but who notices that it is old waits a moment for the
    new one, unless the last try failed. Only where nothing is known yet all wait, for one answer.
    """

    def __init__(self, what: str, ask: Callable[[], T], lasts_s: float):
        self._what, self._ask, self._lasts_s = what, ask, lasts_s
        self._known: list[T] = []
        self._looks = self._newest = 0  # looks that began; which of them found what is known
        self._due = self._pause_s = 0.0
        self._trouble: Exception | None = None
        self._renewal: threading.Thread | None = None
        self._lock = threading.Lock()

    @property
    def trouble(self) -> Exception | None:
        """What the last try to renew the value failed of; ``None`` where it went well."""
        return self._trouble

    def get(self) -> T:
        """Return the value as it is known; raise ``StoreUnreachable`` where it never could be."""
        noticed, renewal = self._renew_in_time()
        if self._trouble is None and (noticed or not self._known):
            renewal.join(MOMENT_S if self._known else None)
        if not self._known:
            raise StoreUnreachable(str(self._trouble)) from self._trouble
        return self._known[0]

    def fresh(self) -> T:
        """Return the value as it is by now; raise ``StoreUnreachable`` where it cannot be had.

        Who changes something must not rely on what was known before.
        """
        number = self._begin()
        value = self._ask()
        self._keep(number, value)
        return value

    def renew(self) -> None:
        """Have a change of one's own seen; where the bucket does not answer, it is seen later."""
        with suppress(StoreError):
            self.fresh()

    def _renew_in_time(self) -> tuple[bool, threading.Thread | None]:
        """Begin to renew a value that is old; tell whether that was done, and who renews it."""
        with self._lock:
            # In a process that was forked meanwhile the thread is none that lives.
            running = self._renewal is not None and self._renewal.is_alive()
            if running or time.monotonic() < self._due:
                return False, self._renewal
            # A daemon: a bucket that hangs must not keep the process from ending.
            self._renewal = threading.Thread(target=self._renew_aside, name="bucket", daemon=True)
            self._renewal.start()
            return True, self._renewal

    def _renew_aside(self) -> None:
        number = self._begin()
        try:
            value = self._ask()
        except Exception as error:  # whatever it is: who waits must learn of it
            self._fail(number, error)
        else:
            self._keep(number, value)

    def _begin(self) -> int:
        with self._lock:
            self._looks += 1
            return self._looks

    def _keep(self, number: int, value: T) -> None:
        with self._lock:
            if number < self._newest:  # it began before the one that is known, and ends after
                return
            self._newest, self._known = number, [value]
            self._due, self._pause_s = time.monotonic() + self._lasts_s, 0.0
            before, self._trouble = self._trouble, None
        if before is not None:
            log.warning("%s is known anew.", self._what)

    def _fail(self, number: int, error: Exception) -> None:
        with self._lock:
            if number < self._newest:
                return
            self._pause_s = min(max(2 * self._pause_s, PAUSE_S), LONGEST_PAUSE_S)
            self._due = time.monotonic() + self._pause_s
            before, self._trouble = self._trouble, error
        if before is None:
            log.warning("%s cannot be renewed; what is known stays: %s", self._what, error)
