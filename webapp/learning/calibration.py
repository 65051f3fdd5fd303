"""From logits to what a reader is told: probabilities, how sure they are, and whether a digit.

``xp`` is the module that computes: ``numpy`` or ``keras.ops``. Both know the functions used here
by the same names, so each formula stands in one place, for the export and for the figures.
"""

from types import ModuleType
from typing import Any

import numpy as np

DIGITS = 10
TEMPERATURES = (0.05, 20.0)
"""Least and greatest temperature that is looked for."""

GOLDEN = (np.sqrt(5) - 1) / 2
SEARCH_STEPS = 50


def probabilities(logits: Any, temperature: float = 1.0, xp: ModuleType = np) -> Any:
    """Return the digits' probabilities, ``(…, 10)``: they sum to 1, whatever else it may be.

    ``logits``: ``(…, 10)`` or ``(…, 11)``. A temperature above 1 makes them less sure, and leaves
    their order as it is (Guo et al. 2017, https://arxiv.org/abs/1706.04599).
    """
    return _softmax(logits[..., :DIGITS] / temperature, xp)


def digitness(logits: Any, xp: ModuleType = np) -> Any:
    """Return how much each drawing is a digit, ``(…,)``, 0…1, higher for digits.

    With eleven outputs, the probability that it is any of the ten; with ten, that of the likeliest,
    the baseline of Hendrycks and Gimpel 2017 (https://arxiv.org/abs/1610.02136). The temperature
    stays out of it: it is chosen for digits.
    """
    shares = _softmax(logits, xp)
    if logits.shape[-1] > DIGITS:
        return 1 - shares[..., DIGITS]
    return xp.max(shares, axis=-1)


def answers(logits: Any, temperature: float = 1.0, xp: ModuleType = np) -> Any:
    """Return what ``classifier.tflite`` gives, ``(…, 11)``: ten probabilities and digitness."""
    parts = (probabilities(logits, temperature, xp), digitness(logits, xp)[..., None])
    return xp.concatenate(parts, axis=-1)


def temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """Return the temperature at which the true labels are likeliest (Guo et al. 2017).

    ``logits``: ``(n, 10)`` or ``(n, 11)`` of images that were not learnt from; ``labels``:
    ``(n,)``, 0…9. The loss is convex in 1/temperature, so a golden-section search finds it.
    """
    low, high = np.log(TEMPERATURES)
    digits = logits[:, :DIGITS].astype(np.float64)
    for _ in range(SEARCH_STEPS):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        if _loss(digits, labels, np.exp(left)) <= _loss(digits, labels, np.exp(right)):
            high = right
        else:
            low = left
    return round(float(np.exp((low + high) / 2)), 4)


def calibration_error(probabilities: np.ndarray, labels: np.ndarray, bins: int = 15) -> float:
    """Return the expected calibration error: by how much confidence misses accuracy, 0…1.

    The mean over 15 equal bins of confidence, weighted by their counts (Guo et al. 2017).
    """
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    number = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = np.bincount(number, weights=right - confidence, minlength=bins)
    return float(np.abs(gaps).sum() / len(labels))


def _softmax(logits: Any, xp: ModuleType) -> Any:
    exponents = xp.exp(logits - xp.max(logits, axis=-1, keepdims=True))
    return exponents / xp.sum(exponents, axis=-1, keepdims=True)


def _loss(logits: np.ndarray, labels: np.ndarray, temperature: float) -> float:
    scaled = logits / temperature
    top = scaled.max(axis=1)
    total = top + np.log(np.exp(scaled - top[:, None]).sum(axis=1))
    return float((total - scaled[np.arange(len(labels)), labels]).mean())
