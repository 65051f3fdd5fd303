"""Put load on a server: keep-alive connections, each posting the next body once answered.

Started as a process of its own, so that measuring costs the measured no interpreter time: reads a
JSON job on its standard input and writes the result on its standard output.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

BODY_START = b"\r\n\r\n"
LENGTH = b"content-length:"


@dataclass(frozen=True)
class Load:
    """What a server bore: good answers, how many a second, the milliseconds that they took, the
    requests that failed."""

    answers: int
    throughput: float
    p50: float
    p99: float
    failures: int


def put_on(
    port: int, bodies: list[str], seconds: float, connections: int, rate: float | None = None
) -> Load:
    """Load the server on a local port with ``POST /api/predict`` and return what it bore.

    With a ``rate``, so many requests a second are sent whether or not those before are answered;
    a late one counts from when it was due.
    """
    return begin(port, bodies, seconds, connections, rate)()


def begin(
    port: int, bodies: list[str], seconds: float, connections: int, rate: float | None = None
) -> Callable[[], Load]:
    """Start to load a server as ``put_on`` does; return what waits for the end and the result."""
    job = {"port": port, "bodies": bodies, "seconds": seconds, "connections": connections}
    command = [sys.executable, __file__]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdin.write(json.dumps({**job, "rate": rate}).encode())
    process.stdin.close()

    def finish() -> Load:
        said = process.stdout.read()
        if process.wait():
            raise SystemExit("The load generator failed.")
        return Load(**json.loads(said))

    return finish


class Client(asyncio.Protocol):
    """One connection: sends a request, awaits its answer, notes the time, sends the next."""

    def __init__(self, requests: list[bytes], first: int, due: float, end: float, pause: float):
        self.requests, self.next, self.end, self.pause = requests, first, end, pause
        self.due = due
        self.done = False
        self.times: list[float] = []
        self.failures = 0
        self.buffer = b""
        self.closed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        wait = self.due - time.perf_counter()
        asyncio.get_running_loop().call_later(max(wait, 0.0), self._send)

    def data_received(self, data):
        self.buffer += data
        whole = self._answer_length()
        if whole is None or len(self.buffer) < whole:
            return
        self.times.append(time.perf_counter() - self.started)
        self.failures += not self.buffer.startswith(b"HTTP/1.1 200")
        self.buffer = b""
        self.due += self.pause
        wait = self.due - time.perf_counter() if self.pause else 0.0
        if time.perf_counter() + wait >= self.end:
            self.done = True
            self.transport.close()
        elif wait > 0:
            asyncio.get_running_loop().call_later(wait, self._send)
        else:
            self._send()

    def connection_lost(self, error):
        if not self.done:  # the server hung up on us
            self.failures += 1
        if not self.closed.done():
            self.closed.set_result(None)

    def _send(self):
        self.started = self.due if self.pause else time.perf_counter()
        self.transport.write(self.requests[self.next % len(self.requests)])
        self.next += 1

    def _answer_length(self) -> int | None:
        head_end = self.buffer.find(BODY_START)
        if head_end < 0:
            return None
        head = self.buffer[:head_end].lower()
        at = head.index(LENGTH) + len(LENGTH)
        return head_end + len(BODY_START) + int(head[at:].split(b"\r\n", 1)[0])


def request(body: str, port: int) -> bytes:
    """Return the bytes of one request."""
    content = body.encode()
    head = (
        f"POST /api/predict HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


async def run(
    port: int, bodies: list[str], seconds: float, connections: int, rate: float | None
) -> Load:
    """Keep all connections busy for so long; a request that has begun is awaited."""
    pause = connections / rate if rate else 0.0
    loop = asyncio.get_running_loop()
    requests = [request(body, port) for body in bodies]
    started = time.perf_counter()
    clients = []
    for first in range(connections):
        due = started + first * pause / connections  # one after another, not all at once
        client = Client(requests, first, due, started + seconds, pause)
        await loop.create_connection(lambda client=client: client, "127.0.0.1", port)
        clients.append(client)
    await asyncio.gather(*(client.closed for client in clients))
    elapsed = time.perf_counter() - started
    times = sorted(took for client in clients for took in client.times)
    failures = sum(client.failures for client in clients)
    if not times:
        return Load(0, 0.0, float("inf"), float("inf"), failures)
    p50, p99 = (1000 * times[int(share * (len(times) - 1))] for share in (0.5, 0.99))
    answers = len(times) - failures
    return Load(answers, answers / elapsed, p50, p99, failures)


if __name__ == "__main__":
    json.dump(vars(asyncio.run(run(**json.load(sys.stdin)))), sys.stdout)
