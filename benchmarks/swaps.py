"""Put versions into service a thousand times while drawings are read, and count what fails.

    python benchmarks/swaps.py [--swaps 1000] [--connections 8] [--workers 2]

The server reads from a store of its own with the two versions that ship, which change places as
fast as the store lets them. Ends with status 1 where a request failed, or was answered by none.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from load import Load, begin
from servers import Server, ours
from serving import drawings

from webapp.config import resource_folder
from webapp.models import ModelStore

LEAST_S = 3.0


def main() -> None:
    """Swap under load and print what that cost."""
    options = parse()
    bodies = drawings(0)
    with tempfile.TemporaryDirectory() as folder:
        store = copied(Path(folder))
        os.environ["HITOFUDE_MODEL_STORE"] = str(store.root)
        server = Server(ours, options.workers, bodies[0])
        try:
            begun = time.perf_counter()
            rounds = [bear(server, store, bodies, options)]
            while sum(swaps for _, swaps in rounds) < options.swaps:
                rounds.append(bear(server, store, bodies, options))
            elapsed = time.perf_counter() - begun
        finally:
            server.stop()
    answers, failures = (
        sum(getattr(load, name) for load, _ in rounds) for name in ("answers", "failures")
    )
    swaps = sum(swaps for _, swaps in rounds)
    print(
        f"{swaps} swaps in {elapsed:.0f} s, {options.workers} workers: {answers} answers, ", end=""
    )
    print(f"{failures} failed, p99 at most {max(load.p99 for load, _ in rounds):.0f} ms.")
    sys.exit(failures > 0 or not answers)


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--swaps", type=int, default=1000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 4))
    return parser.parse_args()


def copied(folder: Path) -> ModelStore:
    """Return a store with the versions that ship."""
    shipped = ModelStore(resource_folder("model_store"))
    for model_id in ("best-1", "tutorial-1"):
        shutil.copytree(shipped.root / model_id, folder / model_id)
    store = ModelStore(folder)
    store.set_champion("best-1")
    return store


def bear(
    server: Server, store: ModelStore, bodies: list[str], options: argparse.Namespace
) -> tuple[Load, int]:
    """Swap for a few seconds under load; return the load and how often that was."""
    finish = begin(server.port, bodies, LEAST_S, options.connections)
    until, swaps = time.perf_counter() + LEAST_S, 0
    while time.perf_counter() < until:
        store.set_champion(("tutorial-1", "best-1")[swaps % 2])
        swaps += 1
    return finish(), swaps


if __name__ == "__main__":
    main()
