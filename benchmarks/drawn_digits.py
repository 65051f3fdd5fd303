"""Measure how well drawings of people are read, on the whole way from data URL to reading.

    python benchmarks/drawn_digits.py digits.jsonl.gz [--model ID …] [--writers even] [--url URL]

A line of the file is {"label": 3, "strokes": [[[x, y], …], …], "writer": "…"}, y downwards; a
label that is no digit, or null, is for what must be told from digits. Each drawing is drawn as on
the page, at a size, a place and with a pen that chance chooses once for all (`--seed`), and posted
to /api/predict. Beside it stands what the same network reads when the drawing is only resized to
28 × 28, as demos do.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from urllib.parse import urlsplit

import numpy as np
from drawings import data_url
from PIL import Image
from table import show

from webapp import create_app, drawing
from webapp.learning import drawn, novelty
from webapp.learning.calibration import calibration_error
from webapp.learning.drawn import Drawn, StrokesError
from webapp.models import ModelService, ModelStore, StoreError

PREPARED, RESIZED = "as MNIST", "resized"
SHOWN_CONFUSIONS = 6


@dataclass(frozen=True)
class Reading:
    """What was read in a drawing; ``digit`` is None where the server refused it.

    ``probabilities``: ten; ``digitness``: None where a server elsewhere does not tell.
    """

    digit: int | None
    is_digit: bool = False
    probabilities: Sequence[float] = (0.1,) * 10
    digitness: float | None = None


def main() -> None:
    """Read the digits in several processes and print the table."""
    options = parse()
    try:
        rows = load(options.path, options.writers)[: options.limit]
    except StrokesError as error:
        sys.exit(str(error))
    if not any(row.label is not None for row in rows):
        sys.exit(f"{options.path} has no digits to read.")
    started = time.perf_counter()
    parts = [rows[first :: options.processes] for first in range(options.processes)]
    with ProcessPoolExecutor(options.processes, multiprocessing.get_context("spawn")) as pool:
        try:
            results = list(pool.map(read_all, parts, repeat(options)))
        except StoreError as error:
            sys.exit(str(error))
    ordered = [row for part in parts for row in part]
    columns: dict[tuple[str, str], list[Reading]] = {}
    for result in results:
        for way, readings in result.items():
            columns.setdefault(way, []).extend(readings)
    report(ordered, columns, options, time.perf_counter() - started)


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("path", help="file of drawn digits: JSON lines, gzipped or not")
    parser.add_argument("--model", action="append", help="id of a version; may be repeated")
    parser.add_argument("--url", help="post to this server instead of one in this process")
    parser.add_argument("--writers", choices=("even", "odd", "all"), default="all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=int, help="read the first so many digits only")
    parser.add_argument("--processes", type=int, default=min(os.cpu_count() or 1, 8))
    options = parser.parse_args()
    options.model = options.model or ["champion"]
    return options


def load(path: str, half: str) -> list[Drawn]:
    """Return the drawings of all writers or of every second one."""
    rows = drawn.load(path)
    writers = sorted({row.writer for row in rows}, key=natural)
    parity = {writer: ("even", "odd")[n % 2] for n, writer in enumerate(writers, start=1)}
    return [row for row in rows if half in ("all", parity[row.writer])]


def natural(name: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts 'writer/2' before 'writer/10'."""
    parts = re.findall(r"\d+|\D+", name)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


def read_all(rows: list[Drawn], options) -> dict[tuple[str, str], list[Reading]]:
    """Read digits in every way; runs in a process of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        ways = make_ways(options, folder)
        readings: dict[tuple[str, str], list[Reading]] = {way: [] for way in ways}
        for row in rows:
            url = data_url(*drawn.vary(row.strokes, drawn.chance(row, options.seed)))
            for way, read in ways.items():
                readings[way].append(read(url))
    return readings


def make_ways(options, folder: str) -> dict:
    """Return how each version reads, by its id and the preparation: functions of a data URL."""
    if options.url:
        post = remote(options.url)
        return {(model, PREPARED): posted(post, model) for model in options.model}
    app = create_app({"RATE_LIMIT": "off", "DATA": folder})
    service = ModelService(ModelStore(app.config["MODEL_STORE"]))
    ways = {}
    for model in options.model:
        classifier = service.get(None if model == "champion" else model)
        name = classifier.manifest.id
        ways[name, PREPARED] = posted(local(app), model, classifier)
        ways[name, RESIZED] = resized(classifier)
    return ways


def posted(post, model: str, classifier=None):
    """Read over the API; digitness, which it does not tell, comes from the version itself."""
    extra = {} if model == "champion" else {"model": model}

    def read(url: str) -> Reading:
        status, answer = post(json.dumps({"image": url, **extra}))
        if status == 422:
            return Reading(None, digitness=0.0)
        if status != 200:
            sys.exit(f"/api/predict answers {status}: {answer.get('detail')}")
        digitness = None
        if classifier:
            digitness = classifier.read(drawing.prepare(drawing.decode_data_url(url))).digitness
        return Reading(answer["digit"], answer["is_digit"], answer["probabilities"], digitness)

    return read


def resized(classifier):
    """Read as demos do: the whole canvas, grey, inverted, shrunk to 28 × 28."""

    def read(url: str) -> Reading:
        canvas = Image.fromarray(drawing.decode_data_url(url)).convert("L")
        small = np.asarray(canvas.resize((28, 28)), np.float32)
        reading = classifier.read(1 - small / np.float32(255))
        return Reading(
            reading.digit, reading.is_digit, reading.probabilities.tolist(), reading.digitness
        )

    return read


def local(app, path: str = "/api/predict"):
    """Return a function that posts a body to an application in this process."""
    client = app.test_client()

    def post(body: str) -> tuple[int, dict]:
        answer = client.post(path, data=body, content_type="application/json")
        return answer.status_code, answer.get_json()

    return post


def remote(url: str):
    """Return a function that posts a body to a running server, over one connection."""
    parts = urlsplit(url)
    kind = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}[parts.scheme]
    connection = kind(parts.hostname, parts.port, timeout=30)
    path = parts.path.rstrip("/") + "/api/predict"

    def post(body: str) -> tuple[int, dict]:
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    return post


def report(rows: list[Drawn], columns: dict, options, seconds: float) -> None:
    """Print a column for each version and preparation."""
    writers = len({row.writer for row in rows})
    digits = sum(row.label is not None for row in rows)
    others = f" and {len(rows) - digits:,} drawings that are none," if digits < len(rows) else ""
    print(
        f"{digits:,} digits{others} drawn by {writers} people ({options.writers} writers), "
        f"seed {options.seed}, {seconds:.0f} s\n"
    )
    cells = []
    for readings in columns.values():
        pairs = list(zip(rows, readings, strict=True))
        real = [(row, reading) for row, reading in pairs if row.label is not None]
        strange = [reading for row, reading in pairs if row.label is None]
        cells.append({**column(*zip(*real, strict=True)), **told_apart(real, strange)})
    heading = ["read correctly", *(f"{model}\n{way}" for model, way in columns)]
    show(heading, [[name, *(cell[name] for cell in cells)] for name in cells[0]])


def told_apart(real: list[tuple[Drawn, Reading]], strange: list[Reading]) -> dict[str, str]:
    """Return how well digits are told from what is none; nothing where the file has digits only."""
    if not strange:
        return {}
    called = {"others called digits": share(np.array([reading.is_digit for reading in strange]))}
    scores = [reading.digitness for _, reading in real], [each.digitness for each in strange]
    if None in (*scores[0], *scores[1]):
        return {**called, "AUROC": "–", "FPR at 95 % TPR": "–"}
    digits, others = np.array(scores[0]), np.array(scores[1])
    return {
        **called,
        "AUROC": f"{novelty.auroc(digits, others):.4f}",
        "FPR at 95 % TPR": f"{novelty.fpr95(digits, others):.2%}",
    }


def column(rows: Sequence[Drawn], readings: Sequence[Reading]) -> dict[str, str]:
    """Return the figures of one way of reading digits, formatted, by their name."""
    labels = np.array([row.label for row in rows])
    writers = np.array([row.writer for row in rows])
    digits = np.array([-1 if reading.digit is None else reading.digit for reading in readings])
    taken = np.array([reading.is_digit for reading in readings])
    probabilities = np.array([reading.probabilities for reading in readings])
    right = digits == labels
    by_writer = {writer: right[writers == writer].mean() for writer in np.unique(writers)}
    hardest = sorted(by_writer, key=by_writer.get)
    pairs = Counter(
        f"{label} as {digit}" for label, digit in zip(labels, digits, strict=True) if label != digit
    )
    confusions = [f"{pair}: {count}" for pair, count in pairs.most_common(SHOWN_CONFUSIONS)]
    confusions += ["–"] * (SHOWN_CONFUSIONS - len(confusions))
    return {
        "all": share(right),
        **{f"  digit {digit}": share(right[labels == digit]) for digit in range(10)},
        "calibration error (ECE)": f"{calibration_error(probabilities, labels):.2%}",
        "hardest writer": share(right[writers == hardest[0]]),
        "  name": hardest[0].rpartition("/")[2],
        "second hardest": share(right[writers == hardest[1]]) if hardest[1:] else "–",
        "median writer": f"{np.median(list(by_writer.values())):.2%}",
        "called a digit": share(taken),
        "  of those read right": share(taken[right]),
        "  of those misread": share(taken[~right]),
        "refused drawings": str(int((digits < 0).sum())),
        **{f"misread, no. {n}": pair for n, pair in enumerate(confusions, start=1)},
    }


def share(flags: np.ndarray) -> str:
    """Format the share of true flags."""
    return f"{flags.mean():.2%}" if flags.size else "–"


if __name__ == "__main__":
    main()
