"""Read a row of digits: try what may be one digit, keep the way that reads best.

First whole components only, several together where a digit's strokes do not touch. A version that
has learnt what is no digit doubts two that touch: then they are cut wherever they may touch, and
the pieces are put together anew. The constants were chosen on drawings of half of the writers that
`benchmarks/rows.py` measures by.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from webapp.drawing import Row, take_apart
from webapp.models.classifier import Classifier, Reading
from webapp.models.lattice import Span, cheapest

WIDEST = 1.5
"""Widest that several parts are tried as one digit, in heights of the row."""

MOST_STROKES = 6
"""Most components that are tried as one digit."""

MOST_PIECES = 30
"""Most pieces of cut components that are tried as one digit."""

MOST_READINGS = 1000
"""Most readings of pieces; a row that needs more stays uncut. Six digits that all touch need some
hundreds: with 500, one in thirty of five or six stayed uncut."""

MOST_DOUBTFUL = 20
"""Most components that are cut: more that are all doubtful are no number."""

MOST_SWEPT = 2500
"""Most rows of ink that are swept for cuts; six digits that all touch have some 400."""

SURE = 0.5
"""Digitness from which a segment is taken as it is."""

TOO_WIDE = 1.2
"""Width, in heights of the row, from which it is not."""

DIGITNESS = (1e-6, 0.999)
"""Range in which digitnesses differ; beyond, they are as good as none and as certainty."""

DIGITNESS_WEIGHT, CONFIDENCE_WEIGHT = 0.63, 1.5
"""What a nat of the odds of being a digit costs, and a nat of the digit's improbability."""

DIGIT = 1.2
"""Cost of each digit: of two ways that read as well, the one with fewer is the better."""

CUT, CROSSED_AGAIN = 2.5, 0.7
"""Cost of a cut, and of each stroke beyond the first that it crosses: digits touch at one place,
and a cut through a 0 crosses it twice."""

STROKE = 2.4
"""Cost of a 1 that was cut off: a piece of any digit looks like one."""

LOW, LEAST_HEIGHT = 4.4, 0.85
"""Cost of a digit lower than the share of the row's height, for each height that it lacks."""

WIDE, GREATEST_WIDTH = 3.4, 0.7
"""Cost of a digit wider than the share of the row's height, for each height beyond."""

APART = 1.0
"""Cost of bare paper inside a digit, for each height of the row."""

COMPANY = 10.0
"""Factor on the odds of being a digit for what stands in a row: a network learns that every ninth
drawing is none, yet in what is written as a number hardly one in a hundred is."""


@dataclass(frozen=True)
class Segment:
    """A digit of a row.

    ``image``: ``float32`` ``(28, 28)``, as the network saw it; ``box``: left, top, width, height
    in pixels of the drawing.
    """

    reading: Reading
    image: np.ndarray
    box: tuple[int, int, int, int]


def read_row(classifier: Classifier, pixels: np.ndarray) -> list[Segment]:
    """Read a number in one line, from left to right; raise a ``DrawingError``.

    ``pixels``: ``uint8``, grey ``(height, width)`` or RGBA ``(height, width, 4)``.
    """
    row = take_apart(pixels)
    height = int((row.boxes[:, 3] - row.boxes[:, 1]).max())
    segments = _best(classifier, row, spans(row, height, MOST_STROKES), height)
    doubtful = [
        part
        for (first, last), segment in segments.items()
        if _is_doubtful(segment, row, (first, last), height)
        for part in range(first, last + 1)
    ]
    if doubtful and _can_be_cut(row, doubtful):
        pieces = row.cut(doubtful)
        tried = spans(pieces, height, MOST_PIECES)
        if len(row) < len(pieces) and len(tried) <= MOST_READINGS:
            segments = _best(classifier, pieces, tried, height)
    found = list(segments.values())
    if len(found) == 1:
        return found
    return [_in_company(segment, classifier.manifest.threshold) for segment in found]


def spans(row: Row, height: int, most: int) -> list[Span]:
    """Return what may be one digit: up to so many parts, not too wide, and each part alone."""
    lefts, rights = row.boxes[:, 0].tolist(), row.boxes[:, 2].tolist()
    found = []
    for first in range(len(row)):
        left, right = lefts[first], rights[first]
        for last in range(first, min(first + most, len(row))):
            left, right = min(left, lefts[last]), max(right, rights[last])
            if first == last or right - left <= WIDEST * height:
                found.append((first, last))
    return found


def _best(classifier: Classifier, row: Row, tried: list[Span], height: int) -> dict[Span, Segment]:
    segments, costs = {}, {}
    for span in tried:
        image = row.image(*span)
        reading = classifier.read(image)
        segments[span] = Segment(reading, image, row.box(*span))
        costs[span] = _doubt(reading) + _oddity(row, span, height, reading)
    return {span: segments[span] for span in cheapest(len(row), costs)}


def _can_be_cut(row: Row, doubtful: list[int]) -> bool:
    """Tell whether cutting takes a time that a number is worth; scribbles would take seconds."""
    heights = row.boxes[doubtful, 3] - row.boxes[doubtful, 1]
    return len(doubtful) <= MOST_DOUBTFUL and int(heights.sum()) <= MOST_SWEPT


def _is_doubtful(segment: Segment, row: Row, span: Span, height: int) -> bool:
    left, _, right, _ = row.bounds(*span)
    return segment.reading.digitness < SURE or right - left > TOO_WIDE * height


def _in_company(segment: Segment, threshold: float) -> Segment:
    """Judge anew whether a segment is a digit, by what it is likely to be beside others."""
    reading = segment.reading
    odds, least = COMPANY * reading.digitness, threshold * (1 - reading.digitness)
    return replace(segment, reading=replace(reading, is_digit=odds * (1 - threshold) >= least))


def _doubt(reading: Reading) -> float:
    """Return how far a reading is from certain, in nats."""
    least, most = DIGITNESS
    digitness = min(max(reading.digitness, least), most)
    against = math.log((1 - digitness) / digitness)
    improbability = -math.log(max(reading.confidence, least))
    return DIGITNESS_WEIGHT * against + CONFIDENCE_WEIGHT * improbability


def _oddity(row: Row, span: Span, height: int, reading: Reading) -> float:
    """Return what speaks against a digit's outline, in nats."""
    first, last = span
    left, top, right, bottom = row.bounds(first, last)
    cut = [s.strokes for s in row.seams if (first <= s.left <= last) != (first <= s.right <= last)]
    halves = sum(CUT + CROSSED_AGAIN * max(0, strokes - 1) for strokes in cut) / 2
    return (
        DIGIT
        + halves
        + (STROKE if cut and reading.digit == 1 else 0.0)
        + APART * row.gap(first, last) / height
        + LOW * max(0.0, LEAST_HEIGHT - (bottom - top) / height)
        + WIDE * max(0.0, (right - left) / height - GREATEST_WIDTH)
    )
