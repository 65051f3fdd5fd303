"""What trains: the GPU that TensorFlow sees, or the processor; and in which precision."""

from collections.abc import Iterator
from contextlib import contextmanager

import keras
import tensorflow as tf

POLICIES = {"single": "float32", "mixed": "mixed_float16"}
"""Keras' names of the precisions. *Mixed* computes with 16 bits and keeps weights with 32
(Micikevicius et al. 2018, "Mixed precision training", https://arxiv.org/abs/1710.03740)."""


def prepare() -> None:
    """Leave room on each GPU; to be called before anything is computed.

    TensorFlow would take all memory of it, though another process waits there for the next run;
    where another back end computes, TensorFlow needs none.
    """
    gpus = tf.config.list_physical_devices("GPU")
    if keras.backend.backend() != "tensorflow":
        tf.config.set_visible_devices([], "GPU")
    else:
        for gpu in gpus:
            tf.config.experimental.set_memory_growth(gpu, True)


def gpu_name() -> str:
    """Return what the GPU is called that TensorFlow trains on; an empty text where it has none."""
    gpus = tf.config.get_visible_devices("GPU")
    if not gpus:
        return ""
    return tf.config.experimental.get_device_details(gpus[0]).get("device_name", "GPU")


@contextmanager
def computing_in(precision: str) -> Iterator[None]:
    """Build networks that compute in a precision, a key of ``POLICIES``; after it, as before."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(POLICIES[precision])
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)
