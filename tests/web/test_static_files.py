"""Scripts and styles under addresses that say what is in them."""

import os
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp import create_app

STATIC = Path(__file__).parents[2] / "static"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder of static files with one script and one style."""
    for name in ("js/draw.js", "css/base.css"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(f"/* {name} */")
    return tmp_path


@pytest.fixture
def small(app: Flask, folder: Path) -> Flask:
    app.static_folder = str(folder)
    return app


def named(app: Flask, name: str = "js/draw.js") -> str:
    """Return the address by which the next page names a file."""
    page = app.test_client().get("/").text
    return re.search(f'"(/static/[^"]*{name})"', page)[1]


def kept(app: Flask, path: str) -> bool:
    """Tell whether a browser is to keep what is at an address; it is there in any case."""
    with app.test_client().get(path) as answer:
        assert answer.status_code == 200
        control = answer.headers["Cache-Control"]
    assert control in ("public, max-age=31536000, immutable", "no-cache")
    return control != "no-cache"


def test_what_a_page_names_is_kept_for_good(client: FlaskClient, app: Flask):
    page = client.get("/").text
    files = re.findall(r'"(/static/[^"]+\.(?:js|css))"', page)
    assert len(files) > 20
    (version,) = {re.fullmatch("/static/(~[0-9a-f]{12})/.+", file)[1] for file in files}
    assert all(kept(app, file) for file in files)
    for file in files:
        with client.get(file) as answer:
            assert answer.data == (STATIC / file.partition(f"{version}/")[2]).read_bytes()
    assert kept(app, f"/static/{version}/js/inside/neuron.js")  # that a module imports later
    assert named(app, "icons/seal.svg") == "/static/icons/seal.svg"
    assert not kept(app, "/static/icons/seal.svg")


def test_who_is_logged_in_keeps_them_too(admin):
    with admin.client.get(named(admin.client.application)) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Cookie" not in answer.vary


def test_a_file_that_is_edited_has_another_address(small: Flask, folder: Path):
    before = named(small)
    assert kept(small, before)
    (folder / "js/draw.js").write_text("/* edited */")
    after = named(small)
    assert before != after
    with small.test_client().get(after) as answer:
        assert answer.data == b"/* edited */"
    (folder / "css/more.css").write_text("")
    assert named(small) not in (before, after)
    assert not kept(small, before)  # two versions ago


def test_what_an_open_page_has_not_loaded_yet_comes_as_it_was(small: Flask, folder: Path):
    before = named(small)
    style = before.replace("js/draw.js", "css/base.css")
    (folder / "css/base.css").write_text("/* edited */")
    named(small)
    with small.test_client().get(style) as answer:
        assert answer.data == b"/* css/base.css */"
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.skipif(os.name == "nt", reason="Windows does not tell when a file was changed")
def test_an_edit_that_leaves_size_and_time_is_noticed(small: Flask, folder: Path):
    file = folder / "js/draw.js"
    before, known = named(small), file.stat()
    file.write_bytes(file.read_bytes().upper())
    os.utime(file, ns=(known.st_atime_ns, known.st_mtime_ns))
    assert file.stat().st_size == known.st_size
    assert named(small) != before


def test_what_editors_leave_lying_about_is_of_no_version(small: Flask, folder: Path):
    before = named(small)
    if os.name != "nt":  # where links are for administrators
        (folder / "js/.#draw.js").symlink_to("somebody@somewhere.123:456")
    for name in (".draw.js.swp", "draw.js~", "4913"):
        (folder / "js" / name).write_text("")
    assert named(small) == before


def test_a_release_that_is_brought_on_machine_by_machine(
    small: Flask, settings_for_tests, tmp_path
):
    """The tag of a file that another machine has is not taken for that of ours."""
    other = create_app(settings_for_tests)
    other.static_folder = str(tmp_path / "new")
    for name in ("js/draw.js", "css/base.css"):
        there, here = tmp_path / "new" / name, tmp_path / name
        there.parent.mkdir(parents=True)
        there.write_bytes(here.read_bytes().upper())
        for file in (there, here):
            os.utime(file, (1, 1))
    path = named(other)
    with small.test_client().get(path) as answer:
        assert (answer.data, answer.headers["Cache-Control"]) == (b"/* js/draw.js */", "no-cache")
        tag = answer.headers["ETag"]
    with other.test_client().get(path, headers={"If-None-Match": tag}) as answer:
        assert (answer.status_code, answer.data) == (200, b"/* JS/DRAW.JS */")


def test_asked_for_its_head_or_a_part(client: FlaskClient, app: Flask):
    path = named(app, "css/base.css")
    with client.get(path) as answer:
        whole = answer.data
    with client.head(path) as answer:
        assert (answer.data, answer.content_length) == (b"", len(whole))
        assert "immutable" in answer.headers["Cache-Control"]
    with client.get(path, headers={"Range": "bytes=10-19", "Accept-Encoding": "gzip"}) as answer:
        assert (answer.status_code, answer.data) == (206, whole[10:20])


def test_another_machine_names_the_same_content_alike(small: Flask, folder: Path):
    before = named(small)
    for file in folder.rglob("*.*"):
        os.utime(file, (1, 1))
    assert named(small) == before


def test_another_worker_has_seen_no_page_yet(small: Flask, folder: Path, settings_for_tests):
    other = create_app(settings_for_tests)
    other.static_folder = str(folder)
    assert kept(other, named(small))


@pytest.mark.parametrize("version", ["~000000000000", "~0123456789ab", "~fffffffffffff", "~", "~x"])
def test_of_another_version_is_what_there_is_and_nobody_keeps_it(small: Flask, version: str):
    path = f"/static/{version}/js/draw.js"
    if len(version) == 13:
        assert not kept(small, path)
    else:
        assert small.test_client().get(path).status_code == 404


def test_what_is_not_there_is_not_kept_either(small: Flask):
    missing = named(small).replace("draw.js", "nothing.js")
    answer = small.test_client().get(missing)
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("Cache-Control", "")
