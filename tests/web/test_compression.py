"""Files as they travel: compressed to whoever takes that, whole and as they are to others."""

import gzip
import os
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support import SHIPPED
from webapp import create_app

STATIC = Path(__file__).parents[2] / "static"
GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("name", ["css/base.css", "js/pad.js", "icons/styles.svg"])
def test_text_is_compressed(client: FlaskClient, name: str):
    plain = (STATIC / name).read_bytes()
    for _ in range(2):  # made, and kept
        with client.get(f"/static/{name}", headers=GZIP) as answer:
            assert answer.content_encoding == "gzip"
            assert answer.content_length == len(answer.data) < len(plain) / 2
            assert gzip.decompress(answer.data) == plain
            assert "Accept-Encoding" in answer.vary


@pytest.mark.parametrize("taken", ["", "br", "gzip;q=0", "identity"])
def test_not_for_who_does_not_take_it(client: FlaskClient, taken: str):
    with client.get("/static/css/base.css", headers={"Accept-Encoding": taken}) as answer:
        assert answer.content_encoding is None
        assert answer.data == (STATIC / "css/base.css").read_bytes()
        assert "Accept-Encoding" in answer.vary


def test_what_gets_no_shorter_stays_as_it_is(client: FlaskClient):
    for name in ("icons/seal-192.png", "js/base.js"):
        with client.get(f"/static/{name}", headers=GZIP) as answer:
            assert len(answer.data) <= (STATIC / name).stat().st_size
            if answer.content_encoding is None:
                assert answer.data == (STATIC / name).read_bytes()
    with client.get("/static/icons/seal-192.png", headers=GZIP) as answer:
        assert answer.content_encoding is None


def test_what_a_browser_has_is_not_sent_again(client: FlaskClient):
    with client.get("/static/css/base.css", headers=GZIP) as answer:
        tag = answer.headers["ETag"]
    assert tag.startswith("W/")
    with client.get("/static/css/base.css", headers={**GZIP, "If-None-Match": tag}) as answer:
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == tag


def test_a_part_is_one_of_the_file(client: FlaskClient):
    part = {**GZIP, "Range": "bytes=10-19"}
    with client.get("/static/css/base.css", headers=part) as answer:
        assert answer.status_code == 206
        assert answer.data == (STATIC / "css/base.css").read_bytes()[10:20]


def test_a_changed_file_is_compressed_anew(app: Flask, tmp_path: Path):
    app.static_folder = str(tmp_path)
    for time_s, text in enumerate((b"a" * 500, b"b" * 500)):
        (tmp_path / "page.css").write_bytes(text)
        os.utime(tmp_path / "page.css", (time_s, time_s))
        with app.test_client().get("/static/page.css", headers=GZIP) as answer:
            assert gzip.decompress(answer.data) == text


@pytest.mark.parametrize("path", ["/api/docs", "/models/best-1"])
def test_long_pages_without_a_secret_are_compressed(settings_for_tests, path: str):
    client = create_app({**settings_for_tests, "MODEL_STORE": SHIPPED}).test_client()
    plain = client.get(path)
    short = client.get(path, headers=GZIP)
    assert gzip.decompress(short.data) == plain.data
    assert len(short.data) < len(plain.data) / 4
    assert b"csrf" not in plain.data


@pytest.mark.parametrize("path", ["/", "/inside", "/login", "/admin/tokens"])
def test_pages_whose_length_could_tell_a_secret_are_not(admin, path: str):
    answer = admin.client.get(path, headers=GZIP)
    assert answer.content_encoding is None


def test_a_file_is_kept_once_whatever_it_is_called(app: Flask, tmp_path: Path, monkeypatch):
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "page.css").write_text("body { color: red }\n" * 100)
    app.static_folder = str(tmp_path)
    made = []
    monkeypatch.setattr(gzip, "compress", lambda *what, **how: made.append(what) or b"short")
    for detour in range(5):
        with app.test_client().get(
            f"/static/css/{'../css/' * detour}page.css", headers=GZIP
        ) as answer:
            assert answer.data == b"short"
    assert len(made) == 1
