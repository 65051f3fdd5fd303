"""Compare Hitofude's server with Flask views around the same network in Keras.

    python benchmarks/serving.py [--seconds 2] [--rounds 9] [--connections 8] [--workers 2]

All answer the same drawings with the champion of the model store, on the same server (granian)
with the same numbers of workers and threads; only the call of the network differs, and ours bears
what a real service has besides (validation, security headers, logging).

The servers take turns in every round, so that a noisy machine is noisy to all. The table shows
medians over the rounds; the ratio, too, is the median of every round's own. Processor time an
answer hardly depends on what else the machine does.
"""

import argparse
import json
import os
import random
from dataclasses import dataclass
from statistics import median

from drawings import EXAMPLES, data_url
from load import Load, put_on
from servers import Server, naive, ours
from table import show

from webapp.learning.drawn import vary

BASELINE = "Flask + model.predict"
PAGE = "Hitofude, as its page posts"
"""The same server, with requests that hold the ink alone instead of the whole canvas."""
CONTESTANTS = {
    "Hitofude": ours,
    BASELINE: naive("model_predict"),
    "Flask + model(x)": naive("model_call"),
    "Flask + tf.function": naive("tf_function"),
    "Flask, JSON parsing only": naive("floor"),
}
DRAWINGS_A_DIGIT = 10
WARM_UP_S = 1.5


@dataclass(frozen=True)
class Round:
    """One round of one server: its load, and the processor time an answer took, in ms."""

    load: Load
    cpu_ms: float


def main() -> None:
    """Start all, load them in turns, print the table."""
    options = parse()
    bodies = drawings(options.seed)
    servers: dict[str, Server] = {}
    try:
        for name, command in CONTESTANTS.items():
            servers[name] = Server(command, options.workers, bodies[0])
        agreement = compare(servers, bodies)
        servers = {PAGE: servers["Hitofude"], **servers}
        posts = {**dict.fromkeys(servers, bodies), PAGE: drawings(options.seed, cut=True)}
        rounds = measure(servers, posts, options)
        report(servers, rounds, agreement, options)
    finally:
        for server in servers.values():
            server.stop()


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=2.0, help="of load a round and server")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 4))
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def drawings(seed: int, cut: bool = False) -> list[str]:
    """Return request bodies: every digit, some ten times, at varied sizes, places and pens."""
    chance = random.Random(seed)
    strokes = [digit for digit in EXAMPLES for _ in range(DRAWINGS_A_DIGIT)]
    chance.shuffle(strokes)
    return [json.dumps({"image": data_url(*vary(digit, chance), cut)}) for digit in strokes]


def compare(servers: dict[str, Server], bodies: list[str]) -> str:
    """Tell how often all that read a drawing read the same in it: they shall do the same work."""
    read = [name for name in servers if "parsing only" not in name]
    same = sum(len({servers[name].read(body) for name in read}) == 1 for body in bodies)
    return f"{same} of {len(bodies)} drawings are read alike by all."


def measure(servers: dict[str, Server], posts: dict[str, list[str]], options) -> list[dict]:
    """Warm all up, then load one after the other, round by round."""
    for name, server in servers.items():
        put_on(server.port, posts[name], WARM_UP_S, options.connections)
    return [
        {name: bear(server, posts[name], options) for name, server in servers.items()}
        for _ in range(options.rounds)
    ]


def bear(server: Server, bodies: list[str], options) -> Round:
    """Load one server once."""
    before = server.cpu_s()
    load = put_on(server.port, bodies, options.seconds, options.connections)
    return Round(load, 1000 * (server.cpu_s() - before) / max(load.answers, 1))


def report(servers: dict[str, Server], rounds, agreement: str, options) -> None:
    """Print the table."""
    print(
        f"POST /api/predict, 280 × 280 PNG drawings; {options.connections} connections, "
        f"{options.workers} workers; {os.cpu_count()} cores, the load generator's included;\n"
        f"medians of {options.rounds} rounds of {options.seconds:g} s. {agreement}\n"
    )
    heading = ["", "answers/s", "ratio", "p50 ms", "p99 ms", "CPU ms", "MB/worker", "ready s"]
    show([*heading, "failed"], [row(name, servers[name], rounds) for name in servers])


def row(name: str, server: Server, rounds: list[dict[str, Round]]) -> list[str]:
    """Format one server's figures."""
    own = [each[name] for each in rounds]
    ratios = [
        each[name].load.throughput / max(each[BASELINE].load.throughput, 1e-9) for each in rounds
    ]
    return [
        name,
        f"{median(each.load.throughput for each in own):,.0f}",
        f"{median(ratios):.1f}×",
        f"{median(each.load.p50 for each in own):.1f}",
        f"{median(each.load.p99 for each in own):.1f}",
        f"{median(each.cpu_ms for each in own):.2f}",
        f"{server.worker_megabytes():.0f}",
        f"{server.ready_s:.2f}",
        str(sum(each.load.failures for each in own)),
    ]


if __name__ == "__main__":
    main()
