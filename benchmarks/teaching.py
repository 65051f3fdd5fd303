"""Measure what teaching does: errors on people's other drawings, before and after.

    python benchmarks/teaching.py digits.jsonl.gz [--from ID …] [--teach 20 50 100 300] [--odd]

A line of the file is as ``drawn_digits.py`` has it. So many drawings, as many of each writer as
they go round, are taught as corrections by *Improve*, to the tutorial's version and to the one that
ships; then the same writers' other drawings are read. ``--wrong SHARE`` gives some of those that
are taught a wrong label. Choose anything by every second writer; the others are for the end.
"""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import numpy as np
from drawn_digits import load
from table import show

from webapp.drawing import to_unit
from webapp.learning import drawn
from webapp.learning.drawn import Drawn
from webapp.learning.training import train
from webapp.models import (
    Classifier,
    Corrections,
    Manifest,
    ModelStore,
    StoreError,
    asked_for,
    gate,
)

SHIPPED = Path(__file__).parent.parent / "model_store"
COLUMNS = (
    *("taught", "before", "after", "MNIST test\nbefore", "after", "validation\nbefore", "after"),
    *("styles\nbefore", "after", "labels\nnot believed", "seconds", "into\nservice"),
)


def main() -> None:
    """Teach every number of drawings to every version and print the table."""
    options = parse()
    rows = [row for row in load(options.path, options.writers) if row.label is not None]
    images = drawn.images(rows)
    writers = len({row.writer for row in rows})
    print(
        f"Errors on the other drawings of {writers} people ({options.writers} writers, "
        f"{len(rows):,} drawings), of which so many were taught; {options.wrong:.0%} of the labels "
        f"wrong; seed {options.seed}\n"
    )
    table = []
    for model_id in options.start:
        for count in options.teach:
            table.append([f"{model_id}, {count}", *teach(model_id, count, rows, images, options)])
    show(list(COLUMNS), table)


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("path", help="file of drawn digits: JSON lines, gzipped or not")
    parser.add_argument("--from", dest="start", nargs="+", default=["tutorial-1", "best-1"])
    parser.add_argument("--teach", nargs="+", type=int, default=[20, 50, 100, 300])
    parser.add_argument("--wrong", type=float, default=0.0, help="share of wrong labels")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--odd", dest="writers", action="store_const", const="odd", default="even")
    return parser.parse_args()


def teach(
    model_id: str, count: int, rows: Sequence[Drawn], images: np.ndarray, options
) -> list[str]:
    """Teach some of the drawings to a version; return its row of figures."""
    rng = np.random.default_rng(options.seed)
    taught = choose(rows, count, rng)
    others = np.setdiff1d(np.arange(len(rows)), taught)
    labels = np.array([row.label for row in rows], np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        store = ModelStore(copytree(SHIPPED, Path(folder, "store")))
        store.set_champion(model_id)
        spec = replace(asked_for({"preset": "improve"}, store), seed=options.seed)
        lesson = corrections(rows, images, taught, spoil(labels[taught], options.wrong, rng))
        before, after = store.manifest(model_id), train(spec, store, verbose=0, corrected=lesson)
        errors = [
            wrong(Classifier.load(store, each.id), images[others], labels[others])
            for each in (before, after)
        ]
        try:
            gate.promote(store, after.id)
            promoted = "yes"
        except StoreError as error:
            promoted = f"no: {error}"
    return [*map(str, errors), *figures(before, after), promoted]


def figures(before: Manifest, after: Manifest) -> list[str]:
    """Return the cells that stand in the manifests."""
    shares = [
        f"{each.metrics[name]['accuracy']:.2%}"
        for name in ("test", "validation", "styles")
        for each in (before, after)
    ]
    left_out = after.metrics["corrections"]["left_out"]
    return [*shares, str(left_out), f"{after.metrics['duration_s']:.0f}"]


def choose(rows: Sequence[Drawn], count: int, rng: np.random.Generator) -> np.ndarray:
    """Return the numbers of so many drawings: one of each writer, then another of each, …"""
    writers = np.array([row.writer for row in rows])
    piles = [rng.permutation(np.flatnonzero(writers == writer)) for writer in np.unique(writers)]
    rounds = [pile[number] for number in range(count) for pile in piles if number < len(pile)]
    return np.array(rounds[:count])


def spoil(labels: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Return labels of which a share is another digit's."""
    spoilt = labels.copy()
    which = rng.permutation(len(labels))[: round(share * len(labels))]
    spoilt[which] = (spoilt[which] + rng.integers(1, 10, len(which))) % 10
    return spoilt


def corrections(
    rows: Sequence[Drawn], images: np.ndarray, numbers: np.ndarray, labels: np.ndarray
) -> Corrections:
    """Return drawings as a training takes them."""
    return Corrections(
        images[numbers],
        labels,
        np.array([rows[number].writer for number in numbers]),
        np.zeros(len(numbers), bool),
        [rows[number].strokes for number in numbers],
    )


def wrong(classifier: Classifier, images: np.ndarray, labels: np.ndarray) -> int:
    """Return how many images a version misreads."""
    pixels = to_unit(images)
    return sum(
        classifier.read(image).digit != label for image, label in zip(pixels, labels, strict=True)
    )


if __name__ == "__main__":
    main()
