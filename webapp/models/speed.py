"""How fast a version reads on this machine."""

import time
from statistics import median

import numpy as np

from webapp.models.classifier import Classifier
from webapp.models.store import ModelStore, StoreError

READINGS = 50


class Speedometer:
    """Times each version once a process, when it is first asked for."""

    def __init__(self, store: ModelStore):
        self._store = store
        self._ms: dict[str, float | None] = {}

    def ms(self, model_id: str) -> float | None:
        """Return the median time of a reading in milliseconds; ``None`` where it cannot read."""
        if model_id not in self._ms:  # two threads at once measure twice: that does no harm
            self._ms[model_id] = self._measure(model_id)
        return self._ms[model_id]

    def _measure(self, model_id: str) -> float | None:
        try:
            classifier = Classifier.load(self._store, model_id)
        except StoreError:
            return None
        image = np.zeros((28, 28), np.float32)
        times = []
        for _ in range(READINGS):
            begun = time.perf_counter()
            classifier.read(image)
            times.append(time.perf_counter() - begun)
        return median(times) * 1000
