"""Data URLs and PNG images: every kind that there is, and every way to be broken."""

import base64
import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from webapp.drawing import (
    DrawingError,
    MalformedDataURL,
    NotPNG,
    OversizeImage,
    UndecodableImage,
    all_from_bytes,
    decode_data_url,
    decode_png,
    encode_data_url,
    from_bytes,
    to_uint8,
    to_unit,
)

GREY = np.arange(12 * 9, dtype=np.uint8).reshape(12, 9) * 2


def png(image: Image.Image, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", **options)
    return buffer.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def by_hand(width: int, height: int, depth: int, colour: int, rows: bytes, lace: int = 0) -> bytes:
    """Return a PNG made without Pillow (https://www.w3.org/TR/png-3); rows begin with a filter."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, lace)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


JUNK = chunk(b"IDAT", b"junk")


def url(data: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(data).decode()


class TestModes:
    def test_grey_stays_grey(self):
        assert np.array_equal(decode_png(png(Image.fromarray(GREY))), GREY)

    @pytest.mark.parametrize("mode", ["LA", "RGB", "RGBA", "P"])
    def test_opaque_greys_come_out_the_same_whatever_the_mode(self, mode):
        pixels = decode_png(png(Image.fromarray(GREY).convert(mode)))
        assert pixels.dtype == np.uint8
        if pixels.ndim == 3:  # red, green, blue and alpha
            assert (pixels[..., 3] == 255).all()
            assert np.ptp(pixels[..., :3], axis=2).max() == 0
            pixels = pixels[..., 0]
        assert np.array_equal(pixels, GREY)

    @pytest.mark.parametrize("mode", ["LA", "RGBA"])
    def test_alpha_comes_through(self, mode):
        image = Image.fromarray(GREY).convert(mode)
        image.putalpha(Image.fromarray(255 - GREY))
        assert np.array_equal(decode_png(png(image)), np.asarray(image.convert("RGBA")))

    def test_black_and_white(self):
        bits = Image.fromarray(GREY > 100)
        assert np.array_equal(decode_png(png(bits)), np.where(GREY > 100, 255, 0))

    @pytest.mark.parametrize("mode", ["L", "P", "RGB", "1"])
    def test_a_transparent_colour(self, mode):
        image = Image.fromarray(np.where(GREY > 100, 255, 0).astype(np.uint8)).convert(mode)
        if mode == "P":
            image = Image.fromarray((GREY > 100).astype(np.uint8))
            image.putpalette([0, 0, 0, 255, 255, 255])
        first = (0, 0, 0) if mode == "RGB" else 0
        pixels = decode_png(png(image, transparency=first))
        assert np.array_equal(pixels[..., 3], np.where(GREY > 100, 255, 0))

    def test_sixteen_bits_are_scaled_not_clipped(self):
        deep = np.arange(0, 60_000, 500, dtype=np.uint16).reshape(10, 12)
        rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in deep)
        assert np.array_equal(decode_png(by_hand(12, 10, 16, 0, rows)), deep // 256)

    @pytest.mark.parametrize("more", [b"\0" * 99, b"PK\x03\x04 an archive", JUNK, JUNK * 2000])
    def test_what_follows_the_end_is_nothing_to_it(self, more):
        assert np.array_equal(decode_png(png(Image.fromarray(GREY)) + more), GREY)

    def test_interlaced(self):
        # Adam7 on 2 × 2: pass 1 has (0, 0), pass 6 has (1, 0), pass 7 the whole second row.
        rows = b"\0\x0a" + b"\0\x14" + b"\0\x1e\x28"
        assert decode_png(by_hand(2, 2, 8, 0, rows, lace=1)).tolist() == [[10, 20], [30, 40]]


class TestRoundTrip:
    shapes = st.tuples(st.integers(1, 40), st.integers(1, 40))

    @given(arrays.arrays(np.uint8, shapes | shapes.map(lambda shape: (*shape, 4))))
    def test_decoding_undoes_encoding(self, pixels):
        assert np.array_equal(decode_data_url(encode_data_url(pixels)), pixels)

    @given(arrays.arrays(np.uint8, st.tuples(st.integers(0, 3), st.just(28), st.just(28))))
    def test_of_their_bytes_and_of_floats_images_become_again(self, images):
        assert np.array_equal(all_from_bytes(image.tobytes() for image in images), images)
        for image in images:
            assert np.array_equal(from_bytes(image.tobytes()), image)
        units = to_unit(images)
        assert units.dtype == np.float32 and ((units >= 0) & (units <= 1)).all()
        assert np.allclose(units * 255, images, atol=1e-4)
        assert np.array_equal(to_uint8(units), images)

    @given(arrays.arrays(np.float32, (3, 5), elements=st.floats(-1, 2, width=32)))
    def test_to_uint8_rounds_and_clips(self, image):
        exact = np.clip(image.astype(np.float64), 0, 1) * 255
        assert np.abs(to_uint8(image) - exact).max() < 0.5001

    def test_the_header_may_have_parameters_and_capitals(self):
        data = base64.b64encode(png(Image.fromarray(GREY))).decode()
        assert np.array_equal(decode_data_url("data:IMAGE/PNG;a=b;BASE64," + data), GREY)


WHOLE = png(Image.fromarray(GREY))
JPEG = io.BytesIO()
Image.fromarray(GREY).save(JPEG, "JPEG")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", MalformedDataURL),
        ("image/png;base64,AAAA", MalformedDataURL),
        ("http://example.org/seven.png", MalformedDataURL),
        ("data:", MalformedDataURL),
        ("data:image/png;base64", MalformedDataURL),
        ("data:image/png,AAAA", MalformedDataURL),
        ("data:image/png;base64,*", MalformedDataURL),
        ("data:image/png;base64,AAA", MalformedDataURL),
        ("data:image/png;base64,AA\nAA", MalformedDataURL),
        ("data:image/png;base64,AA AA", MalformedDataURL),
        ("data:image/png;base64,ÄÖÜß", MalformedDataURL),
        ("data:image/png;base64,\ud800", MalformedDataURL),
        (None, MalformedDataURL),
        (7, MalformedDataURL),
        (b"data:image/png;base64,AAAA", MalformedDataURL),
        ("data:image/jpeg;base64,AAAA", NotPNG),
        ("data:;base64,AAAA", NotPNG),
        ("data:image/svg+xml;base64,AAAA", NotPNG),
        ("data:image/png;base64,", UndecodableImage),
        ("data:image/png;base64,AAAA", UndecodableImage),
        (url(JPEG.getvalue()), UndecodableImage),
        (url(b"\x89PNG\r\n\x1a\n"), UndecodableImage),
        (url(b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b"")), UndecodableImage),
        (url(by_hand(0, 9, 8, 0, b"")), UndecodableImage),
        (url(by_hand(9, 9, 8, 0, b"")), UndecodableImage),
        (url(by_hand(9, 9, 3, 0, b"\0" * 99)), UndecodableImage),
        (url(by_hand(9, 9, 8, 0, b"\x09" * 90)), UndecodableImage),
        (url(by_hand(2049, 1, 8, 0, b"\0" * 2050)), OversizeImage),
        (url(by_hand(1, 2049, 8, 0, b"\0\0" * 2049)), OversizeImage),
        (url(by_hand(2**31 - 1, 2**31 - 1, 8, 6, b"")), OversizeImage),
    ],
)
def test_what_is_broken_is_named(text, error):
    with pytest.raises(error) as raised:
        decode_data_url(text)
    assert type(raised.value) is error
    assert str(raised.value).endswith(".")


@pytest.mark.parametrize("end", range(len(WHOLE)))
def test_an_image_cut_short_is_refused_unless_every_pixel_is_there(end):
    try:
        pixels = decode_png(WHOLE[:end])
    except UndecodableImage:
        return
    assert end > WHOLE.index(b"IDAT")
    assert np.array_equal(pixels, GREY)


@pytest.mark.parametrize("place", range(16, 33))
def test_a_damaged_header_is_refused(place):
    damaged = bytearray(WHOLE)
    damaged[place] ^= 1
    with pytest.raises(UndecodableImage):
        decode_png(bytes(damaged))


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side", [2049, 10_000, 20_000])
def test_a_bomb_is_refused_unopened(side):
    with pytest.raises(OversizeImage, match="2048"):
        decode_png(by_hand(side, side, 8, 0, b"\0" * 1000))


def test_the_longest_side_is_read():
    assert decode_png(png(Image.new("L", (2048, 3), 9))).shape == (3, 2048)


def test_every_error_is_a_drawing_error():
    for error in (MalformedDataURL, NotPNG, OversizeImage, UndecodableImage):
        assert issubclass(error, DrawingError)


def test_an_image_of_countless_chunks_is_refused_before_it_is_read():
    whole = io.BytesIO()
    Image.new("L", (8, 8), 255).save(whole, "PNG")
    head, tail = whole.getvalue()[:33], whole.getvalue()[33:]  # the signature and IHDR, the rest
    empty = b"\0\0\0\0tEXt" + zlib.crc32(b"tEXt").to_bytes(4)
    assert decode_png(head + 3 * empty + tail).shape == (8, 8)
    with pytest.raises(UndecodableImage, match="chunks"):
        decode_png(head + 60_000 * empty + tail)
