"""Measure what slow clients cost one that is not: the answers' times without them and with.

    python benchmarks/slow_clients.py [--slow 200] [--seconds 10] [--rate 40] [--workers 2]

The slow ones send a byte a second, half of them of their headers, half of a body whose end never
comes, as Slowloris and R-U-Dead-Yet do; who is turned out comes again. Meanwhile normal clients
have drawings read at a steady rate, and a late answer counts from when it was due.
"""

import argparse
import asyncio
import multiprocessing
import os
from contextlib import suppress

from load import Load, put_on
from servers import Server, ours
from serving import drawings
from table import show

HEAD = b"POST /api/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
BODY = HEAD + b"Content-Length: 100000\r\n\r\n"
PAUSE_S = 1.0
CONNECTIONS = 4
SETTLE_S = 3.0


def main() -> None:
    """Load a server without and with slow clients, and print what the normal ones saw."""
    options = parse()
    bodies = drawings(0)
    server = Server(ours, options.workers, bodies[0])
    try:
        put_on(server.port, bodies, SETTLE_S, CONNECTIONS)
        alone = bear(server, bodies, options)
        slow = multiprocessing.Process(target=crawl, args=(server.port, options.slow), daemon=True)
        slow.start()
        put_on(server.port, bodies, SETTLE_S, CONNECTIONS, options.rate)
        among = bear(server, bodies, options)
        slow.kill()
    finally:
        server.stop()
    print(f"{options.rate:g} drawings/s for {options.seconds:g} s, {options.workers} workers\n")
    rows = [row("alone", alone), row(f"among {options.slow} slow clients", among)]
    show(["", "answers", "p50 ms", "p99 ms", "failed"], rows)


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--slow", type=int, default=200, help="clients")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rate", type=float, default=40.0, help="drawings a second")
    parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 4))
    return parser.parse_args()


def bear(server: Server, bodies: list[str], options: argparse.Namespace) -> Load:
    """Have drawings read at the rate."""
    return put_on(server.port, bodies, options.seconds, CONNECTIONS, options.rate)


def row(name: str, load: Load) -> list[str]:
    """Format what normal clients saw."""
    return [name, str(load.answers), f"{load.p50:.1f}", f"{load.p99:.1f}", str(load.failures)]


def crawl(port: int, clients: int) -> None:
    """Be so many slow clients until killed."""

    async def all_of_them() -> None:
        await asyncio.gather(*(_crawl(port, HEAD if n % 2 else BODY) for n in range(clients)))

    asyncio.run(all_of_them())


async def _crawl(port: int, begin: bytes) -> None:
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(begin)
            while not writer.is_closing():
                await asyncio.sleep(PAUSE_S)
                writer.write(b"x")
                await writer.drain()
        await asyncio.sleep(PAUSE_S)


if __name__ == "__main__":
    main()
