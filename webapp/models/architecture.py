"""The networks that can be trained, layer by layer, as data: no Keras needed to count them.

``webapp.learning.networks`` builds them; the admin page counts and estimates them beforehand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from webapp.translations import N_

if TYPE_CHECKING:  # it checks itself by what stands here
    from webapp.models.spec import TrainingSpec

SIDE = 28
DIGITS = 10
TUTORIAL_UNITS = 128
TUTORIAL_DROPOUT = 0.2
NORM_EPSILON = 1e-3
"""What a norm adds to the variance, so as not to divide by zero; Keras' own default."""
VARIANCE = "moving_variance"
NORM_ARRAYS = ("gamma", "beta", "moving_mean", VARIANCE)


@dataclass(frozen=True)
class Layer:
    """One layer: its kind, its name, its numbers, and what it does to the shape.

    ``kind``: ``flatten``, ``channel``, ``dense``, ``conv``, ``norm``, ``relu``, ``pool`` or
    ``dropout``. ``size``: units or filters; ``kernel`` and ``stride``: pixels; ``padded``: whether
    a convolution keeps height and width; ``rate``: of dropout. ``shape``: of the output, without
    the batch. ``parameters`` are weights, biases and what a norm keeps; ``multiplications`` are
    those of reading one image.
    """

    kind: str
    name: str
    shape: tuple[int, ...]
    size: int = 0
    kernel: int = 0
    stride: int = 1
    padded: bool = False
    rate: float = 0.0
    parameters: int = 0
    multiplications: int = 0


class _Stack:
    """Layers put one on another; each finds its input in the shape of the one before."""

    def __init__(self) -> None:
        self.layers: list[Layer] = []
        self.shape: tuple[int, ...] = (SIDE, SIDE)

    def add(self, kind: str, name: str, shape: tuple[int, ...], **numbers) -> None:
        self.layers.append(Layer(kind, name, shape, **numbers))
        self.shape = shape

    def flatten(self) -> None:
        self.add("flatten", "flatten", (prod(self.shape),))

    def channel(self) -> None:
        """Give the image the one channel that convolutions expect."""
        self.add("channel", "channel", (*self.shape, 1))

    def pool(self, name: str) -> None:
        """Add a layer that keeps the largest of each 2 × 2; an odd row or column is left out."""
        height, width, channels = self.shape
        self.add("pool", name, (height // 2, width // 2, channels))

    def dropout(self, name: str, rate: float) -> None:
        self.add("dropout", name, self.shape, rate=rate)

    def dense(self, name: str, units: int) -> None:
        weights = self.shape[0] * units
        self.add(
            "dense",
            name,
            (units,),
            size=units,
            parameters=weights + units,
            multiplications=weights,
        )

    def conv(self, number: int, filters: int, kernel: int, stride: int = 1, padded: bool = False):
        """Add a convolution without bias, its batch norm, which has one, and relu."""
        height, width, channels = self.shape
        lost = 0 if padded else kernel - 1
        out = ((height - lost - 1) // stride + 1, (width - lost - 1) // stride + 1, filters)
        weights = kernel * kernel * channels * filters
        self.add(
            "conv",
            f"conv_{number}",
            out,
            size=filters,
            kernel=kernel,
            stride=stride,
            padded=padded,
            parameters=weights,
            multiplications=out[0] * out[1] * weights,
        )
        # Scale and shift are learnt, mean and variance are kept; in a reading all four are
        # folded into the convolution and cost nothing.
        self.add("norm", f"norm_{number}", out, parameters=4 * filters)
        self.add("relu", f"relu_{number}", out)


@dataclass(frozen=True)
class Network:
    """A kind of network: what people call it, in English, and what puts its layers together.

    ``takes`` names the fields of a spec that shape it, of those that do not shape every one:
    ``hidden``, ``filters``, ``dropout`` and ``non_digits``.
    """

    label: str
    takes: frozenset[str]
    stack: Callable[[_Stack, "TrainingSpec"], None]


NETWORKS: dict[str, Network] = {}
"""All of them, by the name that a spec says."""


def _network(name: str, label: str, *takes: str):
    """Return a decorator that makes a kind of network of a function; specs keep its ``name``."""

    def register(stack: Callable[[_Stack, "TrainingSpec"], None]):
        NETWORKS[name] = Network(label, frozenset(takes), stack)
        return stack

    return register


@_network("tutorial", N_("The tutorial's"))
def _tutorial(stack: _Stack, spec: "TrainingSpec") -> None:
    """Stack the article's network (https://www.tensorflow.org/tutorials/quickstart/beginner)."""
    stack.flatten()
    stack.dense("hidden_1", TUTORIAL_UNITS)
    stack.dropout("dropout", TUTORIAL_DROPOUT)


@_network("dense", N_("Fully connected"), "hidden", "dropout", "non_digits")
def _dense(stack: _Stack, spec: "TrainingSpec") -> None:
    stack.flatten()
    for number, units in enumerate(spec.hidden, start=1):
        stack.dense(f"hidden_{number}", units)
        stack.dropout(f"dropout_{number}", spec.dropout)


@_network("conv", N_("Convolutional"), "filters", "dropout", "non_digits")
def _conv(stack: _Stack, spec: "TrainingSpec") -> None:
    """Stack four convolutions; the first strides: at 28 × 28 most work would go into paper.

    Each is followed by batch normalisation (Ioffe and Szegedy 2015,
    https://arxiv.org/abs/1502.03167).
    """
    first, second, third = spec.filters
    stack.channel()
    stack.conv(1, first, kernel=5, stride=2)
    stack.conv(2, second, kernel=3)
    stack.pool("pool")
    stack.conv(3, third, kernel=3, padded=True)
    stack.conv(4, third, kernel=3)
    stack.flatten()
    stack.dropout("dropout", spec.dropout)


def layers(spec: "TrainingSpec") -> list[Layer]:
    """Return the layers of a spec's network, from the image to the logits."""
    stack = _Stack()
    NETWORKS[spec.network].stack(stack, spec)
    stack.dense("logits", outputs(spec))
    return stack.layers


def outputs(spec: "TrainingSpec") -> int:
    """Return how many logits the network has: ten, and one for "not a digit" if it learns that."""
    return DIGITS + (spec.non_digits > 0)


def parameters(spec: "TrainingSpec") -> int:
    """Return how many numbers a spec's network has: those it learns and those its norms keep."""
    return sum(layer.parameters for layer in layers(spec))


def multiplications(spec: "TrainingSpec") -> int:
    """Return how many multiplications a spec's network needs to read one image."""
    return sum(layer.multiplications for layer in layers(spec))


def weights(spec: "TrainingSpec") -> dict[str, tuple[int, ...]]:
    """Return the shapes of the arrays of a spec's network, in the order of Keras' ``get_weights``.

    By names such as ``conv_1/kernel`` and ``norm_1/moving_mean``.
    """
    shapes, before = {}, (SIDE, SIDE)
    for layer in layers(spec):
        for name, shape in _arrays(layer, before).items():
            shapes[f"{layer.name}/{name}"] = shape
        before = layer.shape
    return shapes


def _arrays(layer: Layer, before: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    """Return the shapes of a layer's arrays by name; ``before``: that of its input."""
    if layer.kind == "dense":
        return {"kernel": (before[0], layer.size), "bias": (layer.size,)}
    if layer.kind == "conv":
        return {"kernel": (layer.kernel, layer.kernel, before[-1], layer.size)}
    if layer.kind == "norm":
        return dict.fromkeys(NORM_ARRAYS, layer.shape[-1:])
    return {}
