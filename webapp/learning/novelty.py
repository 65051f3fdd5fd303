"""How well digits are told from what is no digit: figures from digitness scores."""

from typing import Any

import numpy as np

ACCEPTED = 0.99
"""Share of the real digits that a version must not doubt. A doubt takes nothing away, the digit
is shown all the same, but one in twenty would be a false alarm on every page; one in a hundred is
about as rare as a misread digit. The more is accepted, the more letters pass for digits."""

TRUE_POSITIVES = 0.95
"""Share of digits taken for digits at which ``fpr95`` counts the rest, as the field does."""


def threshold(*scores: np.ndarray, accepted: float = ACCEPTED) -> float:
    """Return the digitness that a share of the digits of every set reaches, to four decimals.

    ``scores``: one array ``(n,)`` a set, such as MNIST's validation images and drawings: none
    of them is doubted more than the constant allows, however many the others are.
    """
    lowest = min(float(np.quantile(each, 1 - accepted, method="lower")) for each in scores)
    # Strictly below it: an export may say a hair less than the network did.
    return float(max(np.ceil(lowest * 1e4) - 1, 0) / 1e4)


def auroc(digits: np.ndarray, others: np.ndarray) -> float:
    """Return how likely a digit scores higher than something else; a tie counts half.

    The area under the ROC curve, as the rank statistic of Mann and Whitney 1947.
    """
    ordered = np.sort(others)
    below = np.searchsorted(ordered, digits, "left") + np.searchsorted(ordered, digits, "right")
    return float(below.mean() / 2 / len(others))


def fpr95(digits: np.ndarray, others: np.ndarray) -> float:
    """Return the share of the others that pass where 95 % of the digits do."""
    level = np.quantile(digits, 1 - TRUE_POSITIVES, method="lower")
    return float((others >= level).mean())


def figures(
    digits: np.ndarray, others: np.ndarray, families: np.ndarray, threshold: float
) -> dict[str, Any]:
    """Return figures as JSON values: ``digits`` and ``others`` are scores ``(n,)``.

    ``families``: of each of the others. ``called_digits``: the share of them that reach the
    threshold; ``doubted_digits``: the share of the digits that do not.
    """
    called = others >= threshold
    return {
        "count": len(others),
        "auroc": auroc(digits, others),
        "fpr95": fpr95(digits, others),
        "called_digits": float(called.mean()),
        "doubted_digits": float((digits < threshold).mean()),
        "by_family": {
            str(family): {
                "count": int((families == family).sum()),
                "called_digits": float(called[families == family].mean()),
            }
            for family in sorted(set(families))
        },
    }
