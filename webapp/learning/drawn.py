"""Drawings of people, kept as strokes in a file, and how they are put on the page's canvas.

A line of a file is ``{"label": 3, "strokes": [[[x, y], …], …], "writer": "…"}``, y downwards, in
any unit. ``label`` is a digit, or ``null`` or other text where no digit was drawn.
"""

import gzip
import json
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from webapp.drawing import prepare, render, to_uint8
from webapp.drawing.lines import label_of, scale, strokes_of
from webapp.drawing.strokes import CANVAS, Stroke
from webapp.errors import HitofudeError
from webapp.learning import novelty
from webapp.learning.calibration import DIGITS
from webapp.learning.evaluation import report

FRACTION = (0.35, 0.85)
"""Least and greatest share of the canvas that a digit's longer side takes."""

PEN = (8.0, 26.0)
"""Thinnest and thickest pen, in pixels of the canvas."""

MOST_DRAWINGS = 200_000
MOST_BYTES = 1 << 20
"""Of one line."""


class StrokesError(HitofudeError):
    """A file of drawings that cannot be read; the message names the line."""


@dataclass(frozen=True)
class Drawn:
    """A drawing: ``label`` 0…9, or ``None`` where it is no digit; ``name``: what it is called.

    ``line``: in the file, from 1.
    """

    line: int
    label: int | None
    name: str
    strokes: Sequence[Stroke]
    writer: str


def load(path: str | Path) -> list[Drawn]:
    """Return the drawings of a file, gzipped or not; raise ``StrokesError`` at the first bad one.

    Empty lines are passed over.
    """
    path = Path(path)
    drawings: list[Drawn] = []
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            with gzip.open(raw) if packed else raw as lines:
                for line, text in _lines(path, lines):
                    drawings.append(_drawing(path, line, text))
    except (OSError, EOFError, zlib.error) as error:
        raise StrokesError(f"{path} cannot be read: {error}.") from error
    if not drawings:
        raise StrokesError(f"{path} has no drawings: one JSON object a line was expected.")
    return drawings


def images(drawings: Sequence[Drawn], seed: int = 0) -> np.ndarray:
    """Return drawings as the network sees them: ``uint8`` ``(n, 28, 28)``, ink bright."""
    pictures = (render(*vary(each.strokes, chance(each, seed))) for each in drawings)
    return np.stack([to_uint8(prepare(picture)) for picture in pictures])


def figures(answers: np.ndarray, drawings: Sequence[Drawn], threshold: float) -> dict[str, Any]:
    """Return how drawings were read, as JSON values; what the file has none of is ``None``.

    ``answers``: ``(n, 11)``, probabilities and digitness. ``digits``: the report; ``doubted``:
    the share of the digits below the threshold; ``by_writer``: the hardest to read first;
    ``non_digits``: as for synthetic drawings, a family for each label.
    """
    labels = np.array([-1 if each.label is None else each.label for each in drawings])
    names = np.array([each.name for each in drawings])
    writers = np.array([each.writer for each in drawings])
    known, others, score = labels >= 0, labels < 0, answers[:, DIGITS]
    return {
        "digits": report(answers[known, :DIGITS], labels[known]) if known.any() else None,
        "doubted": float((score[known] < threshold).mean()) if known.any() else None,
        "by_writer": by_writer(
            answers[known, :DIGITS].argmax(axis=1) == labels[known], writers[known]
        ),
        "non_digits": novelty.figures(score[known], score[others], names[others], threshold)
        if known.any() and others.any()
        else None,
    }


def by_writer(right: np.ndarray, writers: np.ndarray) -> dict[str, dict[str, Any]]:
    """Return count and accuracy by writer, the hardest to read first."""
    found = {
        str(writer): {
            "count": int((writers == writer).sum()),
            "accuracy": float(right[writers == writer].mean()),
        }
        for writer in np.unique(writers)
    }
    return dict(sorted(found.items(), key=lambda item: item[1]["accuracy"]))


def chance(drawing: Drawn, seed: int) -> random.Random:
    """Return a drawing's own chance: it is drawn alike whichever others are read with it."""
    return random.Random(f"{seed}/{drawing.line - 1}")


def vary(strokes: Sequence[Stroke], chance: random.Random) -> tuple[list[Stroke], float]:
    """Return strokes of a random size at a random place of the canvas, and a pen to draw them.

    No ink leaves the canvas: half a pen's width stays free around the strokes.
    """
    pen = chance.uniform(*PEN)
    placed, width, height = scale(strokes, CANVAS * chance.uniform(*FRACTION))
    left = chance.uniform(pen / 2, CANVAS - pen / 2 - width)
    top = chance.uniform(pen / 2, CANVAS - pen / 2 - height)
    return [[(x + left, y + top) for x, y in stroke] for stroke in placed], pen


def _lines(path: Path, lines: BinaryIO) -> Iterator[tuple[int, bytes]]:
    line = count = 0
    while text := lines.readline(MOST_BYTES + 1):
        line += 1
        if len(text) > MOST_BYTES:
            raise StrokesError(f"{path}, line {line}: is longer than {MOST_BYTES:,} bytes.")
        if text.strip():
            count += 1
            if count > MOST_DRAWINGS:
                raise StrokesError(f"{path}, line {line}: more than {MOST_DRAWINGS:,} drawings.")
            yield line, text


def _drawing(path: Path, line: int, text: bytes) -> Drawn:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StrokesError(f"{path}, line {line}: is not JSON: {error}.") from error
    try:
        if not isinstance(values, dict):
            raise ValueError('is no object such as {"label": 3, "strokes": [[[x, y], …], …]}.')
        missing = [name for name in ("label", "strokes") if name not in values]
        if missing:
            raise ValueError(f'has no "{missing[0]}".')
        label, strokes = label_of(values["label"]), strokes_of(values["strokes"])
    except ValueError as error:
        raise StrokesError(f"{path}, line {line}: {error}") from error
    name = "not a digit" if values["label"] is None else str(values["label"])
    return Drawn(line, label, name, strokes, str(values.get("writer", "unknown")))
