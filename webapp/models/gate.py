"""The gate: a challenger that reads worse than the champion is not put into service by itself.

Both are compared on MNIST's 5,000 validation images; the test images are for reporting alone. One
that learnt from what people corrected has more to show: it must not have forgotten the styles, and
it must read as many of the drawings that were held out.

**What is chance.** Where nothing was corrected, not one image may be lost. Where something was, a
loss of up to one standard error of the champion's accuracy, √(p (1 - p) / n), to whole images, is
let pass on validation images and styles: best-1's is 5 images of 5,000, a tenth of a point, and two
trainings of its recipe differ by as much. So that many small losses do not add up, the figure to
reach is the highest that the champion and the versions it was made of have. Held-out drawings are
those it should do better at: there no loss is let pass.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any

import numpy as np

from webapp.drawing import to_unit
from webapp.models.classifier import Classifier
from webapp.models.corrections import Corrections
from webapp.models.errors import StoreError
from webapp.models.manifest import Manifest
from webapp.models.store import ModelStore

FIGURES = {
    "validation": "the validation images",
    "styles": "the digits drawn in many styles",
    "drawings": "the held-out drawings of people",
}
"""What is compared, and what it is called."""


class WorseThanChampion(StoreError):
    """The challenger reads fewer of some images than the champion; ``comparison`` has both."""

    def __init__(self, message: str, comparison: "Comparison"):
        super().__init__(message)
        self.comparison = comparison


@dataclass(frozen=True)
class Figure:
    """One of the ``FIGURES`` of challenger and champion, side by side.

    ``challenger``, ``champion``: shares of ``count`` images that are read right; ``needed``: what
    the challenger has to reach, and ``because_of``: the version whose figure decides that.
    """

    name: str
    count: int
    challenger: float
    champion: float
    needed: float
    because_of: str

    @property
    def passed(self) -> bool:
        """Tell whether the challenger reads well enough."""
        return self.challenger >= self.needed

    def to_json(self) -> dict[str, Any]:
        """Return the figure as JSON values."""
        return {**asdict(self), "passed": self.passed}


@dataclass(frozen=True)
class Comparison:
    """What decides whether a challenger may serve, figure by figure.

    ``champion``: the id of the version in service; the challenger's own where none can be read.
    """

    champion: str
    figures: tuple[Figure, ...]

    @property
    def short(self) -> list[Figure]:
        """Return the figures that the challenger does not reach."""
        return [figure for figure in self.figures if not figure.passed]

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as JSON values."""
        return {"champion": self.champion, "figures": [each.to_json() for each in self.figures]}


def promote(
    store: ModelStore,
    model_id: str,
    insist: bool = False,
    held_out: Corrections | None = None,
) -> Comparison | None:
    """Put a version into service if it reads as well as the champion, or if a person insists.

    ``held_out``: drawings of people that nothing learns from. Returns what decided, ``None`` where
    a person did. Raises ``WorseThanChampion``.
    """
    challenger = store.manifest(model_id)
    comparison = None if insist else compare(store, challenger, held_out)
    if comparison and comparison.short:
        raise WorseThanChampion(_why(store, challenger, comparison), comparison)
    store.set_champion(model_id)
    return comparison


def compare(
    store: ModelStore, challenger: Manifest, held_out: Corrections | None = None
) -> Comparison:
    """Return challenger and champion side by side; where nothing readable serves, all is well."""
    try:
        line = list(_line(store, store.manifest(store.champion_id())))
    except StoreError:  # none in service, or one that cannot be read
        line = [challenger]
    return Comparison(line[0].id, tuple(_figures(store, challenger, line, held_out)))


def _figures(
    store: ModelStore, challenger: Manifest, line: Sequence[Manifest], held_out: Corrections | None
) -> Iterator[Figure]:
    """Give what is compared; ``line``: the champion, then what it was made of."""
    champion = line[0]
    if not challenger.spec.corrections:
        ours, theirs = (_score(each, "validation") for each in (challenger, champion))
        yield Figure("validation", ours[0], ours[1], theirs[1], theirs[1], champion.id)
        return
    for name in ("validation", "styles"):
        if name in champion.metrics:  # an older program did not measure everything
            yield _remembered(challenger, line, name)
    if held_out is not None and len(held_out):
        yield _drawings(store, challenger, champion, held_out)


def _remembered(challenger: Manifest, line: Sequence[Manifest], name: str) -> Figure:
    """Compare by figures of the manifests, allowing for chance, but not for chance upon chance."""
    count, ours = _score(challenger, name)
    _, theirs = _score(line[0], name)
    best, best_id = max((_score(each, name)[1], each.id) for each in line if name in each.metrics)
    chance = round(sqrt(count * best * (1 - best)))  # images
    return Figure(name, count, ours, theirs, (round(best * count) - chance) / count, best_id)


def _drawings(
    store: ModelStore, challenger: Manifest, champion: Manifest, held_out: Corrections
) -> Figure:
    """Let both read the same drawings now: what was held out when they were trained was less."""
    pixels = to_unit(held_out.images)
    ours, theirs = (
        float(np.mean(_read(store, each.id, pixels) == held_out.labels))
        for each in (challenger, champion)
    )
    return Figure("drawings", len(held_out), ours, theirs, theirs, champion.id)


def _read(store: ModelStore, model_id: str, pixels: np.ndarray) -> np.ndarray:
    classifier = Classifier.load(store, model_id)
    return np.array([classifier.read(image).digit for image in pixels])


def _line(store: ModelStore, champion: Manifest) -> Iterator[Manifest]:
    """Give the champion and what it was made of, as far as that is still there."""
    seen, version = set(), champion
    while version.id not in seen:
        yield version
        seen.add(version.id)
        try:
            version = store.manifest(version.spec.start_from or version.id)
        except StoreError:
            return


def _score(manifest: Manifest, name: str) -> tuple[int, float]:
    try:
        figures = manifest.metrics[name]
        return int(figures["count"]), float(figures["accuracy"])
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(f"{manifest.id} was never measured on {FIGURES[name]}.") from error


def _why(store: ModelStore, challenger: Manifest, comparison: Comparison) -> str:
    figure = comparison.short[0]
    other, value = figure.because_of, figure.champion
    serves = "in service"
    if other != comparison.champion:
        value = _score(store.manifest(other), figure.name)[1]
        serves = "which the one in service was made of"
    allowed = 100 * (value - figure.needed)
    chance = f" Up to {allowed:.2f} points less would pass as chance." if allowed > 1e-6 else ""
    return (
        f"{challenger.id} reads {figure.challenger:.2%} of {FIGURES[figure.name]}, "
        f"{other}, {serves}, {value:.2%}.{chance}"
    )
