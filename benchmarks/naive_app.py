"""The same service as most demos write it: Flask views around a Keras model.

Each factory returns an application whose ``POST /api/predict`` does what ours does, down to the
preparation and the answer's fields; only the call of the network differs. Keras and TensorFlow
keep their own defaults. ``floor`` only parses the body: what Flask and the server take anyway.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from flask import Flask, jsonify, request

from webapp import config, drawing
from webapp.models import ModelStore


def floor() -> Flask:
    """Parse the JSON and answer: no image, no network."""
    app = Flask(__name__)

    @app.post("/api/predict")
    def predict():
        return jsonify(digit=-1, length=len(request.get_json()["image"]))

    return app


def model_predict() -> Flask:
    """Call ``model.predict``, as tutorials teach it."""
    model = load_champion()
    return service(lambda batch: model.predict(batch, verbose=0))


def model_call() -> Flask:
    """Call the model itself, as Keras' documentation advises for one image."""
    model = load_champion()
    return service(lambda batch: model(batch, training=False).numpy())


def tf_function() -> Flask:
    """Call a compiled graph of fixed shape."""
    import tensorflow as tf

    model = load_champion()
    image = tf.TensorSpec((1, 28, 28), tf.float32)
    graph = tf.function(lambda batch: model(batch, training=False), input_signature=[image])
    return service(lambda batch: graph(tf.constant(batch)).numpy())


def service(logits: Callable[[np.ndarray], np.ndarray]) -> Flask:
    """Return an application; ``logits``: ``float32`` ``(1, 28, 28)`` in 0…1 to ``(1, 10)``."""
    app = Flask(__name__)
    logits(np.zeros((1, 28, 28), np.float32))  # what is built at the first call is built here

    @app.post("/api/predict")
    def predict():
        started = time.perf_counter()
        image = drawing.prepare(drawing.decode_data_url(request.get_json()["image"]))
        probabilities = softmax(logits(image[np.newaxis])[0])
        digit = int(probabilities.argmax())
        return jsonify(
            digit=digit,
            confidence=float(probabilities[digit]),
            is_digit=True,
            probabilities=probabilities.tolist(),
            input=drawing.encode_data_url(drawing.to_uint8(image)),
            elapsed_ms=(time.perf_counter() - started) * 1000,
        )

    return app


def softmax(logits: np.ndarray) -> np.ndarray:
    """Turn logits ``(10,)`` into probabilities."""
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()


def load_champion():
    """Load the Keras model of the version in service."""
    import keras

    store = ModelStore(config.load()["MODEL_STORE"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.keras")
        path.write_bytes(store.read(store.champion_id(), path.name))
        return keras.models.load_model(path, compile=False)
