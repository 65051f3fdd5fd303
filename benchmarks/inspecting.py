"""Measure how long looking inside takes: one browser at a time, over HTTP, every digit in turn.

    python benchmarks/inspecting.py [--requests 200] [--model ID …]

What is asked for is what the pages ask for: a drawing as a canvas gives it, 280 × 280 RGBA. The
time of a plain reading stands beside it, so that a slow machine shows itself.
"""

import argparse
import http.client
import json
import random
import time
from statistics import median, quantiles

from drawings import EXAMPLES, data_url
from servers import Server, ours
from table import show

from webapp.learning.drawn import vary

ALL = ["steps", "layers", "occlusion", "nearest"]
ASKED = {
    "/api/predict": ("/api/predict", {}),
    "inspect, all": ("/api/inspect", {"parts": ALL}),
    "inspect, all but occlusion": ("/api/inspect", {"parts": [p for p in ALL if p != "occlusion"]}),
    "inspect, preparation alone": ("/api/inspect", {"parts": ["steps"]}),
    "inspect, layers alone": ("/api/inspect", {"parts": ["layers"]}),
    "inspect, what would have to go": ("/api/inspect", {"parts": [], "target": 1}),
}
WARM_UP = 20


def main() -> None:
    """Ask for everything in turns and print the table."""
    options = parse()
    images = drawings(options.seed)
    server = Server(ours, 1, json.dumps({"image": images[0]}))
    try:
        for model_id in options.model:
            report(model_id, measure(server.port, model_id, images, options.requests))
    finally:
        server.stop()


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--requests", type=int, default=200, help="of each kind")
    parser.add_argument("--model", action="append", help="id of a version; may be repeated")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    options.model = options.model or ["best-1", "tutorial-1"]
    return options


def drawings(seed: int) -> list[str]:
    """Return the ten digits at a size, a place and with a pen that chance chooses."""
    chance = random.Random(seed)
    return [data_url(*vary(strokes, chance)) for strokes in EXAMPLES]


def measure(
    port: int, model_id: str, images: list[str], requests: int
) -> dict[str, tuple[list[float], int]]:
    """Return the milliseconds of each request, and the bytes of an answer, by what was asked."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    found: dict[str, tuple[list[float], int]] = {name: ([], 0) for name in ASKED}
    for number in range(requests + WARM_UP):
        for name, (path, more) in ASKED.items():
            body = json.dumps({"image": images[number % 10], "model": model_id, **more})
            took, size = post(connection, path, body)
            if number >= WARM_UP:
                found[name] = ([*found[name][0], took], size)
    connection.close()
    return found


def post(connection: http.client.HTTPConnection, path: str, body: str) -> tuple[float, int]:
    """Post a body; return the milliseconds until the whole answer was there, and its bytes."""
    begun = time.perf_counter()
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    content = answer.read()
    took = (time.perf_counter() - begun) * 1000
    if answer.status != 200:
        raise SystemExit(f"{path} answers {answer.status}: {content[:300]!r}")
    return took, len(content)


def report(model_id: str, found: dict[str, tuple[list[float], int]]) -> None:
    """Print a version's table."""
    print(f"\n{model_id}")
    show(
        ["", "p50, ms", "p95, ms", "kB"],
        [
            [name, f"{median(took):.1f}", f"{quantiles(took, n=20)[-1]:.1f}", f"{size / 1000:.1f}"]
            for name, (took, size) in found.items()
        ],
    )


if __name__ == "__main__":
    main()
