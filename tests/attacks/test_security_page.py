"""``docs/security.md`` promises nothing that no test shows."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)))


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_every_test_that_is_named_exists(file, test):
    text = (ROOT / file).read_text("utf-8")
    assert re.search(rf"^ *def {test or 'test_'}", text, re.M)


def test_every_point_that_is_met_is_shown():
    met = PAGE.partition("## What is met")[2].partition("Besides:")[0]
    rows = [line for line in met.splitlines() if re.match(r"\| \d", line)]
    assert len(rows) > 30
    assert [row for row in rows if "`tests/" not in row] == []


def test_who_came_over_tls_comes_back_over_tls(client):
    for path in ("/", "/api/models", "/nowhere", "/static/css/base.css"):
        with client.get(path, base_url="https://localhost") as answer:
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        with client.get(path) as answer:
            assert "Strict-Transport-Security" not in answer.headers


def test_no_other_origin_may_read(client):
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for method in ("GET", "POST", "OPTIONS"):
        for path in ("/", "/api/models", "/api/predict", "/api/runs"):
            answer = client.open(path, method=method, headers=headers)
            assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def test_a_bug_tells_nothing_of_the_inside(app, monkeypatch, caplog):
    def broken() -> None:
        raise RuntimeError("postgresql://user:secret@host")

    app.testing = False
    monkeypatch.setitem(app.view_functions, "api.list_models", broken)
    for path, accept in (("/api/models", "*/*"), ("/api/models", "text/html")):
        answer = app.test_client().get(path, headers={"Accept": accept})
        assert answer.status_code == 500
        assert "secret" not in answer.text and "Traceback" not in answer.text
    assert "secret" in caplog.text  # where only the operator looks
