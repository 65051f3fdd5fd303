"""What people write is shown, and never run: in pages, and in what scripts make of them.

What each page does with it, ``tests/web/test_every_page.py`` tells.
"""

import re

import pytest
from markupsafe import escape

from tests.support import SHIPPED

ROOT = SHIPPED.parent
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

MAKES_MARKUP = re.compile(
    r"\.(inner|outer)HTML\s*\+?=[^=]|insertAdjacentHTML|document\.write|createContextualFragment"
    r"|setHTMLUnsafe|\beval\(|new Function\(|set(Timeout|Interval)\(\s*[\"'`]"
)
UNESCAPED = re.compile(r"\{\{(?:(?!\}\}).)*\|\s*safe|autoescape\s+false|\bMarkup\(")
CONSTANTS = re.compile(r"(?:'[^']*'|icons\[name\])\s*\|\s*safe")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_no_script_makes_markup_of_text(script):
    assert MAKES_MARKUP.findall(script.read_text("utf-8")) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_only_what_stands_in_the_template_is_let_through(template):
    text = CONSTANTS.sub("", template.read_text("utf-8"))
    assert UNESCAPED.findall(text) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_every_attribute_is_quoted(template):
    assert re.findall(r"<[^>]*\s[\w-]+=\{\{", template.read_text("utf-8")) == []


XSS = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_the_name_of_a_token(admin):
    for name in ("<script>alert(1)</script>", "\"'><img src=x onerror=a()>"):
        assert admin.ask("POST", "/api/tokens", {"name": name}).status_code == 201
        page = admin.client.get("/admin/tokens").text
        assert name not in page
        assert str(escape(name)) in page


def test_a_model_of_that_name(client):
    for path in (f"/models/{XSS}", f"/api/models/{XSS}", f"/models/{XSS}/confusion/1/2"):
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 404
        assert "<script>alert" not in answer.text or answer.mimetype.endswith("json")
