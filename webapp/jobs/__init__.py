"""The queue of training runs, and the trainer that works through it. Never imports Keras."""

from webapp.jobs.queue import Queue
from webapp.jobs.trainer import Trainer, start_import, start_run

__all__ = ["Queue", "Trainer", "start_import", "start_run"]
