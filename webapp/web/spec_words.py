"""A training spec in words: what each field is called and what its values mean to a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal, gettext

from webapp.models.architecture import DIGITS, SIDE, TUTORIAL_UNITS


@dataclass(frozen=True)
class Row:
    """One line of a table about a spec. ``key`` is the same for the same field."""

    key: str
    label: str
    value: str


def rows(spec: Mapping[str, Any]) -> list[Row]:
    """Return a spec, given as JSON values, line by line."""
    rate = format_decimal(spec["learning_rate"], "0.######")
    images = format_decimal(spec["train_images"])
    return [
        Row("network", gettext("Network"), network(spec["network"])),
        Row("layers", gettext("Layers"), layers(spec)),
        Row("epochs", gettext("Epochs"), str(spec["epochs"])),
        Row("batch_size", gettext("Batch size"), str(spec["batch_size"])),
        Row("learning_rate", gettext("Learning rate"), f"{rate}, {schedule(spec['schedule'])}"),
        Row("dropout", gettext("Dropout"), format_decimal(spec["dropout"], "0.###")),
        Row("augmentation", gettext("Augmentation"), augmentation(spec["augmentation"])),
        Row("train_images", gettext("Training images"), images),
        Row(
            "start_from", gettext("Initial weights"), spec["start_from"] or gettext("fresh weights")
        ),
        Row("seed", gettext("Seed"), str(spec["seed"])),
    ]


def layers(spec: Mapping[str, Any]) -> str:
    """Return the sizes of a network's layers, from the image to the ten digits."""
    inside = {
        "tutorial": [TUTORIAL_UNITS],
        "dense": spec["hidden"],
        "conv": spec.get("filters", []),
    }[spec["network"]]
    first = f"{SIDE}×{SIDE}" if spec["network"] == "conv" else str(SIDE * SIDE)
    return " → ".join([first, *map(str, inside), str(DIGITS)])


def network(name: str) -> str:
    """Return what a kind of network is called."""
    return {
        "tutorial": gettext("The tutorial's"),
        "dense": gettext("Fully connected"),
        "conv": gettext("Convolutional"),
    }[name]


def schedule(name: str) -> str:
    """Return what a schedule does."""
    return {"constant": gettext("constant"), "one-cycle": gettext("one cycle")}[name]


def augmentation(name: str) -> str:
    """Return what an augmentation does."""
    return {"none": gettext("none"), "pen": gettext("bent, turned, thickened")}[name]
