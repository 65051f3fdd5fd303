"""Bundles: read as they were written, converted where that is safe, refused in plain words."""

import io
import json
import tracemalloc
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import bundles
from tests.bundles import CONV, HOSTILE, SPEC, announced, bundle, npz, weights, zipped
from webapp.models import TrainingSpec, architecture
from webapp.models.bundle import Bundle, BundleError, arrays


def same(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> bool:
    return list(one) == list(other) and all(np.array_equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize("spec", [SPEC, CONV, TrainingSpec(network="tutorial")], ids=str)
def test_what_was_written_is_read(spec):
    written = Bundle(spec, weights(spec), "by hand,\nwith 筆")
    read = Bundle.loads(written.dumps())
    assert (read.spec, read.note) == (spec, written.note)
    assert same(read.weights, written.weights)
    assert {array.dtype for array in read.weights.values()} == {np.dtype(np.float32)}


def test_plain_numpy_reads_what_was_written():
    with zipfile.ZipFile(io.BytesIO(Bundle(SPEC, weights()).dumps())) as packed:
        assert json.loads(packed.read("spec.json")) == SPEC.to_json()
        with np.load(io.BytesIO(packed.read("weights.npz")), allow_pickle=False) as loaded:
            assert same(dict(loaded), weights())


def test_a_versions_download_is_one(client, store):
    for model_id in store.ids():
        spec = store.manifest(model_id).spec
        read = Bundle.loads(client.get(f"/api/models/{model_id}/download").data)
        kept = arrays(store.read(model_id, "weights.npz"), architecture.weights(spec))
        assert read.spec == spec and same(read.weights, kept)


def test_what_an_older_program_did_not_know_has_its_default():
    values = {name: value for name, value in SPEC.to_json().items() if name != "corrections"}
    assert Bundle.loads(bundle(values)).spec == SPEC


@pytest.mark.parametrize("dtype", ["<f2", ">f2", ">f4", "<f8", ">f8"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_other_numbers_are_converted(dtype, order):
    given = {name: np.asarray(each, dtype, order) for name, each in weights().items()}
    read = Bundle.loads(bundle(arrays=given)).weights
    assert same(read, {name: each.astype(np.float32) for name, each in given.items()})
    assert all(each.flags.c_contiguous for each in read.values())


@pytest.mark.parametrize("version", [1, 2, 3])
def test_every_version_of_the_header(version):
    header = "{'shape': (3,), 'fortran_order': False, 'descr': '<f4'}"  # in another order, too
    written = announced(header, np.arange(3, dtype="<f4").tobytes(), version)
    read = Bundle.loads(bundle(arrays={**weights(), "hidden_1/bias": written}))
    assert read.weights["hidden_1/bias"].tolist() == [0, 1, 2]


def test_both_may_be_deflated():
    file = io.BytesIO()
    np.savez_compressed(file, **weights())
    entries = [("spec.json", json.dumps(SPEC.to_json())), ("weights.npz", file.getvalue())]
    assert same(Bundle.loads(zipped(entries, zipfile.ZIP_DEFLATED)).weights, weights())


@pytest.mark.parametrize("what", HOSTILE)
def test_refused_in_plain_words_before_anything_large_is_made(what):
    data, words = HOSTILE[what]
    tracemalloc.start()
    try:
        with pytest.raises(BundleError, match=words) as refusal:
            Bundle.loads(data)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2_000_000
    told = str(refusal.value)
    assert told.isprintable() and len(told) < 700 and told.endswith(".")


def test_zips_of_gigabytes_are_not_followed():
    data = bundle()
    end = data[-22:]
    record = b"PK\6\6" + (44).to_bytes(8, "little") + bytes(44)
    locator = b"PK\6\7" + bytes(4) + len(data[:-22]).to_bytes(8, "little") + bytes([1, 0, 0, 0])
    with pytest.raises(BundleError, match="no zip"):
        Bundle.loads(data[:-22] + record + locator + end)


def test_a_file_longer_than_any_network_is_not_read(tmp_path, monkeypatch):
    path = tmp_path / "long"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)  # a hole: it takes no room
    monkeypatch.setattr(type(path), "read_bytes", lambda path: pytest.fail("it was read"))
    with pytest.raises(BundleError, match="takes 1000000000 bytes"):
        Bundle.load(path)


@st.composite
def mutated(draw) -> bytes:
    """Change, cut or repeat something, a few times, most often where something is said."""
    data = draw(st.sampled_from([bundle(), bundle(about={"format": 1}), npz(weights())]))
    marks = [0, len(data), data.find(b"NUMPY"), data.rfind(b"PK\1\2"), data.find(b"{")]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.sampled_from(marks)) + draw(st.integers(-60, 60))
        start = min(max(start, 0), len(data))
        end = min(len(data), start + draw(st.integers(0, 40)))
        piece = draw(st.binary(max_size=12) | st.just(data[start:end] * 2))
        data = data[:start] + piece + data[end:]
    return data


@given(mutated())
def test_whatever_the_bytes_are(data):
    try:
        read = Bundle.loads(data)
    except BundleError as error:
        assert str(error)
    else:
        assert list(read.weights) == list(architecture.weights(read.spec))
        assert all(np.isfinite(array).all() for array in read.weights.values())


def test_a_note_that_is_none_is_not_written():
    with pytest.raises(BundleError, match="note"):
        Bundle(SPEC, bundles.weights(), "x" * 1001).dumps()
