"""A class draws live: how long a reading takes, and how far the board is behind.

    python benchmarks/classroom.py [--pupils 40] [--seconds 20] [--workers 2] [--json]

Every pupil is a keep-alive connection that draws a digit as a hand does, and sends what is on the
paper four times a second, as the page does; then takes the next sheet. Beside them a board follows
the class. Pupils and board run on the same machine as the server, in another process.
"""

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from statistics import quantiles

from drawings import EXAMPLES
from servers import Server, ours
from table import show

from webapp.drawing import encode_data_url, render
from webapp.drawing.lines import to_canvas

INTERVAL_S = 0.25
"""Between two readings of a pupil, as in ``static/js/class/paper.js``."""

STEPS = 5
"""States of a drawing that are sent before the next sheet."""

PEN = 18.0
BEHIND_S = 20.0
"""How long the last states of the pupils are waited for on the board, at most."""

LOOK_S = 0.05


@dataclass(frozen=True)
class Result:
    """Readings a second, what they took and how far the board was behind, in ms; failures; how
    many states of drawings the board was told, for newer ones may come too soon; and of how many
    pupils it was not told the last."""

    readings: float
    p50: float
    p95: float
    p99: float
    failures: int
    shown: int
    missed_last: int
    behind_p50: float
    behind_p95: float
    behind_most: float


def main() -> None:
    """Start a server, or be the class; print what came out."""
    options = parse()
    if options.port:
        print(json.dumps(asdict(hold(options))))
        return
    server = Server(ours, options.workers, json.dumps({"image": picture(grown(7)[-1])}))
    try:
        result = in_a_process(server, options)
    finally:
        server.stop()
    print(json.dumps(asdict(result))) if options.json else report(result, options)


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pupils", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def in_a_process(server: Server, options: argparse.Namespace) -> Result:
    """Hold the class in a process of its own, so that it costs the server no interpreter time."""
    environment = {**os.environ, "HITOFUDE_DATA": server.folder.name}
    hitofude = ours(0, 1)[0]
    token = subprocess.check_output(
        [hitofude, "admin", "token", "benchmark"], env=environment, text=True
    )
    same = [f"--pupils={options.pupils}", f"--seconds={options.seconds}"]
    said = subprocess.check_output(
        [sys.executable, __file__, *same, f"--port={server.port}"],
        env={**os.environ, "BENCHMARK_TOKEN": token.strip()},
    )
    return Result(**json.loads(said))


def report(result: Result, options: argparse.Namespace) -> None:
    """Print the table."""
    figures = (result.p50, result.p95, result.p99)
    behind = (result.behind_p50, result.behind_p95, result.behind_most)
    row = [str(options.pupils), f"{result.readings:.0f}", *(f"{each:.0f}" for each in figures)]
    row += [*(f"{each:.0f}" for each in behind), str(result.failures), str(result.missed_last)]
    reading = ("reading p50 ms", "p95", "p99", "board behind by p50 ms", "p95", "most")
    show(["pupils", "readings/s", *reading, "failed", "last not shown"], [row])


class Class:
    """A class that pupils and the board know: what was sent when, and what came back."""

    def __init__(self, port: int, token: str):
        self.port, self.token = port, token
        self.sent: dict[tuple[int, int], float] = {}
        self.times: list[float] = []
        self.behind: list[float] = []
        self.last: dict[int, int] = {}
        self.failures = 0
        self.over = threading.Event()
        self.code = self._admin("POST", "/api/classes", {})["code"]

    def _admin(self, method: str, path: str, body: dict) -> dict:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        connection.request(method, path, json.dumps(body), headers)
        answer = connection.getresponse()
        if answer.status >= 400:
            raise SystemExit(f"{method} {path}: {answer.status} {answer.read()[:300]!r}")
        return json.loads(answer.read())

    def draw(self, place: int, states: list[list[dict]], until: float) -> None:
        """Be one pupil: send state after state, sheet after sheet."""
        rng = random.Random(place)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        head = {"Content-Type": "application/json", "X-Writer": f"pupil-{place:020}"}
        path = f"/api/classes/{self.code}/pupils"
        number = json.loads(ask(connection, "POST", path, "", head)[1])["number"]
        due, sheet = time.perf_counter() + rng.random() * INTERVAL_S, 0
        while time.perf_counter() < until:
            sheet += 1
            for step, body in enumerate(rng.choice(states)):
                time.sleep(max(0.0, due - time.perf_counter()))
                due = max(due + INTERVAL_S, time.perf_counter())
                key = f"{place}-{sheet}"
                mark = sheet * 100 + step  # where the last stroke ends: tells which state it is
                content = json.dumps({**body, "strokes": [*body["strokes"], [[mark, place]]]})
                started = time.perf_counter()
                self.sent[number, mark] = started
                self.last[number] = mark
                path = f"/api/classes/{self.code}/mine/{key}"
                status, _ = ask(connection, "PUT", path, content, head)
                self.times.append(1000 * (time.perf_counter() - started))
                self.failures += status != 200
        connection.close()

    def look_on(self) -> None:
        """Be the board: follow the class, and come again when a stream ends."""
        after = "0"
        while not self.over.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            head = {"Authorization": f"Bearer {self.token}", "Last-Event-ID": after}
            connection.request("GET", f"/api/classes/{self.code}/events", headers=head)
            for line in connection.getresponse():
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name == "id":
                    after = value
                elif name == "data":
                    self._note(json.loads(value), time.perf_counter())
                if self.over.is_set():
                    break
            connection.close()

    @property
    def missed_last(self) -> int:
        """Return of how many pupils the board has not been told the last state."""
        return sum(state in self.sent for state in self.last.items())

    def _note(self, news: object, now: float) -> None:
        for sheet in news if isinstance(news, list) else ():
            sent = self.sent.pop((sheet["pupil"], sheet["strokes"][-1][0][0]), None)
            if sent is not None:
                self.behind.append(1000 * (now - sent))


def hold(options: argparse.Namespace) -> Result:
    """Hold the class on a server that runs, and return what came out."""
    room = Class(options.port, os.environ["BENCHMARK_TOKEN"])
    states = [[page(strokes) for strokes in grown(digit)] for digit in range(10)]
    board = threading.Thread(target=room.look_on, daemon=True)
    board.start()
    until = time.perf_counter() + options.seconds
    with ThreadPoolExecutor(options.pupils) as pupils:
        for each in [
            pupils.submit(room.draw, place, states, until) for place in range(options.pupils)
        ]:
            each.result()
    patience = time.perf_counter() + BEHIND_S
    while room.missed_last and time.perf_counter() < patience:
        time.sleep(LOOK_S)
    room.over.set()
    reading, behind = centiles(room.times), centiles(room.behind)
    return Result(
        readings=len(room.times) / options.seconds,
        p50=reading[49],
        p95=reading[94],
        p99=reading[98],
        failures=room.failures,
        shown=len(room.behind),
        missed_last=room.missed_last,
        behind_p50=behind[49],
        behind_p95=behind[94],
        behind_most=max(room.behind),
    )


def ask(
    connection: http.client.HTTPConnection, method: str, path: str, body: str, head: dict
) -> tuple[int, bytes]:
    """Send a request on a connection that is kept; return the status and the answer."""
    connection.request(method, path, body, head)
    answer = connection.getresponse()
    return answer.status, answer.read()


def grown(digit: int) -> list[list]:
    """Return the strokes of a digit as they grow under the pen, in canvas units."""
    strokes = to_canvas([[(float(x), float(y)) for x, y in stroke] for stroke in EXAMPLES[digit]])
    points = [(place, point) for place, stroke in enumerate(strokes) for point in stroke]
    states = []
    for step in range(1, STEPS + 1):
        drawn: dict[int, list] = {}
        for place, point in points[: max(2, len(points) * step // STEPS)]:
            drawn.setdefault(place, []).append(point)
        states.append(list(drawn.values()))
    return states


def picture(strokes: list) -> str:
    """Return what the page would send of strokes."""
    return encode_data_url(render(strokes, PEN))


def page(strokes: list) -> dict:
    """Return the body of a request, but for the mark."""
    return {"image": picture(strokes), "strokes": strokes}


def centiles(values: list[float]) -> list[float]:
    """Return the 99 cuts between hundredths."""
    return quantiles(values, n=100, method="inclusive")


if __name__ == "__main__":
    main()
