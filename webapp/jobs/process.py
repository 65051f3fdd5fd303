"""A training process, seen from outside: started warm, given one run, watched, killed.

It is a fresh Python that imports TensorFlow and then waits for a line on its standard input.
Facts come back as lines of JSON; whatever else it prints is kept for the reason of a failure.
"""

import json
import queue
import subprocess
import sys
import threading
from collections import deque
from contextlib import suppress
from typing import Any

from webapp.apart import ASIDE
from webapp.models import TrainingSpec

KEPT_LINES = 50
MOST_SAID = 500
"""Characters of what a process said last that go into the reason of its failure."""
GRACE_S = 0.5
"""How long one that has ended is waited for: to be gone, and for its last words to be read."""


class TrainingProcess:
    """One process for one run. Cheap to make and slow to be ready: keep one waiting.

    ``command`` starts it; ``place`` is added, by which the store is opened.
    """

    command = (sys.executable, "-m", "webapp.learning.worker")

    def __init__(self, *place: str):
        self._process = subprocess.Popen(
            [*self.command, *place],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            **ASIDE,
        )
        self._events: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._said: deque[str] = deque(maxlen=KEPT_LINES)
        self._readers = [
            threading.Thread(target=self._read_events, daemon=True),
            threading.Thread(target=self._read_errors, daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    @property
    def pid(self) -> int:
        """Return the id of the operating system's process."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Tell whether the process still runs."""
        return self._process.poll() is None

    def begin(
        self,
        spec: TrainingSpec,
        model_id: str,
        database: str = "",
        imported_by: int | None = None,
        precision: str = "single",
    ) -> None:
        """Hand over the run; what becomes of it comes out of ``next_event``.

        ``database``: the URL of that which holds what people corrected. It may have a password
        in it, so it does not stand in the command, which others can see. ``imported_by``: the
        number of a run whose file is there, to be imported instead of a training.
        ``precision``: in which to train.
        """
        job = {
            "spec": spec.to_json(),
            "model_id": model_id,
            "database": database,
            "imported_by": imported_by,
            "precision": precision,
        }
        line = json.dumps(job)
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except OSError:  # it is dead: next_event says so
            pass

    def next_event(self, timeout_s: float) -> dict[str, Any] | None:
        """Return the next fact, or ``None`` if there was none in time.

        Raises ``EOFError`` once the process has ended and everything it told was read.
        """
        try:
            event = self._events.get(timeout=timeout_s)
        except queue.Empty:
            return None
        if event is None:
            self._events.put(None)
            raise EOFError
        return event

    def why_it_ended(self) -> str:
        """Return in plain words why the process ended without having said so."""
        code = self._process.wait()
        for reader in self._readers:
            reader.join(GRACE_S)
        if code == -9:
            return (
                "The training process was killed (signal 9): "
                "often because the machine ran out of memory."
            )
        if code < 0:
            return f"The training process was ended by signal {-code}."
        lines = [line.strip() for line in tuple(self._said) if line.strip()]
        said = lines[-1][:MOST_SAID] if lines else "it said nothing"
        return f"The training process ended with status {code}: {said}"

    def kill(self) -> None:
        """End the process, whatever it does.

        It will do nothing more. Whether it is gone already is another matter: what gives way to
        everybody needs seconds to die on a busy machine, and nobody shall wait for that.
        """
        self._process.kill()
        with suppress(OSError):  # it died before it had read everything
            self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE_S)
            for reader in self._readers:
                reader.join(GRACE_S)

    def _read_events(self) -> None:
        with self._process.stdout as lines:
            for line in lines:
                event = _parse(line)
                if event is None:
                    self._said.append(line)
                else:
                    self._events.put(event)
        self._events.put(None)

    def _read_errors(self) -> None:
        with self._process.stderr as lines:
            self._said.extend(lines)


def _parse(line: str) -> dict[str, Any] | None:
    """Return the fact in a line, or ``None``: a library printed it, or death came in mid-word.

    A number that is none, as a loss that diverged, becomes ``None``: JSON has no word for it.
    """
    try:
        event = json.loads(line, parse_constant=lambda name: None)
    except ValueError:
        return None
    return event if isinstance(event, dict) and isinstance(event.get("kind"), str) else None
