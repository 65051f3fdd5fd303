"""One training by the real process, and one whose disk is full."""

import os
import sys

import numpy as np
import pytest

from tests import bundles
from tests.waiting import until
from webapp.jobs import Trainer, start_import, start_run
from webapp.jobs.process import TrainingProcess
from webapp.models import Classifier, TrainingSpec
from webapp.models.bundle import Bundle
from webapp.records import Event, Run, db

SPEC = TrainingSpec.from_json({"preset": "tutorial", "epochs": 2, "train_images": 300, "seed": 3})

FULL_DISK = """
import resource, runpy
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
runpy.run_module("webapp.learning.worker", run_name="__main__")
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def trainer(app, store) -> Trainer:
    app.config["WARM_TRAINER"] = False
    return Trainer(app, store)


def test_from_the_click_to_a_version_that_reads(app, store, trainer):
    with app.app_context():
        run_id = start_run(app.extensions["hitofude"].queue, store, SPEC).id
    trainer.work()
    with app.app_context():
        run = db.session.get(Run, run_id)
        assert (run.state, run.reason) == ("succeeded", None)
        events = Event.after(run_id, 0)
        model_id, duration_s = run.model_id, run.duration_s
    manifest = store.manifest(model_id)
    assert manifest.spec == SPEC
    Classifier.load(store, model_id)
    assert 0 < manifest.metrics["duration_s"] < duration_s
    epochs = [event.data for event in events if event.kind == "epoch"]
    assert [facts["epoch"] for facts in epochs] == [1, 2]
    assert all(facts["step"] == facts["steps"] == 10 for facts in epochs)
    assert epochs[-1]["val_accuracy"] == pytest.approx(
        manifest.metrics["validation"]["accuracy"], abs=2e-4
    )
    phases = [event.data["name"] for event in events if event.kind == "phase"]
    assert phases == ["fit", "evaluate", "export", "publish"]
    lines = [event.data["line"] for event in events if event.kind == "log"]
    assert lines == ["Epoch 1/2", "Epoch 2/2"]
    assert [event.data["state"] for event in events if event.kind == "state"] == [
        *("queued", "running", "succeeded"),
    ]


@pytest.mark.parametrize("scale", [1, 1e30], ids=["good", "overflowing"])
def test_from_a_bundle_to_a_version_or_a_reason(app, store, trainer, scale):
    weights = {name: array * np.float32(scale) for name, array in bundles.weights().items()}
    bundle = Bundle(bundles.SPEC, weights, "a note")
    queue = app.extensions["hitofude"].queue
    with app.app_context():
        run_id = start_import(queue, bundle, "mine.zip", bundle.dumps()).id
    trainer.work()
    with app.app_context():
        run = db.session.get(Run, run_id)
        phases = [each.data["name"] for each in Event.after(run_id, 0) if each.kind == "phase"]
        state, reason, model_id, data = run.state, run.reason, run.model_id, run.imported.data
    assert data is None
    if scale > 1:
        assert (state, phases, store.has(model_id)) == ("failed", [], False)
        assert reason == "The weights are so large that what the network answers means nothing."
        return
    assert (state, reason, phases) == ("succeeded", None, ["evaluate", "export", "publish"])
    assert store.manifest(model_id).imported == {"file": "mine.zip", "note": "a note"}
    Classifier.load(store, model_id)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on a file's size")
def test_a_full_disk(app, store, trainer, monkeypatch):
    monkeypatch.setattr(TrainingProcess, "command", (sys.executable, "-c", FULL_DISK))
    before = store.ids()
    with app.app_context():
        run_id = start_run(app.extensions["hitofude"].queue, store, SPEC, promote=True).id
    trainer.work()
    with app.app_context():
        run = db.session.get(Run, run_id)
        assert run.state == "failed"
        assert "File too large" in run.reason
    assert store.ids() == before
    assert until(lambda: not list(store.root.glob(".draft-*")))
