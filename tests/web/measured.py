"""A manifest with every figure that a version can have, for the tests of its card."""

import json
from pathlib import Path

from webapp.models import ModelStore

FAMILIES = {
    "letters": 0.11,
    "scribbles": 0.034,
    "signs": 0.05,
    "shapes": 0.02,
    "other scripts": 0.08,
    "parts of digits": 0.15,
    "two at once": 0.21,
    "dots and lines": 0.01,
    "speckle": 0.0,
}
STYLES = {
    "0 slashed": 0.62,
    "0 closed": 0.998,
    "1 long flag": 0.71,
    "1 bare": 1.0,
    "4 open": 0.953,
    "4 lightning": 0.43,
    "7 crossed": 0.991,
    "7 of tomorrow": 0.9,
    "9 curled tail": 0.88,
}
ROBUSTNESS = {
    "shift": ("px of 280", [0, 15, 30, 45], [0.995, 0.995, 0.99, 0.985]),
    "size": ("px of 280", [20, 40, 80, 160, 240], [0.52, 0.91, 0.985, 0.995, 0.99]),
    "rotation": (
        "degrees",
        [-45, -30, -15, 0, 15, 30, 45],
        [0.55, 0.84, 0.98, 0.995, 0.985, 0.82, 0.57],
    ),
    "pen": ("px of 280", [2, 4, 8, 16, 26, 40], [0.7, 0.93, 0.99, 0.995, 0.985, 0.81]),
    "noise": (
        "standard deviation, share of contrast",
        [0, 0.02, 0.05, 0.1, 0.2],
        [0.995, 0.995, 0.98, 0.9, 0.4],
    ),
}
INDICES = [947, 1621, 1901, 2130, 2462, 2597, 2654, 3520, 3558, 5937, 6651, 6783, 8527, 9679, 9729]


def metrics(by_style: dict[str, float] = STYLES) -> dict:
    """Return the figures beyond those of MNIST's images."""
    accuracy = sum(by_style.values()) / len(by_style)
    return {
        "styles": {
            "count": 50 * len(by_style),
            "accuracy": accuracy,
            "ece": 0.0123,
            "by_style": {name: {"count": 50, "accuracy": a} for name, a in by_style.items()},
        },
        "non_digits": {
            "count": 4500,
            "auroc": 0.9877,
            "fpr95": 0.0421,
            "called_digits": 0.062,
            "doubted_digits": 0.0099,
            "by_family": {
                name: {"count": 500, "called_digits": share} for name, share in FAMILIES.items()
            },
        },
        "robustness": {
            name: {"unit": unit, "values": values, "accuracy": accuracy}
            for name, (unit, values, accuracy) in ROBUSTNESS.items()
        },
    }


def measure(store: ModelStore, model_id: str, by_style: dict[str, float] = STYLES) -> None:
    """Write into a version's manifest what a full measurement would have."""
    path = Path(store.root, model_id, "manifest.json")
    values = json.loads(path.read_text())
    values["temperature"] = 1.37
    values["spec"] |= {"synthetic_digits": 30_000, "non_digits": 20_000}
    if values["spec"]["network"] == "tutorial":
        values["spec"]["network"] = "conv"
    test = {**values["metrics"]["test"], "mislabelled": {"indices": INDICES, "accuracy": 0.9953}}
    values["metrics"] |= {"test": test, **metrics(by_style)}
    path.write_text(json.dumps(values))


def forget(store: ModelStore, model_id: str) -> None:
    """Leave in a version's manifest what the first versions had."""
    path = Path(store.root, model_id, "manifest.json")
    values = json.loads(path.read_text())
    values.pop("temperature", None)
    for name in ("synthetic_digits", "non_digits"):
        values["spec"].pop(name, None)
    for name in ("styles", "non_digits", "robustness"):
        values["metrics"].pop(name, None)
    values["metrics"]["test"].pop("mislabelled", None)
    path.write_text(json.dumps(values))
