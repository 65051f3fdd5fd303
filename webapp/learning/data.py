"""MNIST, as it ships with the program, split for training, validation and test."""

import hashlib
import io
from dataclasses import dataclass
from functools import cache

import numpy as np

from webapp.config import PACKAGE
from webapp.errors import HitofudeError

FILE = PACKAGE / "data" / "mnist.npz"
SHA256 = "06af5dfe73b70e3bc1c36439982b18a8d76803db9b544f6fdf838a37fbb01b64"
VALIDATION_IMAGES = 5_000
SPLIT_SEED = 1998  # the year of LeCun et al.; it must only never change


class DataError(HitofudeError):
    """The data file is not the one that shipped."""


@dataclass(frozen=True)
class Digits:
    """Images ``uint8`` ``(n, 28, 28)`` in 0…255, ink bright, and labels ``uint8`` ``(n,)``."""

    images: np.ndarray
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, indices: np.ndarray | slice) -> "Digits":
        """Return some of the digits."""
        return Digits(self.images[indices], self.labels[indices])


@dataclass(frozen=True)
class Mnist:
    """55,000 digits to learn from, 5,000 to choose by, 10,000 only to report on."""

    train: Digits
    validation: Digits
    test: Digits


@cache
def load_mnist() -> Mnist:
    """Return MNIST; raise ``DataError`` where the file is not the one that shipped.

    The validation images are the same for every training, whatever its seed: versions are
    compared on them.
    """
    try:
        data = FILE.read_bytes()
    except OSError as error:
        raise DataError(f"{FILE} cannot be read: {error.strerror}.") from error
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise DataError(f"{FILE} is not the file that shipped; fetch it again.")
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        train = Digits(arrays["x_train"], arrays["y_train"])
        test = Digits(arrays["x_test"], arrays["y_test"])
    order = np.random.default_rng(SPLIT_SEED).permutation(len(train))
    held_out = train.take(order[:VALIDATION_IMAGES])
    return Mnist(train.take(order[VALIDATION_IMAGES:]), held_out, test)
