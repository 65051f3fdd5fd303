"""A training spec: everything that decides what a training makes, and its one validation.

The command line, the API and the admin page fill in the same spec and are refused by the same
rules, so it lives here, where no Keras is needed to check it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from webapp.errors import HitofudeError
from webapp.models.architecture import NETWORKS
from webapp.models.ids import is_model_id
from webapp.translations import N_

SCHEDULES = ("constant", "one-cycle")
AUGMENTATIONS = ("none", "pen")
LISTS = ("hidden", "filters")
TRAINING_IMAGES = 55_000
"""MNIST's 60,000 training images less the 5,000 that are kept for validation."""

RANGES: dict[str, tuple[float, float]] = {
    "epochs": (1, 200),
    "batch_size": (1, 4096),
    "learning_rate": (1e-6, 1.0),
    "dropout": (0.0, 0.9),
    "seed": (0, 2**31 - 1),
    "train_images": (100, TRAINING_IMAGES),
    "synthetic_digits": (0, 100_000),
    "non_digits": (0, 100_000),
}
"""Least and greatest value of each number; where the bounds are whole, so is the number."""

MAX_HIDDEN = 8
MAX_UNITS = 2048
CONVOLUTIONS = 3
MAX_FILTERS = 256
DEFAULT_PRESET = "quick"


class SpecError(HitofudeError, ValueError):
    """A spec that cannot be trained; ``errors`` says why, field by field."""

    def __init__(self, errors: Mapping[str, str]):
        self.errors = dict(errors)
        super().__init__("; ".join(f"{name}: {reason}" for name, reason in self.errors.items()))


@dataclass(frozen=True)
class TrainingSpec:
    """What to train and how. Immutable; ``from_json`` is the way in for untrusted values.

    ``network``: one of ``NETWORKS``: ``tutorial`` (the article's own), ``dense`` (``hidden``
    layers), ``conv`` (ours).
    ``hidden``: units of each hidden layer of ``dense``; ``filters``: of the convolutions of
    ``conv``, the last number for two of them.
    ``learning_rate``: Adam's, the highest where the schedule changes it.
    ``augmentation``: ``pen`` bends, turns, scales and thickens the digits anew in every epoch.
    ``train_images``: how many of the 55,000 training images to learn from.
    ``synthetic_digits``: how many digits of all styles are drawn anew for each epoch.
    ``non_digits``: how many letters, signs and scribbles are drawn anew for each epoch; with any,
    the network gets an eleventh output that says "not a digit".
    ``corrections``: whether to learn from drawings of people that a moderator accepted.
    ``start_from``: a version whose weights are the start, or ``None`` for fresh ones.
    """

    network: str = "conv"
    hidden: tuple[int, ...] = ()
    filters: tuple[int, ...] = (24, 48, 64)
    epochs: int = 5
    batch_size: int = 128
    learning_rate: float = 0.001
    schedule: str = "constant"
    dropout: float = 0.2
    augmentation: str = "none"
    seed: int = 0
    train_images: int = TRAINING_IMAGES
    synthetic_digits: int = 0
    non_digits: int = 0
    corrections: bool = False
    start_from: str | None = None

    @property
    def corrected(self) -> float:
        """Return which share of each batch are corrections, however many or few there are.

        Who goes on from a version knows the rest already.
        """
        return (0.4 if self.start_from else 0.1) if self.corrections else 0.0

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "TrainingSpec":
        """Check untrusted values and return the spec; raise ``SpecError`` naming each bad field.

        ``preset`` names the preset whose values fill what is not given.
        """
        if not isinstance(values, Mapping):
            raise SpecError({"spec": "must be an object with named fields."})
        values = dict(values)
        preset = values.pop("preset", DEFAULT_PRESET)
        if not isinstance(preset, str) or preset not in PRESETS:
            raise SpecError({"preset": f"must be one of {', '.join(PRESETS)}."})
        for name in LISTS:
            if isinstance(values.get(name), list):
                values[name] = tuple(values[name])
        if not _takes(values.get("network"), "non_digits"):  # the presets' own do not fit it
            values.setdefault("non_digits", 0)
        known = {f.name for f in fields(cls)}
        errors = {name: "is not a field of a spec." for name in values if name not in known}
        if not errors:
            spec = replace(PRESETS[preset].spec, **values)
            errors = spec.errors()
        if errors:
            raise SpecError(errors)
        return spec

    @classmethod
    def restore(cls, values: Mapping[str, Any]) -> "TrainingSpec":
        """Return a spec that was kept, by an older or newer program perhaps, without a check.

        Fields that it lacks get their defaults, those that are not known are dropped.
        """
        known = {f.name for f in fields(cls)}
        kept = {name: value for name, value in values.items() if name in known}
        lists = {name: tuple(kept[name]) for name in LISTS if name in kept}
        return cls(**{**kept, **lists})

    def to_json(self) -> dict[str, Any]:
        """Return the spec as JSON values."""
        return {**asdict(self), **{name: list(getattr(self, name)) for name in LISTS}}

    def errors(self) -> dict[str, str]:
        """Return what is wrong, by field; empty where the spec can be trained."""
        found = {
            "network": _choice(self.network, tuple(NETWORKS)),
            "hidden": self._hidden_error(),
            "filters": self._filters_error(),
            "epochs": _whole(self.epochs, *RANGES["epochs"]),
            "batch_size": _whole(self.batch_size, *RANGES["batch_size"]),
            "learning_rate": _number(self.learning_rate, *RANGES["learning_rate"]),
            "schedule": _choice(self.schedule, SCHEDULES),
            "dropout": _number(self.dropout, *RANGES["dropout"]),
            "augmentation": _choice(self.augmentation, AUGMENTATIONS),
            "seed": _whole(self.seed, *RANGES["seed"]),
            "train_images": _whole(self.train_images, *RANGES["train_images"]),
            "synthetic_digits": _whole(self.synthetic_digits, *RANGES["synthetic_digits"]),
            "non_digits": self._non_digits_error(),
            "corrections": _flag(self.corrections),
            "start_from": self._start_from_error(),
        }
        return {name: reason for name, reason in found.items() if reason}

    def _hidden_error(self) -> str | None:
        if not isinstance(self.hidden, tuple):
            return "must be a list of layer sizes, such as [256, 128]."
        if self.hidden and not _takes(self.network, "hidden"):
            takers = " or ".join(name for name in NETWORKS if _takes(name, "hidden"))
            return f"the {self.network} network has its own layers; only {takers} takes a list."
        if len(self.hidden) > MAX_HIDDEN:
            return f"at most {MAX_HIDDEN} hidden layers."
        wrong = [units for units in self.hidden if _whole(units, 1, MAX_UNITS)]
        return f"each layer has 1 to {MAX_UNITS} units, not {wrong[0]!r}." if wrong else None

    def _filters_error(self) -> str | None:
        if not isinstance(self.filters, tuple) or len(self.filters) != CONVOLUTIONS:
            return "must be a list of three numbers, such as [24, 48, 64]."
        wrong = [count for count in self.filters if _whole(count, 1, MAX_FILTERS)]
        if not wrong:
            return None
        return f"each convolution has 1 to {MAX_FILTERS} filters, not {wrong[0]!r}."

    def _non_digits_error(self) -> str | None:
        if self.non_digits != 0 and not _takes(self.network, "non_digits"):
            return f"the {self.network} network has ten outputs and none for what is no digit."
        return _whole(self.non_digits, *RANGES["non_digits"])

    def _start_from_error(self) -> str | None:
        if self.start_from is None or is_model_id(self.start_from):
            return None
        return "must be the id of a version, or null to start from fresh weights."


@dataclass(frozen=True)
class Preset:
    """A named spec with one sentence, both in English, that says what it is good for."""

    name: str
    sentence: str
    spec: TrainingSpec = field(default_factory=TrainingSpec)


PRESETS = {
    "tutorial": Preset(
        N_("Tutorial"),
        N_("The network of TensorFlow's beginners' tutorial, exactly: 128 neurons, 5 epochs."),
        TrainingSpec(network="tutorial", epochs=5, batch_size=32, dropout=0.2),
    ),
    "quick": Preset(
        N_("Quick"),
        N_("A small convolutional network: within seconds its accuracy on MNIST is above 99 %."),
        TrainingSpec(
            network="conv",
            filters=(12, 32, 64),
            epochs=3,
            learning_rate=0.003,
            schedule="one-cycle",
            synthetic_digits=3_000,
            non_digits=2_000,
        ),
    ),
    "best": Preset(
        N_("Best"),
        N_("The recipe of what ships: learns from MNIST and from strokes of all styles."),
        TrainingSpec(
            network="conv",
            filters=(32, 64, 96),
            epochs=24,
            learning_rate=0.003,
            schedule="one-cycle",
            dropout=0.3,
            augmentation="pen",
            synthetic_digits=40_000,
            non_digits=12_000,
        ),
    ),
    "improve": Preset(
        N_("Improve"),
        N_("Teaches the version in service what people corrected, in less than a minute."),
        TrainingSpec(
            network="conv",
            filters=(32, 64, 96),
            epochs=2,
            learning_rate=0.0015,
            schedule="one-cycle",
            dropout=0.3,
            augmentation="pen",
            train_images=6_000,
            synthetic_digits=3_750,
            non_digits=1_500,
            corrections=True,
        ),
    ),
}
"""By name. *Improve* has the network of what ships; ``asked_for`` gives it that of the champion."""


def _takes(network: Any, name: str) -> bool:
    """Return whether a network is shaped by a field; of one that is not known, nothing is said.

    ``network`` may be any JSON value, such as a list, which no dictionary can be asked for.
    """
    return network not in tuple(NETWORKS) or name in NETWORKS[network].takes


def _choice(value: Any, allowed: tuple[str, ...]) -> str | None:
    return None if value in allowed else f"must be one of {', '.join(allowed)}."


def _whole(value: Any, low: float, high: float) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return None
    return f"must be a whole number from {low:,} to {high:,}."


def _flag(value: Any) -> str | None:
    return None if isinstance(value, bool) else "must be true or false."


def _number(value: Any, low: float, high: float) -> str | None:
    # A bool is an int to Python, and NaN compares false: both are refused here.
    if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
        return None
    return f"must be a number from {low:g} to {high:g}."
