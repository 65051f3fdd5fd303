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
from webapp.drawing.plain import announced_size
from webapp.drawing.png import (
    all_from_bytes,
    decode_data_url,
    decode_png,
    encode_data_url,
    from_bytes,
    to_uint8,
    to_unit,
)
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
    "all_from_bytes",
    "announced_size",
    "decode_data_url",
    "decode_png",
    "encode_data_url",
    "follow",
    "from_bytes",
    "prepare",
    "render",
    "stations",
    "take_apart",
    "to_uint8",
    "to_unit",
]
