"""A loaded model version that reads digits with LiteRT."""

import threading
from dataclasses import dataclass

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from webapp.models.errors import BrokenVersion
from webapp.models.manifest import Manifest
from webapp.models.store import ModelStore

CLASSIFIER_FILE = "classifier.tflite"
DIGITS = 10


@dataclass(frozen=True)
class Reading:
    """What a version reads in an image.

    ``probabilities``: ``float32`` ``(10,)``, they sum to 1. ``digit``: the most probable one,
    also where ``is_digit`` is false. ``confidence``: its probability, 0…1.
    """

    probabilities: np.ndarray
    digit: int
    confidence: float
    is_digit: bool


class Classifier:
    """One version, loaded once and read by many threads.

    An interpreter belongs to one thread at a time, so each thread gets its own, made from the
    same bytes at its first reading; they die with their thread or with the classifier.
    """

    def __init__(self, manifest: Manifest, model: bytes):
        self.manifest = manifest
        self._model = model
        self._local = threading.local()
        self.read(np.zeros((28, 28), np.float32))  # fails here and now if LiteRT refuses it

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
        interpreter = self._interpreter()
        interpreter.set_tensor(self._local.input, image[np.newaxis])
        interpreter.invoke()
        probabilities = interpreter.get_tensor(self._local.output)[0]
        digit = int(probabilities.argmax())
        confidence = float(probabilities[digit])
        return Reading(probabilities, digit, confidence, confidence >= self.manifest.threshold)

    def _interpreter(self) -> Interpreter:
        interpreter = getattr(self._local, "interpreter", None)
        if interpreter is None:
            # One thread each: a reading is too short to be shared out, and the web server's
            # threads already keep every core busy.
            interpreter = Interpreter(model_content=self._model, num_threads=1)
            interpreter.allocate_tensors()
            output = interpreter.get_output_details()[0]
            if tuple(output["shape"]) != (1, DIGITS):
                raise ValueError(f"it answers {tuple(output['shape'])}, not (1, {DIGITS})")
            self._local.input = interpreter.get_input_details()[0]["index"]
            self._local.output = output["index"]
            self._local.interpreter = interpreter
        return interpreter
