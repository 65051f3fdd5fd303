"""One unit of a network, as the JSON interface asks for it and tells of it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from werkzeug.exceptions import BadRequest

from webapp.models import Inspector
from webapp.models.architecture import SIDE
from webapp.models.stages import Stage
from webapp.models.unit import Kernel, Neuron, Onward, Pool, kernel, neuron, pool
from webapp.web.api import as_text, whole
from webapp.web.maps import signed_json

LARGEST = 8
"""Products of a neuron, and neurons that it excites, that are told one by one."""

STRONGEST = 4
"""Input channels of a convolution that are told one by one."""


@dataclass(frozen=True)
class UnitAsked:
    """A unit, or a channel of a map and perhaps a place on it, ``(row, column)``."""

    stage: Stage
    index: int
    at: tuple[int, int] | None


def unit_asked(given: Any, inspector: Inspector) -> UnitAsked | None:
    """Return which unit a body asks for; raise 400 where the network has none such."""
    if given is None:
        return None
    if not isinstance(given, dict):
        raise BadRequest('The field \'unit\' must be like {"layer": "hidden_1", "index": 0}.')
    stage = inspector.stage(as_text(given.get("layer"), "unit.layer"))
    if stage is None:
        names = ", ".join(each.name for each in inspector.stages)
        raise BadRequest(f"The field 'unit.layer' must be one of {names}.")
    index = whole(given.get("index"), "unit.index", stage.shape[-1])
    return UnitAsked(stage, index, _place(given.get("at"), stage))


def _place(at: Any, stage: Stage) -> tuple[int, int] | None:
    """Return a place on a stage's maps, ``None`` where it has none; raise 400 for what is none."""
    if at is None:
        return None
    if not isinstance(at, list) or len(at) != 2:
        raise BadRequest("The field 'unit.at' must be [row, column].")
    is_map = len(stage.shape) > 1
    sizes = stage.shape[:2] if is_map else (SIDE, SIDE)
    row, column = (whole(n, "unit.at", size) for n, size in zip(at, sizes, strict=True))
    return (row, column) if is_map else None


def unit_json(
    inspector: Inspector, asked: UnitAsked, image: np.ndarray, outputs: dict[str, np.ndarray]
) -> dict[str, Any]:
    """Open a unit up and return it as JSON values."""
    stage, index, at = asked.stage, asked.index, asked.at
    told = {"layer": stage.name, "index": index, "kind": stage.kind}
    if stage.kind == "conv":
        return {**told, **_kernel_json(kernel(inspector, stage, index, at, image, outputs), stage)}
    if stage.kind == "pool":
        return {**told, **_pool_json(pool(stage, index, at, outputs))}
    return {**told, **_neuron_json(neuron(inspector, stage, index, image, outputs))}


def _neuron_json(found: Neuron) -> dict[str, Any]:
    products = found.products
    largest = np.argsort(-np.abs(products).ravel())[:LARGEST]
    return {
        "weights": signed_json(found.weights),
        "products": signed_json(products),
        "sum": found.total,
        "bias": found.bias,
        "z": found.z,
        "activation": found.activation,
        "output": found.output,
        "largest": [_term(found, products, int(flat)) for flat in largest],
        "onward": _onward_json(found.onward),
    }


def _term(found: Neuron, products: np.ndarray, flat: int) -> dict[str, Any]:
    at = np.unravel_index(flat, products.shape)
    return {
        "at": [int(each) for each in at],
        "weight": float(found.weights[at]),
        "value": float(found.inputs[at]),
        "product": float(products[at]),
    }


def _kernel_json(found: Kernel, stage: Stage) -> dict[str, Any]:
    sums = (found.patch * found.kernel).sum(axis=(0, 1), dtype=np.float64)
    strongest = np.argsort(-np.abs(sums))[:STRONGEST]
    return {
        "at": list(found.at),
        "size": stage.layer.kernel,
        "stride": stage.layer.stride,
        "padded": stage.layer.padded,
        "field": list(found.field),
        "channels": [
            {
                "index": int(channel),
                "kernel": _floats(found.kernel[..., channel]),
                "patch": _floats(found.patch[..., channel]),
                "sum": float(sums[channel]),
            }
            for channel in strongest
        ],
        "rest": float(found.total - sums[strongest].sum()),
        "sum": found.total,
        "scale": found.scale,
        "shift": found.shift,
        "z": found.z,
        "activation": "relu",
        "output": found.output,
        "onward": _onward_json(found.onward),
    }


def _pool_json(found: Pool) -> dict[str, Any]:
    return {"at": list(found.at), "patch": _floats(found.patch), "output": found.output}


def _onward_json(onward: Onward | None) -> dict[str, Any] | None:
    if onward is None:
        return None
    if onward.to_logits:
        return {"layer": onward.layer, "by_digit": _floats(onward.products)}
    strongest = np.argsort(-np.abs(onward.products))[:LARGEST]
    weights = onward.weights if onward.weights.ndim == 1 else onward.weights.sum(axis=(0, 1))
    return {
        "layer": onward.layer,
        "strongest": [
            {
                "index": int(unit),
                "weight": float(weights[unit]),
                "product": float(onward.products[unit]),
            }
            for unit in strongest
        ],
    }


def _floats(values: np.ndarray) -> list[float]:
    return [float(value) for value in values.ravel()]
