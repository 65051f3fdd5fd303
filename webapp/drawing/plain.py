"""The plainest form of PNG: what we write ourselves, and what our page posts.

Eight bits a sample, no filter, all in three chunks (PNG, third edition,
https://www.w3.org/TR/png-3). There is hardly anything to parse in it, and of pictures as small as
ours Pillow takes four times as long, which every reading would pay twice.
"""

import struct
import zlib

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"

HEADER = struct.Struct(">IIBBBBB")
"""Width, height, bits a sample, type of colour, compression, filters, interlace (11.2.1)."""

GREY = [8, 0, 0, 0, 0]
"""What the last five are of grey that is not interlaced."""

COLOURS = {2: 0, 3: 6}
"""The type of colour of grey and of red, green, blue, alpha, by the dimensions of an array."""

BEGIN = SIGNATURE + HEADER.size.to_bytes(4) + b"IHDR"
END = b"\0\0\0\0IEND\xaeB`\x82"

BODY = len(BEGIN) + HEADER.size + 4
"""Where the second chunk begins, which holds the pixels."""


def write(pixels: np.ndarray) -> bytes:
    """Return grey ``(height, width)`` or RGBA ``(height, width, 4)`` ``uint8`` pixels as a PNG."""
    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + pixels[0].size), np.uint8)  # each begins with its filter: none
    rows[:, 1:] = pixels.reshape(height, -1)
    header = HEADER.pack(width, height, 8, COLOURS[pixels.ndim], 0, 0, 0)
    body = _chunk(b"IDAT", zlib.compress(rows, 1))
    return b"".join((SIGNATURE, _chunk(b"IHDR", header), body, END))


def read(data: bytes, longest: int) -> np.ndarray | None:
    """Return the pixels of such an image in grey, ``uint8`` ``(height, width)``.

    ``longest``: of its sides. ``None`` where it is of another form, damaged or larger: what is
    wrong with it, if anything, is for a whole decoder to find.
    """
    if not data.startswith(BEGIN) or not data.endswith(END) or len(data) < BODY + len(END):
        return None
    header = data[len(BEGIN) : BODY - 4]
    width, height, *form = HEADER.unpack(header)
    if form != GREY or not 0 < width <= longest or not 0 < height <= longest:
        return None
    body = data[BODY : -len(END)]
    packed = body[8:-4]
    if data[: -len(END)] != b"".join((SIGNATURE, _chunk(b"IHDR", header), _chunk(b"IDAT", packed))):
        return None
    rows = _unpack(packed, height * (width + 1))
    if rows is None:
        return None
    pixels = np.frombuffer(rows, np.uint8).reshape(height, width + 1)
    # In one piece: what comes next looks at all of them several times.
    return None if pixels[:, 0].any() else np.ascontiguousarray(pixels[:, 1:])


def announced_size(data: bytes) -> tuple[int, int]:
    """Return the width and height that any PNG image says it has, of its first 24 bytes.

    Raises ``ValueError`` where it is none.
    """
    if not data.startswith(BEGIN):
        raise ValueError("It does not begin as a PNG image does.")
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def _unpack(packed: bytes, size: int) -> bytes | None:
    """Return exactly so many bytes; of a bomb, no more than one beyond is unpacked."""
    unpacking = zlib.decompressobj()
    try:
        rows = unpacking.decompress(packed, size + 1)
    except zlib.error:
        return None
    return rows if len(rows) == size and unpacking.eof else None


def _chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk: its length, its type, its data, and the checksum of both."""
    checksum = zlib.crc32(data, zlib.crc32(kind))
    return b"".join((len(data).to_bytes(4), kind, data, checksum.to_bytes(4)))
