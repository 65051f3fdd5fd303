"""A network as people look at it: a convolution with its norm and activation is one stage."""

from dataclasses import dataclass
from typing import Any

from webapp.models import architecture
from webapp.models.architecture import Layer
from webapp.models.spec import TrainingSpec

SHOWN = ("conv", "dense", "pool")
"""Kinds of layers that begin a stage; the others only bring into shape, or belong to one."""


@dataclass(frozen=True)
class Stage:
    """What one looks at as a layer.

    ``kind``: ``conv``, ``pool``, ``dense``, or ``logits`` for the last. ``name``: of the layer
    whose output is the stage's. ``layer``: the one that has the weights; ``norm``: the name of
    the norm after a convolution. ``source``: the name of the stage that it takes its input from,
    or ``None`` for the image. ``shape`` and ``source_shape``: ``(rows, columns, channels)`` or
    ``(units,)``, and ``(28, 28)`` of the image.
    """

    kind: str
    name: str
    layer: Layer
    norm: str | None
    shape: tuple[int, ...]
    source: str | None
    source_shape: tuple[int, ...]


def stages(spec: TrainingSpec) -> list[Stage]:
    """Return the stages of a spec's network, the one next to the image first."""
    found: list[Stage] = []
    layers = architecture.layers(spec)
    for number, layer in enumerate(layers):
        if layer.kind not in SHOWN:
            continue
        before: dict[str, Any] = {"source": None, "source_shape": (architecture.SIDE,) * 2}
        if found:
            before = {"source": found[-1].name, "source_shape": found[-1].shape}
        norm, last = None, layer
        if layer.kind == "conv":
            norm, last = layers[number + 1].name, layers[number + 2]
        kind = "logits" if layer is layers[-1] else layer.kind
        found.append(Stage(kind, last.name, layer, norm, last.shape, **before))
    return found
