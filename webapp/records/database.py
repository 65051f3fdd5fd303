"""The database: its engine, and the tables brought to what this release needs."""

import os
import sqlite3
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Delete, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

from webapp import config, extras
from webapp.locks import locked
from webapp.records import postgres
from webapp.records.schema import is_newest


class Base(DeclarativeBase):
    """What every table shares."""


db = SQLAlchemy(model_class=Base)

SQLITE_PRAGMAS = (
    "journal_mode=WAL",  # readers never wait for the trainer's writes
    "synchronous=FULL",  # what was acknowledged survives a power cut
    "busy_timeout=5000",
    "foreign_keys=ON",
    "secure_delete=ON",  # what is deleted is overwritten
)

TRIES = 100
"""How often a connection is set up before it is given up, in five seconds."""


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """Return an application that has records and no pages, for commands and the trainer.

    ``settings`` overrides ``HITOFUDE_*`` variables by the names in ``webapp.config``.
    """
    app = Flask("webapp")
    app.config.from_mapping(config.load(settings))
    init_app(app)
    return app


def init_app(app: Flask) -> None:
    """Connect the application; make folder and tables, or bring those of an earlier release on."""
    url = make_url(app.config["DATABASE_URL"])
    if file := file_of(url):
        file.parent.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {"pool_pre_ping": True}
    if url.drivername in ("postgresql", "postgresql+psycopg"):
        extras.need("psycopg", "postgres")
        options["connect_args"] = postgres.PATIENCE
    app.config["SQLALCHEMY_DATABASE_URI"] = url.render_as_string(hide_password=False)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        if url.get_backend_name() == "sqlite":
            event.listen(db.engine, "connect", _configure_sqlite)
            if file:
                _make_private(file)
        elif url.get_backend_name() == "postgresql":
            postgres.adapt(db.engine)
        if not is_newest(db.engine):
            from webapp.records import migrating  # brings Alembic along, a tenth of a second

            migrating.upgrade()


def file_of(url: URL | str) -> Path | None:
    """Return the file of an SQLite URL; ``None`` for another kind, or for none on the disk."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(parsed.database)


def now() -> datetime:
    """Return the time in UTC, without a zone: SQLite keeps none."""
    return datetime.now(UTC).replace(tzinfo=None)


def insert(table: type[Base]) -> Any:
    """Return an ``INSERT`` that can say what to do where the row is there, ``ON CONFLICT``."""
    name = db.engine.dialect.name  # of those not in use none is loaded: that takes time
    return import_module(f"sqlalchemy.dialects.{name}").insert(table)


def in_turn() -> AbstractContextManager[None]:
    """Return what lets writers of this machine go one after the other: put nothing else in it.

    SQLite has one writer at a time. Who finds it locked sleeps, longer with each try and up to a
    tenth of a second, and whoever wakes first is next: with forty writers some wait for a second
    while the file lies idle. Other engines let writers wait in line themselves.
    """
    file = file_of(db.engine.url)
    return locked(file.with_name(f"{file.name}-turns")) if file else nullcontext()


def erase(statement: Delete) -> int:
    """Delete rows and commit; return how many, of which SQLite's log then holds nothing either.

    Its main file is overwritten where it becomes free (``secure_delete``).
    """
    deleted = db.session.execute(statement).rowcount
    db.session.commit()
    if deleted:
        empty_log()
    return deleted


def empty_log() -> None:
    """Have SQLite's log hold nothing of what is gone."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.rollback()


def _configure_sqlite(connection, entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        _execute_patiently(cursor, f"PRAGMA {pragma}")
    cursor.close()


def _execute_patiently(cursor: sqlite3.Cursor, statement: str) -> None:
    """Execute a statement; wait for other processes, which SQLite does not for the switch to WAL.

    It matters where several start at once on a file that is not in that mode yet.
    """
    for left in reversed(range(TRIES)):
        try:
            cursor.execute(statement)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not left:
                raise
            time.sleep(5.0 / TRIES)


def _make_private(file: Path) -> None:
    """Let nobody but the owner read it: it holds the hashes of the password and tokens.

    Before anything is written: SQLite gives its log beside the file the rights that it has then.
    """
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    file.chmod(0o600)
