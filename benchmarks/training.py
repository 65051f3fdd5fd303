"""Compare how soon we learn to read with the tutorial's own script and Keras' convnet example.

    python benchmarks/training.py [--rounds 3] [--without convnet click]

They take turns on the same cores, each a fresh process that reads the data from the same file:

- ``tutorial.py``, the script of TensorFlow's beginners' tutorial, all of its five epochs;
- ``convnet.py``, Keras' own MNIST example, all of its fifteen;
- ``fit.py``, ours, once for each of ``GOALS``. Nothing is prepared beforehand. Its time has more in
  it than the script's: the file's checksum and, after each epoch, the 5,000 validation images.

Each is timed twice up to the end of ``model.fit``: from the start of its process, and from the
moment at which it has imported TensorFlow. The product keeps a trainer that has imported it before
anybody clicks, so the second figure is what a click feels until the network is fitted; in ours it
also holds the import of our own modules and the reading of the data, which that trainer has behind
it as well. ``of script`` is the share of the script's time in the same round, counted alike.

The last row is a whole click: from asking for a run of *Quick*, over HTTP as the page does, to the
moment at which the new version answers: training, evaluation, export, its check, publishing, the
gate and the swap included, with a warm trainer.

Accuracies are those on MNIST's test images. They are only reported: choose ``GOALS`` by what
``fit.py`` says of the validation images.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from click_to_service import POLL_S, Trainable
from table import show

from webapp.learning.data import FILE

HERE = Path(__file__).parent
NOTHING = "–"


@dataclass(frozen=True)
class Goal:
    """An accuracy to reach in at most a share of the script's time, and the spec that shall.

    ``words``: the same, to print; ``spec``: as the API takes it, a preset and what differs from it.
    """

    accuracy: float
    share: float
    words: str
    spec: dict[str, Any]


# Each trains on MNIST alone: what is drawn beside it costs time and is no part of its test.
MNIST_ALONE = {"synthetic_digits": 0, "non_digits": 0}
GOALS = (
    Goal(
        0.976,
        1 / 5,
        "97.6 % at least 5 times sooner",
        {"preset": "quick", "epochs": 1, "train_images": 16_000, **MNIST_ALONE},
    ),
    Goal(0.992, 1 / 2, "99.2 % in half its time", {"preset": "quick", **MNIST_ALONE}),
    Goal(
        0.995,
        3.0,
        "99.5 % in three times its time",
        {"preset": "best", "filters": [24, 48, 64], "epochs": 7, **MNIST_ALONE},
    ),
)


class Result(NamedTuple):
    """Seconds from the start and from TensorFlow's import, until fitted; accuracy on the test."""

    from_start: float | None
    from_import: float
    accuracy: float


@dataclass(frozen=True, eq=False)
class Contender:
    """A row of the table: its name and what measures it in a round, given the round's number."""

    name: str
    measure: Callable[[int], Result]
    results: list[Result] = field(default_factory=list)


def main() -> None:
    """Let all learn in turns, print the table and whether each goal was reached."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without", nargs="*", choices=["convnet", "click"], default=[])
    options = parser.parse_args()
    script = Contender("the tutorial's script", lambda _: time_script("tutorial.py", FILE))
    ours = [Contender(f"ours, for {goal.accuracy:.1%}", fitting(goal)) for goal in GOALS]
    convnet = Contender("Keras' convnet example", lambda _: time_script("convnet.py", FILE))
    click = Contender("Quick, click to in service", time_click)
    optional = {"convnet": convnet, "click": click}
    absent = [optional[name] for name in options.without]
    everyone = [one for one in (script, convnet, *ours, click) if one not in absent]
    warm_disk()
    for number in range(options.rounds):
        for contender in everyone:
            contender.results.append(contender.measure(number))
            tell(number, contender)
    print(f"{len(os.sched_getaffinity(0))} cores, median (least to most) of {options.rounds}\n")
    show(
        ["", "start to\nfitted, s", "\nof script", "imported to\nfitted, s", "\nof script"]
        + ["MNIST test\nmedian", "\nleast"],
        [cells(contender, script) for contender in everyone],
    )
    print()
    for goal, contender in zip(GOALS, ours, strict=True):
        for line in verdict(goal, contender, script):
            print(line)
    if click in everyone:
        pairs = zip(script.results, click.results, strict=True)
        ratio = median(one.from_start / other.from_import for one, other in pairs)
        print(f"\nThe script takes, from its start, {ratio:.2f} times as long as a click.")


def tell(number: int, contender: Contender) -> None:
    """Say on standard error what was just measured: the whole takes minutes."""
    print(f"round {number + 1}, {contender.name}: {contender.results[-1]}", file=sys.stderr)


def cells(contender: Contender, script: Contender) -> list[str]:
    """Return a row: both times, each with its share of the script's, and accuracy."""
    from_start, from_import, accuracy = zip(*contender.results, strict=True)
    row = [contender.name]
    for kind, seconds in (("from_start", from_start), ("from_import", from_import)):
        if None in seconds:
            row += [NOTHING, NOTHING]
        else:
            row.append(f"{median(seconds):.1f} ({min(seconds):.1f} to {max(seconds):.1f})")
            row.append(f"{share(contender, script, kind):.2f}")
    return [*row, f"{median(accuracy):.2%}", f"{min(accuracy):.2%}"]


def verdict(goal: Goal, contender: Contender, script: Contender) -> Iterator[str]:
    """Say whether a goal was reached, by either way to count the time, or how close."""
    accuracy = median(result.accuracy for result in contender.results)
    yield f"{goal.words}, with {json.dumps(goal.spec)}"
    yield f"    accuracy: {accuracy:.2%}, {answer(accuracy >= goal.accuracy)}"
    for kind, words in (("from_start", "from the start"), ("from_import", "from TensorFlow on")):
        taken = share(contender, script, kind)
        ratio = f"{taken:.2f} of the script's time, {1 / taken:.2f} times as fast"
        yield f"    {words}: {ratio}, {answer(taken <= goal.share)} (at most {goal.share:.2f})"


def answer(reached: bool) -> str:
    """Return the words for a bound that was kept or not."""
    return "reached" if reached else "NOT reached"


def share(contender: Contender, script: Contender, kind: str) -> float:
    """Return the share of the script's time in the same round that one takes, the median."""
    pairs = zip(contender.results, script.results, strict=True)
    return median(getattr(one, kind) / getattr(other, kind) for one, other in pairs)


def warm_disk() -> None:
    """Import everything once: the first to be timed shall not be the one that fetches it."""
    imports = "import keras, tensorflow, webapp.learning.training"
    subprocess.run([sys.executable, "-c", imports], check=True, stderr=subprocess.DEVNULL)
    FILE.read_bytes()


def fitting(goal: Goal) -> Callable[[int], Result]:
    """Return what fits by a goal's spec; the round's number is the seed."""
    return lambda seed: time_script("fit.py", json.dumps({**goal.spec, "seed": seed}))


def time_script(name: str, *arguments: object) -> Result:
    """Run a script that says ``imported`` and ``fitted``, and its accuracy in its last line."""
    command = [sys.executable, str(HERE / name), *map(str, arguments)]
    said, last = {}, ""
    with tempfile.TemporaryFile("w+") as errors:
        started = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process:
            for line in process.stdout:
                last = line.strip()
                if last in ("imported", "fitted"):
                    said[last] = time.perf_counter()
        if process.returncode != 0:
            errors.seek(0)
            raise SystemExit(f"{name} failed:\n{errors.read()[-2000:]}")
    accuracy = float(last.split("accuracy: ")[1].split()[0])
    return Result(said["fitted"] - started, said["fitted"] - said["imported"], accuracy)


def time_click(seed: int) -> Result:
    """Ask a fresh server for a Quick run; return the seconds until it serves, and its accuracy."""
    with Trainable() as server:
        started = time.perf_counter()
        # The champion that ships reads better than Quick; a person who wants it insists.
        model = server.train({"preset": "quick", "seed": seed})
        server.promote(model)
        while server.champion() != model:
            time.sleep(POLL_S)
        took = time.perf_counter() - started
        return Result(None, took, server.store.manifest(model).metrics["test"]["accuracy"])


if __name__ == "__main__":
    main()
