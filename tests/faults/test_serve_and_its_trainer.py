"""``hitofude serve`` keeps a trainer beside it, and leaves no process behind."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.support import SHIPPED
from tests.waiting import until

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")

COMMAND = [sys.executable, "-c", "from webapp.cli import main; main()", "serve", "--workers", "1"]
SUPERVISED = "webapp.jobs --supervised"
TRAINING = "webapp.learning.worker"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def serve(data: Path) -> Iterator[subprocess.Popen]:
    """Start the server with its trainer; it has the terminal's signals for itself."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {"HITOFUDE_DATA": str(data), "HITOFUDE_MODEL_STORE": str(SHIPPED)}
    process = subprocess.Popen(
        [*COMMAND, "--port", str(port)],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    until(lambda: _answers(f"http://127.0.0.1:{port}/readyz"))
    yield process
    for pid in [*ours(data), process.pid]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.communicate()


def _answers(address: str) -> bool:
    try:
        urlopen(address, timeout=5).close()
    except URLError:
        return False
    return True


def ours(data: Path, words: str = "") -> list[int]:
    """Return the processes of a server, known by its folder, whose command holds the words."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if words in command and str(data).encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
    return found


def one(data: Path, words: str, other_than: int = 0) -> int:
    """Return the process whose command holds the words, once there is exactly one."""
    found = until(lambda: [pid for pid in ours(data, words) if pid != other_than])
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("told_to", [signal.SIGINT, signal.SIGKILL])
def test_none_is_left_behind(serve, data, told_to):
    trainer, training = one(data, SUPERVISED), one(data, TRAINING)
    assert len({serve.pid, trainer, training}) == 3
    if told_to == signal.SIGINT:
        os.killpg(serve.pid, told_to)  # Ctrl-C is for all in the terminal's foreground
    else:
        serve.send_signal(told_to)
    output, _ = serve.communicate(timeout=20)
    until(lambda: not ours(data))
    if told_to != signal.SIGKILL:
        assert serve.returncode == 0
        assert "Traceback" not in output


def test_a_trainer_that_dies_is_started_again(serve, data):
    first = one(data, SUPERVISED)
    training = one(data, TRAINING)
    os.kill(first, signal.SIGKILL)
    second = one(data, SUPERVISED, other_than=first)
    until(lambda: training not in ours(data))
    assert second != first
    serve.send_signal(signal.SIGTERM)
    output, _ = serve.communicate(timeout=20)
    assert serve.returncode == 0
    assert "The trainer ended with status -9 and is started again" in output
    assert "Traceback" not in output
    until(lambda: not ours(data))


def test_a_trainer_whose_server_died_before_it_looked_ends(data):
    with subprocess.Popen([sys.executable, "-c", ""]) as server:
        server.wait()
    settings = {"HITOFUDE_DATA": str(data), "HITOFUDE_MODEL_STORE": str(SHIPPED)}
    command = [sys.executable, "-m", "webapp.jobs", "--supervised", str(server.pid)]
    with subprocess.Popen(command, stdin=-1, env={**os.environ, **settings}) as trainer:
        try:
            assert trainer.wait(30) == -signal.SIGTERM
        finally:
            trainer.kill()
