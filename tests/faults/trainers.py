"""A trainer as a process of its own, as ``hitofude trainer`` starts it."""

import os
import subprocess
import sys
from pathlib import Path

from tests.jobs.stage import Stage, command

# Its training process is the stand-in; all else is as it is.
SCRIPT = """
from webapp.jobs.process import TrainingProcess
TrainingProcess.command = {command!r}
from webapp.jobs.__main__ import main
main()
"""


def start_trainer(stage: Stage, versions: Path) -> subprocess.Popen:
    """Start a trainer on the stage's database, queue and store."""
    settings = {
        "HITOFUDE_DATA": str(stage.app.config["DATA"]),
        "HITOFUDE_MODEL_STORE": str(stage.store.root),
    }
    script = SCRIPT.format(command=command(versions, stage.control))
    return subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
