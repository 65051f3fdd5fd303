"""Which trainers are at work: each says so now and then."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.records.database import db, now

GONE_AFTER = timedelta(seconds=20)


class Presence(db.Model):
    """A trainer and when it was last heard of."""

    __tablename__ = "presences"

    trainer: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]

    @classmethod
    def tell(cls, trainer: str) -> None:
        """Note that a trainer is there."""
        db.session.merge(cls(trainer=trainer, seen_at=now()))
        db.session.commit()

    @classmethod
    def is_any(cls) -> bool:
        """Tell whether any trainer was heard of a moment ago."""
        return db.session.scalar(select(cls).where(cls.is_recent()).limit(1)) is not None

    @classmethod
    def is_recent(cls) -> ColumnElement[bool]:
        """Return what holds of those that were heard of a moment ago.

        One of the future says nothing: the clock was set back, and it may have gone meanwhile.
        """
        return cls.seen_at.between(now() - GONE_AFTER, now() + GONE_AFTER)
