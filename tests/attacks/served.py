"""A real server to attack: one web worker, no trainer, no limit on how often one may ask."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.support import SHIPPED

COMMAND = "from webapp.cli import main; main()"
PATIENCE_S = 30.0


class Served:
    """A server on a free port."""

    def __init__(self, data: Path, **settings: str):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        given = {
            **{"DATA": str(data), "MODEL_STORE": str(SHIPPED), "PORT": str(self.port)},
            **{"WORKERS": "1", "TRAINER": "off", "RATE_LIMIT": "off", **settings},
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "serve"],
            env={**os.environ, **{f"HITOFUDE_{name}": text for name, text in given.items()}},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait_until_ready()

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str):
        """Return status, headers and what the body says: JSON, or text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json", **headers})
            return _read(connection.getresponse())
        finally:
            connection.close()

    def raw(self, sent: bytes) -> list[tuple[int, bytes]]:
        """Send bytes as they are; return status and body of each answer until it hangs up.

        What is sent last should ask for that.
        """
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S) as client:
            with suppress(ConnectionError):  # to hang up before all was sent is its right
                client.sendall(sent)
            answers = []
            with suppress(ConnectionError), client.makefile("rb") as file:
                while (head := file.peek(1)) != b"":
                    assert head.startswith(b"H")
                    answers.append(_parsed(file))
            return answers

    def connect(self, sent: bytes) -> socket.socket:
        """Return a connection over which this was sent and no more."""
        client = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)
        client.sendall(sent)
        return client

    def kill(self) -> None:
        """End it and its worker."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            with suppress(OSError):
                if self.ask("GET", "/readyz")[0] == 200:
                    return
            assert self.process.poll() is None and time.monotonic() < deadline
            time.sleep(0.05)


def _read(response: http.client.HTTPResponse):
    content = response.read()
    is_json = "json" in response.headers.get("Content-Type", "")
    return response.status, response.headers, json.loads(content) if is_json else content.decode()


def _parsed(file) -> tuple[int, bytes]:
    """Read one answer that tells its length."""
    status = int(file.readline().split()[1])
    length = 0
    while (line := file.readline().strip()) != b"":
        name, _, value = line.partition(b":")
        length = int(value) if name.lower() == b"content-length" else length
    return status, file.read(length)
