"""Drawings as lines of JSON: out as ``hitofude evaluate --strokes`` reads them, and in again.

A line has ``label``, ``strokes`` and ``writer``, and what is known besides. ``canvas`` is the side
of the canvas that the strokes are on; without it their unit is unknown and they are put in the
middle of ours. ``image`` is the 28 × 28 bytes in base64, without which they are drawn.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Any

import numpy as np

from webapp.drawing import from_bytes, prepare, render, to_uint8, to_unit
from webapp.drawing.lines import LARGEST, label_of, strokes_of, to_canvas
from webapp.drawing.strokes import CANVAS
from webapp.models import Reading
from webapp.records.arrivals import Arrival, DrawingState, Source, writer_of
from webapp.records.database import db
from webapp.records.drawings import Drawing
from webapp.records.suspicions import PIXELS, Seen, contradicts

AT_ONCE = 200
"""Lines that are written to the database in one transaction."""

MOST_BYTES = 1 << 20
"""Of one line."""

Read = Callable[[np.ndarray], Reading]


@dataclass
class Report:
    """What became of the lines; ``errors``: number of a line, from 1, and why it was left out."""

    imported: int = 0
    skipped: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)


def line_of(drawing: Drawing) -> str:
    """Return a drawing as a line, without its end."""
    values = {
        "label": drawing.label,
        "strokes": drawing.strokes,
        "writer": drawing.writer,
        "canvas": CANVAS,
        "image": base64.b64encode(drawing.image).decode("ascii"),
        "id": drawing.id,
        "created_at": drawing.created_at.isoformat(timespec="seconds") + "Z",
        "state": drawing.state,
        "source": drawing.source,
        "held_out": drawing.held_out,
        "flags": drawing.flags,
        "digit": drawing.digit,
        "is_digit": drawing.is_digit,
        "confidence": drawing.confidence,
        "model": drawing.model_id,
    }
    return json.dumps(values, separators=(",", ":"))


def take_in(
    lines: Iterable[bytes], read: Read, model_id: str, state: DrawingState = DrawingState.NEW
) -> Report:
    """Keep the drawings of lines; those that are there already stay as they are.

    ``read`` is a version's, ``model_id`` its id; ``state``: of the lines that tell none.
    """
    report, seen = Report(), Seen.newest()
    numbered = enumerate(lines, 1)
    while some := list(islice(numbered, AT_ONCE)):
        arrivals = list(_arrivals(some, report, seen, partial(_arrival, read, model_id, state)))
        for arrival in arrivals:  # at last and at once: nobody can write meanwhile
            if Drawing.insert(arrival) is None:
                report.skipped += 1
            else:
                report.imported += 1
        db.session.commit()
    return report


def _arrivals(
    lines: list[tuple[int, bytes]], report: Report, seen: Seen, parse: Callable[[bytes], Arrival]
) -> Iterator[Arrival]:
    for number, line in lines:
        if not line.strip():
            continue
        try:
            arrival = parse(line)
        except (ValueError, RecursionError) as error:
            report.errors.append((number, _plain(error)))
            continue
        flags = {
            "duplicate": seen.has(arrival.image),
            "contradicts": contradicts(arrival.label, [arrival.reading]),
        }
        seen.add(arrival.image)
        yield replace(arrival, flags=tuple(flag for flag, is_so in flags.items() if is_so))


def _arrival(read: Read, model_id: str, state: DrawingState, line: bytes) -> Arrival:
    values = json.loads(line)
    if not isinstance(values, dict) or "label" not in values:
        raise ValueError('is no object such as {"label": 3, "strokes": [[[x, y], …], …]}.')
    strokes = values.get("strokes")
    if strokes is not None:
        strokes = to_canvas(strokes_of(strokes), _side(values.get("canvas")))
    image = _image(values.get("image"), strokes)
    return Arrival(
        writer=_writer(values.get("writer")),
        image=image,
        label=label_of(values["label"]),
        reading=read(to_unit(image)),
        model_id=model_id,
        strokes=strokes,
        source=Source.IMPORT,
        state=_state(values.get("state"), state),
    )


def _side(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= LARGEST:
        raise ValueError(f"the side of the canvas must be a number, not {value!r:.40}.")
    return value


def _image(value: Any, strokes: list | None) -> np.ndarray:
    if value is None:
        if strokes is None:
            raise ValueError("has neither strokes nor an image.")
        return to_uint8(prepare(render(strokes)))
    try:
        pixels = base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError):
        pixels = b""
    if len(pixels) != PIXELS or not any(pixels):
        raise ValueError(f"the image must be {PIXELS} bytes in base64, with ink on it.")
    return from_bytes(pixels)


def _writer(value: Any) -> str:
    """Return who wrote a line: as we exported it, or made of whatever the file calls them."""
    if isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value):
        return value
    return writer_of(json.dumps(value))


def _state(value: Any, default: DrawingState) -> DrawingState:
    if value is None:
        return default
    if value not in list(DrawingState):
        raise ValueError(f"the state must be one of {', '.join(DrawingState)}, not {value!r:.40}.")
    return DrawingState(value)


def _plain(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError | RecursionError):
        return f"is not JSON: {error}."
    return str(error)
