"""Wait for what another thread or process does: look again and again, give up in the end."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LOOK_S = 0.01


def until(condition: Callable[[], T], within_s: float = 30.0) -> T:
    """Return the first true value; fail where none comes in time."""
    deadline = time.monotonic() + within_s
    while not (value := condition()):
        assert time.monotonic() < deadline, f"Nothing came of {condition} in {within_s} s."
        time.sleep(LOOK_S)
    return value
