"""Measure how well rows of drawn digits are read, on the whole way from data URL to reading.

    python benchmarks/rows.py digits.jsonl.gz [--model ID] [--writers even] [--limit 40]

Each row is made of 2 to 6 digits of one writer, on one line, with one pen; their sizes, their
places on the line and what is between them vary: `wide`, `narrow`, `overlapping` (the boxes do, the
inks do not), `touching` (the next digit is slid to the left until the inks meet, or a little
farther). It is posted to /api/read. Beside it stands what demos do: split at empty columns, each
piece resized to 28 × 28; and the same with each piece prepared as MNIST was made.
"""

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from drawn_digits import load, local, share
from PIL import Image
from row_drawings import GAPS, LENGTHS, DrawnRow, rows
from table import show

from webapp import create_app
from webapp.drawing import encode_data_url, prepare
from webapp.learning.drawn import StrokesError
from webapp.models import Classifier, ModelService, ModelStore, StoreError

OURS, RESIZED, PREPARED = "/api/read", "empty columns,\nresized", "empty columns,\nas MNIST"

INK = 128
"""Grey level below which demos take a pixel for ink."""


@dataclass(frozen=True)
class Outcome:
    """What was read of a row, and how long that took.

    ``guessed``: what was read, with the most probable digit for each `?`.
    """

    gap: str
    text: str
    read: str
    guessed: str
    ms: float


def main() -> None:
    """Read the rows in several processes and print the table."""
    options = parse()
    try:
        drawings = load(options.path, options.writers)
    except StrokesError as error:
        sys.exit(str(error))
    drawn = list(rows(drawings, options.limit, options.seed))
    parts = [drawn[first :: options.processes] for first in range(options.processes)]
    with ProcessPoolExecutor(options.processes, multiprocessing.get_context("spawn")) as pool:
        try:
            results = list(pool.map(read_all, parts, repeat(options)))
        except StoreError as error:
            sys.exit(str(error))
    outcomes = {way: [each for part in results for each in part[way]] for way in results[0]}
    writers = len({drawing.writer for drawing in drawings})
    print(
        f"{len(drawn):,} rows of digits drawn by {writers} people ({options.writers} writers), "
        f"seed {options.seed}, {options.model or 'champion'}\n"
    )
    report(outcomes)


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("path", help="file of drawn digits: JSON lines, gzipped or not")
    parser.add_argument("--model", help="id of a version; the champion by default")
    parser.add_argument("--writers", choices=("even", "odd", "all"), default="all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=int, default=40, help="rows of each gap and length")
    parser.add_argument("--processes", type=int, default=min(os.cpu_count() or 1, 8))
    return parser.parse_args()


def read_all(drawn: list[DrawnRow], options: argparse.Namespace) -> dict[str, list[Outcome]]:
    """Read rows in every way; runs in a process of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        ways = make_ways(options.model, folder)
        outcomes: dict[str, list[Outcome]] = {way: [] for way in ways}
        for row in drawn:
            pixels = row.pixels()
            url = encode_data_url(np.dstack((pixels,) * 3 + (np.full_like(pixels, 255),)))
            for way, read in ways.items():
                started = time.perf_counter()
                said = read(url if way == OURS else pixels)
                elapsed_ms = (time.perf_counter() - started) * 1000
                outcomes[way].append(Outcome(row.gap, row.text, *said, elapsed_ms))
        return outcomes


def make_ways(model: str | None, folder: str) -> dict[str, Callable[..., tuple[str, str]]]:
    """Return functions of a row that return what it says, as read and as guessed, by the way."""
    app = create_app({"RATE_LIMIT": "off", "DATA": folder})
    classifier = ModelService(ModelStore(app.config["MODEL_STORE"])).get(model)
    return {
        OURS: posted(local(app, "/api/read"), model),
        RESIZED: split(classifier, resize),
        PREPARED: split(classifier, prepare),
    }


def posted(
    post: Callable[[str], tuple[int, dict]], model: str | None
) -> Callable[[str], tuple[str, str]]:
    """Read over the API."""

    def read(url: str) -> tuple[str, str]:
        status, answer = post(json.dumps({"image": url, "model": model}))
        if status == 422:
            return "", ""
        if status != 200:
            sys.exit(f"/api/read answers {status}: {answer.get('detail')}")
        return answer["text"], "".join(str(digit["digit"]) for digit in answer["digits"])

    return read


def split(
    classifier: Classifier, to_input: Callable[[np.ndarray], np.ndarray]
) -> Callable[[np.ndarray], tuple[str, str]]:
    """Read as demos do: each run of columns with ink is a digit."""

    def read(pixels: np.ndarray) -> tuple[str, str]:
        inked = np.concatenate(([False], (pixels < INK).any(axis=0), [False]))
        edges = np.flatnonzero(np.diff(inked)).reshape(-1, 2)
        images = (to_input(pixels[:, left:right]) for left, right in edges)
        text = "".join(str(classifier.read(image).digit) for image in images)
        return text, text

    return read


def resize(piece: np.ndarray) -> np.ndarray:
    """Return a piece cropped to its ink and resized to 28 × 28, ink bright."""
    inked = np.flatnonzero((piece < INK).any(axis=1))
    small = Image.fromarray(piece[inked[0] : inked[-1] + 1]).resize((28, 28))
    return 1 - np.asarray(small, np.float32) / np.float32(255)


def report(outcomes: dict[str, list[Outcome]]) -> None:
    """Print a table for each way: its rows by gap, by length, and of all that keep apart."""
    names = {way: way.replace("\n", " ") for way in outcomes}
    heading = [
        "",
        "rows",
        "rows right",
        "with ? guessed",
        "digits right",
        "count right",
        "median ms",
    ]
    for way, every in outcomes.items():
        print(f"{names[way]}")
        groups = {gap: [each for each in every if each.gap == gap] for gap in GAPS}
        clear = [each for each in every if each.gap in ("wide", "narrow")]
        lengths = {f"{n} digits": [each for each in every if len(each.text) == n] for n in LENGTHS}
        lines = {**groups, "wide and narrow": clear, **lengths, "all": every}
        show(heading, [[name, *line(of)] for name, of in lines.items()])
        print()


def line(outcomes: list[Outcome]) -> list[str]:
    """Return the figures of some rows, formatted."""
    digits = sum(len(each.text) for each in outcomes)
    return [
        str(len(outcomes)),
        percent(each.read == each.text for each in outcomes),
        percent(each.guessed == each.text for each in outcomes),
        f"{sum(in_order(each.text, each.read) for each in outcomes) / max(1, digits):.2%}",
        percent(len(each.read) == len(each.text) for each in outcomes),
        f"{np.median([each.ms for each in outcomes]):.1f}" if outcomes else "–",
    ]


def percent(flags: Iterable[bool]) -> str:
    """Format the share of true flags."""
    return share(np.fromiter(flags, bool))


def in_order(text: str, read: str) -> int:
    """Return how many digits were read in their order: the longest common subsequence's length."""
    before = [0] * (len(read) + 1)
    for wanted in text:
        row = [0]
        for n, found in enumerate(read):
            row.append(before[n] + 1 if wanted == found else max(before[n + 1], row[-1]))
        before = row
    return before[-1]


if __name__ == "__main__":
    main()
