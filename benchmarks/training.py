"""Compare the way from a click to a better network with the tutorial's own script.

    python benchmarks/training.py [--rounds 3]

The script is timed from its start to the end of ``model.fit``; ours from asking for a run of the
*Quick* preset, over HTTP as the page does, to the moment at which the new version answers:
training, evaluation, export, its check, publishing, the gate and the swap included. Ours has a
warm trainer, as the page has: TensorFlow's import is over when the click comes. They take turns.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from click_to_service import POLL_S, Trainable
from table import show

from webapp.learning.data import FILE

SCRIPT = Path(__file__).with_name("tutorial.py")


def main() -> None:
    """Let both train in turns, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    script, click = [], []
    for number in range(options.rounds):
        script.append(time_script())
        click.append(time_click(seed=number))
    rows = [
        ["the tutorial's script, start to fitted", *figures(script)],
        ["Hitofude Quick, click to in service", *figures(click)],
    ]
    show(["", "seconds\nmedian", "least", "most", "MNIST test\nmedian", "least"], rows)
    ratio = median(a[0] / b[0] for a, b in zip(script, click, strict=True))
    print(f"\nThe script takes {ratio:.2f} times as long (median of {options.rounds} pairs).")


def figures(results: list[tuple[float, float]]) -> list[str]:
    """Return the cells of a row: seconds, then accuracy."""
    seconds, accuracy = zip(*results, strict=True)
    times = [f"{figure(seconds):.1f}" for figure in (median, min, max)]
    return [*times, f"{median(accuracy):.2%}", f"{min(accuracy):.2%}"]


def time_script() -> tuple[float, float]:
    """Run the tutorial's script; return the seconds until it has fitted, and its accuracy."""
    command = [sys.executable, str(SCRIPT), str(FILE)]
    started = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        for line in process.stdout:
            if "fitted" in line:
                fitted = time.perf_counter() - started
            last = line
    return fitted, float(last.split("accuracy: ")[1].split()[0])


def time_click(seed: int) -> tuple[float, float]:
    """Ask a fresh server for a Quick run; return the seconds until it serves, and its accuracy."""
    with Trainable() as server:
        started = time.perf_counter()
        # The champion that ships reads better than Quick; a person who wants it insists.
        model = server.train({"preset": "quick", "seed": seed})
        server.promote(model)
        while server.champion() != model:
            time.sleep(POLL_S)
        took = time.perf_counter() - started
        return took, server.store.manifest(model).metrics["test"]["accuracy"]


if __name__ == "__main__":
    main()
