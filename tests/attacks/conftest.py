"""An application on the versions that ship: attackers do not care which network reads."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.served import Served
from tests.support import SHIPPED
from tests.web.conftest import admin, at_once, bearer, browser, room, stranger
from webapp.models import ModelStore

__all__ = ["admin", "at_once", "bearer", "browser", "room", "stranger"]


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    """Give a store of one's own with the version in service that ships."""
    root = tmp_path / "model_store"
    shutil.copytree(SHIPPED / "tutorial-1", root / "tutorial-1")
    store = ModelStore(root)
    store.set_champion("tutorial-1")
    return store


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Give a real server, which has to bear with all that attack it."""
    served = Served(tmp_path_factory.mktemp("attacked") / "data")
    yield served
    served.kill()
