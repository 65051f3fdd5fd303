"""From a data URL to what the network sees. Needs NumPy and Pillow, nothing else."""

from webapp.drawing.errors import (
    BlankCanvas,
    DrawingError,
    MalformedDataURL,
    NotPNG,
    OversizeImage,
    UndecodableImage,
)
from webapp.drawing.png import decode_data_url, decode_png, encode_data_url, to_uint8
from webapp.drawing.prepare import Preparation, follow, prepare
from webapp.drawing.strokes import render

__all__ = [
    "BlankCanvas",
    "DrawingError",
    "MalformedDataURL",
    "NotPNG",
    "OversizeImage",
    "Preparation",
    "UndecodableImage",
    "decode_data_url",
    "decode_png",
    "encode_data_url",
    "follow",
    "prepare",
    "render",
    "to_uint8",
]
