"""Read while a network is trained, and while versions are swapped.

    python benchmarks/live.py [--rate 100] [--swaps 200]

One load generator asks for readings at a steady rate, first of an idle server, then during a whole
*Quick* training, then while two versions are put into service in turns over HTTP. A request that
has to wait counts from when it was due.
"""

import argparse
import time
from collections.abc import Callable

from click_to_service import Trainable
from load import Load, begin
from serving import drawings
from table import show

CONNECTIONS = 16
IDLE_S = 10.0
LONGEST_S = 600.0
VERSIONS = ("tutorial-1", "best-1")


def main() -> None:
    """Measure the three and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rate", type=float, default=100.0)
    parser.add_argument("--swaps", type=int, default=200)
    options = parser.parse_args()
    bodies = drawings(seed=0)

    def load(seconds: float) -> Callable[[], Load]:
        return begin(server.port, bodies, seconds, CONNECTIONS, options.rate)

    with Trainable() as server:
        idle = load(IDLE_S)()
        seconds = server.estimate({"preset": "quick"})
        finish = load(min(seconds, LONGEST_S))
        server.train({"preset": "quick"})
        training = finish()
        began = time.perf_counter()
        finish = load(swaps_take(options.swaps))
        for number in range(options.swaps):
            server.promote(VERSIONS[number % 2])
            time.sleep(max(0.0, began + (number + 1) * 0.05 - time.perf_counter()))
        swapping = finish()
    rows = [
        row("nothing else", idle),
        row("a Quick training", training),
        row(f"{options.swaps} swaps", swapping),
    ]
    show(["readings beside", "answers/s", "p50 ms", "p99 ms", "failed"], rows)


def swaps_take(swaps: int) -> float:
    """Return how long a load must last to outlast so many swaps, in seconds."""
    return swaps * 0.05 + 5.0


def row(name: str, load: Load) -> list[str]:
    """Return the cells of a row."""
    return [
        name,
        f"{load.throughput:.0f}",
        f"{load.p50:.1f}",
        f"{load.p99:.1f}",
        str(load.failures),
    ]


if __name__ == "__main__":
    main()
