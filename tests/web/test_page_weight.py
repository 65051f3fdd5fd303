"""No page weighs more than 150 kB as it travels, without the charts."""

import re
from pathlib import PurePosixPath

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import FIRST
from tests.jobs.fake_training import Deed
from webapp.models import TrainingSpec
from webapp.records import Classroom, Run

MOST = 150_000
GZIP = {"Accept-Encoding": "gzip", "Accept": "text/html,*/*"}

PAGES = [
    *("/", "/number", "/inside", "/compare", "/models", f"/models/{FIRST}", "/api/docs"),
    *("/class", "/class/{code}", "/c/{code}"),
    *("/admin", "/admin/runs/1", "/admin/models", "/admin/drawings", "/admin/tokens"),
]


def loaded(client: FlaskClient, path: str, page: str) -> dict[str, int]:
    """Return the files of ours that a page loads by itself, and their bytes."""
    waiting = set(
        re.findall(r'<(?:script|link|img|use)[^>]*\s(?:src|href)="(/static/[^"#]+)', page)
    )
    found = {}
    while waiting:
        name = waiting.pop()
        with client.get(name, headers=GZIP) as answer:
            assert answer.status_code == 200, (path, name)
            found[name] = len(answer.data)
        if name.endswith(".js"):
            with client.get(name) as answer:
                imports = re.findall(r"^import\b[^;]*?'(\.[^']+)';", answer.text, re.MULTILINE)
            waiting |= {_beside(name, each) for each in imports} - set(found)
    return found


def _beside(module: str, name: str) -> str:
    folder = PurePosixPath(module).parent
    for part in name.split("/"):
        folder = folder.parent if part == ".." else folder / part
    return str(folder)


@pytest.fixture
def places(app: Flask) -> dict[str, str]:
    """Have a class and a run; give what stands in their addresses."""
    with app.app_context():
        Run.ask(TrainingSpec(seed=Deed.SUCCEED))
        return {"code": Classroom.open([]).code}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light(admin, places: dict[str, str], path: str):
    client, path = admin.client, path.format(**places)
    answer = client.get(path, headers=GZIP)
    assert answer.status_code == 200
    plain = client.get(path, headers={"Accept": "text/html"}).text
    files = loaded(client, path, plain)
    assert len(files) > 5
    assert len(answer.data) + sum(files.values()) <= MOST, files
