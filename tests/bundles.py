"""Bundles as others write them: good ones, odd ones, hostile ones."""

import io
import json
import struct
import zipfile
from collections.abc import Iterable
from typing import Any

import numpy as np

from webapp.models import TrainingSpec, architecture

SPEC = TrainingSpec(network="dense", hidden=(3,), non_digits=5)
CONV = TrainingSpec(network="conv", filters=(2, 3, 4))

Entries = Iterable[tuple[str, bytes]]


def weights(spec: TrainingSpec = SPEC) -> dict[str, np.ndarray]:
    """Return weights of a network that has learnt nothing."""
    random = np.random.default_rng(3)
    return {
        name: np.abs(random.normal(0, 0.1, shape)).astype(np.float32)
        for name, shape in architecture.weights(spec).items()
    }


def npy(array: Any) -> bytes:
    """Return an array as NumPy saves it, objects too."""
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()


def announced(header: str | bytes, numbers: bytes = b"", version: int = 1) -> bytes:
    """Return the file of an array whose header is written by hand."""
    text = header.encode() if isinstance(header, str) else header
    length = struct.pack("<H" if version == 1 else "<I", len(text))
    return b"\x93NUMPY" + bytes([version, 0]) + length + text + numbers


def zipped(entries: Entries, method: int = zipfile.ZIP_STORED) -> bytes:
    """Return a zip of entries, which may bear the same name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as packed:
        for name, data in entries:
            packed.writestr(name, data)
    return file.getvalue()


def npz(arrays: dict[str, np.ndarray | bytes]) -> bytes:
    """Return arrays, or bytes in place of some, as ``weights.npz``."""
    return zipped(
        (f"{name}.npy", each if isinstance(each, bytes) else npy(each))
        for name, each in arrays.items()
    )


def bundle(
    spec: Any = SPEC, arrays: dict | bytes | None = None, about: Any = None, more: Entries = ()
) -> bytes:
    """Return a bundle, each of its parts as it is or as one wishes it."""
    values = spec.to_json() if isinstance(spec, TrainingSpec) else spec
    text = values if isinstance(values, bytes) else json.dumps(values).encode()
    arrays = weights(spec if isinstance(spec, TrainingSpec) else SPEC) if arrays is None else arrays
    packed = arrays if isinstance(arrays, bytes) else npz(arrays)
    notes = [] if about is None else [("bundle.json", json.dumps(about).encode())]
    return zipped([("spec.json", text), *notes, ("weights.npz", packed), *more])


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return a zip in which an entry has another name of the same length."""
    assert len(old) == len(new) and old in data
    return data.replace(old, new)


def claiming(data: bytes, name: str, size: int) -> bytes:
    """Return a zip whose table of contents says another size of an entry."""
    at = data.rindex(b"PK\1\2", 0, data.rindex(name.encode()))
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def encrypted(data: bytes, name: str) -> bytes:
    """Return a zip whose table of contents says that an entry is encrypted."""
    at = data.rindex(b"PK\1\2", 0, data.rindex(name.encode()))
    return data[: at + 8] + b"\1" + data[at + 9 :]


KERNEL = "hidden_1/kernel"
HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }\n"


def _with(**arrays: Any) -> dict:
    return {**weights(), **{name.replace("__", "/"): each for name, each in arrays.items()}}


def _not_finite(value: float) -> np.ndarray:
    kernel = weights()[KERNEL]
    kernel[5, 1] = value
    return kernel


def _without(name: str) -> dict:
    return {key: each for key, each in weights().items() if key != name}


HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "is no zip file"),
    "a text": (b"a network, honestly\n" * 99, "is no zip file"),
    "cut short": (bundle()[:-1], "is no zip file"),
    "cut in the middle": (bundle()[:4000], "is no zip file"),
    "a comment": (bundle()[:-2] + b"\4\0late", "is no zip file"),
    "cut at the front": (bundle()[500:], "cannot be read|is no zip file"),
    "a changed byte": (
        bundle().replace(weights()[KERNEL].tobytes()[:8], b"\0" * 8),
        "weights.npz cannot be read",
    ),
    "an empty zip": (zipped([]), "lacks spec.json"),
    "no weights": (zipped([("spec.json", b"{}")]), "lacks weights.npz"),
    "no spec": (zipped([("weights.npz", npz(weights()))]), "lacks spec.json"),
    "too many names": (zipped((f"{n:030}", b"") for n in range(1000)), "longer table of contents"),
    "the same name twice": (
        renamed(bundle(more=[("zpec.json", b"{}")]), b"zpec.json", b"spec.json"),
        "'spec.json' twice",
    ),
    "a path": (bundle(more=[("../../etc/cron.d/x", b"* * * * *")]), "cron.d/x', which is not"),
    "a path from the root": (bundle(more=[("/etc/passwd", b"x")]), "passwd', which is not"),
    "a Windows path": (bundle(more=[("C:\\x", b"x")]), "which is not expected"),
    "a Keras file": (bundle(more=[("model.keras", b"x")]), "'model.keras', which is not"),
    "a bomb": (
        zipped([("spec.json", b" " * 50_000_000), ("weights.npz", b"")], 8),
        "spec.json takes 50000000 bytes",
    ),
    "a bomb of weights": (
        zipped(
            [("spec.json", json.dumps(SPEC.to_json()).encode()), ("weights.npz", bytes(10**8))],
            zipfile.ZIP_DEFLATED,
        ),
        "weights.npz takes 100000000 bytes",
    ),
    "a bomb that lies": (
        claiming(
            zipped([("weights.npz", b""), ("spec.json", b" " * 50_000_000)], zipfile.ZIP_DEFLATED),
            "spec.json",
            2000,
        ),
        "spec.json cannot be read",
    ),
    "a bomb in the weights": (
        bundle(
            arrays=zipped(
                [(f"{name}.npy", bytes(10**7 if name == KERNEL else 99)) for name in weights()],
                zipfile.ZIP_DEFLATED,
            )
        ),
        "kernel.npy takes 10000000 bytes",
    ),
    "encrypted": (encrypted(bundle(), "spec.json"), "encrypted"),
    "packed otherwise": (
        zipped([("spec.json", b"{}"), ("weights.npz", b"")], zipfile.ZIP_BZIP2),
        "packed in a way",
    ),
    "a spec that is no JSON": (bundle(b"{'network': 'dense'}"), "spec.json is no JSON object"),
    "a spec that is no object": (bundle([1, 2]), "spec.json is no JSON object"),
    "a spec nested deeply": (bundle(b"[" * 9000), "spec.json is no JSON object"),
    "a spec in Latin-1": (bundle(b'{"network": "\xe9"}'), "spec.json is no JSON object"),
    "a spec of an absurd size": (bundle(b" " * 20_000), "spec.json takes 20000 bytes"),
    "an unknown network": (bundle({"network": "resnet"}), "network: must be one of tutorial"),
    "an unknown field": (bundle({**SPEC.to_json(), "layers": []}), "layers: is not a field"),
    "a preset": (bundle({"preset": "best"}), "preset: is not a field"),
    "a Keras configuration": (
        bundle({"class_name": "Lambda", "config": {}}),
        "class_name: is not a field",
    ),
    "a huge network": (
        bundle({**SPEC.to_json(), "hidden": [10**9]}),
        "hidden: each layer has 1 to 2048 units",
    ),
    "a deep network": (bundle({**SPEC.to_json(), "hidden": [9] * 9}), "at most 8 hidden layers"),
    "half a network of another": (bundle({"network": "conv"}, weights()), "weights.npz holds"),
    "another format": (bundle(about={"format": 2}), "format '2'"),
    "no format": (bundle(about={"note": "?"}), "format 'None'"),
    "a long note": (bundle(about={"format": 1, "note": "x" * 1001}), "at most 1,000"),
    "a note that is none": (bundle(about={"format": 1, "note": ["x"]}), "must be a text"),
    "a note with control characters": (
        bundle(about={"format": 1, "note": "\x1b[2J"}),
        "must be a text",
    ),
    "half a character": (bundle(about={"format": 1, "note": "\udfff"}), "must be a text"),
    "weights that are no zip": (bundle(arrays=b"x" * 99), "weights.npz is no zip file"),
    "a missing array": (bundle(arrays=_without(KERNEL)), f"lacks {KERNEL}.npy"),
    "an array too many": (bundle(arrays=_with(more__kernel=np.zeros(3))), "'more/kernel.npy'"),
    "an array twice": (
        bundle(arrays=renamed(npz(_with(hidden_1__kernex=np.zeros(3))), b"kernex", b"kernel")),
        "'hidden_1/kernel.npy' twice",
    ),
    "an array with a path": (bundle(arrays=_with(**{"../x": np.zeros(3)})), "'../x.npy'"),
    "another shape": (
        bundle(arrays=_with(hidden_1__kernel=np.zeros((3, 784), np.float32))),
        r"'\(3, 784\)'; the network of spec.json needs \(784, 3\)",
    ),
    "gigabytes announced": (
        bundle(arrays=_with(hidden_1__kernel=announced(HEADER % "(99999999999, 99)"))),
        "has the shape '.99999999999, 99.'",
    ),
    "more announced than there is": (
        bundle(arrays=_with(hidden_1__kernel=announced(HEADER % "(784, 3)"))),
        "is no array",
    ),
    "more than announced": (
        bundle(arrays=_with(hidden_1__kernel=npy(weights()[KERNEL]) + b"more")),
        "is no array",
    ),
    "a negative shape": (
        bundle(arrays=_with(hidden_1__kernel=announced(HEADER % "(-784, 3)"))),
        "has the shape",
    ),
    "objects": (
        bundle(arrays=_with(hidden_1__bias=np.array([print] * 3, object))),
        "Python objects",
    ),
    "a pickle": (bundle(arrays=_with(hidden_1__bias=b"\x80\4N.")), "is no array"),
    "records": (bundle(arrays=_with(hidden_1__bias=np.zeros(3, "f4,f4"))), "of the kind"),
    "whole numbers": (bundle(arrays=_with(hidden_1__bias=np.zeros(3, int))), "of the kind '<i8'"),
    "complex numbers": (bundle(arrays=_with(hidden_1__bias=np.zeros(3, "c8"))), "of the kind"),
    "words": (bundle(arrays=_with(hidden_1__bias=np.array(["a"] * 3))), "of the kind '<U1'"),
    "a header that is code": (
        bundle(arrays=_with(hidden_1__bias=announced("__import__('os').abort()"))),
        "is no array",
    ),
    "a header that is no header": (
        bundle(arrays=_with(hidden_1__bias=announced("[1]"))),
        "is no array",
    ),
    "a deep header": (bundle(arrays=_with(hidden_1__bias=announced("(" * 900))), "is no array"),
    "a long header": (
        bundle(arrays=_with(hidden_1__kernel=announced(HEADER % "(784, 3)" + " " * 2000))),
        "is no array",
    ),
    "a header of gigabytes": (
        bundle(arrays=_with(hidden_1__kernel=b"\x93NUMPY\2\0\xff\xff\xff\xff{")),
        "is no array",
    ),
    "NaN": (bundle(arrays=_with(hidden_1__kernel=_not_finite(np.nan))), "no numbers .NaN."),
    "infinity": (bundle(arrays=_with(hidden_1__kernel=_not_finite(-np.inf))), "infinite"),
    "beyond float32": (
        bundle(arrays=_with(hidden_1__bias=np.full(3, 1e300))),
        "hidden_1/bias has values",
    ),
    "a negative variance": (
        bundle(CONV, {**weights(CONV), "norm_2/moving_variance": np.full(3, -1.0)}),
        "a variance has none",
    ),
}
"""What is refused, and a part of why."""
