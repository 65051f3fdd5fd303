"""Errors: a page for people, a problem document for programs."""

import pytest

from tests.web.test_predict import check_problem

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


@pytest.mark.parametrize("path", ["/healthz", "/", "/api/models", "/api/openapi.json"])
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
