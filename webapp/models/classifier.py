"""A loaded model version that reads digits with LiteRT."""

from dataclasses import dataclass

import numpy as np

from webapp.models.architecture import DIGITS
from webapp.models.errors import BrokenVersion
from webapp.models.litert import Runner
from webapp.models.manifest import Manifest
from webapp.models.store import ModelStore

CLASSIFIER_FILE = "classifier.tflite"
SHAPES = ((1, DIGITS + 1), (1, DIGITS))
"""What a version may answer: ten probabilities and digitness; older ones gave no digitness, and
their largest probability stands in for it."""


@dataclass(frozen=True)
class Reading:
    """What a version reads in an image.

    ``probabilities``: ``float32`` ``(10,)``, they sum to 1. ``digit``: the most probable one,
    also where ``is_digit`` is false. ``confidence``: its probability, 0…1. ``digitness``: how
    much it is a digit at all, 0…1; ``is_digit`` where that reaches the version's threshold.
    """

    probabilities: np.ndarray
    digit: int
    confidence: float
    is_digit: bool
    digitness: float


class Classifier:
    """One version, loaded once and read by many threads."""

    def __init__(self, manifest: Manifest, model: bytes):
        self.manifest = manifest
        self._runner = Runner(model)
        outputs = list(self._runner.session().shapes.items())  # fails here if LiteRT refuses it
        if len(outputs) != 1 or outputs[0][1] not in SHAPES:
            raise ValueError(f"it answers {outputs}, not {SHAPES[0]}")
        self._output = outputs[0][0]
        self.read(np.zeros((28, 28), np.float32))  # warms it up

    @classmethod
    def load(cls, store: ModelStore, model_id: str) -> "Classifier":
        """Load a version; raise a ``StoreError`` where that cannot be done."""
        manifest = store.manifest(model_id)
        model = store.read(model_id, CLASSIFIER_FILE)
        try:
            return cls(manifest, model)
        except (ValueError, RuntimeError) as error:
            raise BrokenVersion(f"LiteRT cannot run {model_id!r}: {error}") from error

    def read(self, image: np.ndarray) -> Reading:
        """Read one prepared image, ``float32`` ``(28, 28)`` in 0…1."""
        session = self._runner.session()
        session.run(image)
        answer = session.output(self._output)
        probabilities = answer[:DIGITS]
        digit = int(probabilities.argmax())
        confidence = float(probabilities[digit])
        digitness = float(answer[DIGITS]) if len(answer) > DIGITS else confidence
        is_digit = digitness >= self.manifest.threshold
        return Reading(probabilities, digit, confidence, is_digit, digitness)
