"""What comes after a network has learnt, here or elsewhere: it is measured, exported, published."""

import json
import os
import platform
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from webapp.drawing import to_unit
from webapp.learning import device, evaluation, export, nearest
from webapp.learning.data import SHA256, Mnist
from webapp.models import Manifest, ModelStore, TrainingSpec
from webapp.models.corrections import Corrections
from webapp.models.inspector import WEIGHTS_FILE

HISTORY_FILE = "history.json"
MISTAKES_FILE = "mistakes.json"


@dataclass(frozen=True)
class Trained:
    """A network that has learnt, uncompiled, and what is known of how.

    ``figures``: of the training, for the manifest's metrics. ``history``: numbers by epoch,
    ``None`` where nobody knows them. ``imported``: as the manifest has it. ``precision``: in which
    it was trained, if that is known.
    """

    model: keras.Model
    spec: TrainingSpec
    figures: dict[str, Any] = field(default_factory=dict)
    history: dict[str, list[float]] | None = None
    imported: dict[str, str] = field(default_factory=dict)
    precision: str = ""

    def logits(self, images: np.ndarray) -> np.ndarray:
        """Return what the network makes of images, ``uint8`` ``(n, 28, 28)``."""
        return self.model.predict(to_unit(images), batch_size=1000, verbose=0)


def publish(
    network: Trained,
    store: ModelStore,
    model_id: str,
    mnist: Mnist,
    people: Corrections | None = None,
    phase: Callable[[str], None] = lambda name: None,
) -> Manifest:
    """Measure a network, export it, publish it as a version and return its manifest.

    ``people``: digits that people drew and that nothing learns from. ``phase`` is told what begins:
    ``evaluate``, ``export``, ``publish``. Raises ``ExportError`` where the export does not agree
    with Keras.
    """
    phase("evaluate")
    measured = evaluation.measure(network.logits, mnist, people)
    manifest = _manifest(network, model_id, measured)
    with store.draft(model_id) as draft:
        phase("export")
        network.model.save(draft / export.MODEL_FILE)
        if network.history is not None:
            _write_json(draft / HISTORY_FILE, network.history)
        _write_json(draft / MISTAKES_FILE, measured.mistakes)
        images = mnist.test.images[: export.CHECKED_IMAGES]
        export.write_weights(network.model, draft / WEIGHTS_FILE)
        export.write(network.model, draft, images, manifest.temperature)
        nearest.write(manifest, draft, mnist.train)
        phase("publish")
        return store.publish(draft, manifest)


def _manifest(network: Trained, model_id: str, measured: evaluation.Measured) -> Manifest:
    return Manifest(
        id=model_id,
        spec=network.spec,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=version("hitofude"),
        data_sha256=SHA256,
        parameters=network.model.count_params(),
        temperature=measured.temperature,
        threshold=measured.threshold,
        metrics={**measured.metrics, **network.figures},
        environment=_environment(network.precision),
        imported=network.imported,
    )


def _environment(precision: str) -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "tensorflow": tf.__version__,
        "keras": keras.__version__,
        "backend": keras.backend.backend(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        **({"gpu": gpu} if (gpu := device.gpu_name()) else {}),
        **({"precision": precision} if precision else {}),
    }


def _write_json(path: Path, values: object) -> None:
    path.write_text(json.dumps(values, indent=1), "utf-8")
