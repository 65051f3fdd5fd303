"""One unit under the magnifying glass: what it was given, what it made of it, what it passed on.

The article's formula, g(Σ wx + b), with the numbers of one drawing. They are computed here from
the published weights and from what the stage before passed on, so that every term can be shown.
"""

from dataclasses import dataclass

import numpy as np

from webapp.models.architecture import NORM_EPSILON
from webapp.models.inspector import Inspector
from webapp.models.stages import Stage


@dataclass(frozen=True)
class Onward:
    """What a unit, or a whole feature map, passes on to a dense stage.

    ``layer``: that stage; ``to_logits``: whether it is the last. ``weights``: ``float32``
    ``(n,)``, from the unit to each of the stage's; of a map, ``(rows, columns, n)``.
    ``products``: ``float32`` ``(n,)``, weight times output, summed over a map.
    """

    layer: str
    to_logits: bool
    weights: np.ndarray
    products: np.ndarray


@dataclass(frozen=True)
class Neuron:
    """A unit of a dense layer: ``z`` is ``total + bias``, ``output`` is g(z).

    ``weights`` and ``inputs``: ``float32``, of the shape of what it looks at; ``total``: Σ wx.
    ``activation``: ``relu``, or ``none`` for logits.
    """

    inputs: np.ndarray
    weights: np.ndarray
    total: float
    bias: float
    z: float
    activation: str
    output: float
    onward: Onward | None

    @property
    def products(self) -> np.ndarray:
        """Return each input times its weight."""
        return self.weights * self.inputs


@dataclass(frozen=True)
class Kernel:
    """A convolution at one place: ``z`` is ``scale · total + shift``, ``output`` is g(z).

    ``patch`` and ``kernel``: ``float32`` ``(k, k, channels)``; ``total``: the sum of their
    products. ``scale`` and ``shift``: what is left of the norm once it is trained. ``field``:
    what of the image it can see, ``(top, left, height, width)``, beyond the edge where padded.
    """

    at: tuple[int, int]
    patch: np.ndarray
    kernel: np.ndarray
    total: float
    scale: float
    shift: float
    z: float
    output: float
    field: tuple[int, int, int, int]
    onward: Onward | None


@dataclass(frozen=True)
class Pool:
    """A place of a pooling layer: ``output`` is the largest of ``patch``, ``float32`` ``(4,)``."""

    at: tuple[int, int]
    patch: np.ndarray
    output: float


def neuron(
    inspector: Inspector,
    stage: Stage,
    index: int,
    image: np.ndarray,
    outputs: dict[str, np.ndarray],
) -> Neuron:
    """Open up a unit of a dense stage; ``outputs``: as ``Inspector.outputs`` gives them."""
    inputs = image if stage.source is None else outputs[stage.source]
    name = stage.layer.name
    weights = inspector.weights[f"{name}/kernel"][:, index].reshape(inputs.shape)
    bias = float(inspector.weights[f"{name}/bias"][index])
    total = float((weights * inputs).sum(dtype=np.float64))
    z = total + bias
    if stage.kind == "logits":
        return Neuron(inputs, weights, total, bias, z, "none", z, None)
    output = max(z, 0.0)
    onward = _onward(inspector, stage, np.float32(output), index)
    return Neuron(inputs, weights, total, bias, z, "relu", output, onward)


def kernel(
    inspector: Inspector,
    stage: Stage,
    index: int,
    at: tuple[int, int] | None,
    image: np.ndarray,
    outputs: dict[str, np.ndarray],
) -> Kernel:
    """Open up a channel of a convolution at a place, by default where its output is largest."""
    feature_map = outputs[stage.name][..., index]
    row, column = at = at or _largest(feature_map)
    source = image[..., np.newaxis] if stage.source is None else outputs[stage.source]
    patch = _patch(source, stage, row, column)
    weights = inspector.weights[f"{stage.layer.name}/kernel"][..., index]
    total = float((patch * weights).sum(dtype=np.float64))
    scale, shift = _norm(inspector, stage, index)
    z = scale * total + shift
    field = receptive_field(inspector.stages, stage, row, column)
    onward = _onward(inspector, stage, feature_map, index)
    return Kernel(at, patch, weights, total, scale, shift, z, max(z, 0.0), field, onward)


def pool(
    stage: Stage, index: int, at: tuple[int, int] | None, outputs: dict[str, np.ndarray]
) -> Pool:
    """Open up a place of a pooling stage, by default where its output is largest."""
    pooled = outputs[stage.name][..., index]
    row, column = at = at or _largest(pooled)
    patch = outputs[stage.source][2 * row : 2 * row + 2, 2 * column : 2 * column + 2, index]
    return Pool(at, patch.ravel(), float(pooled[row, column]))


def receptive_field(
    stages: list[Stage], stage: Stage, row: int, column: int
) -> tuple[int, int, int, int]:
    """Return what of the image a place of a stage depends on: top, left, height, width.

    From the place back to the image, layer by layer (Araujo, Norris and Sim 2019, "Computing
    Receptive Fields of Convolutional Neural Networks",
    https://distill.pub/2019/computing-receptive-fields).
    """
    top, left, side = row, column, 1
    for each in reversed(stages[: stages.index(stage) + 1]):
        size, stride = _window(each)
        margin = (size - 1) // 2 if each.layer.padded else 0
        top, left = top * stride - margin, left * stride - margin
        side = (side - 1) * stride + size
    return top, left, side, side


def _window(stage: Stage) -> tuple[int, int]:
    return (2, 2) if stage.kind == "pool" else (stage.layer.kernel, stage.layer.stride)


def _patch(source: np.ndarray, stage: Stage, row: int, column: int) -> np.ndarray:
    size, stride = _window(stage)
    if stage.layer.padded:
        margin = (size - 1) // 2
        source = np.pad(source, ((margin, margin), (margin, margin), (0, 0)))
    top, left = row * stride, column * stride
    return source[top : top + size, left : left + size]


def _norm(inspector: Inspector, stage: Stage, index: int) -> tuple[float, float]:
    """Return scale and shift of a channel (Ioffe and Szegedy 2015, algorithm 2)."""
    gamma, beta, mean, variance = (
        float(inspector.weights[f"{stage.norm}/{name}"][index])
        for name in ("gamma", "beta", "moving_mean", "moving_variance")
    )
    scale = gamma / (variance + NORM_EPSILON) ** 0.5
    return scale, beta - scale * mean


def _onward(inspector: Inspector, stage: Stage, output: np.ndarray, index: int) -> Onward | None:
    """Return what goes on from a unit, or a whole map, to a dense stage; ``None`` to any other."""
    after = inspector.stages[inspector.stages.index(stage) + 1]
    if after.kind not in ("dense", "logits"):
        return None
    weights = inspector.weights[f"{after.layer.name}/kernel"]
    weights = weights.reshape(*stage.shape, -1)[..., index, :]
    products = np.tensordot(output, weights, axes=np.ndim(output))
    return Onward(after.name, after.kind == "logits", weights, products)


def _largest(feature_map: np.ndarray) -> tuple[int, int]:
    row, column = np.unravel_index(int(feature_map.argmax()), feature_map.shape)
    return int(row), int(column)
