"""How well a network reads: everything that its manifest says of it, measured at once."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from webapp.learning import calibration, novelty, robustness
from webapp.learning.calibration import DIGITS, calibration_error, digitness, probabilities
from webapp.learning.data import Digits, Mnist
from webapp.learning.specimens import evaluation_drawings, validation_digits
from webapp.models.corrections import Corrections

MISLABELLED = (
    *(947, 1621, 1901, 2130, 2462, 2597, 2654, 3520, 3558, 5937),
    *(6651, 6783, 8527, 9679, 9729),
)
"""Test images whose label most people do not see in them: of five who were asked, two at most.

Counted from ``mturk/mnist_mturk.json`` of https://github.com/cleanlab/label-errors, the 15 label
errors that Northcutt, Athalye and Mueller 2021 report for MNIST ("Pervasive Label Errors in Test
Sets Destabilize Machine Learning Benchmarks", https://arxiv.org/abs/2103.14749).
"""

Logits = Callable[[np.ndarray], np.ndarray]


class Measured(NamedTuple):
    """What was chosen and found; ``metrics`` and ``mistakes`` are JSON values."""

    temperature: float
    threshold: float
    metrics: dict[str, Any]
    mistakes: list[dict[str, Any]]


def prepare() -> None:
    """Make the drawings that ``measure`` needs: seconds that are better spent before a training."""
    evaluation_drawings()
    validation_digits()
    robustness.prepare_pictures()


def measure(logits: Logits, mnist: Mnist, people: Corrections | None = None) -> Measured:
    """Choose temperature and threshold on validation digits, and measure with them.

    ``logits``: a function from ``uint8`` ``(n, 28, 28)`` to ``(n, 10)`` or ``(n, 11)``. MNIST's
    test images and the evaluation's drawings are reported on, and nothing is chosen by them.
    ``people``: digits that people drew here and that no training learns from.
    """
    drawn = validation_digits()
    held_out, styled = logits(mnist.validation.images), logits(drawn.images)
    temperature = calibration.temperature(
        np.concatenate((held_out, styled)),
        np.concatenate((mnist.validation.labels, drawn.labels)),
    )
    threshold = novelty.threshold(digitness(held_out), digitness(styled))
    test = probabilities(logits(mnist.test.images), temperature)
    return Measured(
        temperature,
        threshold,
        {
            "validation": report(probabilities(held_out, temperature), mnist.validation.labels),
            "test": test_figures(test, mnist.test),
            **drawing_figures(
                lambda images: calibration.answers(logits(images), temperature),
                digitness(held_out),
                threshold,
            ),
            **people_figures(logits, people, temperature),
        },
        mistakes(test, mnist.test.labels),
    )


def drawing_figures(
    answers: Callable[[np.ndarray], np.ndarray], real: np.ndarray, threshold: float
) -> dict[str, Any]:
    """Return the figures of synthetic drawings: ``styles``, ``non_digits``, ``robustness``.

    ``answers``: a function from ``uint8`` ``(n, 28, 28)`` to ``(n, 11)``, probabilities and
    digitness. ``real``: digitness ``(n,)`` of MNIST's validation images; together with the
    drawn digits they are what must be told from letters.
    """
    drawings = evaluation_drawings()
    digits, others = answers(drawings.digits.images), answers(drawings.non_digits.images)
    return {
        "styles": by_style(digits[:, :DIGITS], drawings.digits.labels, drawings.digits.names),
        "non_digits": novelty.figures(
            np.concatenate((real, digits[:, DIGITS])),
            others[:, DIGITS],
            drawings.non_digits.names,
            threshold,
        ),
        "robustness": robustness.curves(lambda images: answers(images)[:, :DIGITS].argmax(axis=1)),
    }


def people_figures(
    logits: Logits, people: Corrections | None, temperature: float
) -> dict[str, Any]:
    """Return the figures of held-out drawings of people, ``drawings``; none where there are none.

    The report, and how many ``writers`` there are.
    """
    if people is None or not len(people):
        return {}
    read = probabilities(logits(people.images), temperature)
    writers = len(set(people.writers.tolist()))
    return {"drawings": {**report(read, people.labels), "writers": writers}}


def report(probabilities: np.ndarray, labels: np.ndarray) -> dict[str, Any]:
    """Return figures as JSON values.

    ``probabilities``: ``(n, 10)``; ``labels``: ``(n,)``. ``loss`` is the mean cross-entropy in
    nats, also called the negative log-likelihood (NLL); ``confusion[i][j]`` counts the digits i
    that were read as j.
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


def test_figures(probabilities: np.ndarray, test: Digits) -> dict[str, Any]:
    """Return the report on MNIST's test images, with and without those known to be mislabelled."""
    without = without_mislabelled(probabilities, test.labels)
    return {**report(probabilities, test.labels), "mislabelled": without}


def without_mislabelled(probabilities: np.ndarray, labels: np.ndarray) -> dict[str, Any]:
    """Return the accuracy on MNIST's test images less those whose label is known to be wrong."""
    kept = ~np.isin(np.arange(len(labels)), MISLABELLED)
    right = probabilities.argmax(axis=1) == labels
    return {"indices": list(MISLABELLED), "accuracy": float(right[kept].mean())}


def by_style(probabilities: np.ndarray, labels: np.ndarray, names: np.ndarray) -> dict[str, Any]:
    """Return figures of drawn digits, all together and by the name of their style."""
    right = probabilities.argmax(axis=1) == labels
    return {
        "count": len(labels),
        "accuracy": float(right.mean()),
        "ece": calibration_error(probabilities, labels),
        "by_style": {
            str(name): {
                "count": int((names == name).sum()),
                "accuracy": float(right[names == name].mean()),
            }
            for name in sorted(set(names))
        },
    }


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
