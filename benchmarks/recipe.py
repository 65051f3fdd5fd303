"""Compare recipes: what each part of a training brings, and what it costs, over several seeds.

    python benchmarks/recipe.py digits.jsonl.gz [--seeds 5] [--only NAME …] [--epochs N] [--odd]

Every recipe is *Best* with one thing changed. Choose by the figures of validation and of every
second writer of the file; those of the other writers are shown with ``--odd`` alone, once, at the
end. Each network takes minutes on two cores; what is measured goes to ``--log`` at once, a JSON
line a network, and is not measured again.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean, stdev

import numpy as np
from drawn_digits import load
from table import show

from webapp.drawing import to_unit
from webapp.learning import drawn
from webapp.learning.drawn import Drawn
from webapp.learning.training import train
from webapp.models import PRESETS, Classifier, Manifest, ModelStore, TrainingSpec

BEST = PRESETS["best"].spec

RECIPES: dict[str, dict] = {
    "Best": {},
    "no synthetic digits": {"synthetic_digits": 0},
    "half as many synthetic digits": {"synthetic_digits": BEST.synthetic_digits // 2},
    "no non-digits": {"non_digits": 0},
    "MNIST as it is": {"augmentation": "none"},
    "smaller: 24, 48, 64": {"filters": (24, 48, 64)},
    "batches of 64": {"batch_size": 64},
    "no dropout": {"dropout": 0.0},
    "constant rate of 0.001": {"schedule": "constant", "learning_rate": 0.001},
}

COLUMNS = {
    "seconds": "seconds\na training",
    "validation": "MNIST\nvalidation",
    "test": "MNIST\ntest",
    "styles": "styles",
    "drawn": "drawn\ndigits",
    "ece": "drawn\nECE",
    "auroc": "letters, signs\nAUROC",
    "fpr95": "FPR at\n95 % TPR",
}


def main() -> None:
    """Train what the log lacks, then print the table."""
    options = parse()
    drawings = load(options.path, options.writers)
    images = drawn.images(drawings)
    log = Path(options.log)
    known = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    mine = []
    for seed in range(options.seeds):
        for name in options.only:
            spec = replace(BEST, seed=seed, epochs=options.epochs, **RECIPES[name])
            key = {"name": name, "writers": options.writers, "spec": spec.to_json()}
            if not any(key.items() <= found.items() for found in known):
                known.append({**key, **measure(spec, drawings, images)})
                with log.open("a", encoding="utf-8") as lines:
                    lines.write(json.dumps(known[-1]) + "\n")
            mine.append(next(found for found in known if key.items() <= found.items()))
    report(mine, options.only)


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("path", help="file of drawn digits: JSON lines, gzipped or not")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=BEST.epochs)
    parser.add_argument("--only", nargs="+", choices=RECIPES, default=list(RECIPES))
    parser.add_argument("--odd", dest="writers", action="store_const", const="odd", default="even")
    parser.add_argument("--log", default="recipe.jsonl", help="where figures are kept")
    return parser.parse_args()


def measure(spec: TrainingSpec, drawings: Sequence[Drawn], images: np.ndarray) -> dict[str, float]:
    """Train by a spec and return its figures."""
    with tempfile.TemporaryDirectory() as folder:
        store = ModelStore(Path(folder))
        manifest = train(spec, store, verbose=0)
        return figures(manifest, Classifier.load(store, manifest.id), drawings, images)


def figures(
    manifest: Manifest, classifier: Classifier, drawings: Sequence[Drawn], images: np.ndarray
) -> dict[str, float]:
    """Return the figures of a version by the columns' names."""
    metrics = manifest.metrics
    read = drawn.figures(answers(classifier, images), drawings, manifest.threshold)
    return {
        "seconds": metrics["duration_s"],
        "validation": metrics["validation"]["accuracy"],
        "test": metrics["test"]["accuracy"],
        "styles": metrics["styles"]["accuracy"],
        "drawn": read["digits"]["accuracy"],
        "ece": read["digits"]["ece"],
        "auroc": metrics["non_digits"]["auroc"],
        "fpr95": metrics["non_digits"]["fpr95"],
    }


def answers(classifier: Classifier, images: np.ndarray) -> np.ndarray:
    """Return probabilities and digitness of images, ``(n, 11)``."""
    readings = [classifier.read(image) for image in to_unit(images)]
    return np.array([[*each.probabilities, each.digitness] for each in readings])


def report(found: Sequence[dict], names: Sequence[str]) -> None:
    """Print a row for each recipe: mean ± deviation over the seeds."""
    rows = []
    for name in names:
        mine = [each for each in found if each["name"] == name]
        if mine:
            rows.append([f"{name} ({len(mine)})", *(cell(mine, column) for column in COLUMNS)])
    show(["recipe (seeds)", *COLUMNS.values()], rows)


def cell(found: Sequence[dict], column: str) -> str:
    """Return mean ± deviation of a column."""
    values = [each[column] for each in found]
    spread = stdev(values) if values[1:] else float("nan")
    if column == "seconds":
        return f"{mean(values):.0f}"
    if column == "auroc":
        return f"{mean(values):.4f} ± {spread:.4f}"
    return f"{mean(values):.2%} ± {100 * spread:.2f}"


if __name__ == "__main__":
    main()
