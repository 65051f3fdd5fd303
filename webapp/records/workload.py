"""How much there is to do, and whether anybody does it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from webapp.records.database import db
from webapp.records.drawings import Drawing, DrawingState
from webapp.records.presence import Presence
from webapp.records.runs import Run, RunState


@dataclass(frozen=True)
class Workload:
    """Counts of runs and drawings that wait; trainers that are there, and when one last was."""

    queued: int
    running: int
    drawings: int
    trainers: int
    trainer_seen_at: datetime | None

    @classmethod
    def now(cls) -> "Workload":
        """Count: four looks into indexes."""
        runs = select(Run.state, func.count()).group_by(Run.state)
        by_state = {state: count for state, count in db.session.execute(runs)}
        waiting = select(func.count()).where(Drawing.state == DrawingState.NEW)
        present = select(func.count()).select_from(Presence).where(Presence.is_recent())
        return cls(
            queued=by_state.get(RunState.QUEUED, 0),
            running=by_state.get(RunState.RUNNING, 0),
            drawings=db.session.scalar(waiting),
            trainers=db.session.scalar(present),
            trainer_seen_at=db.session.scalar(select(func.max(Presence.seen_at))),
        )
