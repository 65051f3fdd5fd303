"""Fixtures that the tests share: a small store with real versions, and an app that serves it."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings
from jinja2 import BytecodeCache, FileSystemBytecodeCache

from tests.support import SHIPPED
from webapp import create_app
from webapp.models import ModelStore, TrainingSpec

# The same examples every time: a test that fails must fail again.
settings.register_profile("suite", deadline=None, derandomize=True, database=None)
settings.load_profile("suite")

FIRST, SECOND = "first", "the-second"
"""Ids in the small store; ``first`` is its champion."""

LONG_FIRST = ("slow", "browser")
"""Marks of what takes long, the longest first."""


def pytest_configure(config: pytest.Config) -> None:
    """Let two warnings pass.

    Keras asks TensorFlow for an array in NumPy's old way. And from 3.13 on Python warns of a
    connection that nobody closes: those of an application last as long as its process, but tests
    make an application each.
    """
    for warning in (
        "ignore:__array__ implementation doesn't accept:DeprecationWarning",
        "ignore:unclosed database in <sqlite3:ResourceWarning",
    ):
        config.addinivalue_line("filterwarnings", warning)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files first that take long: one that comes last is waited for by idle processes.

    Needs ``--no-loadscope-reorder``, or pytest-xdist sorts files by their numbers of tests.
    """
    rank: dict[Path, int] = {}
    for item in items:
        rank[item.path] = min(rank.get(item.path, len(LONG_FIRST)), _rank(item))
    items.sort(key=lambda item: rank[item.path])  # within a file, and between equals, as before


def _rank(item: pytest.Item) -> int:
    marks = {mark.name for mark in item.iter_markers()}
    return next((at for at, name in enumerate(LONG_FIRST) if name in marks), len(LONG_FIRST))


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Keep pytest-flask from holding a context open, in which requests would share ``flask.g``."""


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the settings of whoever runs the tests."""
    from webapp.config import PREFIX, SETTINGS

    for name in SETTINGS:
        monkeypatch.delenv(PREFIX + name, raising=False)


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train two small versions once; the folder is for copying, not for changing."""
    from webapp.learning.training import train

    store = ModelStore(tmp_path_factory.mktemp("trained") / "model_store")
    small = {"epochs": 1, "train_images": 500}
    train(TrainingSpec.from_json({"preset": "tutorial", **small}), store, FIRST, verbose=0)
    dense = {"network": "dense", "hidden": [16], **small}
    train(TrainingSpec.from_json(dense), store, SECOND, verbose=0)
    store.set_champion(FIRST)
    return store.root


@pytest.fixture
def store(trained: Path, tmp_path: Path) -> ModelStore:
    """Give a store of one's own with the versions ``first``, in service, and ``the-second``."""
    return ModelStore(shutil.copytree(trained, tmp_path / "model_store"))


@pytest.fixture(scope="session")
def shipped() -> ModelStore:
    """Give the store that ships, for reading only."""
    return ModelStore(SHIPPED)


@pytest.fixture
def settings_for_tests(store: ModelStore, tmp_path: Path) -> dict[str, object]:
    """Give what an application needs to leave nothing behind and to let no bug pass."""
    return {
        "MODEL_STORE": store.root,
        "DATA": tmp_path / "instance",
        "RATE_LIMIT": "off",
        "TESTING": True,
    }


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Keep compiled templates: a page takes ten times as long where its templates come first."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("compiled")))


@pytest.fixture
def app(settings_for_tests: dict[str, object], compiled: BytecodeCache) -> Flask:
    """Give an application on the small store; pytest-flask makes ``client`` of it."""
    app = create_app(settings_for_tests)
    app.jinja_env.bytecode_cache = compiled
    return app
