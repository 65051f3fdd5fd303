"""Arrays as JSON: 8 bits a value in base64, a twentieth of what numbers in text would take."""

import base64
from typing import Any

import numpy as np

from webapp.models.stages import Stage

FULL = 255
FINEST = 127


def unsigned(values: np.ndarray) -> str:
    """Return ``uint8`` values as base64, row after row."""
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode("ascii")


def unsigned_json(values: np.ndarray) -> dict[str, Any]:
    """Return an array with the values of 0 and of 255: low + (high - low) · byte / 255."""
    low, high = float(values.min()), float(values.max())
    scaled = np.rint((values - low) * (FULL / max(high - low, 1e-12)))
    return {"map": unsigned(scaled.astype(np.uint8)), "low": low, "high": high}


def signed_json(values: np.ndarray) -> dict[str, Any]:
    """Return an array with its shape and the value of 127: scale · byte / 127, signed bytes."""
    scale = float(np.abs(values).max())
    scaled = np.rint(values * (FINEST / max(scale, 1e-12))).astype(np.int8)
    return {"shape": list(values.shape), "map": unsigned(scaled), "scale": scale}


def layer_json(stage: Stage, output: np.ndarray) -> dict[str, Any]:
    """Return what a stage made of an image; feature maps come one after another."""
    by_channel = np.moveaxis(output, -1, 0) if output.ndim == 3 else output
    described = {"name": stage.name, "kind": stage.kind, "shape": list(stage.shape)}
    exact = {"values": [float(value) for value in output]} if stage.kind == "logits" else {}
    return {**described, **unsigned_json(by_channel), **exact}
