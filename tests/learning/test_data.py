"""MNIST is MNIST, to the last byte, and its split never moves."""

import hashlib
import struct

import numpy as np
import pytest

from webapp.learning import data
from webapp.learning.data import DataError, load_mnist


def idx(array: np.ndarray) -> bytes:
    """Return an array of bytes as an IDX file (http://yann.lecun.com/exdb/mnist)."""
    header = struct.pack(">BBBB", 0, 0, 8, array.ndim)
    return header + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


@pytest.fixture
def whole():
    """Give the arrays as they lie in the file, before the split."""
    with np.load(data.FILE, allow_pickle=False) as arrays:
        yield arrays


@pytest.mark.parametrize(
    ("name", "md5"),
    [
        ("x_train", "6bbc9ace898e44ae57da46a324031adb"),
        ("y_train", "a25bea736e30d166cdddb491f175f624"),
        ("x_test", "2646ac647ad5339dbf082846283269ea"),
        ("y_test", "27ae3e4e09519cfbb04c329615203637"),
    ],
)
def test_the_arrays_are_the_published_files(whole, name, md5):
    assert hashlib.md5(idx(whole[name]), usedforsecurity=False).hexdigest() == md5


def test_shapes_and_ranges():
    mnist = load_mnist()
    for digits, count in [(mnist.train, 55_000), (mnist.validation, 5_000), (mnist.test, 10_000)]:
        assert len(digits) == count
        assert digits.images.shape == (count, 28, 28)
        assert digits.labels.shape == (count,)
        assert digits.images.dtype == digits.labels.dtype == np.uint8
        assert (digits.images.min(), digits.images.max()) == (0, 255)
        assert set(digits.labels) == set(range(10))


def fingerprints(images: np.ndarray) -> list[bytes]:
    return sorted(hashlib.sha256(image).digest() for image in images)


def test_the_split_is_a_partition(whole):
    mnist = load_mnist()
    together = np.concatenate((mnist.train.images, mnist.validation.images))
    assert fingerprints(together) == fingerprints(whole["x_train"])
    assert not set(fingerprints(mnist.train.images)) & set(fingerprints(mnist.validation.images))
    counts = np.bincount(mnist.train.labels) + np.bincount(mnist.validation.labels)
    assert counts.tolist() == np.bincount(whole["y_train"]).tolist()


def test_the_split_is_the_same_every_time():
    first = load_mnist()
    load_mnist.cache_clear()
    again = load_mnist()
    assert np.array_equal(first.validation.images, again.validation.images)
    assert np.array_equal(first.train.labels, again.train.labels)


@pytest.mark.parametrize("damage", ["bit", "cut short", "missing", "folder"])
def test_a_file_that_is_not_the_one_that_shipped(tmp_path, monkeypatch, damage):
    path = tmp_path / "mnist.npz"
    content = bytearray(data.FILE.read_bytes())
    if damage == "bit":
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    elif damage == "cut short":
        path.write_bytes(content[:-1])
    elif damage == "folder":
        path.mkdir()
    monkeypatch.setattr(data, "FILE", path)
    load_mnist.cache_clear()
    with pytest.raises(DataError, match="mnist.npz"):
        load_mnist()
    load_mnist.cache_clear()
