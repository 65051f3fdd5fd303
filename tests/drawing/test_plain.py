"""The form of PNG that we write: it reads as Pillow would read it, or is left to Pillow."""

import io
import random
import tracemalloc
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from tests.drawing.test_png import chunk
from webapp.drawing import DrawingError, decode_png, plain

GREY = np.arange(12 * 9, dtype=np.uint8).reshape(12, 9) * 2
LONGEST = 64
HEADER = plain.HEADER.pack(9, 12, *plain.GREY)


def build(header: bytes = HEADER, rows: bytes | None = None, packed: bytes | None = None) -> bytes:
    """Return an image in three chunks, of our picture where nothing else is said."""
    rows = b"".join(b"\0" + row.tobytes() for row in GREY) if rows is None else rows
    packed = zlib.compress(rows) if packed is None else packed
    ihdr, idat = chunk(b"IHDR", header), chunk(b"IDAT", packed)
    return plain.SIGNATURE + ihdr + idat + plain.END


@given(
    arrays.arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40)))
    | arrays.arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(4)))
)
def test_what_is_written_is_what_pillow_reads(pixels):
    with Image.open(io.BytesIO(plain.write(pixels))) as image:
        image.load()
        assert image.mode == ("L" if pixels.ndim == 2 else "RGBA")
        np.testing.assert_array_equal(np.asarray(image), pixels)


@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, LONGEST), st.integers(1, LONGEST))))
def test_what_is_written_in_grey_is_read(pixels):
    np.testing.assert_array_equal(plain.read(plain.write(pixels), LONGEST), pixels)


def test_colours_are_left_to_others():
    assert plain.read(plain.write(np.zeros((3, 4, 4), np.uint8)), LONGEST) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        plain.BEGIN,
        plain.BEGIN + plain.END,
        build()[:-1],
        build() + b"\0",
        build(plain.HEADER.pack(9, 12, 16, 0, 0, 0, 0)),
        build(plain.HEADER.pack(9, 12, 8, 0, 0, 0, 1)),
        build(plain.HEADER.pack(0, 12, *plain.GREY), b""),
        build(plain.HEADER.pack(LONGEST + 1, 1, *plain.GREY), bytes(LONGEST + 2)),
        build(rows=b"\1" + bytes(12 * 10 - 1)),
        build(rows=bytes(12 * 10 - 1)),
        build(rows=bytes(12 * 10 + 1)),
        build(packed=b"no zlib"),
        build(packed=zlib.compress(bytes(12 * 10))[:-2]),
        build().replace(b"IDAT", b"tEXt"),
        build()[:-30] + b"\xff" + build()[-29:],
        build(HEADER[:-1] + b"\0")[:29] + b"\0\0\0\0" + build()[33:],
    ],
    ids=lambda data: f"{len(data)} bytes",
)
def test_what_is_of_another_form_or_damaged_is_left_to_others(data):
    assert plain.read(data, LONGEST) is None


def test_of_a_bomb_no_more_is_unpacked_than_was_announced():
    bomb = build(packed=zlib.compress(bytes(10_000_000)))
    tracemalloc.start()
    try:
        assert plain.read(bomb, LONGEST) is None
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 10 * len(bomb)  # it would unpack to a thousand times as much


def test_whatever_it_reads_pillow_reads_the_same(monkeypatch):
    chance = random.Random(7)
    whole = build()
    for _ in range(3000):
        data = bytearray(whole)
        for _ in range(chance.choice((0, 1, 1, 2))):
            data[chance.randrange(len(data))] = chance.choice((0, 1, 8, 255, chance.randrange(256)))
        read = plain.read(bytes(data), LONGEST)
        if read is not None:
            with monkeypatch.context() as patch:
                patch.setattr("webapp.drawing.png.plain.read", lambda *_: None)
                np.testing.assert_array_equal(read, decode_png(bytes(data)))


def test_what_is_wrong_is_named_as_with_any_other():
    with pytest.raises(DrawingError):
        decode_png(build(rows=bytes(5)))
