"""Where requests are counted: one truth for the workers of a machine, or of many by Redis.

The workers of a machine share a table in a file that each has in its memory. It has a fixed size,
so that no flood of addresses makes it grow: where it is full, what would soon be forgotten anyway
is forgotten now.

They take turns to count: without, one that is held up between reading and writing would put back
an old count, and lose whatever others counted meanwhile.
"""

import hashlib
import logging
import mmap
import os
import struct
import time
from pathlib import Path
from typing import Any

from limits.storage import RedisStorage, Storage

from webapp.locks import locked

log = logging.getLogger(__name__)

ENTRY = struct.Struct("<Qddq")
"""Hash of the key, end of its window, length of the window (seconds), count."""

ENTRIES = 1 << 15
LOOKED_AT = 8
"""Places in which a key may stand, one after another."""

EMPTY = (0, 0.0, 0.0, 0)

TIMEOUT_S = 0.25
"""How long Redis may take for an answer: a reading takes a hundredth of it."""

LEFT_ALONE_S = 5.0
"""How long Redis is not asked after it did not answer."""


class SharedStorage(Storage):
    """Counts in a file that the processes of a machine share; ``limits``' fixed windows use it."""

    STORAGE_SCHEME = ["hitofude-shared"]
    base_exceptions = (OSError, ValueError)

    def __init__(self, uri: str | None = None, path: Path | None = None, **options: Any):
        """Open the table; make it where it is missing. ``limits`` gives the URI, which says all."""
        super().__init__(uri, **options)
        self._turns = path.with_name(f"{path.name}-turns")
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        size = ENTRIES * ENTRY.size
        try:
            if os.fstat(file).st_size != size:
                os.ftruncate(file, size)
            self._table = mmap.mmap(file, size)
        finally:
            os.close(file)  # the table stays

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count for a key, in a window of so many seconds that begins now if none goes on."""
        number, now = _number(key), time.time()
        with locked(self._turns):
            at, (_, ends, _, count) = self._place(number, now)
            if not count:
                ends = now + expiry
            ENTRY.pack_into(self._table, at, number, ends, expiry, count + amount)
        return count + amount

    def get(self, key: str) -> int:
        """Return the count of a key in the window that goes on."""
        return self._entry(key)[3]

    def get_expiry(self, key: str) -> float:
        """Return when the window of a key ends, in seconds since 1970."""
        return self._entry(key)[1] or time.time()

    def clear(self, key: str) -> None:
        """Forget a key."""
        at, _ = self._place(_number(key), time.time())
        ENTRY.pack_into(self._table, at, *EMPTY)

    def check(self) -> bool:
        """Tell whether it counts."""
        return not self._table.closed

    def reset(self) -> int | None:
        """Forget everything."""
        self._table[:] = bytes(len(self._table))
        return None

    def _entry(self, key: str) -> tuple[int, float, float, int]:
        return self._place(_number(key), time.time())[1]

    def _place(self, number: int, now: float) -> tuple[int, tuple[int, float, float, int]]:
        """Return where a key stands and its entry; else a place for it, and an empty entry."""
        best, earliest = 0, float("inf")
        for step in range(LOOKED_AT):
            at = (number + step) % ENTRIES * ENTRY.size
            entry = ENTRY.unpack_from(self._table, at)
            known, ends, length, _ = entry
            # A clock that was set back must not make a window longer than it is.
            goes_on = now < ends <= now + length
            if known == number and goes_on:
                return at, entry
            if not goes_on:
                ends = 0.0
            if ends < earliest:
                best, earliest = at, ends
        return best, EMPTY


class RedisOrShared(Storage):
    """Counts in Redis; while that does not answer, in the table of this machine."""

    STORAGE_SCHEME = ["hitofude-redis"]
    base_exceptions = (OSError, ValueError)

    def __init__(
        self, uri: str | None = None, redis: str = "", path: Path | None = None, **options: Any
    ):
        """Connect to Redis when first asked. ``limits`` gives the URI, which says all."""
        super().__init__(uri, **options)
        self._here = SharedStorage(path=path)
        timeouts = {"socket_timeout": TIMEOUT_S, "socket_connect_timeout": TIMEOUT_S}
        self._redis = RedisStorage(redis, wrap_exceptions=False, **timeouts)
        self._again_at = 0.0

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count for a key."""
        return self._ask("incr", key, int(expiry), amount)

    def get(self, key: str) -> int:
        """Return the count of a key."""
        return self._ask("get", key)

    def get_expiry(self, key: str) -> float:
        """Return when the window of a key ends, in seconds since 1970."""
        return self._ask("get_expiry", key)

    def clear(self, key: str) -> None:
        """Forget a key."""
        self._ask("clear", key)

    def check(self) -> bool:
        """Tell whether Redis answers."""
        return self._redis.check()

    def reset(self) -> int | None:
        """Forget everything."""
        return self._ask("reset")

    def _ask(self, method: str, *arguments: Any) -> Any:
        if time.monotonic() >= self._again_at:
            try:
                return getattr(self._redis, method)(*arguments)
            except self._redis.base_exceptions as error:
                self._again_at = time.monotonic() + LEFT_ALONE_S
                log.warning("Redis does not count requests; this machine does: %s", error)
        return getattr(self._here, method)(*arguments)


def _number(key: str) -> int:
    """Return 64 bits that stand for a key in every process, never 0."""
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1
