"""What the program remembers in its database: runs and their events, drawings, the admin, notes.

Needs Flask-SQLAlchemy for the engine and the session; knows nothing of views.
"""

from webapp.records.accounts import Account, FailedLogin, Token
from webapp.records.arrivals import Arrival, DrawingState, Source, writer_of
from webapp.records.choices import Choice, NotCollecting
from webapp.records.classrooms import ClassFull, Classroom, Pupil, UnknownClass
from webapp.records.database import create_app, db, init_app
from webapp.records.drawings import Drawing, EnoughDrawings
from webapp.records.events import Event
from webapp.records.imports import Import, TooManyImports
from webapp.records.notes import Note
from webapp.records.presence import Presence
from webapp.records.runs import Run, RunState
from webapp.records.scores import Score
from webapp.records.sheets import NothingToLearn, Page, Sheet

__all__ = [
    "Account",
    "Arrival",
    "Choice",
    "ClassFull",
    "Classroom",
    "Drawing",
    "DrawingState",
    "EnoughDrawings",
    "Event",
    "FailedLogin",
    "Import",
    "NotCollecting",
    "Note",
    "NothingToLearn",
    "Page",
    "Presence",
    "Pupil",
    "Run",
    "RunState",
    "Score",
    "Sheet",
    "Source",
    "Token",
    "TooManyImports",
    "UnknownClass",
    "create_app",
    "db",
    "init_app",
    "writer_of",
]
