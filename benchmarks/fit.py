"""Fit a network as ``webapp.learning.training.train`` does, without evaluation and export.

    python benchmarks/fit.py '{"preset": "quick", "epochs": 1}'

The argument is a spec as the API takes it. It says when TensorFlow is imported and when the network
is fitted, for ``training.py``; then how well it reads MNIST's validation and test images. Choose a
spec by the former: the latter are only to report on.
"""

import json
import sys

import tensorflow as tf

print("imported", flush=True)

import keras  # noqa: E402

from webapp.drawing import to_unit  # noqa: E402
from webapp.learning.data import Digits, load_mnist  # noqa: E402
from webapp.learning.networks import build  # noqa: E402
from webapp.learning.training import fit  # noqa: E402
from webapp.models import TrainingSpec  # noqa: E402

DIGITS = 10


def accuracy(model: keras.Model, digits: Digits) -> float:
    """Return the share of digits that are read right; "not a digit" is no answer to them."""
    logits = model.predict(to_unit(digits.images), batch_size=1000, verbose=0)
    return float((logits[:, :DIGITS].argmax(axis=1) == digits.labels).mean())


spec = TrainingSpec.from_json(json.loads(sys.argv[1]))
mnist = load_mnist()
keras.utils.set_random_seed(spec.seed)
tf.config.experimental.enable_op_determinism()
model = build(spec)
fit(model, spec, mnist, verbose=0)
print("fitted", flush=True)
print(f"validation: {accuracy(model, mnist.validation):.4f}", end=" - ")
print(f"accuracy: {accuracy(model, mnist.test):.4f}")
