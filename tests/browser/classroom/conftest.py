"""A class that nobody else holds, for each module of its tests."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.browser.classes import Lesson, school
from tests.browser.conftest import serving


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> Flask:
    """Give an application that nobody else uses."""
    return school(tmp_path_factory.mktemp("school"))


@pytest.fixture(scope="module")
def server(app) -> Iterator[str]:
    """Serve it."""
    with serving(app) as address:
        yield address


@pytest.fixture
def lesson(app, open_page) -> Lesson:
    """Open a class."""
    return Lesson(app, open_page)
