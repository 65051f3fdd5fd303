"""What the program remembers in its database: runs and their events, the admin, notes on versions.

Needs Flask-SQLAlchemy for the engine and the session; knows nothing of views.
"""

from webapp.records.accounts import Account, FailedLogin, Token
from webapp.records.database import db, init_app
from webapp.records.events import Event
from webapp.records.notes import Note
from webapp.records.presence import Presence
from webapp.records.runs import Run, RunState

__all__ = [
    "Account",
    "Event",
    "FailedLogin",
    "Note",
    "Presence",
    "Run",
    "RunState",
    "Token",
    "db",
    "init_app",
]
