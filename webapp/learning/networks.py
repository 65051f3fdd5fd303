"""Build the networks that can be trained: each takes ``(28, 28)`` in 0…1 and gives logits."""

import keras
from keras import layers

from webapp.models import TrainingSpec, architecture
from webapp.models.architecture import Layer

NORM_MOMENTUM = 0.98
"""Share of the old mean and variance that a norm keeps at each step: fifty steps fill it. Keras'
own 0.99 lags behind in a training of a few hundred steps."""


def build(spec: TrainingSpec) -> keras.Model:
    """Return the network of a spec with fresh weights."""
    body = [_KINDS[layer.kind](layer) for layer in architecture.layers(spec)[:-1]]
    # Exact, in whatever precision the rest computes: what is left of a digit lies in small numbers.
    logits = layers.Dense(architecture.outputs(spec), dtype="float32", name="logits")
    image = keras.Input((architecture.SIDE, architecture.SIDE), name="image")
    return keras.Sequential([image, *body, logits], name=spec.network)


def _dense(layer: Layer) -> layers.Layer:
    return layers.Dense(layer.size, activation="relu", name=layer.name)


def _conv(layer: Layer) -> layers.Layer:
    return layers.Conv2D(
        layer.size,
        layer.kernel,
        strides=layer.stride,
        padding="same" if layer.padded else "valid",
        use_bias=False,  # the norm after it has one
        kernel_initializer="he_normal",  # for relu: He et al. 2015
        name=layer.name,
    )


_KINDS = {
    "channel": lambda layer: layers.Reshape(layer.shape, name=layer.name),
    "conv": _conv,
    "dense": _dense,
    "dropout": lambda layer: layers.Dropout(layer.rate, name=layer.name),
    "norm": lambda layer: layers.BatchNormalization(
        momentum=NORM_MOMENTUM, epsilon=architecture.NORM_EPSILON, name=layer.name
    ),
    "relu": lambda layer: layers.ReLU(name=layer.name),
    "flatten": lambda layer: layers.Flatten(name=layer.name),
    "pool": lambda layer: layers.MaxPooling2D(name=layer.name),
}
