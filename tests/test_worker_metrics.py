"""What web workers count is added up, whichever of them is asked, and whoever has died since."""

import os
import signal
from pathlib import Path
from urllib.request import urlopen

from tests.support import drawing
from tests.test_server import LINUX, Server
from tests.waiting import until
from tests.web.test_metrics import figures_in


def metrics(port: int) -> str:
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
        return answer.read().decode()


def workers(server: Server) -> list[int]:
    """Return those of its children that have been forked to answer."""
    own = Path(f"/proc/{server.process.pid}/cmdline").read_bytes()
    return [pid for pid in server.children() if _cmdline(pid) == own]


def _cmdline(pid: int) -> bytes | None:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return None


@LINUX
def test_counts_of_all_workers_also_of_one_that_died(tmp_path):
    server = Server(tmp_path / "data", "--workers", "2")
    body = f'{{"image": "{drawing(4)}"}}'.encode()

    def readings() -> float:
        return figures_in(metrics(server.port)).get(("hitofude_readings_total", "best-1"), 0)

    try:
        server.wait_until_ready()
        for _ in range(20):
            assert server.ask("POST", "/api/predict", body)[0] == 200
        until(lambda: readings() == 20)
        worker = workers(server)[0]
        os.kill(worker, signal.SIGKILL)
        until(lambda: worker not in workers(server) and len(workers(server)) == 2)
        server.wait_until_ready()
        assert readings() == 20
        for _ in range(20):
            assert server.ask("POST", "/api/predict", body)[0] == 200
        until(lambda: readings() == 40)
    finally:
        server.kill()
