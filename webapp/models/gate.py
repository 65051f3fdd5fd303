"""The gate: a challenger that reads worse than the champion is not put into service by itself."""

from webapp.models.errors import StoreError
from webapp.models.manifest import Manifest
from webapp.models.store import ModelStore


class WorseThanChampion(StoreError):
    """The challenger reads fewer of the validation images than the champion."""


def promote(store: ModelStore, model_id: str, insist: bool = False) -> None:
    """Put a version into service if it reads as well as the champion, or if a person insists.

    Both are compared on the 5,000 validation images; the test images are for reporting alone.
    """
    challenger = store.manifest(model_id)
    if not insist:
        try:
            champion = store.manifest(store.champion_id())
        except StoreError:  # none in service, or one that cannot be read
            champion = challenger
        ours, theirs = _score(challenger), _score(champion)
        if ours < theirs:
            raise WorseThanChampion(
                f"{model_id} reads {ours:.2%} of the validation images, "
                f"{champion.id}, in service, {theirs:.2%}."
            )
    store.set_champion(model_id)


def _score(manifest: Manifest) -> float:
    try:
        return float(manifest.metrics["validation"]["accuracy"])
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(f"{manifest.id} was never measured on the validation images.") from error
