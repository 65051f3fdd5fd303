"""Export a Keras network to LiteRT, and check that both say the same."""

import tempfile
from pathlib import Path

import keras
import numpy as np
from ai_edge_litert.interpreter import Interpreter

from webapp.drawing import to_unit
from webapp.errors import HitofudeError
from webapp.learning import conversion
from webapp.learning.calibration import answers
from webapp.learning.conversion import MODEL_FILE
from webapp.models import ModelStore
from webapp.models.classifier import CLASSIFIER_FILE

CHECKED_IMAGES = 1000
TOLERANCE = 1e-5
"""Largest difference between LiteRT's and Keras' probabilities."""


class ExportError(HitofudeError):
    """The export does not say what the network says."""


def write(model: keras.Model, folder: Path, images: np.ndarray, temperature: float = 1.0) -> None:
    """Write ``classifier.tflite`` and ``inspector.tflite`` and check them on ``images``.

    The classifier gives ``(1, 11)``: ten probabilities at the temperature, and digitness; the
    inspector gives the output of every layer, by the layer's name, the logits last. ``images``:
    ``uint8`` ``(n, 28, 28)``.
    """
    conversion.write(model, folder, temperature)
    check(model, (folder / CLASSIFIER_FILE).read_bytes(), images, temperature)


def write_weights(model: keras.Model, path: Path) -> None:
    """Write the weights as plain arrays, named as ``conv_1/kernel`` and ``norm_1/moving_mean``."""
    arrays = {
        f"{layer.name}/{variable.name}": keras.ops.convert_to_numpy(variable)
        for layer in model.layers
        for variable in layer.weights
    }
    np.savez(path, **arrays)


def check(
    model: keras.Model, classifier: bytes, images: np.ndarray, temperature: float = 1.0
) -> None:
    """Compare a classifier with its network; raise ``ExportError`` where they differ."""
    pixels = to_unit(images)
    expected = answers(model.predict(pixels, batch_size=1000, verbose=0), temperature)
    interpreter = Interpreter(model_content=classifier, num_threads=1)
    interpreter.allocate_tensors()
    source = interpreter.get_input_details()[0]["index"]
    result = interpreter.get_output_details()[0]["index"]
    for image, answer in zip(pixels, expected, strict=True):
        interpreter.set_tensor(source, image[np.newaxis])
        interpreter.invoke()
        difference = float(np.abs(interpreter.get_tensor(result)[0] - answer).max())
        if not difference <= TOLERANCE:  # NaN compares false
            raise ExportError(
                f"LiteRT's probabilities differ from Keras' by {difference:.2g}; "
                f"at most {TOLERANCE:g} is let pass."
            )


def load_weights(model: keras.Model, store: ModelStore, model_id: str) -> None:
    """Give a model the weights of a version; raise ``ValueError`` where the networks differ.

    Only weights are read, from bytes whose hash was checked; nothing in the file's configuration
    is brought to life.
    """
    # On Windows what a library still has open cannot be removed: the system does that one day.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder, MODEL_FILE)
        path.write_bytes(store.read(model_id, MODEL_FILE))
        model.load_weights(path)
