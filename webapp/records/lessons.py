"""The drawings that a moderator accepted, as arrays: what a training learns from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Row, and_, create_engine, func, inspect, select
from sqlalchemy.orm import Session

from webapp.drawing import all_from_bytes
from webapp.models.corrections import NOT_A_DIGIT, Corrections, no_corrections
from webapp.records.arrivals import DrawingState
from webapp.records.database import file_of
from webapp.records.drawings import Drawing

NOTHING = (
    "there is nothing to learn from: no drawing of people has been accepted yet, "
    "but for those that are held out to measure by."
)

ACCEPTED = Drawing.state == DrawingState.ACCEPTED
TO_LEARN = and_(ACCEPTED, ~Drawing.held_out)
HELD_OUT_DIGITS = and_(ACCEPTED, Drawing.held_out, Drawing.label.is_not(None))
"""What may be learnt from, and what nothing learns from: to measure with."""


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
    wanted = select(*columns).where(HELD_OUT_DIGITS).order_by(Drawing.id)
    return _arrays([(*row, None) for row in session.execute(wanted)])


def supply(session: Session) -> Supply:
    """Count what there is."""
    wanted = (TO_LEARN, HELD_OUT_DIGITS, Drawing.state == DrawingState.NEW)
    counts = [func.count().filter(each) for each in wanted]
    return Supply(*session.execute(select(*counts).select_from(Drawing)).one())


def is_there_a_lesson(session: Session) -> bool:
    """Tell whether there is a drawing to learn from."""
    wanted = select(Drawing.id).where(TO_LEARN).limit(1)
    return session.scalar(wanted) is not None


def lessons_at(url: str) -> Corrections:
    """Return the lessons of a database that no application is connected to."""
    return _looked_for(lessons, url)


def held_out_at(url: str) -> Corrections:
    """Return what is held out in a database that no application is connected to."""
    return _looked_for(held_out, url)


def _looked_for(look: Callable[[Session], Corrections], url: str) -> Corrections:
    """Return what is seen there; nothing where there is no database: looking does not make one."""
    if (file := file_of(url)) and not file.is_file():
        return no_corrections()
    engine = create_engine(url)
    try:
        if not inspect(engine).has_table(Drawing.__tablename__):
            return no_corrections()
        with Session(engine) as session:
            return look(session)
    finally:
        engine.dispose()


def _arrays(rows: Sequence[Row]) -> Corrections:
    if not rows:
        return no_corrections()
    images, labels, writers, kept, strokes = zip(*rows, strict=True)
    return Corrections(
        all_from_bytes(images),
        np.array([NOT_A_DIGIT if label is None else label for label in labels], np.uint8),
        np.array(writers),
        np.array(kept, bool),
        strokes,
    )
