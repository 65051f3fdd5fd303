"""A loaded version that shows what happens in each of its layers."""

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from zipfile import BadZipFile

import numpy as np

from webapp.models.architecture import DIGITS
from webapp.models.errors import BrokenVersion
from webapp.models.litert import Runner
from webapp.models.manifest import Manifest
from webapp.models.nearest import NearestImages
from webapp.models.stages import Stage, stages
from webapp.models.store import ModelStore

INSPECTOR_FILE = "inspector.tflite"
WEIGHTS_FILE = "weights.npz"
NEAREST_FILE = "nearest.npz"
LOGITS = "logits"


class Inspector:
    """One version, opened up: the outputs of all its layers, its weights, images that it learnt.

    Loaded once and used by many threads. ``stages``: its layers as people look at them.
    """

    def __init__(self, manifest: Manifest, read: Callable[[str], bytes]):
        """Open a version up whose files ``read`` returns by their names."""
        self.manifest = manifest
        self.stages = stages(manifest.spec)
        self._read = read
        self._runner = Runner(read(INSPECTOR_FILE))
        _check(self.stages, self._runner.session().shapes)

    @classmethod
    def load(cls, store: ModelStore, model_id: str) -> "Inspector":
        """Open a version up; raise a ``StoreError`` where that cannot be done."""
        try:
            return cls(store.manifest(model_id), lambda name: store.read(model_id, name))
        except (ValueError, RuntimeError) as error:
            raise BrokenVersion(f"{model_id!r} cannot be opened up: {error}") from error

    def outputs(self, image: np.ndarray) -> dict[str, np.ndarray]:
        """Return what each stage makes of an image, by its name, the logits last.

        ``image``: ``float32`` ``(28, 28)`` in 0…1. Outputs: ``float32``, as ``Stage.shape``.
        """
        session = self._runner.session()
        session.run(image)
        return {stage.name: session.output(stage.name) for stage in self.stages}

    def digit_logits(self, image: np.ndarray) -> np.ndarray:
        """Return the logits of the ten digits alone, ``float32`` ``(10,)``."""
        session = self._runner.session()
        session.run(image)
        return session.output(LOGITS)[:DIGITS]

    @cached_property
    def weights(self) -> dict[str, np.ndarray]:
        """Return the weights by names such as ``conv_1/kernel``: ``float32``."""
        with self._file(WEIGHTS_FILE) as data, np.load(data, allow_pickle=False) as arrays:
            return dict(arrays)

    @cached_property
    def nearest(self) -> NearestImages | None:
        """Return the index of images that it learnt from; older versions have none."""
        if NEAREST_FILE not in self.manifest.files:
            return None
        with self._file(NEAREST_FILE) as data:
            return NearestImages.loads(data.read())

    @contextmanager
    def _file(self, name: str) -> Iterator[io.BytesIO]:
        """Give a file of this very version; what cannot be made of it is a ``BrokenVersion``."""
        data = self._read(name)
        known = self.manifest.files.get(name)  # none yet while it is being published
        if known and hashlib.sha256(data).hexdigest() != known:
            raise BrokenVersion(f"{self.manifest.id}/{name} is another version's by now.")
        try:
            yield io.BytesIO(data)
        except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
            raise BrokenVersion(f"{self.manifest.id}/{name} cannot be used: {error}") from error

    def stage(self, name: str) -> Stage | None:
        """Return the stage of that name, or ``None``."""
        return next((stage for stage in self.stages if stage.name == name), None)

    def features(self, image: np.ndarray, outputs: dict[str, np.ndarray]) -> np.ndarray:
        """Return what the logits are computed from, ``float32`` ``(n,)``: the network's own view.

        It is the output of the last hidden layer; the image itself where there is none.
        """
        source = self.stages[-1].source
        return (image if source is None else outputs[source]).ravel()


def _check(expected: list[Stage], shapes: dict[str, tuple[int, ...]]) -> None:
    for stage in expected:
        if shapes.get(stage.name) != (1, *stage.shape):
            raise ValueError(f"{stage.name} is {shapes.get(stage.name)}, not {(1, *stage.shape)}")
