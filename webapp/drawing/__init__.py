"""From a data URL to what the network sees. Needs NumPy and Pillow, nothing else."""

from webapp.drawing.errors import (
    BlankCanvas,
    DrawingError,
    MalformedDataURL,
    NotPNG,
    OversizeImage,
    TooManyParts,
    UndecodableImage,
)
from webapp.drawing.png import decode_data_url, decode_png, encode_data_url, to_uint8
from webapp.drawing.prepare import STEPS, Preparation, follow, prepare
from webapp.drawing.row import Row, take_apart
from webapp.drawing.strokes import render
from webapp.drawing.way import Step, stations

__all__ = [
    "STEPS",
    "BlankCanvas",
    "DrawingError",
    "MalformedDataURL",
    "NotPNG",
    "OversizeImage",
    "Preparation",
    "Row",
    "Step",
    "TooManyParts",
    "UndecodableImage",
    "decode_data_url",
    "decode_png",
    "encode_data_url",
    "follow",
    "prepare",
    "render",
    "stations",
    "take_apart",
    "to_uint8",
]
