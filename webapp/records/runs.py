"""Training runs: what was asked for, how far it is, how it ended."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, func, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from webapp.models import TrainingSpec
from webapp.models.ids import new_model_id
from webapp.records.database import db, now
from webapp.records.events import Event
from webapp.records.imports import Import


class RunState(StrEnum):
    """Where a run stands. The last four are final."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"

    @property
    def is_final(self) -> bool:
        """Tell whether nothing more will happen."""
        return self not in (RunState.QUEUED, RunState.RUNNING)


class Run(db.Model):
    """One training run.

    ``model_id`` is chosen when the run is asked for, so that whatever was half written for it can
    be found and removed. ``trainer`` and ``seen_at`` tell who works on it and when last; ``reason``
    says in plain words why it failed. ``imported``: the network from elsewhere that it brings in,
    where it trains none. Times are UTC. Each change of state is an event, recorded in the same
    transaction: whoever sees the one sees the other.
    """

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(default=RunState.QUEUED, index=True)
    spec: Mapped[dict[str, Any]] = mapped_column(JSON)
    model_id: Mapped[str] = mapped_column(unique=True)
    promote: Mapped[bool] = mapped_column(default=False)
    cancel: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None]
    trainer: Mapped[str | None]
    hardware: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    started_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    imported: Mapped[Import | None] = relationship(cascade="all", passive_deletes=True)

    @classmethod
    def ask(
        cls, spec: TrainingSpec, promote: bool = False, imported: Import | None = None
    ) -> "Run":
        """Put a run in line and return it. The queue must be told besides."""
        run = cls(spec=spec.to_json(), model_id=new_model_id(spec.network), promote=promote)
        run.imported = imported
        db.session.add(run)
        db.session.flush()  # gives it its id
        _tell(run.id, state=RunState.QUEUED)
        db.session.commit()
        return run

    @classmethod
    def claim(cls, trainer: str, hardware: str) -> "Run | None":
        """Take the run that has waited longest, or ``None``; two trainers never get the same."""
        while (first := db.session.scalar(_queued().order_by(cls.id).limit(1))) is not None:
            taken = db.session.execute(
                update(cls)
                .where(cls.id == first.id, cls.state == RunState.QUEUED)
                .values(
                    state=RunState.RUNNING,
                    trainer=trainer,
                    hardware=hardware,
                    started_at=now(),
                    seen_at=now(),
                )
            )
            if taken.rowcount:
                _tell(first.id, state=RunState.RUNNING, model=first.model_id)
            db.session.commit()
            if taken.rowcount:
                return first
        return None

    @classmethod
    def newest(cls, limit: int = 100) -> list["Run"]:
        """Return the latest runs, the newest first."""
        wanted = select(cls).order_by(cls.id.desc()).limit(limit)
        return list(db.session.scalars(wanted.options(selectinload(cls.imported))))

    def computes_with(self, hardware: str) -> None:
        """Note what the machine that works on it computes with."""
        self.hardware = hardware
        db.session.commit()

    def end(self, state: RunState, reason: str | None = None) -> bool:
        """Give an unfinished run its final state; tell whether it was unfinished."""
        ended = db.session.execute(
            update(Run)
            .where(Run.id == self.id, Run.state.in_((RunState.QUEUED, RunState.RUNNING)))
            .values(state=state, reason=reason, ended_at=now())
        )
        if ended.rowcount:
            Import.let_go(self.id)
            _tell(self.id, state=state, reason=reason, model=self.model_id)
        db.session.commit()
        return bool(ended.rowcount)

    def ask_to_cancel(self) -> bool:
        """Take the run out of the line, or tell its trainer to stop; false where it has ended."""
        if self.state == RunState.QUEUED and self._leave_the_line():
            return True
        asked = db.session.execute(
            update(Run).where(Run.id == self.id, Run.state == RunState.RUNNING).values(cancel=True)
        )
        db.session.commit()
        return bool(asked.rowcount)

    def _leave_the_line(self) -> bool:
        left = db.session.execute(
            update(Run)
            .where(Run.id == self.id, Run.state == RunState.QUEUED)
            .values(state=RunState.CANCELLED, ended_at=now())
        )
        if left.rowcount:
            Import.let_go(self.id)
            _tell(self.id, state=RunState.CANCELLED)
        db.session.commit()
        return bool(left.rowcount)

    @property
    def place(self) -> int | None:
        """Return the place in line, the next run's being 1; ``None`` where it does not wait."""
        if self.state != RunState.QUEUED:
            return None
        before = select(func.count()).where(Run.state == RunState.QUEUED, Run.id <= self.id)
        return db.session.scalar(before)

    @property
    def duration_s(self) -> float | None:
        """Return how long it worked or has worked so far, in seconds; a clock may be set back."""
        if self.started_at is None:
            return None
        return max(0.0, ((self.ended_at or now()) - self.started_at).total_seconds())


def _tell(run_id: int, **data: Any) -> None:
    """Add the event of a change of state to the transaction that makes the change."""
    db.session.add(Event(run_id=run_id, kind="state", data=data))


def _queued():
    return select(Run).where(Run.state == RunState.QUEUED)
