"""Train a network by a spec."""

import time
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from webapp.drawing import to_unit
from webapp.errors import HitofudeError
from webapp.learning import corrections, device, export
from webapp.learning.batches import CORRECTIONS_STREAM, Batches
from webapp.learning.calibration import DIGITS
from webapp.learning.data import Digits, Mnist, load_mnist
from webapp.learning.networks import build
from webapp.learning.publishing import Trained, publish
from webapp.learning.schedules import learning_rate
from webapp.models import (
    Classifier,
    Manifest,
    ModelStore,
    SpecError,
    StoreError,
    TrainingSpec,
    architecture,
    check_start,
)
from webapp.models.corrections import Corrections, no_corrections
from webapp.models.ids import new_model_id
from webapp.records.lessons import NOTHING

MOST_STEPS_AT_ONCE = 16

KEPT = 0.3
"""Share of the start in the weights of a version that learnt corrections on top of it. The mean of
both reads the corrections about as well, and forgets less (Wortsman et al. 2022, "Robust
fine-tuning of zero-shot models", https://arxiv.org/abs/2109.01903)."""


class Diverged(HitofudeError):
    """The loss grew beyond all numbers: no network came out."""


def train(
    spec: TrainingSpec,
    store: ModelStore,
    model_id: str | None = None,
    callbacks: list[keras.callbacks.Callback] | None = None,
    verbose: int = 1,
    phase: Callable[[str], None] = lambda name: None,
    corrected: Corrections | None = None,
    precision: str = "single",
) -> Manifest:
    """Train by a spec, publish the version and return its manifest.

    The same spec in the same precision on the same machine gives the same weights. ``callbacks``
    and ``verbose`` are handed to ``model.fit``; ``phase`` is told what begins: ``fit``,
    ``evaluate``, ``export``, ``publish``. ``corrected``: what people corrected; it is learnt from
    only where the spec says so, and what is held out of it is measured on always. ``precision``: a
    key of ``device.POLICIES``; what comes out computes in single precision, whatever trained it.

    Raises ``ExportError`` where the export does not agree with Keras, ``StoreError`` where the
    version to start from is none, and ``SpecError`` where its weights do not fit or there is
    nothing to learn from.
    """
    started = time.monotonic()
    model_id = model_id or new_model_id(spec.network)
    store.check_new(model_id)  # now, not after an hour of training
    mnist = load_mnist()
    corrected = corrected or no_corrections()
    offered = _offered(spec, corrected)
    lesson = _lesson(spec, store, offered)
    model = _start(spec, store, precision)
    phase("fit")
    pool = corrections.pool(lesson, (spec.seed, CORRECTIONS_STREAM)) if spec.corrections else None
    before = model.get_weights() if pool and spec.start_from else None
    history = fit(model, spec, mnist, callbacks, verbose, pool)
    after = model.get_weights()
    if before is not None:
        after = [KEPT * a + (1 - KEPT) * b for a, b in zip(before, after, strict=True)]
    learnt = build(spec)  # uncompiled, and in single precision, whatever trained it
    learnt.set_weights(after)
    duration = time.monotonic() - started
    figures: dict[str, Any] = {"duration_s": round(duration, 2)}
    if spec.corrections:
        figures = {"corrections": corrections.learnt(lesson, len(offered)), **figures}
    network = Trained(learnt, spec, figures, history, precision=precision)
    return publish(network, store, model_id, mnist, corrected.to_measure, phase)


def fit(
    model: keras.Model,
    spec: TrainingSpec,
    mnist: Mnist,
    callbacks: list[keras.callbacks.Callback] | None = None,
    verbose: int = 1,
    pool: Digits | None = None,
) -> dict[str, list[float]]:
    """Fit a model to the training images; return the history, a list of numbers by name.

    ``pool``: what is mixed in of that which people corrected.
    """
    digits = mnist.train.take(slice(spec.train_images))
    batches = Batches(digits, spec, pool)
    steps = batches.steps
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate(spec, steps * spec.epochs)),
        loss=_loss(batches.excess(architecture.outputs(spec))),
        metrics=["accuracy"],
        steps_per_execution=_at_once(steps),
    )
    validation = tf.data.Dataset.from_tensors(
        (to_unit(mnist.validation.images), mnist.validation.labels)
    )
    stop_at_nan = keras.callbacks.TerminateOnNaN()
    history = model.fit(
        batches.dataset(),
        epochs=spec.epochs,
        steps_per_epoch=steps,
        validation_data=validation.unbatch().batch(1000),
        shuffle=False,  # they are shuffled already
        callbacks=[*(callbacks or ()), stop_at_nan],
        verbose=verbose,
    )
    if not np.isfinite(history.history["loss"]).all():
        raise Diverged("The loss is no longer a number: lower the learning rate.")
    return {name: [float(value) for value in values] for name, values in history.history.items()}


def _loss(excess: np.ndarray) -> Callable[[tf.Tensor, tf.Tensor], tf.Tensor]:
    """Return the cross-entropy of logits, as if no label came oftener than without corrections.

    Else many corrected sevens would teach that there are more sevens than there are. Menon et al.
    2021, "Long-tail learning via logit adjustment" (https://arxiv.org/abs/2007.07314).
    """
    entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    if (excess == 1).all():
        return entropy
    oftener = keras.ops.convert_to_tensor(np.log(excess))
    return lambda labels, logits: entropy(labels, logits + oftener)


def _offered(spec: TrainingSpec, corrected: Corrections) -> Corrections:
    """Return the corrections that a network could learn, none where its spec wants none."""
    if not spec.corrections:
        return no_corrections()
    offered = corrected.to_learn
    if architecture.outputs(spec) > DIGITS:
        return offered
    return offered.take(offered.labels < DIGITS)  # it has no answer for what is no digit


def _lesson(spec: TrainingSpec, store: ModelStore, offered: Corrections) -> Corrections:
    """Return the corrections to believe; raise ``SpecError`` where there are none to be had."""
    if not spec.corrections:
        return offered
    if not len(offered):
        raise SpecError({"corrections": NOTHING})
    lesson = corrections.believed(offered, _judge(spec, store))
    if not len(lesson):
        raise SpecError({"corrections": corrections.NOTHING_BELIEVED})
    return lesson


def _judge(spec: TrainingSpec, store: ModelStore) -> Classifier | None:
    """Return the version that says which labels cannot be right: the start, or the champion."""
    try:
        return Classifier.load(store, spec.start_from or store.champion_id())
    except StoreError:
        if spec.start_from:
            raise
        return None


def _start(spec: TrainingSpec, store: ModelStore, precision: str) -> keras.Model:
    keras.utils.set_random_seed(spec.seed)
    tf.config.experimental.enable_op_determinism()
    check_start(spec, store)
    with device.computing_in(precision):
        model = build(spec)
    if spec.start_from:
        try:
            export.load_weights(model, store, spec.start_from)
        except ValueError as error:  # its spec says the same, but networks were built otherwise
            reason = f"{spec.start_from} is of another release: its weights do not fit."
            raise SpecError({"start_from": reason}) from error
    return model


def _at_once(steps: int) -> int:
    """Return how many of an epoch's steps are taken before Python is asked again.

    With batches of 32 that saves half the time. It divides their number: Keras would run past the
    end of the epoch else. PyTorch is asked for each.
    """
    most = 1 if keras.backend.backend() == "torch" else min(MOST_STEPS_AT_ONCE, steps)
    return max(n for n in range(1, most + 1) if steps % n == 0)
