"""Drawings of people and what they said they are: what the next version can learn from."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Double, Index, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, deferred, mapped_column

from webapp.errors import HitofudeError
from webapp.records.arrivals import Arrival, DrawingState, Source, doubt, values_of
from webapp.records.database import db, erase, insert, now
from webapp.records.postgres import one_after_another

MOST_UNSEEN = 500
"""Drawings of one writer that wait for a moderator; more are refused."""

MOST_WAITING = 100_000
"""Drawings of all writers that wait, for as many writers as one likes are easily made up."""

UNCHANGED: Any = object()
"""Stands for a label that is not changed, where ``None`` means "not a digit"."""


class EnoughDrawings(HitofudeError):
    """So many drawings wait for a moderator that no more are taken."""


class Drawing(db.Model):
    """A drawing, its label, and what the version in service then read in it.

    ``image``: 784 bytes, row after row, ink bright. ``label`` 0…9, or null: "not a digit".
    ``writer`` tells people apart without saying who they are: the SHA-256 of a random token which
    their browser keeps. ``held_out`` hangs on writer and image alone, so that it never changes.
    ``flags`` say what a moderator should look at; see ``suspicions``. ``doubt`` is 0 where the
    version reads what the label says, 1 where it would swear to the opposite.
    """

    __tablename__ = "drawings"
    __table_args__ = (
        UniqueConstraint("writer", "digest", name="uq_drawings_writer_digest"),
        Index("ix_drawings_writer_created_at", "writer", "created_at"),
        Index("ix_drawings_state_doubt", "state", "doubt"),
        Index("ix_drawings_held_out_state", "held_out", "state"),
        {"sqlite_autoincrement": True},  # an id that a page still shows never means another one
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
    writer: Mapped[str] = mapped_column(db.String(64))
    digest: Mapped[str] = mapped_column(db.String(64))
    image: Mapped[bytes]
    strokes: Mapped[list | None] = deferred(mapped_column(JSON(none_as_null=True)))
    label: Mapped[int | None] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(default=DrawingState.NEW)
    source: Mapped[str] = mapped_column(default=Source.PAGE)
    held_out: Mapped[bool]
    flags: Mapped[list[str]] = mapped_column(JSON)
    model_id: Mapped[str] = mapped_column(index=True)
    digit: Mapped[int]
    is_digit: Mapped[bool]
    confidence: Mapped[float] = mapped_column(Double)
    digitness: Mapped[float] = mapped_column(Double)
    probabilities: Mapped[list[float]] = mapped_column(JSON)
    doubt: Mapped[float] = mapped_column(Double, index=True)

    @classmethod
    def keep(cls, arrival: Arrival) -> tuple[int, bool]:
        """Keep a drawing; return its id and whether it is a new one.

        The same image from the same writer is the same drawing: another label replaces the one
        before, and a moderator has to look again. Raises ``EnoughDrawings``.
        """
        while True:
            one_after_another(db.session, arrival.writer)
            drawing_id = cls.insert(arrival)
            if drawing_id is not None:
                _check_room(arrival.writer)
                db.session.commit()
                return drawing_id, True
            drawing_id = cls._correct(arrival)
            db.session.commit()
            if drawing_id is not None:
                return drawing_id, False  # else it was deleted between two looks: it is new

    @classmethod
    def insert(cls, arrival: Arrival) -> int | None:
        """Add a drawing to the transaction; return its id, or ``None`` where it is there."""
        row = insert(cls).values(values_of(arrival)).on_conflict_do_nothing()
        return db.session.scalar(row.returning(cls.id))

    @classmethod
    def admit(cls, arrival: Arrival) -> None:
        """Add a drawing to the transaction, or give one that is there this label and state.

        One that has the label is left as a moderator has judged it.
        """
        if cls.insert(arrival) is not None or (known := cls.same(arrival)) is None:
            return
        if known.label != arrival.label or known.state == DrawingState.NEW:
            known._set(state=arrival.state, **known._labelled(arrival.label))

    @classmethod
    def same(cls, arrival: Arrival) -> "Drawing | None":
        """Return the drawing that has this writer and image."""
        wanted = select(cls).filter_by(writer=arrival.writer, digest=arrival.digest)
        return db.session.scalar(wanted.execution_options(populate_existing=True))

    @classmethod
    def count_of(cls, writer: str) -> int:
        """Return how many drawings of a writer are kept."""
        return db.session.scalar(select(func.count()).where(cls.writer == writer))

    @classmethod
    def forget_writer(cls, writer: str) -> int:
        """Delete all that a writer drew; return how many that were."""
        return erase(delete(cls).where(cls.writer == writer))

    @classmethod
    def take_back(cls, writer: str, drawing_id: int) -> bool:
        """Delete a drawing of this writer; tell whether there was one."""
        return bool(erase(delete(cls).where(cls.writer == writer, cls.id == drawing_id)))

    @classmethod
    def forget(cls, drawing_id: int) -> bool:
        """Delete a drawing; tell whether there was one."""
        return bool(cls.forget_all([drawing_id]))

    @classmethod
    def forget_all(cls, ids: Collection[int]) -> int:
        """Delete drawings; return how many of them there were."""
        return erase(delete(cls).where(cls.id.in_(ids)))

    @classmethod
    def moderate(
        cls, ids: list[int], state: DrawingState | None = None, label: int | None = UNCHANGED
    ) -> int:
        """Give drawings a state, a label or both; return how many there were."""
        changed = 0
        for drawing in db.session.scalars(select(cls).where(cls.id.in_(ids))).all():
            changed += drawing._set(
                **({} if state is None else {"state": state}),
                **({} if label is UNCHANGED else drawing._labelled(label)),
            )
        db.session.commit()
        return changed

    @classmethod
    def counts(cls) -> dict[tuple[int | None, str], int]:
        """Return how many drawings there are by label and state."""
        groups = select(cls.label, cls.state, func.count()).group_by(cls.label, cls.state)
        return {(label, state): count for label, state, count in db.session.execute(groups)}

    @classmethod
    def counts_by_state(cls) -> dict[str, int]:
        """Return how many drawings there are by state, which an index tells."""
        groups = select(cls.state, func.count()).group_by(cls.state)
        return {state: count for state, count in db.session.execute(groups)}

    @classmethod
    def versions(cls) -> list[str]:
        """Return the ids of the versions that read any drawing when it came in."""
        return list(db.session.scalars(select(cls.model_id).distinct().order_by(cls.model_id)))

    @classmethod
    def _correct(cls, arrival: Arrival) -> int | None:
        """Give a drawing the label that its writer gives it now; return its id if it is there."""
        drawing = cls.same(arrival)
        if drawing is None or drawing.label == arrival.label:
            return drawing and drawing.id
        kept = ("created_at", "held_out", "source")
        values = {name: value for name, value in values_of(arrival).items() if name not in kept}
        return drawing.id if drawing._set(**values) else None

    def _set(self, **values: Any) -> bool:
        """Change the row, by a statement that does not mind if it was deleted meanwhile."""
        statement = update(Drawing).where(Drawing.id == self.id).values(values)
        options = {"synchronize_session": False}
        return bool(db.session.execute(statement, execution_options=options).rowcount)

    def _labelled(self, label: int | None) -> dict[str, Any]:
        return {"label": label, "doubt": doubt(label, self.probabilities, self.digitness)}


def _check_room(writer: str) -> None:
    """Raise ``EnoughDrawings`` where one more than allowed waits; it was added already.

    Counted after it was added, so that many at once are no way around the limit.
    """
    waiting = select(func.count()).where(Drawing.state == DrawingState.NEW)
    if db.session.scalar(waiting.where(Drawing.writer == writer)) > MOST_UNSEEN:
        db.session.rollback()
        raise EnoughDrawings(
            f"{MOST_UNSEEN} drawings from this browser wait to be looked at already. "
            "Thank you: more can be kept when some of them have been."
        )
    if db.session.scalar(waiting) > MOST_WAITING:
        db.session.rollback()
        raise EnoughDrawings("So many drawings wait to be looked at that no more are kept now.")
