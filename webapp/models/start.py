"""What a training starts from: fresh weights, or those of a version of the same network."""

from collections.abc import Mapping
from typing import Any

from webapp.models import architecture
from webapp.models.errors import StoreError, UnknownVersion
from webapp.models.spec import SpecError, TrainingSpec
from webapp.models.store import ModelStore

IMPROVE = "improve"
"""The preset that starts from the champion."""

NETWORK_FIELDS = ("network", "hidden", "filters", "dropout")
"""What makes a spec's network, but for whether it has an output for "not a digit"."""


def asked_for(values: Mapping[str, Any], store: ModelStore) -> TrainingSpec:
    """Check untrusted values and return the spec; raise ``SpecError`` naming each bad field.

    As ``TrainingSpec.from_json``; what *Improve* leaves open is the champion's, or that of the
    version to start from: its network and whether it learnt what is no digit.
    """
    if not isinstance(values, Mapping) or values.get("preset") != IMPROVE:
        return TrainingSpec.from_json(values)
    start = values.get("start_from")
    try:
        start = store.champion_id() if start is None else start
        before = store.manifest(start).spec
    except UnknownVersion:
        return TrainingSpec.from_json(values)  # whoever needs the version says that there is none
    except StoreError as error:
        raise SpecError({"start_from": f"there is nothing to improve: {error}"}) from error
    same = {name: getattr(before, name) for name in NETWORK_FIELDS}
    if not before.non_digits:
        same["non_digits"] = 0
    return TrainingSpec.from_json({**same, **values, "start_from": start})


def check_start(spec: TrainingSpec, store: ModelStore) -> None:
    """Raise ``SpecError`` where the version to start from is another network.

    Raises ``UnknownVersion`` where there is no such version.
    """
    if spec.start_from is None:
        return
    if _weights(store.manifest(spec.start_from).spec) != _weights(spec):
        reason = f"{spec.start_from} is another network: its weights have other shapes."
        raise SpecError({"start_from": reason})


def _weights(spec: TrainingSpec) -> list[tuple[str, tuple[int, ...]]]:
    return [(layer.name, layer.shape) for layer in architecture.layers(spec) if layer.parameters]
