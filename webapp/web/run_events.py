"""What happens in a run, as news for those who follow it."""

from webapp.records import Event, Run, RunState, db
from webapp.web.live import News, message


def look(run_id: int, after: int) -> News:
    """Return a run's events after one of them; of the steps only the latest, as others are past."""
    db.session.rollback()  # a new transaction sees what others have written since
    state = db.session.get(Run, run_id).state  # before the events: none may be missed
    events = [(event.id, event.kind, event.data) for event in Event.after(run_id, after)]
    db.session.rollback()  # a stream that sleeps or waits for its reader holds no connection
    steps = [event_id for event_id, kind, _ in events if kind == "batch"]
    told = [event for event in events if event[1] != "batch" or event[0] == steps[-1]]
    messages = [message(kind, data, event_id) for event_id, kind, data in told]
    last = events[-1][0] if events else after
    # There may be more than are fetched at once.
    return News(last, messages, more=bool(events), ended=RunState(state).is_final)
