"""Make PNG images as somebody would who means harm; the same seed makes the same ones.

Each begins as a drawing, in one of the ways in which PNG writes pixels, and is then damaged or
loaded a few times: bits flip, chunks change places, lengths, checksums and headers lie, streams
are cut or made of something else, palettes do not fit, and what is compressed unpacks to much.
"""

import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
from PIL import Image

from tests.support import STROKES
from webapp.drawing import render

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KINDS = (
    *(b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"iCCP", b"zTXt", b"iTXt", b"tEXt", b"eXIf"),
    *(b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"tIME", b"bKGD", b"acTL", b"fcTL", b"fdAT", b"sBIT"),
    *(b"abcd", b"ABCD", b"\0\0\0\0", b"\xff\xff\xff\xff"),
)
SIDES = (0, 1, 2, 7, 28, 280, 1024, 2049, 65_535, 2**31 - 1, 2**32 - 1)
LENGTHS = (0, 1, 12, 255, 2**20, 2**31 - 1, 2**32 - 1)

Chunk = tuple[bytes, bytes]
"""Type and data."""

Damage = Callable[[random.Random, list[Chunk]], None]


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk as the standard has it."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(header: tuple[int, ...], stream: bytes, *more: bytes) -> bytes:
    """Return a file of width, height, depth, colour and lacing, its pixels already compressed."""
    width, height, depth, colour, lacing = header
    ihdr = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, lacing)
    return b"".join(
        [SIGNATURE, chunk(b"IHDR", ihdr), *more, chunk(b"IDAT", stream), chunk(b"IEND", b"")]
    )


def images(count: int, seed: int) -> Iterator[bytes]:
    """Yield so many files."""
    chance = random.Random(seed)
    for _ in range(count):
        yield _hostile(chance)


def _hostile(chance: random.Random) -> bytes:
    parts = list(chance.choice(_drawings()))
    for _ in range(chance.randint(1, 3)):
        chance.choice(DAMAGES)(chance, parts)
    data = SIGNATURE + b"".join(_written(chance, *part) for part in parts)
    if chance.random() < 0.4:
        data = _flipped(chance, data)
    return data[: chance.randrange(len(data) + 1)] if chance.random() < 0.1 else data


def _written(chance: random.Random, kind: bytes, data: bytes) -> bytes:
    """Return a chunk; one in thirty lies of its length or checksum."""
    whole = chunk(kind, data)
    lie = chance.random()
    if lie < 0.02:
        return struct.pack(">I", chance.choice((*LENGTHS, len(data) + 1))) + whole[4:]
    return whole[:-4] + chance.randbytes(4) if lie < 0.03 else whole


def _flipped(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


@cache
def _drawings() -> list[list[Chunk]]:
    """Return drawings in every colour, depth and lacing, as chunks."""
    grey = render(STROKES[7], 18.0)
    found = [Image.fromarray(grey).convert(mode) for mode in ("L", "1", "LA", "P", "RGB", "RGBA")]
    files = [_saved(image) for image in found]
    files.append(_saved(found[0], transparency=255))
    files.append(_saved(found[3], transparency=bytes(range(256))))
    deep = np.pad(grey.astype(">u2") * 257, 0).tobytes()
    rows = b"".join(b"\0" + deep[at : at + 560] for at in range(0, len(deep), 560))
    files.append(png((280, 280, 16, 0, 0), zlib.compress(rows)))
    files.append(png((8, 8, 8, 0, 1), zlib.compress(bytes(8 * 8 + 15))))
    return [_chunks(data) for data in files]


def _saved(image: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", **options)
    return buffer.getvalue()


def _chunks(data: bytes) -> list[Chunk]:
    found, at = [], len(SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        found.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


@cache
def bombs() -> list[Chunk]:
    """Return chunks that unpack to a thousand times what they are."""
    much = zlib.compress(bytes(16_000_000), 9)
    return [
        (b"iCCP", b"profile\0\0" + much),
        (b"zTXt", b"Comment\0\0" + much),
        (b"iTXt", b"Comment\0\1\0\0\0" + much),
        (b"zTXt", b"Comment\0\0" + zlib.compress(bytes(1_000_000), 9)),
        (b"IDAT", much),
    ]


def _swap(chance: random.Random, parts: list[Chunk]) -> None:
    one, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    parts[one], parts[other] = parts[other], parts[one]


def _drop(chance: random.Random, parts: list[Chunk]) -> None:
    if len(parts) > 1:
        del parts[chance.randrange(len(parts))]


def _repeat(chance: random.Random, parts: list[Chunk]) -> None:
    at = chance.randrange(len(parts))
    parts[at:at] = [parts[at]] * chance.choice((1, 2, 60))


def _put_in(chance: random.Random, parts: list[Chunk]) -> None:
    data = chance.randbytes(chance.choice((0, 1, 4, 13, 26, 256, 768, 3000)))
    parts.insert(chance.randrange(len(parts) + 1), (chance.choice(KINDS), data))


def _rename(chance: random.Random, parts: list[Chunk]) -> None:
    at = chance.randrange(len(parts))
    parts[at] = (chance.choice(KINDS), parts[at][1])


def _load(chance: random.Random, parts: list[Chunk]) -> None:
    bomb = chance.choice(bombs())
    parts[1:1] = [bomb] * chance.choice((1, 1, 8))


def _lie(chance: random.Random, parts: list[Chunk]) -> None:
    """Tell of another size, depth, colour, compression, filter or lacing."""
    header = bytearray(parts[0][1][:13].ljust(13, b"\0"))
    if chance.random() < 0.5:
        struct.pack_into(">I", header, chance.choice((0, 4)), chance.choice(SIDES))
    else:
        header[chance.randrange(8, 13)] = chance.choice((0, 1, 2, 3, 4, 6, 8, 16, 255))
    parts[0] = (b"IHDR", bytes(header))


def _unfit(chance: random.Random, parts: list[Chunk]) -> None:
    """Give a palette or transparency of any length."""
    data = chance.randbytes(chance.choice((0, 1, 2, 3, 6, 255, 256, 767, 768, 769)))
    parts.insert(1, (chance.choice((b"PLTE", b"tRNS")), data))


def _restream(chance: random.Random, parts: list[Chunk]) -> None:
    """Replace a stream of pixels: noise, other pixels, the same cut short or run together."""
    at = next((at for at, part in enumerate(parts) if part[0] == b"IDAT"), 0)
    old = parts[at][1]
    streams = (
        chance.randbytes(200),
        zlib.compress(chance.randbytes(2000)),
        zlib.compress(bytes([chance.randrange(256)]) * 400_000),
        old[: len(old) // 2],
        old + old,
        old[:2] + chance.randbytes(len(old) // 4),
    )
    parts[at] = (b"IDAT", chance.choice(streams))


DAMAGES: tuple[Damage, ...] = (
    *(_swap, _drop, _repeat, _put_in, _rename, _load, _lie, _unfit, _restream),
)
