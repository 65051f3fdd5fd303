"""Errors: a page for people, a problem document for programs."""

import re

import pytest

from tests.web.test_predict import check_problem
from webapp.web.problem_words import problem_words
from webapp.web.problems import KINDS

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    "accept", [None, "", "*/*", "application/json", "application/problem+json", "image/png", "junk"]
)
@pytest.mark.parametrize("path", ["/nowhere", "/static/nothing.js", "/api/nowhere"])
def test_programs_get_a_problem(client, path, accept):
    headers = {} if accept is None else {"Accept": accept}
    check_problem(client.get(path, headers=headers), 404, "not-found")


def test_people_get_a_page(client):
    response = client.get("/nowhere", headers={"Accept": BROWSER})
    assert response.status_code == 404
    assert response.mimetype == "text/html"
    assert "404" in response.text
    assert 'href="/"' in response.text


def test_people_get_it_in_their_language(client):
    pages = [
        client.get("/nowhere", headers={"Accept": BROWSER, "Accept-Language": code}).text
        for code in ("en", "ja")
    ]
    assert '<html lang="en"' in pages[0]
    assert '<html lang="ja"' in pages[1]


def test_the_api_never_answers_with_a_page(client):
    for path in ("/api/nowhere", "/api/models/none-such"):
        check_problem(client.get(path, headers={"Accept": BROWSER}), 404)


def test_a_markup_in_the_path_stays_text(client):
    path = "/<script>alert(1)</script>"
    assert "<script>alert" not in client.get(path, headers={"Accept": BROWSER}).text


@pytest.mark.parametrize("path", ["/healthz", "/", "/models", "/api/openapi.json"])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST", "BREW"])
def test_405(client, path, method):
    response = client.open(path, method=method)
    check_problem(response, 405)
    assert "GET" in response.headers["Allow"]


def test_a_post_to_nowhere_is_not_found(client):
    check_problem(client.post("/api/nowhere", json={}), 404)


def test_head_has_no_body(client):
    for path in ("/", "/healthz", "/api/models"):
        response = client.head(path)
        assert response.status_code == 200
        assert response.data == b""


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/predict", {"image": "x"}),
        ("/api/predict", {}),
        ("/api/runs", {}),
        ("/api/models/none-such", None),
    ],
)
def test_the_details_speak_the_readers_language(client, path, body):
    kana = re.compile(r"[\u3041-\u30ff]")
    method = "GET" if body is None else "POST"
    for language, expected in (("en", False), ("ja", True), ("fr", False)):
        wish = {"Accept-Language": language}
        answer = client.open(path, method=method, json=body, headers=wish)
        problem = answer.get_json(force=True)
        assert answer.status_code >= 400
        assert bool(kana.search(problem["detail"])) is expected
        assert answer.headers["Content-Language"] == ("ja" if expected else "en")


def test_every_kind_of_problem_of_ours_has_words(app):
    with app.test_request_context(headers={"Accept-Language": "ja"}):
        words = problem_words()
    for _, _, kind in KINDS:
        assert not words[kind].isascii(), kind
