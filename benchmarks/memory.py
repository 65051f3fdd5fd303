"""See whether a web worker's memory grows with what it reads.

    python benchmarks/memory.py [--readings 100000] [--connections 8]

One worker, so that all readings are its own. The first tenth warms it up: threads, caches and
counters come into being. What is kept of the rest, whole canvases and cut ones in turns, would
show as growth.
"""

import argparse

from load import put_on
from servers import Server, ours
from serving import drawings
from table import show

STEP_S = 2.0
"""How long the load goes on at a time."""


def main() -> None:
    """Load one worker until it has read enough; print its memory on the way."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--readings", type=int, default=100_000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    bodies = drawings(options.seed) + drawings(options.seed, cut=True)
    server = Server(ours, 1, bodies[0])
    try:
        rows = measure(server, bodies, options)
    finally:
        server.stop()
    print(f"POST /api/predict, one worker, {options.connections} connections\n")
    show(["readings", "MB", "grown by MB", "failed"], rows)


def measure(server: Server, bodies: list[str], options: argparse.Namespace) -> list[list[str]]:
    """Return a row for each tenth: readings since it was warm, memory, growth, failures."""
    tenth = options.readings // 10
    read, failed = bear(server, bodies, tenth, options.connections)
    warm, read, rows = server.worker_megabytes(), 0, []
    while read < options.readings:
        answers, failures = bear(server, bodies, tenth, options.connections)
        read, failed = read + answers, failed + failures
        megabytes = server.worker_megabytes()
        rows.append([f"{read:,}", f"{megabytes:.1f}", f"{megabytes - warm:+.1f}", str(failed)])
    return rows


def bear(server: Server, bodies: list[str], wanted: int, connections: int) -> tuple[int, int]:
    """Have at least so many drawings read; return how many were, and how many failed."""
    answers = failures = 0
    while answers < wanted:
        load = put_on(server.port, bodies, STEP_S, connections)
        answers, failures = answers + load.answers, failures + load.failures
    return answers, failures


if __name__ == "__main__":
    main()
