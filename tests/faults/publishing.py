"""Publish versions and be killed in the middle, again and again; run as a process of its own.

    python publishing.py STORE call|moment

``call`` kills the publishing process at each of its calls of the file system in turn; ``moment``
kills one that publishes without pause after more and more milliseconds. Prints a line of JSON for
each death: what was asked for, which versions there are.
"""

import io
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from webapp.models import Manifest, ModelStore, TrainingSpec

CALLS = ("chmod", "close", "fsync", "mkdir", "open", "rename", "replace", "scandir", "unlink")
FILES = {"classifier.tflite": b"c" * 200_000, "model.keras": b"k" * 70_000, "history.json": b"{}"}
MOMENTS = 25


def publish(store: ModelStore, model_id: str) -> None:
    manifest = Manifest(model_id, TrainingSpec(), "2026-01-02T03:04:05+00:00", "1", "0", 10, 0.5)
    with store.draft(model_id) as draft:
        for name, content in FILES.items():
            with open(draft / name, "wb") as file:
                file.write(content)
        store.publish(draft, manifest)


def dying_at(number: int) -> Callable[[], None]:
    """Make this process kill itself at one of its next calls; return what tells it to count."""
    counted = [-(10**9)]

    def guarded(call: Callable) -> Callable:
        def guard(*args, **kwargs):
            counted[0] += 1
            if counted[0] == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **kwargs)

        return guard

    for name in CALLS:
        setattr(os, name, guarded(getattr(os, name)))
    io.open = guarded(io.open)

    def begin() -> None:
        counted[0] = 0

    return begin


def at_each_call(store: ModelStore) -> None:
    number, killed = 0, True
    while killed:
        number += 1
        child = os.fork()
        if child == 0:
            begin = dying_at(number)
            begin()
            publish(store, f"made-{number}")
            os._exit(0)
        killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        tell(store, number, killed)


def at_any_moment(store: ModelStore) -> None:
    for number in range(MOMENTS):
        child = os.fork()
        if child == 0:
            for count in range(10_000):
                publish(store, f"made-{number}-{count}")
        time.sleep(0.001 * (1 + 2.7 * number))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        tell(store, number, True)


def tell(store: ModelStore, number: int, killed: bool) -> None:
    print(json.dumps({"number": number, "killed": killed, "ids": store.ids()}), flush=True)


if __name__ == "__main__":
    {"call": at_each_call, "moment": at_any_moment}[sys.argv[2]](ModelStore(Path(sys.argv[1])))
