"""What the views use of the program."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from flask import current_app

from webapp.jobs import Queue
from webapp.models import ModelService, StoreError
from webapp.records import db
from webapp.run_folder import RunFolder
from webapp.web.ledger import Ledger

T = TypeVar("T")

MOST_STREAMS = 8
"""Event streams that a worker holds open; each takes a thread from those that answer."""


@dataclass(frozen=True)
class Services:
    """The parts of the program that hold state, one of each an application."""

    models: ModelService
    queue: Queue
    ledger: Ledger
    streams: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(MOST_STREAMS)
    )
    run_folder: RunFolder | None = None

    def is_stopping(self) -> bool:
        """Tell whether the server has been told to stop."""
        return self.run_folder is not None and self.run_folder.is_stopping()


def services() -> Services:
    """Return the services of the current application."""
    return current_app.extensions["hitofude"]


def models() -> ModelService:
    """Return the model service of the current application."""
    return services().models


def asked(look: Callable[[], T]) -> T | None:
    """Return what a look at database or queue finds; ``None``, and a line in the log, if it fails.

    Whatever transaction it began has ended then.
    """
    try:
        return look()
    except Exception as error:  # of either, whichever they are
        current_app.logger.warning("Database or queue do not answer: %s", error)
        return None
    finally:
        with suppress(Exception):
            db.session.rollback()


def queue_length() -> int | None:
    """Return how many bells nobody has heard yet; ``None`` where the queue does not answer."""
    return asked(lambda: len(services().queue))


def champion_name() -> str | None:
    """Return the id of the version in service, or ``None``."""
    try:
        return models().champion().manifest.id
    except StoreError:
        return None
