"""What a model card tells about a version, taken from its manifest and files."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from webapp.models import BrokenVersion, Manifest, ModelStore, StoreError
from webapp.records import Note

SHADES = 5
"""Steps of darkness in a confusion matrix."""


@dataclass(frozen=True)
class Mixup:
    """``count`` digits ``label`` were read as ``read``."""

    label: int
    read: int
    count: int


@dataclass(frozen=True)
class Card:
    """A version with what people say of it; files are read when they are asked for."""

    store: ModelStore
    manifest: Manifest
    name: str
    note: str
    in_service: bool

    @property
    def id(self) -> str:
        """Return the version's id."""
        return self.manifest.id

    @property
    def validation(self) -> dict[str, Any]:
        """Return the figures on the 5,000 validation images."""
        return self.manifest.metrics.get("validation", {})

    @property
    def test(self) -> dict[str, Any]:
        """Return the figures on MNIST's 10,000 test images."""
        return self.manifest.metrics.get("test", {})

    @property
    def mislabelled(self) -> dict[str, Any]:
        """Return the figure on the test without the images whose label is known to be wrong."""
        return self.test.get("mislabelled", {})

    @property
    def styles(self) -> dict[str, Any]:
        """Return the figures on digits of all styles; empty where they were not measured."""
        return self.manifest.metrics.get("styles", {})

    @property
    def non_digits(self) -> dict[str, Any]:
        """Return the figures on what is no digit; empty where they were not measured."""
        return self.manifest.metrics.get("non_digits", {})

    @property
    def robustness(self) -> dict[str, Any]:
        """Return accuracy by how much is changed; empty where it was not measured."""
        return self.manifest.metrics.get("robustness", {})

    @property
    def drawings(self) -> dict[str, Any]:
        """Return the figures on people's drawings that were held out; empty where none were."""
        return self.manifest.metrics.get("drawings", {})

    @property
    def corrections(self) -> dict[str, Any]:
        """Return how many of people's drawings it learnt from; empty where it did not."""
        return self.manifest.metrics.get("corrections", {})

    @property
    def temperature(self) -> float | None:
        """Return what the logits are divided by; ``None`` where nothing was fitted."""
        fitted = self.manifest.temperature
        return fitted if fitted != 1 else None

    @property
    def duration_s(self) -> float | None:
        """Return how long the training took."""
        return self.manifest.metrics.get("duration_s")

    @cached_property
    def history(self) -> dict[str, list[float]]:
        """Return loss and accuracy by epoch; empty where none were kept."""
        return self._json("history.json") or {}

    @cached_property
    def mistakes(self) -> list[dict[str, Any]] | None:
        """Return the misread test images, the most confident first; ``None`` where not kept."""
        return self._json("mistakes.json")

    @cached_property
    def mixups(self) -> list[Mixup]:
        """Return the confusions of the test, the most frequent first."""
        found = [
            Mixup(label, read, count)
            for label, row in enumerate(self.test.get("confusion", []))
            for read, count in enumerate(row)
            if count and label != read
        ]
        return sorted(found, key=lambda mixup: -mixup.count)

    def shade(self, count: int) -> int:
        """Return how dark a cell of confusions is, 0…5: the square root shows rare ones, too."""
        worst = self.mixups[0].count if self.mixups else 1
        return min(SHADES, round(SHADES * (count / worst) ** 0.5 + 0.49)) if count else 0

    def digits(self) -> Iterator[dict[str, Any]]:
        """Yield for each digit how many there were and how many were misread."""
        worst = max((sum(row) - row[i] for i, row in enumerate(self.test["confusion"])), default=0)
        for digit, row in enumerate(self.test["confusion"]):
            wrong = sum(row) - row[digit]
            share = self.test["per_digit"][digit]
            bar = round(100 * wrong / worst) if worst else 0
            yield {"digit": digit, "count": sum(row), "wrong": wrong, "share": share, "bar": bar}

    def _json(self, name: str) -> Any:
        try:
            return json.loads(self.store.read(self.id, name))
        except BrokenVersion:
            return None


def card(store: ModelStore, model_id: str) -> Card:
    """Return the card of a version; raise a ``StoreError``."""
    manifest = store.manifest(model_id)
    return _card(store, manifest, Note.all().get(model_id), champion_id(store))


def cards(store: ModelStore) -> list[Card]:
    """Return the cards of all versions, the newest first."""
    return _cards(store, store.manifests())


def cards_by_id(store: ModelStore, ids: Iterable[str]) -> dict[str, Card]:
    """Return the cards of the versions that can be read of those named; reads no others."""
    found = []
    for model_id in ids:
        with suppress(StoreError):
            found.append(store.manifest(model_id))
    return {each.id: each for each in _cards(store, found)}


def champion_id(store: ModelStore) -> str | None:
    """Return the version in service, or ``None``."""
    try:
        return store.champion_id()
    except StoreError:
        return None


def _cards(store: ModelStore, manifests: Iterable[Manifest]) -> list[Card]:
    notes, champion = Note.all(), champion_id(store)
    return [_card(store, each, notes.get(each.id), champion) for each in manifests]


def _card(store: ModelStore, manifest: Manifest, note: Note | None, champion: str | None) -> Card:
    name, remark = (note.name, note.note) if note else ("", "")
    return Card(store, manifest, name or manifest.id, remark, manifest.id == champion)
