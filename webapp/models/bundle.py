"""A bundle: a network in one file, to be carried from one program to another.

A zip of ``spec.json`` (the training spec) and ``weights.npz`` (an array by name, as NumPy saves
them). Whoever reads one builds the network anew from the spec; nothing in it is brought to life.
``docs/bundles.md`` describes it.
"""

import ast
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from webapp.models import architecture
from webapp.models.inspector import WEIGHTS_FILE
from webapp.models.spec import MAX_HIDDEN, MAX_UNITS, SpecError, TrainingSpec
from webapp.models.zips import SmallZip, ZipError, shown

FORMAT = 1
FILE = "The file"
"""What the bundle itself is called where something is wrong with it."""

SPEC_FILE = "spec.json"
ABOUT_FILE = "bundle.json"
"""Holds the number of the format and a note; format 1 without a note where it is missing."""

NEEDED = (SPEC_FILE, WEIGHTS_FILE)
LEFT_ALONE = ("reading.json", "classifier.tflite")
"""What a version's download has besides. It is measured and exported anew: nobody reads these."""

MOST_TEXT = 16 * 1024
"""Longest ``spec.json`` or ``bundle.json``, in bytes."""

MAX_NOTE = 1000
"""Characters of a note."""

MOST_HEADER = 1024
"""Bytes of an array's file that are no numbers: magic, length and header."""

DTYPES = {
    f"{order}{kind}": np.dtype(f"{order}{kind}") for order in "<>" for kind in ("f2", "f4", "f8")
}
"""Which numbers are read, by what a header calls them; all become ``float32``."""

WIDEST = 8
"""Bytes of the widest of them."""

LARGEST_SPEC = TrainingSpec(network="dense", hidden=(MAX_UNITS,) * MAX_HIDDEN, non_digits=1)
LARGEST = 2 * WIDEST * architecture.parameters(LARGEST_SPEC)
"""No file of a network that a spec can describe is longer, in bytes."""


class BundleError(ZipError):
    """A file that no network can be made of."""

    KINDS = {
        **ZipError.KINDS,
        "missing": "{of} lacks {name}.",
        "unknown": "{of} holds {name}, which is not expected there.",
        "no-json": "{name} is no JSON object.",
        "bad-spec": "spec.json describes no network that can be built: {reason}",
        "bad-format": "It is a bundle of format {format}; this release reads format 1.",
        "bad-note": "The note in bundle.json must be a text of at most 1,000 characters.",
        "pickled": "{name} holds Python objects, and those are never read: save plain arrays.",
        "no-array": "{name} is no array as NumPy saves them.",
        "bad-numbers": "{name} has numbers of the kind {dtype}; float32 is expected.",
        "bad-shape": "{name} has the shape {shape}; the network of spec.json needs {expected}.",
        "not-finite": "{name} has values that are infinite, or no numbers (NaN).",
        "negative": "{name} has negative values, and a variance has none.",
        "bad-count": "The network has {found} arrays of weights; that of the spec has {expected}.",
        "overflows": "The weights are so large that what the network answers means nothing.",
    }


@dataclass(frozen=True)
class Bundle:
    """A spec, the weights of its network, and what somebody wrote about it.

    ``weights``: ``float32``, by the names and with the shapes of ``architecture.weights``, finite.
    """

    spec: TrainingSpec
    weights: dict[str, np.ndarray]
    note: str = ""

    def dumps(self) -> bytes:
        """Return the file; raise ``BundleError`` where the note is none."""
        check_note(self.note)
        weights, file = io.BytesIO(), io.BytesIO()
        np.savez(weights, **self.weights)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
            packed.writestr(SPEC_FILE, json.dumps(self.spec.to_json(), indent=2))
            about = {"format": FORMAT, "note": self.note}
            packed.writestr(ABOUT_FILE, json.dumps(about, indent=2, ensure_ascii=False))
            packed.writestr(WEIGHTS_FILE, weights.getvalue())
        return file.getvalue()

    @classmethod
    def loads(cls, data: bytes) -> "Bundle":
        """Return the bundle in a file that anybody may have made; raise ``BundleError``.

        The spec is read first: it says how much the rest may take.
        """
        try:
            packed = SmallZip(data, FILE)
            _check_names(packed, NEEDED, (ABOUT_FILE, *LEFT_ALONE), FILE)
            spec = _spec(_json(packed, SPEC_FILE))
            note = _note(_json(packed, ABOUT_FILE)) if ABOUT_FILE in packed.names else ""
            shapes = architecture.weights(spec)
            most = sum(map(_most_bytes, shapes.values())) + MOST_HEADER * (len(shapes) + 1)
            return cls(spec, arrays(packed.read(WEIGHTS_FILE, most), shapes), note)
        except BundleError:
            raise
        except ZipError as error:
            raise BundleError(error.kind, **error.values) from error

    @classmethod
    def load(cls, path: Path) -> "Bundle":
        """Return the bundle in a file of the disk; raise ``BundleError`` or ``OSError``."""
        if (size := path.stat().st_size) > LARGEST:
            raise BundleError("too-large", name=FILE, size=size, most=LARGEST)
        return cls.loads(path.read_bytes())


def arrays(data: bytes, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    """Return the arrays of ``weights.npz``, those of these names and shapes and no others."""
    packed = SmallZip(data, WEIGHTS_FILE)
    files = {f"{name}.npy": name for name in shapes}
    _check_names(packed, tuple(files), (), WEIGHTS_FILE)
    return {
        name: _array(packed.read(file, _most_bytes(shapes[name])), name, shapes[name])
        for file, name in files.items()
    }


def check(name: str, array: np.ndarray) -> None:
    """Raise ``BundleError`` where the weights of this name cannot be those of a network."""
    if not np.isfinite(array).all():
        raise BundleError("not-finite", name=name)
    if name.endswith(architecture.VARIANCE) and (array < 0).any():
        raise BundleError("negative", name=name)


def check_note(note: object) -> None:
    """Raise ``BundleError`` where this is no note."""
    if not isinstance(note, str) or len(note) > MAX_NOTE or not "".join(note.split()).isprintable():
        raise BundleError("bad-note")


def _check_names(
    packed: SmallZip, needed: tuple[str, ...], allowed: tuple[str, ...], of: str
) -> None:
    for name in packed.names:
        if name not in needed + allowed:
            raise BundleError("unknown", of=of, name=shown(name))
    for name in needed:
        if name not in packed.names:
            raise BundleError("missing", of=of, name=name)


def _json(packed: SmallZip, name: str) -> dict[str, Any]:
    try:
        values = json.loads(packed.read(name, MOST_TEXT))
    except (ValueError, RecursionError) as error:
        raise BundleError("no-json", name=name) from error
    if not isinstance(values, dict):
        raise BundleError("no-json", name=name)
    return values


def _spec(values: dict[str, Any]) -> TrainingSpec:
    """Return the spec; what an older program did not know has its default, not a preset's."""
    try:
        if "preset" in values:
            raise SpecError({"preset": "is not a field of a spec."})
        return TrainingSpec.from_json({**TrainingSpec().to_json(), **values})
    except SpecError as error:
        raise BundleError("bad-spec", reason=str(error)[:500]) from error


def _note(about: dict[str, Any]) -> str:
    if about.get("format") != FORMAT:
        raise BundleError("bad-format", format=shown(str(about.get("format"))))
    note = about.get("note", "")
    check_note(note)
    return note


def _most_bytes(shape: tuple[int, ...]) -> int:
    return WIDEST * prod(shape) + MOST_HEADER


def _array(data: bytes, name: str, expected: tuple[int, ...]) -> np.ndarray:
    """Return an array as ``float32`` in C's order, from the bytes of a ``.npy`` file.

    ``numpy.load`` would do with more trust: it allocates what a header announces.
    """
    header, numbers = _header(data, name)
    described, shape = header["descr"], header["shape"]
    if isinstance(described, str) and described.lstrip("<>|=") == "O":
        raise BundleError("pickled", name=name)
    dtype = DTYPES.get(described) if isinstance(described, str) else None
    if dtype is None:
        raise BundleError("bad-numbers", name=name, dtype=shown(str(described)))
    if shape != expected:
        raise BundleError("bad-shape", name=name, shape=shown(str(shape)), expected=expected)
    if len(numbers) != dtype.itemsize * prod(expected):
        raise BundleError("no-array", name=name)
    order = "F" if header["fortran_order"] is True else "C"
    array = np.frombuffer(numbers, dtype).reshape(expected, order=order)
    with np.errstate(over="ignore"):  # of float64: it becomes infinite, and is refused
        array = array.astype(np.float32, order="C")
    check(name, array)
    return array


def _header(data: bytes, name: str) -> tuple[dict[str, Any], bytes]:
    """Return the header of a ``.npy`` file and the bytes after it.

    https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
    """
    wide = 4 if data[6:7] > b"\1" else 2
    start = 8 + wide
    length = int.from_bytes(data[8:start], "little")
    if not data.startswith(b"\x93NUMPY") or start + length > min(len(data), MOST_HEADER):
        raise BundleError("no-array", name=name)
    try:
        header = ast.literal_eval(data[start : start + length].decode("ascii").strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        raise BundleError("no-array", name=name) from error
    if not isinstance(header, dict) or header.keys() != {"descr", "fortran_order", "shape"}:
        raise BundleError("no-array", name=name)
    return header, data[start + length :]
