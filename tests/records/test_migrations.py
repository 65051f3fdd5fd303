"""The schema: made by migrations, equal to the models, and brought on without loss."""

import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate
from sqlalchemy import Column, String

from webapp import records
from webapp.records import Run, db, migrating, schema

BEFORE_STAMPS = Path(__file__).with_name("before_stamps.sql")
ROOT = Path(__file__).parent.parent.parent


def rows(path: Path) -> dict[str, list]:
    """Return all rows by table, what Alembic and SQLite keep for themselves left out."""
    with closing(sqlite3.connect(path)) as connection:
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        names = [name for (name,) in connection.execute(named) if name != "alembic_version"]
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def shape(path: Path) -> set[tuple]:
    """Return every column and index of a database, whatever the order and the spacing."""
    with closing(sqlite3.connect(path)) as connection:
        found = set()
        for name in rows(path):
            for pragma in ("table_info", "index_list", "foreign_key_list"):
                found |= {
                    (name, pragma, *row[1:])
                    for row in connection.execute(f"PRAGMA {pragma}({name})")
                }
        return found


def open_database(path: Path) -> Flask:
    app = Flask(__name__)
    app.config["DATABASE_URL"] = f"sqlite:///{path}"
    records.init_app(app)
    return app


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Give a database that a release before the first migration made, with rows in it."""
    path = tmp_path / "old.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(BEFORE_STAMPS.read_text("utf-8"))
    return path


def differences(app: Flask) -> list:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        return compare_metadata(context, db.metadata)


def test_the_migrations_make_what_the_models_say(app):
    assert differences(app) == []


def test_the_newest_revision_is_the_one_that_is_looked_for():
    scripts = ScriptDirectory(str(migrating.FOLDER))
    assert scripts.get_heads() == [schema.NEWEST]


def test_an_old_database_is_brought_on_without_loss(old, app, database):
    before = rows(old)
    assert sum(map(len, before.values())) == 7
    upgraded = open_database(old)
    after = rows(old)
    assert {name: after[name] for name in before} == before
    assert differences(upgraded) == []
    assert {(*each[:2], *each[3:]) for each in shape(old) if each[1] == "index_list"} == {
        (*each[:2], *each[3:]) for each in shape(database) if each[1] == "index_list"
    }
    assert {each for each in shape(old) if each[1] != "index_list"} == {
        each for each in shape(database) if each[1] != "index_list"
    }
    with upgraded.app_context():
        assert db.session.get(Run, 7).reason == "why"


def test_an_even_older_one_that_lacks_a_table(old):
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript("DROP TABLE notes; DROP INDEX ix_runs_state;")
    assert differences(open_database(old)) == []


def test_a_start_without_a_migration_does_not_load_alembic(app, database):
    code = f"""
import sys
from flask import Flask
from webapp import records
app = Flask("x")
app.config["DATABASE_URL"] = "sqlite:///{database}"
records.init_app(app)
sys.exit("alembic" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0


def test_down_and_up_again(app, database):
    made = shape(database)
    with app.app_context():
        Migrate(app, db, migrating.FOLDER)
        config = app.extensions["migrate"].migrate.get_config()
        command.downgrade(config, "base")
        assert rows(database) == {}
        migrating.upgrade()
    assert shape(database) == made


def test_a_database_of_a_newer_release_is_left_alone(app, database):
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(migrating.SchemaError, match="newer release"):
        open_database(database)
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT * FROM alembic_version").fetchall() == [("9999",)]


def test_a_migration_that_fails_leaves_everything_as_it_was(old, monkeypatch):
    before = rows(old)
    with monkeypatch.context() as patched:
        patched.setattr(migrating, "_check_foreign_keys", lambda connection: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            open_database(old)
    assert rows(old) == before
    open_database(old)
    assert rows(old)["runs"] == before["runs"]


def test_changing_a_table_does_not_take_the_rows_along_that_point_to_it(old):
    before = rows(old)
    app = open_database(old)
    with app.app_context(), migrating.alone(db.engine) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("runs", recreate="always") as batch:
            batch.add_column(Column("remark", String))
    assert rows(old)["events"] == before["events"]
    assert rows(old)["runs"] == [(*row, None) for row in before["runs"]]
    with app.app_context():
        assert db.session.scalar(db.text("PRAGMA foreign_keys")) == 1


START = """
import sys, time
from flask import Flask
from webapp import records
app = Flask("x")
app.config["DATABASE_URL"] = sys.argv[1]
time.sleep(max(0.0, float(sys.argv[2]) - time.time()))
records.init_app(app)
with app.app_context():
    assert records.Run.newest() is not None
    assert records.Drawing.counts() == {}
"""


@pytest.mark.parametrize("fresh", [True, False], ids=["fresh", "old"])
def test_processes_that_start_at_once(tmp_path, old, fresh):
    path = tmp_path / "together.sqlite3"
    if not fresh:
        shutil.copy(old, path)
    at = str(time.time() + 2.5)
    command = [sys.executable, "-c", START, f"sqlite:///{path}", at]
    started = [
        subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    for process in started:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    kept = rows(path)
    assert len(kept["runs"]) == (0 if fresh else 1)
    assert "drawings" in kept
