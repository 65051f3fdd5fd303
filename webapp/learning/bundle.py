"""Bundles: write one in a notebook, and make a version of one that came from elsewhere."""

from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np

from webapp.learning.data import load_mnist
from webapp.learning.networks import build
from webapp.learning.publishing import Trained, publish
from webapp.models import Manifest, ModelStore, SpecError, TrainingSpec, architecture
from webapp.models.bundle import Bundle, BundleError, check
from webapp.models.corrections import Corrections
from webapp.models.ids import new_model_id

TRIED_IMAGES = 1000
TOO_LARGE = 1e6
"""No logit of a network that reads is as large: those of ours stay below a hundred."""


def write(network: keras.Model, spec: TrainingSpec, path: Path | str, note: str = "") -> None:
    """Write a network that was trained by a spec, or as if by one, into a file to be imported.

    The weights are taken in the order of ``network.get_weights()``: names of layers may be any.
    Raises ``SpecError`` or ``BundleError`` where the two do not fit each other.
    """
    if errors := spec.errors():
        raise SpecError(errors)
    shapes = architecture.weights(spec)
    given = [np.asarray(array, np.float32) for array in network.get_weights()]
    if len(given) != len(shapes):
        raise BundleError("bad-count", found=len(given), expected=len(shapes))
    weights = dict(zip(shapes, given, strict=True))
    for name, array in weights.items():
        if array.shape != shapes[name]:
            raise BundleError("bad-shape", name=name, shape=array.shape, expected=shapes[name])
        check(name, array)
    Path(path).write_bytes(Bundle(spec, weights, note).dumps())


def publish_bundle(
    bundle: Bundle,
    file: str,
    store: ModelStore,
    model_id: str | None = None,
    phase: Callable[[str], None] = lambda name: None,
    people: Corrections | None = None,
) -> Manifest:
    """Build the network of a bundle, publish it as a version and return its manifest.

    What follows a training follows here. ``file``: the name that it came by; ``people`` and
    ``phase``: as ``publish`` takes them.
    """
    model_id = model_id or new_model_id(bundle.spec.network)
    store.check_new(model_id)
    model = build(bundle.spec)
    model.set_weights(list(bundle.weights.values()))
    network = Trained(model, bundle.spec, imported={"file": file, "note": bundle.note})
    mnist = load_mnist()
    logits = network.logits(mnist.validation.images[:TRIED_IMAGES])
    if not (np.abs(logits) < TOO_LARGE).all():  # NaN compares false
        raise BundleError("overflows")
    return publish(network, store, model_id, mnist, people, phase)
