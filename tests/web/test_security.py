"""Headers on every response, and odd headers in every request."""

import re
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PATHS = [
    *("/", "/api/docs", "/api/openapi.json", "/api/models", "/healthz", "/readyz", "/nowhere"),
    *("/api/nowhere", "/language/ja", "/language/fr", "/api/predict", "/static/css/base.css"),
]


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("path", PATHS)
def test_every_response_is_hardened(client, path, method):
    with client.open(path, method=method) as response:
        headers = response.headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/api/docs", "/nowhere"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_pages_need_nothing_that_the_policy_forbids(client, path, language):
    headers = {"Accept": "text/html", "Accept-Language": language}
    page = client.get(path, headers=headers).text
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert all('type="application/json"' in tag or not code.strip() for tag, code in scripts)
    assert not re.search(r"\son\w+\s*=", page)
    assert not re.search(r"<style|\sstyle\s*=", page)
    sources = re.findall(r"<(?:script|link|img)[^>]*\s(?:src|href)=\"([^\"]*)\"", page)
    assert sources
    for source in sources:
        assert source.startswith(("/", "data:")), source
        if source.startswith("/static/"):
            with client.get(source) as response:
                assert response.status_code == 200


header_values = st.text(
    st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=40
) | st.sampled_from(
    [
        *("text/html;q=x", "text/html;q=", ";;;", "*/*;q=0", "/", "text/", ",,,", "a" * 5000),
        *("ja;q=NaN", "ja;q=1e999", "-", "ja_JP.UTF-8", "en-", "*;q=0", "\xff\xfe", "é"),
        *("hitofude_language", "hitofude_language=", "=;=", "hitofude_session=x", "a=b;" * 500),
        *("Bearer", "Bearer ", "Bearer é", "Basic", "Basic %%%", "Basic Og==", "Digest a=b"),
        *("bytes=0-", "bytes=-1", "bytes=9-1", "W/", '"', "Mon, 99 Foo 2020", "-1", "[", "a b:c"),
    ]
)
names = st.sampled_from(
    [
        *("Accept", "Accept-Language", "Accept-Encoding", "Accept-Charset", "Cookie", "Range"),
        *("If-Modified-Since", "If-None-Match", "If-Range", "Authorization", "Content-Type"),
        *("Referer", "Origin", "User-Agent", "X-Forwarded-For", "X-Forwarded-Host", "Host"),
        *("Content-Encoding", "Expect", "Cache-Control", "X-HTTP-Method-Override"),
    ]
)


@given(
    path=st.sampled_from(PATHS),
    method=st.sampled_from(["GET", "HEAD", "POST"]),
    headers=st.lists(st.tuples(names, header_values), max_size=5),
)
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_header_brings_a_500(client, path, method, headers):
    client._cookies.clear()
    with client.open(path, method=method, headers=headers) as response:
        assert response.status_code < 500


@given(query=st.text(max_size=30), path=st.text(max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_path_brings_a_500(client, path, query):
    with client.get("/" + quote(path), query_string={"next": query}) as response:
        assert response.status_code < 500
