"""Japanese or English: the browser's wish, then the switch, and never another site."""

import re
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp import create_app


def language(response) -> str:
    return re.search(r'<html lang="([^"]*)"', response.text)[1]


@pytest.mark.parametrize(
    ("wish", "spoken"),
    [
        (None, "en"),
        ("", "en"),
        ("ja", "ja"),
        ("ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        ("en-GB,en;q=0.9,ja;q=0.8", "en"),
        ("fr,ja;q=0.5", "ja"),
        ("fr,de", "en"),
        ("*", "en"),
        ("ja;q=0", "en"),
        ("JA", "ja"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/docs"])
def test_the_browsers_wish(client, path, wish, spoken):
    headers = {} if wish is None else {"Accept-Language": wish}
    assert language(client.get(path, headers=headers)) == spoken


@pytest.mark.parametrize("default", ["en", "ja"])
def test_where_there_is_no_wish_the_setting_decides(settings_for_tests, default):
    client = create_app({**settings_for_tests, "LANGUAGE": default}).test_client()
    assert language(client.get("/")) == default
    assert language(client.get("/", headers={"Accept-Language": "fr"})) == default


def test_japanese_is_really_japanese(client):
    english, japanese = (
        re.sub(r"<[^>]+>", " ", client.get("/", headers={"Accept-Language": code}).text)
        for code in ("en", "ja")
    )
    kana = re.compile(r"[\u3041-\u30ff]")
    assert len(kana.findall(japanese)) > 50
    assert not kana.findall(english)


def test_the_switch_is_remembered_against_the_browsers_wish(client):
    response = client.get("/language/ja?next=/api/docs")
    assert response.status_code == 302
    assert response.location == "/api/docs"
    cookie = response.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    wish = {"Accept-Language": "en"}
    assert language(client.get("/", headers=wish)) == "ja"
    client.get("/language/en")
    assert language(client.get("/", headers=wish)) == "en"


def test_the_cookie_is_secure_over_https(client):
    response = client.get("/language/ja", base_url="https://digits.example")
    assert "Secure" in response.headers["Set-Cookie"].split("; ")


def test_an_odd_cookie_is_ignored(client):
    client.set_cookie("hitofude_language", "../../etc")
    assert language(client.get("/")) == "en"


@pytest.mark.parametrize("code", ["fr", "JA", "ja-JP", "..", "%00"])
def test_a_language_that_we_do_not_speak(client, code):
    assert client.get(f"/language/{code}").status_code == 404


def stays_here(location: str) -> bool:
    """Tell whether a browser that follows stays on the site (https://url.spec.whatwg.org)."""
    read = re.sub(r"[\t\r\n]", "", location).strip().replace("\\", "/")
    return read.startswith("/") and not read.startswith("//") and not urlsplit(read).netloc


@pytest.mark.parametrize("path", ["/", "/api/docs", "/?a=b", "/runs/3#top", "/日本"])
def test_one_comes_back_to_where_one_was(client, path):
    location = client.get(f"/language/en?next={quote(path)}").location
    assert stays_here(location)
    assert urlsplit(location).path == quote(urlsplit(path).path)


EVIL = [
    *(
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\\/evil.example",
    ),
    *("https://evil.example", "http:evil.example", "javascript:alert(1)", "data:text/html,x"),
    *(
        "/\t/evil.example",
        "\t//evil.example",
        "/\n/evil.example",
        " //evil.example",
        "evil.example",
    ),
    *("//[", "http://[", "/\r\nSet-Cookie: a=b", "//evil.example\\@good", "https:///evil.example"),
    *("", "@evil.example", "/%5cevil.example", "/.//evil.example", "\0", "/\0", "//]"),
]


@pytest.mark.parametrize("target", EVIL)
def test_the_switch_leads_to_no_other_site(client, target):
    response = client.get("/language/en", query_string={"next": target})
    assert response.status_code == 302
    assert stays_here(response.location)
    assert "a=b" not in response.headers.get("Set-Cookie", "")


@given(target=st.text("/\\:[]@.?#%ab \t\n\r\0\u3000", max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_for_the_switch_stays_here(client, target):
    response = client.get("/language/en", query_string={"next": target})
    assert response.status_code == 302
    assert stays_here(response.location)
