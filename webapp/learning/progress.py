"""Tell of a training while it goes on, in numbers and in the form that Keras prints."""

import time
from collections.abc import Callable
from typing import Any

import keras

INTERVAL_S = 0.25
"""Time between two facts about batches: fast enough for an eye, slow enough for a database."""

BAR = 20
"""Length of Keras' progress bar, in characters."""


class Reporter(keras.callbacks.Callback):
    """Emits ``batch`` a few times a second and ``epoch`` after each epoch.

    ``batch``: epoch, epochs, step, steps (counted from 1), loss, accuracy, ms_per_step and
    time_left_s of the whole training. ``epoch``: the same with val_loss, val_accuracy and seconds.
    Both have ``line``, as Keras prints it. What the first steps take tells nothing of the others,
    as the network is compiled meanwhile: they are not counted, and at first no time is known.
    """

    def __init__(self, emit: Callable[..., None]):
        super().__init__()
        self._emit = emit
        self._next = 0.0
        self._step: int | None = None  # from which on steps are counted in this epoch

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Note the time and the epoch."""
        self._epoch = epoch + 1
        self._began = self._counted = time.monotonic()
        self._step = None if self._epoch == 1 else 0
        self._emit("log", line=f"Epoch {self._epoch}/{self.params['epochs']}")

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """Tell of the batch, if the last time was long enough ago."""
        now = time.monotonic()
        if self._step is None:
            self._step, self._counted = batch + 1, now
        if now >= self._next:
            self._next = now + INTERVAL_S
            self._emit("batch", **self._facts(batch + 1, logs or {}))

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Tell of the epoch."""
        facts = self._facts(self.params["steps"], logs or {})
        self._emit("epoch", seconds=round(time.monotonic() - self._began, 3), **facts)

    def _facts(self, step: int, logs: dict[str, float]) -> dict[str, Any]:
        steps, epochs = self.params["steps"], self.params["epochs"]
        now = time.monotonic()
        elapsed = now - self._began
        counted = step - (self._step or 0)
        per_step = (now - self._counted) / counted if counted else elapsed / step
        left = per_step * (steps * (epochs - self._epoch + 1) - step)
        numbers = {name: float(value) for name, value in sorted(logs.items())}
        shown = " - ".join(f"{name}: {value:.4f}" for name, value in numbers.items())
        bar = ("━" * round(BAR * step / steps)).ljust(BAR, "─")
        clock = elapsed if step == steps else per_step * (steps - step)
        line = f"{step}/{steps} {bar} {clock:.0f}s {per_step * 1000:.0f}ms/step - {shown}"
        return {
            "epoch": self._epoch,
            "epochs": epochs,
            "step": step,
            "steps": steps,
            "ms_per_step": round(per_step * 1000, 2),
            "time_left_s": round(left, 1) if counted else None,
            "line": line,
            **numbers,
        }
