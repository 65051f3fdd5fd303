"""PNG images as data URLs (RFC 2397), decoded and encoded."""

import base64
import binascii
import io
from collections.abc import Iterable

import numpy as np
from PIL import Image

from webapp.drawing import plain
from webapp.drawing.errors import MalformedDataURL, NotPNG, OversizeImage, UndecodableImage
from webapp.drawing.plain import SIGNATURE

MAX_SIDE = 2048
"""Longest side of an image that is decoded, in pixels."""

MAX_CHUNKS = 1024
"""Most chunks of a PNG file: each costs Pillow some 10 µs, and a drawing has a few dozen."""

PIXELS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
"""The chunks that make the pixels. Texts, colour profiles and films do not come near Pillow: they
are compressed, too, and a kilobyte of them may unpack to a thousand."""

PREFIX = "data:image/png;base64,"


def decode_data_url(url: str) -> np.ndarray:
    """Return the pixels of a PNG data URL.

    Returns ``uint8``: ``(height, width)`` of grey where the image is opaque, else
    ``(height, width, 4)`` as red, green, blue, alpha. Raises a ``DrawingError``.
    """
    return decode_png(_payload(url))


def decode_png(data: bytes) -> np.ndarray:
    """Return the pixels of a PNG image, as ``decode_data_url`` does."""
    pixels = plain.read(data, MAX_SIDE)
    if pixels is not None:
        return pixels
    data = _only_pixels(data)
    try:
        # Only the PNG plugin may look at the bytes: the fewer parsers, the smaller the target.
        image = Image.open(io.BytesIO(data), formats=("PNG",))
    except Image.DecompressionBombError as error:
        raise OversizeImage(_too_large("too many pixels")) from error
    except Exception as error:  # Pillow lets many types escape from hostile chunks
        raise UndecodableImage("The data is not a PNG image.") from error
    # The size stands in the header: judged before a pixel is unpacked.
    if max(image.size) > MAX_SIDE:
        raise OversizeImage(_too_large(f"{image.width} × {image.height} pixels"))
    try:
        return _pixels(image)
    except Exception as error:
        raise UndecodableImage("The PNG image is damaged and cannot be decoded.") from error


def encode_data_url(pixels: np.ndarray) -> str:
    """Return grey ``(height, width)`` or RGBA ``(height, width, 4)`` ``uint8`` pixels as a URL."""
    return PREFIX + base64.b64encode(plain.write(pixels)).decode("ascii")


def to_uint8(image: np.ndarray) -> np.ndarray:
    """Return an image of floats in 0…1 as ``uint8`` in 0…255."""
    return np.rint(np.clip(image, 0.0, 1.0) * 255.0).astype(np.uint8)


def to_unit(pixels: np.ndarray) -> np.ndarray:
    """Return ``uint8`` pixels in 0…255 as a network takes them: ``float32`` in 0…1."""
    return pixels.astype(np.float32) / np.float32(255)


def from_bytes(data: bytes) -> np.ndarray:
    """Return the image of 28 × 28 that was kept as its bytes, ``uint8`` ``(28, 28)``."""
    return all_from_bytes([data])[0]


def all_from_bytes(images: Iterable[bytes]) -> np.ndarray:
    """Return images as ``from_bytes`` does one, ``uint8`` ``(n, 28, 28)``."""
    return np.frombuffer(b"".join(images), np.uint8).reshape(-1, 28, 28)


def _payload(url: str) -> bytes:
    if not isinstance(url, str) or not url.startswith("data:"):
        raise MalformedDataURL(f"The image must be a data URL that begins with {PREFIX!r}.")
    header, comma, data = url.partition(",")
    if not comma or not header.lower().endswith(";base64"):
        raise MalformedDataURL("The data URL must have a header that ends in ';base64', then ','.")
    media_type = header[len("data:") :].partition(";")[0].strip().lower()
    if media_type != "image/png":
        raise NotPNG(f"The image must be image/png; this one is {media_type or 'text/plain'!r}.")
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformedDataURL(f"The data after the comma is not base64: {error}.") from error


def _only_pixels(data: bytes) -> bytes:
    """Return a PNG file without the chunks that its pixels do not need, nor what follows its end.

    A chunk is its length in 4 bytes, its type in 4 letters, its data, and a checksum in 4 (PNG,
    third edition, section 5.3); whether they are true is for Pillow to find.
    """
    parts, at = [data[: len(SIGNATURE)]], len(SIGNATURE)
    for _ in range(MAX_CHUNKS):
        kind = data[at + 4 : at + 8]
        if len(kind) < 4:
            return b"".join(parts)
        if not kind.isalpha():
            raise UndecodableImage("The PNG image is damaged: a chunk is of no type.")
        end = at + 12 + int.from_bytes(data[at : at + 4])
        if kind in PIXELS:
            parts.append(data[at:end])
        if kind == b"IEND":
            return b"".join(parts)
        at = end
    raise UndecodableImage("The PNG image is cut into too many chunks.")


def _pixels(image: Image.Image) -> np.ndarray:
    if image.mode.startswith("I"):  # 16-bit grey, which convert() would clip instead of scale
        return (np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8)
    if image.mode in ("L", "1") and "transparency" not in image.info:
        return np.asarray(image.convert("L"))
    image = image if image.mode == "RGBA" else image.convert("RGBA")
    if image.getchannel("A").getextrema()[0] == 255:
        return np.asarray(image.convert("L"))  # a canvas is RGBA and opaque: a quarter to carry on
    return np.asarray(image)


def _too_large(what: str) -> str:
    return f"The image has {what}; at most {MAX_SIDE} × {MAX_SIDE} are read."
