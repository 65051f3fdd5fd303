"""The same spec is trained by PyTorch and by JAX, and comes out as the same kind of version."""

import importlib.util
import os
import subprocess
import sys

import numpy as np
import pytest

from webapp.drawing import to_unit
from webapp.learning.data import load_mnist
from webapp.models import Classifier, ModelStore
from webapp.models.inspector import Inspector

TRAIN = """
import sys
from pathlib import Path
from webapp.learning.training import train
from webapp.models import ModelStore, TrainingSpec
spec = TrainingSpec.from_json({"preset": "quick", "epochs": 1, "train_images": 2000})
train(spec, ModelStore(Path(sys.argv[1])), "elsewhere-1", verbose=0)
"""

DIGITS = 500


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["torch", "jax"])
def test_a_version_of_another_back_end_reads(backend, tmp_path):
    if not importlib.util.find_spec(backend):
        pytest.skip(f"{backend} is not installed: nothing was trained with it.")
    environment = {**os.environ, "KERAS_BACKEND": backend}
    command = [sys.executable, "-c", TRAIN, str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]

    store = ModelStore(tmp_path)
    store.verify("elsewhere-1")
    manifest = store.manifest("elsewhere-1")
    assert manifest.environment["backend"] == backend
    classifier = Classifier.load(store, "elsewhere-1")
    Inspector.load(store, "elsewhere-1")
    test = load_mnist().test.take(slice(DIGITS))
    read = [classifier.read(image).digit for image in to_unit(test.images)]
    assert np.mean(read == test.labels) > 0.7
