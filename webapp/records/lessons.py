"""The drawings that a moderator accepted, as arrays: what a training learns from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlalchemy import Row, create_engine, func, inspect, make_url, select
from sqlalchemy.orm import Session

from webapp.models.corrections import NOT_A_DIGIT, Corrections, no_corrections
from webapp.records.arrivals import DrawingState
from webapp.records.drawings import Drawing

NOTHING = (
    "there is nothing to learn from: no drawing of people has been accepted yet, "
    "but for those that are held out to measure by."
)

ACCEPTED = Drawing.state == DrawingState.ACCEPTED


@dataclass(frozen=True)
class Supply:
    """How many accepted drawings are there ``to_learn`` from, and digits ``to_measure`` by.

    ``waiting``: how many drawings a moderator has not seen yet.
    """

    to_learn: int
    to_measure: int
    waiting: int


def lessons(session: Session) -> Corrections:
    """Return all drawings that were accepted, the oldest first."""
    columns = (Drawing.image, Drawing.label, Drawing.writer, Drawing.held_out, Drawing.strokes)
    return _arrays(session.execute(select(*columns).where(ACCEPTED).order_by(Drawing.id)).all())


def held_out(session: Session) -> Corrections:
    """Return the digits among them that nothing learns from, without their strokes."""
    columns = (Drawing.image, Drawing.label, Drawing.writer, Drawing.held_out)
    digits = Drawing.label.is_not(None)
    wanted = select(*columns).where(ACCEPTED, Drawing.held_out, digits).order_by(Drawing.id)
    return _arrays([(*row, None) for row in session.execute(wanted)])


def supply(session: Session) -> Supply:
    """Count what there is."""
    digits, waiting = Drawing.label.is_not(None), Drawing.state == DrawingState.NEW
    wanted = (ACCEPTED & ~Drawing.held_out, ACCEPTED & Drawing.held_out & digits, waiting)
    counts = [func.count().filter(each) for each in wanted]
    return Supply(*session.execute(select(*counts).select_from(Drawing)).one())


def is_there_a_lesson(session: Session) -> bool:
    """Tell whether there is a drawing to learn from."""
    wanted = select(Drawing.id).where(ACCEPTED, ~Drawing.held_out).limit(1)
    return session.scalar(wanted) is not None


def lessons_at(url: str) -> Corrections:
    """Return the lessons of a database that no application is connected to.

    None where there is no such database yet: looking does not make one.
    """
    place = make_url(url)
    if place.get_backend_name() == "sqlite" and not Path(place.database or "").is_file():
        return no_corrections()
    engine = create_engine(place)
    try:
        if not inspect(engine).has_table(Drawing.__tablename__):
            return no_corrections()
        with Session(engine) as session:
            return lessons(session)
    finally:
        engine.dispose()


def _arrays(rows: Sequence[Row]) -> Corrections:
    if not rows:
        return no_corrections()
    images, labels, writers, kept, strokes = zip(*rows, strict=True)
    return Corrections(
        np.frombuffer(b"".join(images), np.uint8).reshape(-1, 28, 28),
        np.array([NOT_A_DIGIT if label is None else label for label in labels], np.uint8),
        np.array(writers),
        np.array(kept, bool),
        strokes,
    )
