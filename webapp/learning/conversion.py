"""Convert a Keras network to LiteRT. TensorFlow does it, whichever back end Keras computes with.

Keras has one back end a process, and only TensorFlow's networks can be converted: another one's
are handed to a process of their own.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import keras
import tensorflow as tf

from webapp.errors import HitofudeError
from webapp.learning.calibration import answers
from webapp.models.classifier import CLASSIFIER_FILE
from webapp.models.inspector import INSPECTOR_FILE

MODEL_FILE = "model.keras"

ELSEWHERE = """
import os
os.environ.update(KERAS_BACKEND="tensorflow")
from webapp.learning.conversion import main
main()
"""


class ConversionError(HitofudeError):
    """The process that converts has failed."""


def main() -> None:
    """Convert the network that lies in a folder, the first argument, at a temperature."""
    folder = Path(sys.argv[1])
    model = keras.saving.load_model(folder / MODEL_FILE, compile=False)
    _write_here(model, folder, float(sys.argv[2]))


def write(model: keras.Model, folder: Path, temperature: float) -> None:
    """Write ``classifier.tflite`` and ``inspector.tflite`` of a network.

    ``folder`` holds it as ``model.keras`` where another back end than TensorFlow computes.
    """
    if keras.backend.backend() == "tensorflow":
        _write_here(model, folder, temperature)
    else:
        _write_elsewhere(folder, temperature)


def _write_here(model: keras.Model, folder: Path, temperature: float) -> None:
    image = keras.Input((28, 28), name="image")
    classifier = _convert(keras.Model(image, answers(model(image), temperature, keras.ops)))
    inspector = _convert(keras.Model(model.inputs, {ly.name: ly.output for ly in model.layers}))
    (folder / CLASSIFIER_FILE).write_bytes(classifier)
    (folder / INSPECTOR_FILE).write_bytes(inspector)


def _write_elsewhere(folder: Path, temperature: float) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(folder), repr(temperature)],
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode:
        said = done.stderr.strip().rpartition("\n")[2]
        raise ConversionError(f"TensorFlow could not convert the network: {said}")


def _convert(model: keras.Model) -> bytes:
    image = keras.InputSpec(shape=(1, 28, 28), dtype="float32", name="image")
    # On Windows what a library still has open cannot be removed: the system does that one day.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        model.export(folder, "tf_saved_model", verbose=False, input_signature=[image])
        return tf.lite.TFLiteConverter.from_saved_model(folder).convert()
