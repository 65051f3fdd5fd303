"""Digits of people that are accepted and held out: what every version reads."""

import hashlib

from tests.support import STROKES
from webapp.drawing import prepare, render, to_uint8
from webapp.models import Reading
from webapp.records import Arrival, Drawing, DrawingState
from webapp.records.arrivals import is_held_out


def hold_out(digits: str, reading: Reading, people: int = 3, said: str = "") -> list[int]:
    """Keep these digits, drawn by rule; return their ids.

    ``said``: what their writers say they are, where that is something else.
    """
    ids = []
    for place, (digit, label) in enumerate(zip(digits, said or digits, strict=True)):
        arrival = _arrival(int(digit), int(label), reading, place, people)
        ids.append(Drawing.keep(arrival)[0])
    Drawing.moderate(ids, DrawingState.ACCEPTED)
    return ids


def _arrival(digit: int, label: int, reading: Reading, place: int, people: int) -> Arrival:
    """Return a drawing that is held out: a trace of grey in two corners until chance wills it."""
    writer = hashlib.sha256(str(place % people).encode()).hexdigest()
    image = to_uint8(prepare(render(STROKES[digit], 14 + place % 20 * 0.4)))
    for step in range(200):
        image[0, 0], image[0, 27] = divmod(step, 15)
        arrival = Arrival(writer, image.copy(), label, reading, "best-1")
        if is_held_out(writer, arrival.digest):
            return arrival
    raise AssertionError("no drawing was held out")
