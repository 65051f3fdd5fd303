"""A database of one's own, without web pages, versions or Keras."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask

from webapp import records
from webapp.records import db


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Give the path of the database's file."""
    return tmp_path / "folder" / "records.sqlite3"


@pytest.fixture
def app(database: Path) -> Flask:
    """Give an application that has only records."""
    app = Flask(__name__)
    app.config["DATABASE_URL"] = f"sqlite:///{database}"
    records.init_app(app)
    return app


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
