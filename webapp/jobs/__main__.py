"""The trainer as a process: ``python -m webapp.jobs``."""

import logging
import sys
import threading
import time
from collections.abc import Mapping
from typing import Any

from flask import Flask

from webapp.jobs.queue import Queue
from webapp.jobs.trainer import Trainer
from webapp.models import store_of
from webapp.records import Presence, create_app
from webapp.watch import end_with_parent

LOOK_S = 5.0
"""Time between two looks for what no bell told of: a bell that was lost, a trainer that was."""


def main(settings: Mapping[str, Any] | None = None, parent: int | None = None) -> None:
    """Work through the line until a signal says stop, or a ``parent`` is gone, if one is named."""
    from webapp import config, logs, starting

    if parent is not None:
        end_with_parent(parent)
    settings = config.load(settings)
    logs.configure(settings, prefix="[trainer] ")
    held = starting.join(settings["DATA"])
    app = create_app(settings)
    trainer = Trainer(app, store_of(settings))
    queue = Queue(settings["QUEUE"], trainer.work)
    consumer = queue.consumer()
    threading.Thread(target=_look_now_and_then, args=(app, trainer, queue), daemon=True).start()
    try:
        consumer.run()
    finally:
        trainer.stop()
        held.close()


def _look_now_and_then(app: Flask, trainer: Trainer, queue: Queue) -> None:
    while True:
        try:
            with app.app_context():
                Presence.tell(trainer.name)
            if not len(queue):
                queue.ring()
        except Exception:  # database or queue are locked, or a disk is full: that passes
            logging.exception("The records or the queue do not answer.")
        time.sleep(LOOK_S)


if __name__ == "__main__":
    main(parent=int(sys.argv[2]) if sys.argv[1:2] == ["--supervised"] else None)
