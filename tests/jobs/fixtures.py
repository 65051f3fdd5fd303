"""Fixtures of tests that train by the stand-in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.jobs.stage import Stage, command
from webapp.jobs.process import TrainingProcess
from webapp.models import ModelStore


@pytest.fixture
def control(tmp_path: Path) -> Path:
    """Give the folder through which the stand-in is led."""
    folder = tmp_path / "control"
    folder.mkdir()
    return folder


@pytest.fixture
def stage(
    app: Flask, store: ModelStore, trained: Path, control: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    """Give an application whose trainer trains by the stand-in; no process stays behind."""
    monkeypatch.setattr(TrainingProcess, "command", command(trained, control))
    stage = Stage(app, store, control)
    yield stage
    stage.trainer.stop()
