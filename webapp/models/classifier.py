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
        answer = interpreter.get_tensor(self._local.output)[0]
        probabilities = answer[:DIGITS]
        digit = int(probabilities.argmax())
        confidence = float(probabilities[digit])
        digitness = float(answer[DIGITS]) if len(answer) > DIGITS else confidence
        is_digit = digitness >= self.manifest.threshold
        return Reading(probabilities, digit, confidence, is_digit, digitness)

    def _interpreter(self) -> Interpreter:
        interpreter = getattr(self._local, "interpreter", None)
        if interpreter is None:
            # One thread each: a reading is too short to be shared out, and the web server's
            # threads already keep every core busy.
            interpreter = Interpreter(model_content=self._model, num_threads=1)
            interpreter.allocate_tensors()
            output = interpreter.get_output_details()[0]
            if tuple(output["shape"]) not in SHAPES:
                raise ValueError(f"it answers {tuple(output['shape'])}, not {SHAPES[0]}")
            self._local.input = interpreter.get_input_details()[0]["index"]
            self._local.output = output["index"]
            self._local.interpreter = interpreter
        return interpreter
