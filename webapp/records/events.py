"""What happened in a run, in order: the source of its page, live and ever after."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.records.database import db, now


class Event(db.Model):
    """One fact about a run.

    ``kind`` is ``state``, ``phase``, ``batch``, ``epoch``, ``log`` or ``comparison``.
    """

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(default=now)

    @classmethod
    def add(cls, run_id: int, kind: str, **data: Any) -> "Event":
        """Record a fact at once."""
        event = cls(run_id=run_id, kind=kind, data=data)
        db.session.add(event)
        db.session.commit()
        return event

    @classmethod
    def after(cls, run_id: int, event_id: int, limit: int = 1000) -> list["Event"]:
        """Return a run's events that came after one of them, in order."""
        wanted = select(cls).where(cls.run_id == run_id, cls.id > event_id)
        return list(db.session.scalars(wanted.order_by(cls.id).limit(limit)))

    @classmethod
    def last(cls, run_id: int, kind: str) -> "Event | None":
        """Return a run's latest event of a kind."""
        wanted = select(cls).where(cls.run_id == run_id, cls.kind == kind)
        return db.session.scalar(wanted.order_by(cls.id.desc()).limit(1))

    @classmethod
    def thin(cls, run_id: int) -> None:
        """Forget the steps between the epochs of a run that has ended."""
        db.session.execute(delete(cls).where(cls.run_id == run_id, cls.kind == "batch"))
        db.session.commit()
