"""A thousand mutated bodies: whatever a client sends, it is told what is wrong, and never a 500."""

import base64
import json
import struct
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import drawing
from webapp.drawing import encode_data_url, render

PREFIX = "data:image/png;base64,"
URL = drawing(7)
PNG = base64.b64decode(encode_data_url(render([[(9, 9), (20, 20)]], 4, size=28))[len(PREFIX) :])
REFUSALS = {400, 404, 413, 415, 422}

calm = settings(
    max_examples=250,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def post(client, body: bytes, content_type: str = "application/json") -> None:
    """Post a body and check that the answer is a reading, or a refusal with words."""
    response = client.post("/api/predict", data=body, content_type=content_type)
    answer = response.get_json(force=True)
    if response.status_code == 200:
        assert 0 <= answer["digit"] <= 9
        assert sum(answer["probabilities"]) == pytest.approx(1, abs=1e-4)
    else:
        assert response.status_code in REFUSALS
        assert response.mimetype == "application/problem+json"
        assert answer["detail"]


def post_png(client, data: bytes) -> None:
    post(client, json.dumps({"image": PREFIX + base64.b64encode(data).decode()}).encode())


@st.composite
def mutated(draw, original: bytes, alphabet: st.SearchStrategy[bytes] | None = None) -> bytes:
    """Cut, repeat, change or put in something, a few times."""
    data = original
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 40)))
        new = st.binary(max_size=12) if alphabet is None else alphabet
        piece = draw(new | st.just(data[start:end] * 2))
        data = data[:start] + piece + data[end:]
    return data


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found, place = [], 8
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place)
        found.append((data[place + 4 : place + 8], data[place + 8 : place + 8 + length]))
        place += 12 + length
    return found


KINDS = st.sampled_from(
    [
        *(b"IHDR", b"IDAT", b"IEND", b"PLTE", b"tRNS", b"iCCP", b"gAMA", b"cHRM", b"sRGB"),
        *(b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"pHYs", b"acTL", b"fcTL", b"fdAT", b"bKGD"),
        *(b"abcd", b"ABCD", b"\0\0\0\0", b"\xff\xff\xff\xff"),
    ]
)
CONTENTS = st.binary(max_size=40) | st.sampled_from(
    [
        *(
            b"\0" * 768,
            b"k\0" + zlib.compress(b"a" * 2_000_000),
            b"icc\0\0" + zlib.compress(b"x" * 99),
        ),
        *(b"k\0\0" + zlib.compress(b"a" * 9_000_000), b"\0" * 26, struct.pack(">II", 2**31, 0)),
        *(b"MM\0*\0\0\0\x08\0\1", b"k\0\1\0\0\0" + zlib.compress(b"t"), b"Exif\0\0"),
    ]
)


@st.composite
def rebuilt(draw) -> bytes:
    """Return the PNG with chunks put in, dropped, swapped or changed, and right checksums."""
    parts = chunks(PNG)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(parts)))
        what = draw(st.sampled_from(["put in", "drop", "swap", "change", "other type"]))
        if what == "put in" or place == len(parts):
            parts.insert(place, (draw(KINDS), draw(CONTENTS)))
        elif what == "drop":
            del parts[place]
        elif what == "swap":
            parts[place], parts[0] = parts[0], parts[place]
        elif what == "change":
            parts[place] = (parts[place][0], draw(mutated(parts[place][1])))
        else:
            parts[place] = (draw(KINDS), parts[place][1])
    return serialised(draw, parts)


def serialised(draw, parts: list[tuple[bytes, bytes]]) -> bytes:
    wrong = draw(st.none() | st.integers(0, len(parts)))
    out = PNG[:8]
    for number, (kind, data) in enumerate(parts):
        lengths = st.sampled_from([0, 1, len(data) + 1, 2**31 - 1, 2**32 - 1])
        length = draw(lengths) if number == wrong else len(data)
        out += struct.pack(">I", length) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return out


@st.composite
def with_another_header(draw) -> bytes:
    """Return a PNG whose size, depth, colour and lacing are drawn, with pixels to fit or not."""
    sides = st.sampled_from([0, 1, 2, 7, 28, 2048, 2049, 2**31 - 1, 2**32 - 1]) | st.integers(0, 99)
    width, height = draw(sides), draw(sides)
    depth, colour = (
        draw(st.sampled_from([1, 2, 4, 8, 16, 3])),
        draw(st.sampled_from([0, 2, 3, 4, 6, 1])),
    )
    rest = bytes(draw(st.sampled_from([0, 0, 0, 1, 2])) for _ in range(3))
    pixels = draw(st.binary(max_size=60)) * draw(st.sampled_from([1, 30, 999]))
    stream = draw(st.sampled_from([zlib.compress(pixels), pixels, zlib.compress(pixels)[:-5]]))
    header = struct.pack(">IIBB", width, height, depth, colour) + rest
    palette = [(b"PLTE", b"\0\0\0\xff\xff\xff")] if draw(st.booleans()) else []
    return serialised(draw, [(b"IHDR", header), *palette, (b"IDAT", stream), (b"IEND", b"")])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(URL),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)
fields = st.sampled_from(["image", "model", "Image", "image\0", "__proto__"]) | st.text(max_size=6)


@given(value=json_values | st.dictionaries(fields, json_values, max_size=4))
@calm
def test_mutated_structure(client, value):
    post(client, json.dumps(value).encode())


@given(body=mutated(json.dumps({"image": URL, "model": "first"}).encode()))
@calm
def test_mutated_json(client, body):
    post(client, body)


@given(
    url=mutated(URL.encode(), st.sampled_from([b"=", b"%", b",", b";", b" ", b"\xff", b"data:"]))
)
@calm
def test_mutated_data_url(client, url):
    post(client, json.dumps({"image": url.decode("latin-1")}).encode())


@given(data=mutated(PNG))
@calm
def test_mutated_png(client, data):
    post_png(client, data)


@given(data=rebuilt())
@calm
def test_rebuilt_png(client, data):
    post_png(client, data)


@given(data=with_another_header())
@calm
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_other_headers(client, data):
    post_png(client, data)
