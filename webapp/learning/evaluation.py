"""How well a network reads: figures from its probabilities and the true labels."""

from typing import Any

import numpy as np

DIGITS = 10
ACCEPTED = 0.997
"""Share of real digits that a version must not doubt."""


def report(probabilities: np.ndarray, labels: np.ndarray) -> dict[str, Any]:
    """Return figures as JSON values.

    ``probabilities``: ``(n, 10)``; ``labels``: ``(n,)``. ``loss`` is the mean cross-entropy in
    nats; ``confusion[i][j]`` counts the digits i that were read as j.
    """
    read = probabilities.argmax(axis=1)
    confusion = np.zeros((DIGITS, DIGITS), int)
    np.add.at(confusion, (labels, read), 1)
    true = probabilities[np.arange(len(labels)), labels]
    per_digit = confusion.diagonal() / np.maximum(confusion.sum(axis=1), 1)
    return {
        "count": len(labels),
        "accuracy": float((read == labels).mean()),
        "loss": float(-np.log(np.maximum(true, 1e-7)).mean()),
        "ece": calibration_error(probabilities, labels),
        "per_digit": [round(float(share), 6) for share in per_digit],
        "confusion": confusion.tolist(),
    }


def calibration_error(probabilities: np.ndarray, labels: np.ndarray, bins: int = 15) -> float:
    """Return the expected calibration error: by how much confidence misses accuracy, 0…1.

    The mean over 15 equal bins of confidence, weighted by their counts (Guo et al. 2017,
    https://arxiv.org/abs/1706.04599).
    """
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    number = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = np.bincount(number, weights=right - confidence, minlength=bins)
    return float(np.abs(gaps).sum() / len(labels))


def mistakes(probabilities: np.ndarray, labels: np.ndarray) -> list[dict[str, Any]]:
    """Return the images that were misread, the most confident mistake first.

    Each as its ``index`` among the images, its ``label``, and what was ``read`` with which
    ``confidence``.
    """
    read = probabilities.argmax(axis=1)
    confidence = probabilities.max(axis=1)
    wrong = sorted(np.flatnonzero(read != labels), key=lambda index: -confidence[index])
    return [
        {
            "index": int(index),
            "label": int(labels[index]),
            "read": int(read[index]),
            "confidence": round(float(confidence[index]), 4),
        }
        for index in wrong
    ]


def threshold(probabilities: np.ndarray) -> float:
    """Return the confidence that 99.7 % of real digits reach, from the validation images.

    Below it a drawing is not called a digit: the largest probability as a score is the baseline
    of Hendrycks and Gimpel 2017 (https://arxiv.org/abs/1610.02136).
    """
    return round(float(np.quantile(probabilities.max(axis=1), 1 - ACCEPTED)), 4)
