"""MNIST's test images, for showing what a version misread. Needs NumPy, not Keras."""

from functools import cached_property
from pathlib import Path

import numpy as np


class MnistTestImages:
    """The 10,000 test images, loaded at the first look: 8 MB that most workers never need."""

    def __init__(self, path: Path):
        self._path = path

    @cached_property
    def pixels(self) -> np.ndarray:
        """Return ``uint8`` ``(10000, 28, 28)``, ink bright."""
        with np.load(self._path, allow_pickle=False) as arrays:
            return arrays["x_test"]
