"""A training spec in words: what each field is called and what its values mean to a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal, gettext

from webapp.models import TrainingSpec, architecture
from webapp.models.architecture import NETWORKS, SIDE


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
    digits, others = drawn(spec, "synthetic_digits"), drawn(spec, "non_digits")
    return [
        Row("network", gettext("Network"), network(spec["network"])),
        Row("layers", gettext("Layers"), layers(spec)),
        Row("epochs", gettext("Epochs"), str(spec["epochs"])),
        Row("batch_size", gettext("Batch size"), str(spec["batch_size"])),
        Row("learning_rate", gettext("Learning rate"), f"{rate}, {schedule(spec['schedule'])}"),
        Row("dropout", gettext("Dropout"), format_decimal(spec["dropout"], "0.###")),
        Row("augmentation", gettext("Augmentation"), augmentation(spec["augmentation"])),
        Row("train_images", gettext("Training images"), images),
        Row("synthetic_digits", gettext("Drawn digits"), digits),
        Row("non_digits", gettext("Drawn non-digits"), others),
        Row("corrections", gettext("Corrections"), corrections(spec)),
        Row(
            "start_from", gettext("Initial weights"), spec["start_from"] or gettext("fresh weights")
        ),
        Row("seed", gettext("Seed"), str(spec["seed"])),
    ]


def layers(spec: Mapping[str, Any]) -> str:
    """Return the sizes of a network's layers, from the image to the digits and "not a digit".

    A dash where the network is another release's, not known here.
    """
    if spec["network"] not in NETWORKS:
        return "–"
    built = architecture.layers(TrainingSpec.restore(spec))
    sizes = [layer.size for layer in built if layer.kind in ("conv", "dense")]
    first = SIDE * SIDE if built[0].kind == "flatten" else f"{SIDE}×{SIDE}"
    return " → ".join(map(str, [first, *sizes]))


def drawn(spec: Mapping[str, Any], name: str) -> str:
    """Return how many images of a kind are drawn anew for each epoch; old specs know of none."""
    count = spec.get(name, 0)
    return gettext("%(count)s an epoch", count=format_decimal(count)) if count else gettext("none")


def corrections(spec: Mapping[str, Any]) -> str:
    """Return whether it learns what people corrected; old specs know nothing of it."""
    return gettext("learnt") if spec.get("corrections") else gettext("not learnt")


def network(name: str) -> str:
    """Return what a kind of network is called; its bare name where it is not known here."""
    return gettext(NETWORKS[name].label) if name in NETWORKS else name


def schedule(name: str) -> str:
    """Return what a schedule does."""
    return {"constant": gettext("constant"), "one-cycle": gettext("one cycle")}[name]


def augmentation(name: str) -> str:
    """Return what an augmentation does."""
    names = {
        "none": gettext("none"),
        "pen": gettext("bent, turned, thickened"),
        "elastic": gettext("bent, turned, thickened, warped"),
    }
    return names.get(name, name)
