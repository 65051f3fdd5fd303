"""PostgreSQL where it is stricter than SQLite with values that clients choose freely.

SQLite compares a column with any number and any text, and finds nothing. PostgreSQL refuses a
number beyond the column's type, and a text with the character NUL in it.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Dialect, Engine, Integer, String, text
from sqlalchemy.orm import Session

INSTEAD_OF_NUL = "\ufffd"

PATIENCE = {"connect_timeout": 3, "tcp_user_timeout": 5000}
"""How long a server is waited for that is asked for a connection (seconds), and one that hears
nothing of what it is sent (milliseconds); libpq's own are minutes."""


class AnyInteger(Integer):
    """An integer that is sent without a type: the driver takes one that is large enough."""

    render_bind_cast = False


class TextWithoutNul(String):
    """A text in which another character stands for NUL, in what is kept and in what is sought."""

    render_bind_cast = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        """Return what makes of a value one that PostgreSQL takes."""
        return lambda value: value and value.replace("\0", INSTEAD_OF_NUL)


def adapt(engine: Engine) -> None:
    """Have an engine that was not used yet take any number and any text."""
    dialect = engine.dialect
    dialect.colspecs = {**dialect.colspecs, Integer: AnyInteger, String: TextWithoutNul}


def one_after_another(session: Session, what: str) -> None:
    """Wait until no other transaction is about the same; the session's is, until it ends.

    SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:what))"), {"what": what})
