"""PostgreSQL's own: migrated once by whoever starts first, down and up, never past its release."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from flask_migrate import Migrate
from sqlalchemy import create_engine, inspect, text

from webapp import records
from webapp.records import Note, db, migrating, postgres

ROOT = Path(__file__).parent.parent.parent

START = """
import sys, time
from flask import Flask
from webapp import records
app = Flask("x")
app.config["DATABASE_URL"] = sys.argv[1]
time.sleep(max(0.0, float(sys.argv[2]) - time.time()))
records.init_app(app)
with app.app_context():
    assert records.Run.newest() == []
"""


@pytest.fixture
def url(postgres) -> str:
    """Give the URL of an empty database of PostgreSQL, whatever the engine."""
    return postgres.database()


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


@pytest.fixture
def open_database() -> Iterator[Callable[[str], Flask]]:
    """Give what connects an application; no connection stays behind."""
    made = []

    def open_it(url: str) -> Flask:
        made.append(Flask(__name__))
        made[-1].config["DATABASE_URL"] = url
        records.init_app(made[-1])
        return made[-1]

    yield open_it
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def test_processes_that_start_at_once(url):
    started = [
        subprocess.Popen(
            [sys.executable, "-c", START, url, str(time.time() + 2)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in started:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    assert tables(url) == {*db.metadata.tables, "alembic_version"}


@pytest.mark.parametrize("driver", ["postgresql", "postgresql+psycopg"])
def test_down_and_up_again(url, driver, open_database):
    app = open_database(url.replace("postgresql+psycopg", driver))
    with app.app_context():
        Migrate(app, db, migrating.FOLDER)
        command.downgrade(app.extensions["migrate"].migrate.get_config(), "base")
        assert tables(url) == {"alembic_version"}
        migrating.upgrade()
    assert tables(url) == {*db.metadata.tables, "alembic_version"}


def test_a_database_of_a_newer_release_is_left_alone(url, open_database):
    with open_database(url).app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        db.session.commit()
    with pytest.raises(migrating.SchemaError, match="newer release"):
        open_database(url)


def test_a_text_with_nul_is_kept_and_found(url, open_database):
    with open_database(url).app_context():
        Note.write("best-1", "a\0b", "")
        assert Note.read("best-1")[0] == f"a{postgres.INSTEAD_OF_NUL}b"
        assert db.session.query(Note).filter_by(name="a\0b").count() == 1
        assert db.session.query(Note).filter_by(name="ab").count() == 0
