"""Train a network by a spec and publish it as a model version."""

import json
import os
import platform
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from webapp.errors import HitofudeError
from webapp.learning import evaluation, export
from webapp.learning.augmentation import vary
from webapp.learning.data import SHA256, Digits, Mnist, load_mnist
from webapp.learning.networks import build
from webapp.learning.schedules import learning_rate
from webapp.models import Manifest, ModelStore, TrainingSpec, check_start
from webapp.models.ids import new_model_id

HISTORY_FILE = "history.json"
MISTAKES_FILE = "mistakes.json"
MOST_STEPS_AT_ONCE = 16


class Diverged(HitofudeError):
    """The loss grew beyond all numbers: no network came out."""


def train(
    spec: TrainingSpec,
    store: ModelStore,
    model_id: str | None = None,
    callbacks: list[keras.callbacks.Callback] | None = None,
    verbose: int = 1,
    phase: Callable[[str], None] = lambda name: None,
) -> Manifest:
    """Train by a spec, publish the version and return its manifest.

    The same spec on the same machine gives the same weights. ``callbacks`` and ``verbose`` are
    handed to ``model.fit``; ``phase`` is told what begins: ``fit``, ``evaluate``, ``export``,
    ``publish``. Raises ``ExportError`` where the export does not agree with Keras, and
    ``StoreError`` where the version to start from is none.
    """
    started = time.monotonic()
    model_id = model_id or new_model_id(spec.network)
    store.check_new(model_id)  # now, not after an hour of training
    mnist = load_mnist()
    model = _start(spec, store)
    phase("fit")
    history = fit(model, spec, mnist, callbacks, verbose)
    duration = time.monotonic() - started
    phase("evaluate")
    validation, test = _probabilities(model, mnist.validation), _probabilities(model, mnist.test)
    manifest = Manifest(
        id=model_id,
        spec=spec,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=version("hitofude"),
        data_sha256=SHA256,
        parameters=model.count_params(),
        threshold=evaluation.threshold(validation),
        metrics={
            "validation": evaluation.report(validation, mnist.validation.labels),
            "test": evaluation.report(test, mnist.test.labels),
            "duration_s": round(duration, 2),
        },
        environment=_environment(),
    )
    with store.draft(model_id) as draft:
        phase("export")
        _without_optimizer(model, spec).save(draft / export.MODEL_FILE)
        _write_json(draft / HISTORY_FILE, history)
        _write_json(draft / MISTAKES_FILE, evaluation.mistakes(test, mnist.test.labels))
        export.write_weights(model, draft / export.WEIGHTS_FILE)
        export.write(model, draft, mnist.test.images[: export.CHECKED_IMAGES])
        phase("publish")
        return store.publish(draft, manifest)


def fit(
    model: keras.Model,
    spec: TrainingSpec,
    mnist: Mnist,
    callbacks: list[keras.callbacks.Callback] | None = None,
    verbose: int = 1,
) -> dict[str, list[float]]:
    """Fit a model to the training images; return the history, a list of numbers by name."""
    digits = mnist.train.take(slice(spec.train_images))
    steps = -(-len(digits) // spec.batch_size)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate(spec, steps * spec.epochs)),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        # Python is left once in so many steps: with batches of 32 that saves half the time.
        steps_per_execution=_divisor(steps, MOST_STEPS_AT_ONCE),
    )
    validation = tf.data.Dataset.from_tensors(
        (_scale(mnist.validation.images), mnist.validation.labels)
    )
    stop_at_nan = keras.callbacks.TerminateOnNaN()
    history = model.fit(
        batches(digits, spec),
        epochs=spec.epochs,
        steps_per_epoch=steps,
        validation_data=validation.unbatch().batch(1000),
        shuffle=False,  # the batches are shuffled already
        callbacks=[*(callbacks or ()), stop_at_nan],
        verbose=verbose,
    )
    if not np.isfinite(history.history["loss"]).all():
        raise Diverged("The loss is no longer a number: lower the learning rate.")
    return {name: [float(value) for value in values] for name, values in history.history.items()}


def batches(digits: Digits, spec: TrainingSpec) -> tf.data.Dataset:
    """Return all batches of a training: images ``float32`` ``(n, 28, 28)`` in 0…1, and labels.

    Each epoch has its own order and, where the spec asks for it, its own variations; both come
    from the seed alone.
    """
    images, labels = tf.constant(digits.images), tf.constant(digits.labels, tf.int32)

    def epoch(number: tf.Tensor) -> tf.data.Dataset:
        seed = tf.stack([tf.constant(spec.seed, tf.int64), number])
        order = tf.random.experimental.stateless_shuffle(tf.range(len(digits)), seed)
        indices = tf.data.Dataset.from_tensor_slices(order).batch(spec.batch_size)
        return tf.data.Dataset.zip(tf.data.Dataset.from_tensors(seed).repeat(), indices)

    def load(seed: tf.Tensor, batch: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        pixels = _scale(tf.gather(images, batch))
        if spec.augmentation == "pen":
            # The batch's first image makes the seed its own: each stands in one batch an epoch.
            pixels = vary(pixels, seed + tf.stack([tf.cast(batch[0], tf.int64) + 1, 0]))
        return pixels, tf.gather(labels, batch)

    all_batches = tf.data.Dataset.range(spec.epochs).flat_map(epoch)
    return all_batches.map(load, num_parallel_calls=tf.data.AUTOTUNE).prefetch(tf.data.AUTOTUNE)


def _start(spec: TrainingSpec, store: ModelStore) -> keras.Model:
    keras.utils.set_random_seed(spec.seed)
    tf.config.experimental.enable_op_determinism()
    check_start(spec, store)
    model = build(spec)
    if spec.start_from:
        export.load_weights(model, store, spec.start_from)
    return model


def _without_optimizer(model: keras.Model, spec: TrainingSpec) -> keras.Model:
    """Return the network uncompiled: Adam's moments would make its file three times as large."""
    bare = build(spec)
    bare.set_weights(model.get_weights())
    return bare


def _environment() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "tensorflow": tf.__version__,
        "keras": keras.__version__,
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    }


def _write_json(path: Path, values: object) -> None:
    path.write_text(json.dumps(values, indent=1), "utf-8")


def _probabilities(model: keras.Model, digits: Digits) -> np.ndarray:
    logits = model.predict(_scale(digits.images), batch_size=1000, verbose=0)
    return keras.ops.convert_to_numpy(keras.ops.softmax(logits))


def _scale(images: np.ndarray | tf.Tensor) -> tf.Tensor:
    return tf.cast(images, tf.float32) / 255.0


def _divisor(number: int, most: int) -> int:
    """Return the largest divisor up to ``most``: Keras would run past the end of an epoch else."""
    return max(n for n in range(1, min(most, number) + 1) if number % n == 0)
