"""A database of one's own, without web pages, versions or Keras: on each engine, unless a test asks
for the file of SQLite's."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask

from tests.scale.engines import postgres
from webapp import records
from webapp.records import db

__all__ = ["postgres"]

SQLITE, POSTGRES = "sqlite", "postgresql"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let each test of records run on SQLite and on PostgreSQL."""
    if "engine" in metafunc.fixturenames:
        engines = [SQLITE] if "database" in metafunc.fixturenames else [SQLITE, POSTGRES]
        metafunc.parametrize("engine", engines, indirect=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """Give the name of the engine."""
    return request.param


@pytest.fixture
def url(engine: str, request: pytest.FixtureRequest) -> str:
    """Give the URL of an empty database."""
    if engine == POSTGRES:
        return request.getfixturevalue("postgres").database()
    return f"sqlite:///{request.getfixturevalue('database')}"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Give the path of the database's file."""
    return tmp_path / "folder" / "records.sqlite3"


@pytest.fixture
def app(url: str) -> Iterator[Flask]:
    """Give an application that has only records."""
    app = Flask(__name__)
    app.config["DATABASE_URL"] = url
    records.init_app(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def opened(app: Flask) -> Iterator[None]:
    """Open the database for a test."""
    with app.app_context():
        yield
        db.session.remove()


Together = Callable[..., list]


@pytest.fixture
def together(app: Flask) -> Together:
    """Give what calls a function in many threads at one moment, each with a session of its own."""

    def call(function: Callable, *arguments: object) -> list:
        barrier = Barrier(len(arguments))

        def one(argument: object) -> object:
            with app.app_context():
                db.session.connection()  # what a first connection costs shall not part them
                db.session.rollback()
                barrier.wait(10)
                return function(argument)

        with ThreadPoolExecutor(len(arguments)) as pool:
            return list(pool.map(one, arguments))

    return call
