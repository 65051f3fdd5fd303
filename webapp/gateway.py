"""Hand whole requests to the WSGI application: RSGI to the outside, PEP 3333 to the inside.

A body is awaited on the event loop, and a request takes one of the threads when it is there to its
last byte, or given up. So a client that sends slowly holds a socket and a little memory, never a
thread; a body that took too long is one whose reading raises a 408, for the application to answer.
An answer is handed over whole: who reads slowly keeps nobody. One that comes in parts learns from
``environ[GONE]`` when its client has gone.

What is answered by computing alone, within a millisecond, is answered on the loop itself. A thread
would wait for the same interpreter, and being woken and interrupted costs half as much again.
"""

import asyncio
import io
import logging
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext, suppress
from queue import SimpleQueue
from typing import Any

from granian.rsgi import HTTPProtocol, ProtocolClosed, Scope
from werkzeug.exceptions import RequestTimeout

log = logging.getLogger(__name__)

BODY_S = 20.0
"""How long a body may take to arrive, in seconds; of most there is a megabyte at most."""

LONG_ONES = 2
"""How many of those that may be longer are awaited at a time: anybody may send what is refused."""

CGI_NAMES = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
"""The headers that CGI knows without ``HTTP_``."""

ENVIRON = {
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "Granian",
    "wsgi.errors": sys.stderr,
    "wsgi.input_terminated": True,
    "wsgi.multiprocess": True,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}

EMPTY = (204, 304)
"""Statuses whose answers have no body, not even one of no bytes (RFC 9110, 6.4.1)."""

CLOSE = ("Connection", "close")
"""What goes with every answer to a body that was given up: its rest would be the next request."""

GONE = "hitofude.gone"
"""The key of an environ's event that is set when the client has gone from an answer in parts."""

Application = Callable[[dict[str, Any], Callable[..., None]], Iterable[bytes]]
IsQuick = Callable[[dict[str, Any], bytes], bool]


class Gateway:
    """A WSGI application as an RSGI one; it runs in at most ``threads`` threads.

    ``most``: the longest body that the application reads, in bytes. Of a longer one no more is
    awaited than tells it that it is too long. ``is_quick``: tells of a request and its body whether
    it is answered in a moment, without waiting for database or network; none is by default.
    ``longer``: the longest bodies by method and path where they may be longer and tell how long.
    """

    def __init__(
        self,
        application: Application,
        threads: int,
        most: int,
        is_quick: IsQuick = lambda environ, body: False,
        longer: Mapping[tuple[str, str], int] | None = None,
    ):
        self._application = application
        self._is_quick = is_quick
        self._most = most
        self._longer = dict(longer or {})
        self._long_ones = asyncio.Semaphore(LONG_ONES)
        self._whole: SimpleQueue[tuple] = SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._free = threads

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        environ = environ_of(scope)
        loop = asyncio.get_running_loop()
        try:
            body = await self._body(environ, protocol)
            environ["wsgi.input"] = io.BytesIO(body)
            if self._is_quick(environ, body):
                return self._answer(environ, protocol, None)
        except TimeoutError:
            environ["wsgi.input"] = GivenUp()
        except ProtocolClosed:  # the client has gone
            return
        environ[GONE] = threading.Event()
        answered = loop.create_future()
        self._whole.put((environ, protocol, loop, answered))
        self._have_a_thread()
        await answered

    async def _body(self, environ: dict[str, Any], protocol: HTTPProtocol) -> bytes:
        length = environ.get("CONTENT_LENGTH")
        if length is None and "HTTP_TRANSFER_ENCODING" in environ:
            async with asyncio.timeout(BODY_S):
                return await self._unmeasured(protocol)
        where = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if not 0 < int(length or 0) <= self._longer.get(where, self._most):
            return b""  # one that is too long the application refuses by its length
        turn = self._long_ones if int(length) > self._most else nullcontext()
        async with asyncio.timeout(BODY_S), turn:
            return await protocol()

    async def _unmeasured(self, protocol: HTTPProtocol) -> bytes:
        body = bytearray()
        async for part in protocol:
            body += part
            if len(body) > self._most:
                break
        return bytes(body)

    def _have_a_thread(self) -> None:
        """Begin another thread where none is idle: each of them costs a network's memory."""
        if not self._idle.acquire(blocking=False) and self._free:
            self._free -= 1
            threading.Thread(target=self._work, name=f"web-{self._free}", daemon=True).start()

    def _work(self) -> None:
        """Answer one whole request after the other; each of the threads does."""
        while True:
            environ, protocol, loop, answered = self._whole.get()
            self._answer(environ, protocol, loop)
            self._idle.release()
            with suppress(RuntimeError):  # the loop has ended: the server stops
                loop.call_soon_threadsafe(_resolve, answered)

    def _answer(self, *request: Any) -> None:
        """Answer a request; what fails is logged, and the server answers 500 by itself."""
        try:
            self._run(*request)
        except Exception:  # the thread must outlive it
            log.exception("A request failed.")

    def _run(
        self,
        environ: dict[str, Any],
        protocol: HTTPProtocol,
        loop: asyncio.AbstractEventLoop | None,
    ) -> None:
        """Run the application; with a ``loop``, its answer may come in parts, which that sends."""
        head: list[Any] = []
        closing = [CLOSE] if isinstance(environ["wsgi.input"], GivenUp) else []

        def start_response(status: str, headers: list[tuple[str, str]], _error=None) -> None:
            head[:] = int(status[:3]), [*headers, *closing]

        parts = self._application(environ, start_response)
        try:
            if loop is None or any(name == "Content-Length" for name, _ in head[1]):
                protocol.response_bytes(*head, b"".join(parts))
            elif head[0] in EMPTY:
                protocol.response_empty(*head)
            else:
                _stream(parts, protocol, head, loop, environ[GONE])
        finally:
            if hasattr(parts, "close"):
                parts.close()


class GivenUp(io.RawIOBase):
    """A body that did not arrive in time: whichever way it is read, that raises a 408."""

    def readable(self) -> bool:
        """Say that it may be tried."""
        return True

    def readinto(self, _buffer: Any) -> int:
        """Raise what the application answers as it does all errors; the other ways lead here."""
        raise RequestTimeout(f"The request's body did not arrive within {BODY_S:g} seconds.")


def environ_of(scope: Scope) -> dict[str, Any]:
    """Return what PEP 3333 says of a request, but for its body."""
    server, _, port = scope.server.rpartition(":")
    environ = {
        **ENVIRON,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode().decode("latin-1"),  # PEP 3333: bytes as code points
        "QUERY_STRING": scope.query_string,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.url_scheme": scope.scheme,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue  # CGI would take X_Forwarded_For for X-Forwarded-For, which proxies vouch for
        key = CGI_NAMES.get(name) or "HTTP_" + name.upper().replace("-", "_")
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    environ.setdefault("HTTP_HOST", scope.authority or "")
    return environ


def _stream(
    parts: Iterable[bytes],
    protocol: HTTPProtocol,
    head: list[Any],
    loop: asyncio.AbstractEventLoop,
    gone: threading.Event,
) -> None:
    """Send each part as it comes, until there are no more or the client has gone: ``gone`` then."""
    transport = protocol.response_stream(*head)

    async def send(part: bytes) -> None:
        await transport.send_bytes(part)

    async def watch() -> None:
        await protocol.client_disconnect()
        gone.set()

    watching = asyncio.run_coroutine_threadsafe(watch(), loop)
    try:
        with suppress(ProtocolClosed):
            for part in parts:
                asyncio.run_coroutine_threadsafe(send(part), loop).result()
    finally:
        watching.cancel()


def _resolve(answered: asyncio.Future) -> None:
    if not answered.done():
        answered.set_result(None)
