"""What the views use of the program."""

import threading
from dataclasses import dataclass, field

from flask import current_app

from webapp.jobs import Queue
from webapp.models import ModelService, StoreError
from webapp.run_folder import RunFolder
from webapp.web.counts import Counts
from webapp.web.ledger import Ledger

MOST_STREAMS = 8
"""Event streams that a worker holds open; each takes a thread from those that answer."""


@dataclass(frozen=True)
class Services:
    """The parts of the program that hold state, one of each an application."""

    models: ModelService
    queue: Queue
    streams: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(MOST_STREAMS)
    )
    ledger: Ledger = field(default_factory=lambda: Ledger(Counts()))
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


def champion_name() -> str | None:
    """Return the id of the version in service, or ``None``."""
    try:
        return models().champion().manifest.id
    except StoreError:
        return None
