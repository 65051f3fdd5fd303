"""Which versions read what a class draws: the one in service, and others to compare it with."""

from typing import Any

import numpy as np

from webapp.models import Classifier, Reading, StoreError
from webapp.records import Classroom
from webapp.web.services import champion_name, models

MOST = 3
"""How many versions read each drawing."""


def choose() -> list[str]:
    """Return the ids of those that shall read beside the one in service, one of each network."""
    champion, newest = champion_name(), {}
    for manifest in models().store.manifests():
        if manifest.id == champion:
            newest[manifest.spec.network] = None
        else:
            newest.setdefault(manifest.spec.network, manifest.id)
    return [model_id for model_id in newest.values() if model_id][: MOST - 1]


def readers(room: Classroom) -> list[Classifier]:
    """Return the version in service, then others as far as they can be loaded.

    Raises a ``StoreError`` where none is in service.
    """
    found = {(first := models().get()).manifest.id: first}
    for model_id in room.versions:
        if len(found) < MOST and model_id not in found:
            try:
                found[model_id] = models().get(model_id)
            except StoreError:  # deleted since, or damaged: the others can do without
                continue
    return list(found.values())


def readings(versions: list[Classifier], image: np.ndarray) -> list[dict[str, Any]]:
    """Return what versions read in an image, ``float32`` ``(28, 28)``, as JSON values."""
    return [reading_json(version, version.read(image)) for version in versions]


def reading_json(version: Classifier, reading: Reading) -> dict[str, Any]:
    """Return what a version has read, as JSON values."""
    values = {"digit": reading.digit, "is_digit": bool(reading.is_digit)}
    return {"model": version.manifest.id, **values, "confidence": round(reading.confidence, 4)}
