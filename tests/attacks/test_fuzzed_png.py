"""Thousands of hostile PNG images: each is read or refused with words, and soon.

``benchmarks/fuzz_png.py`` sends more of them and tells how long they took.
"""

import base64
import time
import zlib

import pytest

from tests.attacks.hostile_png import bombs, chunk, images, png
from webapp.drawing import DrawingError, decode_png
from webapp.drawing.png import MAX_CHUNKS

COUNT, SEED = 2000, 20261
MOST_S = 0.05
"""What an image may cost, in seconds of processor time."""

PREFIX = "data:image/png;base64,"
ANSWERS = {200, 413, 422}

pytestmark = pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")


@pytest.fixture
def post(app):
    """Give what posts an image and returns the status and the processor time that it took."""
    client = app.test_client()

    def post(data: bytes) -> tuple[int, float]:
        body = {"image": PREFIX + base64.b64encode(data).decode()}
        started = time.thread_time()
        answer = client.post("/api/predict", json=body)
        taken = time.thread_time() - started
        if answer.status_code != 200:
            assert answer.mimetype == "application/problem+json"
            assert answer.json["detail"]
        return answer.status_code, taken

    return post


def test_none_brings_a_500_or_keeps_a_thread(post):
    answers = [(post(data), number) for number, data in enumerate(images(COUNT, SEED))]
    assert {status for (status, _), _ in answers} == ANSWERS
    read = sum(status == 200 for (status, _), _ in answers)
    assert COUNT / 20 < read < COUNT / 2  # neither harmless nor all refused at the door
    slow = [taken for (_, taken), _ in answers if taken > MOST_S]
    assert len(slow) <= COUNT / 500, slow  # a busy machine hiccups
    assert sum(taken for (_, taken), _ in answers) / COUNT < MOST_S / 5


def test_another_seed_makes_others():
    assert list(images(20, 1)) == list(images(20, 1)) != list(images(20, 2))


PIXELS = zlib.compress(b"".join(b"\0" + bytes([255] * 14 + [0] * 14) for _ in range(28)))


@pytest.mark.parametrize("bomb", bombs()[:4], ids=["iCCP", "zTXt", "iTXt", "many zTXt"])
def test_what_is_no_pixel_is_not_unpacked(bomb):
    many = [chunk(*bomb)] * (600_000 // len(bomb[1]))
    data = png((28, 28, 8, 0, 0), PIXELS, *many[: MAX_CHUNKS - 3])
    started = time.thread_time()
    assert decode_png(data).shape == (28, 28)
    assert time.thread_time() - started < MOST_S / 2


def test_pixels_that_unpack_to_more_than_the_image_has(post):
    data = png((28, 28, 8, 0, 0), zlib.compress(b"\0" + bytes(500_000_000), 9)[:700_000])
    status, taken = min((post(data) for _ in range(3)), key=lambda each: each[1])
    assert status in ANSWERS
    assert taken < MOST_S


@pytest.mark.parametrize("kind", [b"\0\0\0\0", b"IDA1", b"    ", b"\xff\xff\xff\xff"])
def test_a_chunk_of_no_type(kind):
    with pytest.raises(DrawingError, match="of no type"):
        decode_png(png((28, 28, 8, 0, 0), PIXELS, chunk(kind, b"")))


def test_many_empty_chunks_of_pixels(post):
    data = png((28, 28, 8, 0, 0), PIXELS, *[chunk(b"IDAT", b"")] * (MAX_CHUNKS - 4))
    status, taken = min((post(data) for _ in range(3)), key=lambda each: each[1])
    assert status in ANSWERS
    assert taken < MOST_S


@pytest.mark.parametrize("lacing", [0, 1])
def test_the_largest_image_that_is_read(post, lacing):
    """It has a megapixel for each 20 ms or so: it is bounded, though not by 50 ms."""
    rows = zlib.compress((b"\1" + bytes([9, 0, 0, 80] * 2048)) * 2048, 9)
    status, taken = min(post(png((2048, 2048, 8, 6, lacing), rows)) for _ in range(2))
    assert status in ANSWERS
    assert taken < 0.5
