"""Start the servers that are compared, wait for their first answer, and look at their memory."""

import http.client
import json
import math
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NoReturn

from webapp.server import THREADS

HERE = Path(__file__).parent
PATIENCE_S = 180.0
POLL_S = 0.02


def ours(port: int, workers: int) -> list[str]:
    """Return the command that serves Hitofude."""
    command = str(Path(sys.executable).with_name("hitofude"))
    options = {"host": "127.0.0.1", "port": port, "workers": workers}
    return [command, "serve", *(f"--{name}={value}" for name, value in options.items())]


def naive(factory: str):
    """Return what makes the command for an application of ``naive_app``: granian, set as ours."""

    def command(port: int, workers: int) -> list[str]:
        options = {"interface": "wsgi", "port": port, "workers": workers, "log-level": "warning"}
        options["blocking-threads"] = THREADS
        flags = [f"--{name}={value}" for name, value in options.items()]
        return [sys.executable, "-m", "granian", "--factory", *flags, f"naive_app:{factory}"]

    return command


class Server:
    """A server on a free local port; ``ready_s``: from its start to its first answer.

    What it logs is kept back (TensorFlow has much to say) and shown only where it fails; what it
    records goes into a folder that is gone afterwards.
    """

    def __init__(self, command, workers: int, body: str):
        self.port = free_port()
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.log = Path(self.folder.name, "log")
        settings = {"HITOFUDE_RATE_LIMIT": "off", "HITOFUDE_TRAINER": "off"}
        settings |= {"HITOFUDE_DATA": self.folder.name, "PYTHONPATH": str(HERE)}
        started = time.perf_counter()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command(self.port, workers),
                cwd=HERE.parent,
                env={**os.environ, **settings},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._await(body, started + PATIENCE_S)
        self.ready_s = time.perf_counter() - started

    def read(self, body: str) -> int:
        """Post one drawing; return the digit that is answered.

        Raises an ``OSError`` where nobody answers, ``SystemExit`` where the answer is an error.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", "/api/predict", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            self._fail(f"answers {answer.status}: {content[:300]!r}")
        return json.loads(content)["digit"]

    def worker_megabytes(self) -> float:
        """Return the resident memory of the largest worker in MB; NaN where /proc is missing."""
        return max((resident(child) for child in children(self.process.pid)), default=math.nan)

    def cpu_s(self) -> float:
        """Return the processor time of the server and its workers in seconds, or NaN."""
        return sum(map(cpu_time, (self.process.pid, *children(self.process.pid))))

    def stop(self) -> None:
        """Ask the server to stop and see to it."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.folder.cleanup()

    def _await(self, body: str, deadline: float) -> None:
        while True:
            try:
                self.read(body)
                return
            except OSError as error:
                if self.process.poll() is not None or time.perf_counter() > deadline:
                    self._fail(f"gives no answer: {error}")
            time.sleep(POLL_S)

    def _fail(self, why: str) -> NoReturn:
        said = self.log.read_text(errors="replace")[-4000:]
        self.stop()
        raise SystemExit(f"{said}\n{' '.join(self.process.args)}\n{why}")


def free_port() -> int:
    """Return a local port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def children(pid: int) -> list[int]:
    """Return the processes that a process started; none where the system does not tell."""
    try:
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]
    except OSError:
        return []


def resident(pid: int) -> float:
    """Return the resident memory of a process in MB (10⁶ bytes)."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return math.nan
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu_time(pid: int) -> float:
    """Return the processor time of a process, its own and the kernel's, in seconds."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return math.nan
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # utime, stime: proc(5)
