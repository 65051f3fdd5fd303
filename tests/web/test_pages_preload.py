"""The pages on which one draws name all modules at once: none waits for another to be asked for."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.records import Classroom

ROOT = Path(__file__).parents[2] / "static/js"


def closure(entry: Path) -> set[Path]:
    """Return a module and all that it imports, straight or by way of others."""
    found, waiting = set(), {entry}
    while waiting:
        module = waiting.pop()
        found.add(module)
        names = re.findall(r"^import\b[^;]*?'(\.[^']+)';", module.read_text(), re.MULTILINE)
        waiting |= {(module.parent / name).resolve() for name in names} - found
    return found


def named(page: str, pattern: str) -> list[Path]:
    return [ROOT / name for name in re.findall(pattern, page)]


@pytest.fixture
def code(app: Flask) -> str:
    """Open a class; give its number."""
    with app.app_context():
        return Classroom.open([]).code


@pytest.mark.parametrize("path", ["/", "/number", "/inside", "/compare", "/c/{code}"])
def test_a_page_preloads_what_its_module_imports(client: FlaskClient, code: str, path: str):
    check(client.get(path.format(code=code)).text)


def test_the_board_of_a_class_does_so_too(admin, code: str):
    check(admin.client.get(f"/class/{code}").text)


def check(page: str) -> None:
    preloaded = named(page, r'<link rel="modulepreload" href="/static/~\w+/js/([^"]+)">')
    base, entry = named(page, r'<script type="module" src="/static/~\w+/js/([^"]+)">')
    assert len(preloaded) == len(set(preloaded))
    assert set(preloaded) == closure(entry) | closure(base) - {base}
    assert len(closure(entry)) > 10
