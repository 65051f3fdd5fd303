"""Runs that a database remembers as if they had been trained."""

import json

from tests.support import SHIPPED
from webapp.models import TrainingSpec
from webapp.records import Event, Run, RunState, db
from webapp.records.database import now


def remember(model_id: str, spec: dict, reason: str | None = None) -> int:
    """Put a run into the database; one that failed where there is a reason. Give its number."""
    state = RunState.FAILED if reason else RunState.SUCCEEDED
    run = Run(
        state=state,
        spec=TrainingSpec.from_json(spec).to_json(),
        model_id=model_id,
        reason=reason,
        hardware="x86_64, 2 cores, Linux",
        started_at=now(),
        ended_at=now(),
    )
    db.session.add(run)
    db.session.commit()
    history = {} if reason else json.loads((SHIPPED / model_id / "history.json").read_text())
    for index, loss in enumerate(history.get("loss", [])):
        facts = {name: values[index] for name, values in history.items()}
        numbers = {"epoch": index + 1, "epochs": len(history["loss"]), "step": 9, "steps": 9}
        line = f"9/9 - accuracy: {facts['accuracy']:.4f} - loss: {loss:.4f}"
        rest = {"ms_per_step": 5.0, "time_left_s": 0.0, "seconds": 0.1, "line": line}
        Event.add(run.id, "epoch", **facts, **numbers, **rest)
    Event.add(run.id, "state", state=state, reason=reason, model=model_id)
    return run.id
