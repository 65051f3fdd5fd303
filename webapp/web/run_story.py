"""A run as its page tells it: what has happened, how far it is, how its curves went."""

from typing import Any

from flask_babel import gettext, pgettext
from sqlalchemy import func, or_, select

from webapp.records import Event, Run, RunState, db

CURVES = ("loss", "accuracy", "val_loss", "val_accuracy")

SHARES = {"fit": 0.0, "evaluate": 0.94, "export": 0.96, "publish": 0.98}
IMPORT_SHARES = {"evaluate": 0.1, "export": 0.5, "publish": 0.95}
"""What of the whole is done when a phase of a training or of an import begins; as ``story.js`` has
them."""


def story(run: Run) -> list[dict[str, Any]]:
    """Return what happened, in order; of the steps only the latest, as all others are past.

    In one query: the page goes on after the last of these events, so none before it may be missed.
    """
    steps = select(func.max(Event.id)).where(Event.run_id == run.id, Event.kind == "batch")
    told = or_(Event.kind != "batch", Event.id == steps.scalar_subquery())
    wanted = select(Event).where(Event.run_id == run.id, told).order_by(Event.id)
    return [
        {"id": event.id, "kind": event.kind, "data": event.data}
        for event in db.session.scalars(wanted)
    ]


def epochs(run: Run) -> list[dict[str, Any]]:
    """Return the facts of each epoch that is done."""
    wanted = select(Event.data).where(Event.run_id == run.id, Event.kind == "epoch")
    return list(db.session.scalars(wanted.order_by(Event.id)))


def curves(run: Run) -> dict[str, list[float | None]]:
    """Return loss and accuracy by epoch, as Keras' history has them."""
    facts = epochs(run)
    return {name: [fact.get(name) for fact in facts] for name in CURVES}


def comparison(run: Run) -> dict[str, Any] | None:
    """Return how the version did beside the one then in service, if that was compared.

    As ``gate.Comparison`` has it, and whether it was ``promoted``.
    """
    compared = Event.last(run.id, "comparison")
    if compared is None or compared.data["champion"] == run.model_id:  # none was in service
        return None
    return compared.data


def figure_names() -> dict[str, str]:
    """Return what each figure that the gate compares is called, in the reader's language."""
    return {
        "validation": gettext("Validation"),
        "styles": gettext("All styles"),
        "drawings": gettext("People's drawings"),
    }


def state_names() -> dict[str, str]:
    """Return what each state is called, in the reader's language."""
    return {
        RunState.QUEUED: gettext("Waiting"),
        RunState.RUNNING: pgettext("state", "Training"),
        RunState.SUCCEEDED: gettext("Done"),
        RunState.FAILED: gettext("Failed"),
        RunState.CANCELLED: gettext("Cancelled"),
        RunState.INTERRUPTED: gettext("Interrupted"),
    }


def progress(run: Run) -> float | None:
    """Return which share of a running run is done, 0…1; ``None`` where it does not run."""
    if run.state != RunState.RUNNING:
        return None
    phase = Event.last(run.id, "phase")
    shares = IMPORT_SHARES if run.imported else SHARES
    share = shares.get(phase.data["name"], 0.0) if phase else 0.0
    batch = Event.last(run.id, "batch")
    if share or batch is None:
        return share
    facts = batch.data
    done = (facts["epoch"] - 1 + facts["step"] / facts["steps"]) / facts["epochs"]
    return done * SHARES["evaluate"]
