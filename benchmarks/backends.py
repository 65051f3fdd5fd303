"""Train the same network with each of Keras' back ends that is installed.

    python benchmarks/backends.py [--preset quick] [--epochs 1] [--images 10000] [--rounds 3]
    python benchmarks/backends.py --precisions single mixed

The second tells what `HITOFUDE_PRECISION=mixed` brings on a machine: on a GPU, that is.

Each training is a process of its own, as Keras has one back end a process. They take turns, and
the table has the medians. ``fit`` is what differs: the evaluation and the conversion to LiteRT,
which is TensorFlow's whatever trained, are the same for all and are not in it.
"""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
from statistics import median

from table import show

BACKENDS = ("tensorflow", "torch", "jax")
FIT = """
import json, sys, time
import numpy as np
import keras
from webapp.drawing import to_unit
from webapp.learning import device
from webapp.learning.data import load_mnist
from webapp.learning.networks import build
from webapp.learning.training import fit
from webapp.models import TrainingSpec
device.prepare()
spec, mnist = TrainingSpec.from_json(json.loads(sys.argv[1])), load_mnist()
keras.utils.set_random_seed(spec.seed)
with device.computing_in(sys.argv[2]):
    model = build(spec)
started = time.perf_counter()
fit(model, spec, mnist, verbose=0)
took = time.perf_counter() - started
logits = model.predict(to_unit(mnist.test.images), batch_size=1000, verbose=0)
right = np.mean(logits[:, :10].argmax(axis=1) == mnist.test.labels)
print(json.dumps({"seconds": took, "accuracy": float(right), "version": VERSION}))
"""
VERSION = {
    "tensorflow": "__import__('tensorflow').__version__",
    "torch": "__import__('torch').__version__",
    "jax": "__import__('jax').__version__",
}


def main() -> None:
    """Train with each in turns; print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--preset", default="quick")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--images", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--precisions", nargs="+", choices=("single", "mixed"), default=["single"])
    options = parser.parse_args()
    there = [
        (name, precision)
        for name in BACKENDS
        if importlib.util.find_spec(name)
        for precision in options.precisions
    ]
    rounds = [
        {each: train(*each, seed, options) for each in there} for seed in range(options.rounds)
    ]
    print(
        f"Preset {options.preset}, {options.epochs} epochs, {options.images:,} images of MNIST; "
        f"{os.cpu_count()} cores; medians of {options.rounds} seeds\n"
    )
    first = median(each[there[0]]["seconds"] for each in rounds)
    show(["", "fit s", "ratio", "MNIST test %"], [row(each, rounds, first) for each in there])


def train(backend: str, precision: str, seed: int, options: argparse.Namespace) -> dict:
    """Train once; return seconds, accuracy and the back end's version."""
    spec = {"preset": options.preset, "epochs": options.epochs, "train_images": options.images}
    script = FIT.replace("VERSION", VERSION[backend])
    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps({**spec, "seed": seed}), precision],
        env={**os.environ, "KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def row(which: tuple[str, str], rounds: list[dict], first: float) -> list[str]:
    """Format the medians of one back end in one precision."""
    seconds = median(each[which]["seconds"] for each in rounds)
    accuracy = median(each[which]["accuracy"] for each in rounds)
    backend, precision = which
    title = f"{backend} {rounds[0][which]['version']}"
    if precision != "single":
        title += f", {precision}"
    return [title, f"{seconds:.1f}", f"{seconds / first:.1f}×", f"{100 * accuracy:.2f}"]


if __name__ == "__main__":
    main()
