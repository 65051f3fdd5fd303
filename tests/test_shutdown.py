"""A server that is told to stop finishes what has begun, and holds no stream open."""

import http.client
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support import SHIPPED, drawing, in_a_row
from tests.test_server import Server
from webapp import create_app
from webapp.drawing import encode_data_url, render
from webapp.models import TrainingSpec
from webapp.records import Run, Token
from webapp.server import STOP_S

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")

TOGETHER = 6
"""Requests at once on one worker: the last of them takes most of a second."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    server = Server(data, "--workers", "1")
    server.wait_until_ready()
    yield server
    server.kill()


def begun(connection: http.client.HTTPConnection, path: str, body: dict) -> Callable:
    """Send a request whole; return what waits for its answer."""
    sent = json.dumps(body).encode()
    connection.request("POST", path, sent, {"Content-Type": "application/json"})

    def finish() -> tuple[int, dict]:
        response = connection.getresponse()
        return response.status, json.loads(response.read())

    return finish


def stopped(server: Server) -> tuple[float, str]:
    """Wait until it has ended well; return how long that took, in seconds, and its log."""
    started = time.monotonic()
    output, _ = server.process.communicate(timeout=30)
    assert server.process.returncode == 0, output
    assert "Traceback" not in output
    assert "kill" not in output.lower(), output
    return time.monotonic() - started, output


ROW = {"image": encode_data_url(render(in_a_row([1, 2, 3, 4, 5], 10, 90), 14))}
INSPECTION = {"image": drawing(4), "target": 9}


@pytest.mark.parametrize(
    ("path", "body", "field", "value"),
    [("/api/read", ROW, "text", "12345"), ("/api/inspect", INSPECTION, "digit", 4)],
)
def test_what_has_begun_is_answered(server, path, body, field, value):
    assert server.ask("POST", path, json.dumps(body).encode())[0] == 200
    connections = [
        http.client.HTTPConnection("127.0.0.1", server.port, timeout=20) for _ in range(TOGETHER)
    ]
    waiting = [begun(each, path, body) for each in connections]
    time.sleep(0.1)  # it has taken all of them; a tenth of a second is what each needs
    server.process.send_signal(signal.SIGTERM)
    with ThreadPoolExecutor(TOGETHER) as pool:
        answers = list(pool.map(lambda finish: finish(), waiting))
    assert [status for status, _ in answers] == [200] * TOGETHER
    assert [answer[field] for _, answer in answers] == [value] * TOGETHER
    seconds, log = stopped(server)
    assert seconds < STOP_S
    assert log.count(f"POST {path} 200") == 1 + TOGETHER  # no line is lost
    for connection in connections:
        connection.close()


def test_a_stream_ends_at_once(server, data):
    app = create_app({"DATA": data, "MODEL_STORE": SHIPPED})
    with app.app_context():
        token, run_id = Token.issue("a program")[1], Run.ask(TrainingSpec()).id
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request(
        "GET", f"/api/runs/{run_id}/events", headers={"Authorization": f"Bearer {token}"}
    )
    response = connection.getresponse()
    assert response.readline() == b"retry: 400\n"
    server.process.send_signal(signal.SIGTERM)
    started = time.monotonic()
    rest = response.read()  # raises IncompleteRead where it is cut off
    assert time.monotonic() - started < STOP_S / 2
    assert b"event: state" in rest and b"event: end" not in rest
    assert stopped(server)[0] < STOP_S
    connection.close()
