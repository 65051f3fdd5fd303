"""Whether a training can start from the weights of a version."""

from webapp.models import architecture
from webapp.models.spec import SpecError, TrainingSpec
from webapp.models.store import ModelStore


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
