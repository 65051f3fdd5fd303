"""Machines, seen from outside: processes with folders and settings of their own."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from flask import Flask

from tests.scale.engines import HOST, free_port
from tests.waiting import until
from webapp import records
from webapp.records import Token, db

COMMAND = [sys.executable, "-c", "from webapp.cli import main; main()"]


class Process:
    """A command of the program that runs, with what it says in a file."""

    def __init__(self, said: Path, command: list[str], settings: dict[str, str]):
        outside = {k: v for k, v in os.environ.items() if not k.startswith("HITOFUDE_")}
        self._said = said
        with said.open("wb") as file:
            self.process = subprocess.Popen(
                [*COMMAND, *command],
                env={**outside, **settings},
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self._said.read_text("utf-8", "replace")

    def children(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def end(self) -> None:
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(15)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Node(Process):
    """A web node; each request has a connection of its own, so that any worker may answer."""

    def __init__(self, said: Path, workers: int, settings: dict[str, str]):
        self.port = free_port()
        command = ["serve", "--no-trainer", "--port", str(self.port), "--workers", str(workers)]
        super().__init__(said, command, settings)

    def ask(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, dict[str, Any]]:
        """Return status and JSON."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, {"Content-Type": "application/json", **headers})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")
        finally:
            connection.close()

    @contextmanager
    def stream(self, path: str, **headers: str) -> Iterator[Iterator[tuple[str, Any]]]:
        """Follow a stream of events: kind and data."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            assert answer.status == 200
            yield _events(answer)
        finally:
            connection.close()

    def wait_until_it_answers(self) -> None:
        def answers() -> bool:
            assert self.process.poll() is None, self.said
            with suppress(OSError):
                return self.ask("GET", "/healthz")[0] == 200
            return False

        until(answers, within_s=60)

    def loaded(self, library: str) -> bool:
        """Tell whether any of its processes has loaded a library."""
        pids = [self.process.pid, *self.children()]
        return any(library in Path(f"/proc/{pid}/maps").read_text() for pid in pids)


def _events(lines: Any) -> Iterator[tuple[str, Any]]:
    kind = ""
    for line in lines:
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name == "event":
            kind = value
        elif name == "data":
            yield kind, json.loads(value)


def bearer(database: str) -> dict[str, str]:
    """Return the header of a program that may do what the admin may."""
    app = Flask("admin")
    app.config["DATABASE_URL"] = database
    records.init_app(app)
    with app.app_context():
        secret = Token.issue("a test")[1]
        db.session.remove()
        db.engine.dispose()
    return {"Authorization": f"Bearer {secret}"}


def sockets(pid: int) -> set[str]:
    """Return what tells the open sockets of a process apart."""
    found = set()
    for entry in os.scandir(f"/proc/{pid}/fd"):
        with suppress(OSError):
            found |= set(re.findall(r"socket:\[\d+\]", os.readlink(entry.path)))
    return found
