"""Bring the database to the newest schema, with Alembic; loaded only where that is needed.

After a change of the models, in a checkout:

    flask --app webapp.records.migrating db migrate -m "say what changes" --rev-id NEXT

writes the next script, to be read, mended and named by ``schema.NEWEST``. ``NEXT`` is the number
that comes after the one that stands there, in four digits: scripts are known by their numbers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.util import CommandError
from flask import Flask, current_app
from flask_migrate import Migrate
from sqlalchemy import Connection, Engine

from webapp.errors import HitofudeError
from webapp.records import database
from webapp.records.database import SQLITE_PRAGMAS, db

FOLDER = Path(__file__).parent / "migrations"

WAIT_MS = 60_000
"""How long a process waits for another that migrates, where the database has no patience itself."""

LOCK = 0x68697466
"""Number of PostgreSQL's advisory lock: "hitf"."""


class SchemaError(HitofudeError):
    """The database has a schema that this release does not know."""


def upgrade() -> None:
    """Run the scripts that the database of the current application has not seen.

    The first one makes what it does not find. A database that an early release made, which did
    not stamp it, thus becomes what a fresh one is, and keeps its rows.
    """
    Migrate(current_app, db, FOLDER)
    try:
        command.upgrade(current_app.extensions["migrate"].migrate.get_config(), "head")
    except CommandError as error:
        raise SchemaError(
            f"The database cannot be used: {error}. It was made by a newer release; "
            "use that one, or another HITOFUDE_DATABASE_URL."
        ) from error


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that no other process migrates beside: all or nothing.

    SQLite changes a table by putting a copy in its place. Its foreign keys are not looked at
    meanwhile: dropping the old one would delete the rows that point to it.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:
            _execute(connection, "PRAGMA foreign_keys=OFF", f"PRAGMA busy_timeout={WAIT_MS}")
            connection.rollback()  # not that there is one: SQLAlchemy shall not think there were
            _execute(connection, "BEGIN IMMEDIATE")
        elif engine.dialect.name == "postgresql":
            _execute(connection, f"SELECT pg_advisory_xact_lock({LOCK})")
        try:
            yield connection
            if is_sqlite:
                _check_foreign_keys(connection)
            connection.commit()
        finally:
            connection.rollback()
            if is_sqlite:  # the pool will hand the connection to others
                _execute(connection, *(f"PRAGMA {pragma}" for pragma in SQLITE_PRAGMAS))


def create_app() -> Flask:
    """Return an application for ``flask db``."""
    app = database.create_app()
    Migrate(app, db, FOLDER)
    return app


def _execute(connection: Connection, *statements: str) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)


def _check_foreign_keys(connection: Connection) -> None:
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if lost:
        raise SchemaError(f"The migration would leave rows that point nowhere: {lost[:3]}.")
