"""The queue: a bell that tells a trainer to look for the next run.

The database says which runs wait; the queue only wakes whoever works. A bell rung twice or lost
does no harm: a trainer takes the oldest waiting run, and looks for one when it starts.
"""

from collections.abc import Callable
from pathlib import Path

from huey import Huey, SqliteHuey
from huey.consumer import Consumer
from sqlalchemy.engine import make_url

POLL_S = 0.1
"""How often an idle consumer looks, in seconds: a click shall not wait."""


class Queue:
    """A Huey queue with one task, ``work``."""

    def __init__(self, url: str, work: Callable[[], None] | None = None):
        self.huey = _open(url)
        # A function of this module, whoever works: asker and trainer must mean the same task.
        self._task = self.huey.task(name="work")(lambda: (work or _nobody)())

    def ring(self) -> None:
        """Wake a trainer."""
        self._task()

    def __len__(self) -> int:
        return self.huey.pending_count()

    def consumer(self) -> Consumer:
        """Return a consumer that works one task at a time until a signal says stop."""
        return self.huey.create_consumer(
            workers=1,
            periodic=False,
            initial_delay=POLL_S,
            backoff=1.0,
            max_delay=POLL_S,
            shutdown_timeout=0,  # a training may take hours: whoever says stop does not wait
        )


def _open(url: str) -> Huey:
    path = Path(make_url(url).database)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Results are not kept: what became of a run stands in the database.
    return SqliteHuey("hitofude", filename=str(path), results=False, fsync=True)


def _nobody() -> None:
    raise RuntimeError("This process asks for work; only a trainer does it.")
