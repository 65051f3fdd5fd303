"""The database: its engine, and the tables made when they are not there."""

import os
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry


class Base(DeclarativeBase):
    """What every table shares."""


db = SQLAlchemy(model_class=Base)

SQLITE_PRAGMAS = (
    "journal_mode=WAL",  # readers never wait for the trainer's writes
    "synchronous=FULL",  # what was acknowledged survives a power cut
    "busy_timeout=5000",
    "foreign_keys=ON",
)


def init_app(app: Flask) -> None:
    """Connect the application; make the folder and the tables where they are missing."""
    url = make_url(app.config["DATABASE_URL"])
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    app.config["SQLALCHEMY_DATABASE_URI"] = url.render_as_string(hide_password=False)
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"pool_pre_ping": True})
    db.init_app(app)
    with app.app_context():
        if url.get_backend_name() == "sqlite":
            event.listen(db.engine, "connect", _configure_sqlite)
            _make_private(db.engine)
        db.create_all()


def now() -> datetime:
    """Return the time in UTC, without a zone: SQLite keeps none."""
    return datetime.now(UTC).replace(tzinfo=None)


def _configure_sqlite(connection, entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _make_private(engine: Engine) -> None:
    """Let nobody but the owner read the file: it holds the hashes of the password and tokens.

    Before anything is written: SQLite gives its log beside the file the rights that it has then.
    """
    path = engine.url.database
    if path and path != ":memory:":
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        os.chmod(path, 0o600)
