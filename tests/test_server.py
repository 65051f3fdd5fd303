"""``hitofude serve`` as a real process: it is there at once, light, and stops when told to."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support import SHIPPED, drawing

COMMAND = [sys.executable, "-c", "from webapp.cli import main; main()", "serve", "--no-trainer"]
LINUX = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A running ``hitofude serve``."""

    def __init__(self, data: Path, *options: str, port: int | None = None):
        self.port = port or free_port()
        environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith("HITOFUDE_")
            },
            "HITOFUDE_DATA": str(data),
            "HITOFUDE_MODEL_STORE": str(SHIPPED),
        }
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [*COMMAND, "--port", str(self.port), *options],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def ask(self, method: str, path: str, body: bytes | Iterator[bytes] | None = None):
        """Return status and JSON; raise ``OSError`` where nobody listens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {"Content-Type": "application/json"}
            chunked = body is not None and not isinstance(body, bytes)
            connection.request(method, path, body, headers, encode_chunked=chunked)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def wait_until_ready(self) -> None:
        """Come back when it is ready; give up after thirty seconds."""
        while time.monotonic() - self.started < 30:
            assert self.process.poll() is None, self.process.communicate()[0]
            with suppress(OSError):
                if self.ask("GET", "/readyz")[0] == 200:
                    return
        pytest.fail("It did not become ready in thirty seconds.")

    def cpu_s(self) -> float:
        """Return the processor time that it and its workers have taken, in seconds."""
        ticks = 0
        for pid in (self.process.pid, *self.children()):
            after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(after_name[11]) + int(after_name[12])  # utime and stime: man 5 proc
        return ticks / os.sysconf("SC_CLK_TCK")

    def children(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def stop(self, with_signal: int = signal.SIGTERM) -> tuple[int, str]:
        """Return exit status and output."""
        self.process.send_signal(with_signal)
        output, _ = self.process.communicate(timeout=30)
        return self.process.returncode, output

    def kill(self) -> None:
        """End it and its workers, in whatever state they are."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Give what starts a server; whatever still runs at the end is ended."""
    servers = []

    def start(*options: str, **kwargs) -> Server:
        servers.append(Server(tmp_path / "data", *options, **kwargs))
        return servers[-1]

    yield start
    for server in servers:
        server.kill()


@LINUX
def test_ready_soon(serve):
    # It is ready in about a second. Processor time, the least of three starts, and three seconds:
    # on a busy machine what others do to the caches, and to a core that is shared, counts as ours.
    took = []
    for _ in range(3):
        server = serve("--workers", "1")
        server.wait_until_ready()
        took.append(server.cpu_s())
        server.stop()
    assert min(took) < 3


def test_it_reads(serve):
    server = serve("--workers", "1")
    server.wait_until_ready()
    body = json.dumps({"image": drawing(4)}).encode()
    status, answer = server.ask("POST", "/api/predict", body)
    assert (status, answer["digit"]) == (200, 4)
    status, problem = server.ask("POST", "/api/predict", b"{")
    assert (status, problem["status"]) == (400, 400)


def test_a_body_that_is_too_long(serve):
    server = serve("--workers", "1")
    server.wait_until_ready()
    body = b'{"image": "' + b"A" * 1_100_000 + b'"}'
    for sent in (body, iter([body[:600_000], body[600_000:]])):
        with suppress(ConnectionError):  # to hang up before all was sent is its right
            assert server.ask("POST", "/api/predict", sent)[0] == 413
    assert server.ask("GET", "/healthz")[0] == 200


@LINUX
@pytest.mark.parametrize("workers", [1, 2])
def test_light_workers_as_many_as_asked_for(serve, workers):
    server = serve("--workers", str(workers))
    server.wait_until_ready()
    body = json.dumps({"image": drawing(4)}).encode()
    for _ in range(5):
        assert server.ask("POST", "/api/predict", body)[0] == 200
    children = server.children()
    resident_mib = []
    for pid in children:
        text = Path(f"/proc/{pid}/status").read_text()
        resident_mib.append(int(re.search(r"VmRSS:\s+(\d+) kB", text)[1]) / 1024)
        assert "tensorflow" not in Path(f"/proc/{pid}/maps").read_text()
    assert sum(mib > 30 for mib in resident_mib) == workers
    assert max(resident_mib) < 120


@pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
@pytest.mark.parametrize("with_signal", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told_to(serve, with_signal):
    server = serve("--workers", "2")
    server.wait_until_ready()
    status, output = server.stop(with_signal)
    assert status == 0, output
    assert "Traceback" not in output
    with pytest.raises(OSError):
        server.ask("GET", "/healthz")


def test_a_port_in_use_is_said_in_plain_words(serve):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        server = serve(port=taken.getsockname()[1])
        output, _ = server.process.communicate(timeout=30)
    assert server.process.returncode == 1
    assert "Traceback" not in output
    line = next(line for line in output.splitlines() if line.startswith("hitofude: "))
    assert str(server.port) in line
    assert "in use" in line
