"""Which drawings are asked for, and in what order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, String, and_, cast, func, or_, select
from sqlalchemy.orm import undefer

from webapp.records.database import db
from webapp.records.drawings import Drawing

ANY: Any = object()
"""Stands for "whatever the label", where ``None`` means "not a digit"."""

AT_ONCE = 200
"""Drawings that are read from the database at a time, where all are wanted."""


class Order(StrEnum):
    """In what order drawings come."""

    DOUBT = "doubt"
    NEWEST = "newest"


@dataclass(frozen=True)
class Search:
    """Drawings that are what is said here; ``None``: whatever it is.

    ``since`` and ``until`` are UTC, the latter not included.
    """

    label: int | None = ANY
    state: str | None = None
    model: str | None = None
    digit: int | None = None
    writer: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    flag: str | None = None

    def count(self) -> int:
        """Return how many there are."""
        return db.session.scalar(select(func.count(Drawing.id)).where(*self._conditions()))

    def page(self, order: Order, cursor: str = "", limit: int = 50) -> tuple[list[Drawing], str]:
        """Return some drawings, and the cursor that the next ones come after; "" at the end.

        Raises ``ValueError`` where the cursor is none.
        """
        key = (Drawing.doubt, Drawing.id) if order == Order.DOUBT else (Drawing.id,)
        wanted = select(Drawing).where(*self._conditions()).order_by(*(each.desc() for each in key))
        if cursor:
            wanted = wanted.where(_after(order, cursor))
        found = list(db.session.scalars(wanted.limit(limit + 1)))
        more, found = len(found) > limit, found[:limit]
        return found, _cursor(order, found[-1]) if more else ""

    def each(self, only_strokes: bool = True) -> Iterator[Drawing]:
        """Give all of them with their strokes, the oldest first; none is held for long."""
        wanted: Select = select(Drawing).options(undefer(Drawing.strokes))
        wanted = wanted.where(*self._conditions()).order_by(Drawing.id).limit(AT_ONCE)
        if only_strokes:
            wanted = wanted.where(Drawing.strokes.is_not(None))
        last = 0
        while some := list(db.session.scalars(wanted.where(Drawing.id > last))):
            last = some[-1].id
            db.session.expunge_all()
            db.session.rollback()  # no transaction stays open while a client reads
            yield from some

    def _conditions(self) -> list[Any]:
        equal = {
            Drawing.state: self.state,
            Drawing.model_id: self.model,
            Drawing.digit: self.digit,
            Drawing.writer: self.writer,
        }
        conditions = [column == value for column, value in equal.items() if value is not None]
        if self.label is not ANY:
            conditions.append(Drawing.label.is_not_distinct_from(self.label))
        if self.since is not None:
            conditions.append(Drawing.created_at >= self.since)
        if self.until is not None:
            conditions.append(Drawing.created_at < self.until)
        if self.flag is not None:
            conditions.append(cast(Drawing.flags, String).contains(f'"{self.flag}"'))
        return conditions


def _cursor(order: Order, drawing: Drawing) -> str:
    return f"{drawing.doubt!r}_{drawing.id}" if order == Order.DOUBT else str(drawing.id)


def _after(order: Order, cursor: str) -> Any:
    doubt, _, number = cursor.rpartition("_")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise ValueError("the cursor is none")
    before = Drawing.id < int(number)
    if order == Order.NEWEST:
        if doubt:
            raise ValueError("the cursor is of another order")
        return before
    value = float(doubt)
    if not 0 <= value <= 1:
        raise ValueError("the cursor is none")
    return or_(Drawing.doubt < value, and_(Drawing.doubt == value, before))
