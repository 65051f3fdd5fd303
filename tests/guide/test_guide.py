"""The guide: all that stands on its pages runs, in order, and prints what the page shows."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from tests.guide.page import anchors, blocks, links
from tests.guide.reader import ROOT, Reader

GUIDE = ROOT / "docs" / "guide"
IMAGES = ROOT / "docs" / "images" / "guide"
LANGUAGES = ("en", "ja")
PAGES = ("tutorial", "how-it-works", "operate", "class", "api", "change-it")
STARTS = ("make run", "HITOFUDE_HOST=0.0.0.0 make run", "hitofude serve")
"""Commands that stay in the foreground: ``server`` has started that already."""

FEW_IMAGES = f"""
import numpy
import tensorflow

with numpy.load({str(ROOT / "webapp" / "data" / "mnist.npz")!r}) as mnist:
    few = [mnist[f"{{name}}_{{part}}"][:2000] for part in ("train", "test") for name in "xy"]
tensorflow.keras.datasets.mnist.load_data = lambda: (few[:2], few[2:])
"""
"""What stands in for the download of MNIST, and is trained in a second instead of a minute."""

DRAW_PICTURES = """
import runpy

runpy.run_path("docs/guide/pictures.py")["write"](Path("pictures"))
"""

needs_a_shell = pytest.mark.skipif(
    os.name != "posix" or any(shutil.which(tool) is None for tool in ("bash", "curl", "git")),
    reason="types shell commands in",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with what the pages name of a checkout."""
    for name in ("docs", "webapp", "model_store"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give the settings of the server, which its commands need as well."""
    place = tmp_path_factory.mktemp("served")
    shutil.copytree(ROOT / "model_store" / "best-1", place / "store" / "best-1")
    shutil.copytree(ROOT / "model_store" / "tutorial-1", place / "store" / "tutorial-1")
    (place / "store" / "champion").write_text("best-1\n")
    return {
        "HITOFUDE_MODEL_STORE": str(place / "store"),
        "HITOFUDE_DATA": str(place / "data"),
        "HITOFUDE_WORKERS": "1",
        "HITOFUDE_WARM_TRAINER": "off",
    }


@pytest.fixture(scope="module")
def port(settings: dict[str, str]) -> Iterator[int]:
    """Serve for as long as the module lasts, and train on demand."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HITOFUDE_")}
    command = [sys.executable, "-c", "from webapp.cli import main; main()", "serve"]
    with subprocess.Popen(
        [*command, "--port", str(port)],
        env={**kept, **settings, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        _wait_until_ready(process, f"http://127.0.0.1:{port}/readyz")
        yield port
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait_until_ready(process: subprocess.Popen, url: str) -> None:
    for _ in range(300):
        assert process.poll() is None, "The server did not start."
        try:
            with urllib.request.urlopen(url):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("The server did not become ready in thirty seconds.")


def english(page: str) -> Path:
    return GUIDE / "en" / f"{page}.md"


@pytest.mark.skipif(os.name != "posix", reason="makes links and scripts")
@pytest.mark.slow
def test_the_tutorial(folder: Path):
    reader = Reader(folder, ROOT, {}, port=0)
    page = english("tutorial")
    try:
        reader.python(FEW_IMAGES, "the test")
        reader.read(page, blocks(page))
        reader.python(DRAW_PICTURES, "the test")
    finally:
        reader.close()
    drawn = {path.name for path in (folder / "pictures").iterdir()}
    assert drawn == {path.name for path in IMAGES.glob("*.png")}
    for name in drawn:
        new, kept = (_grey(place / name) for place in (folder / "pictures", IMAGES))
        assert new.shape == kept.shape
        assert np.abs(new - kept).mean() < 2, f"{name} is out of date: docs/guide/pictures.py"


def _grey(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("L"), float)


@needs_a_shell
@pytest.mark.slow
@pytest.mark.parametrize("page", ["api", "operate", "class"])
def test_what_asks_a_server(folder: Path, settings: dict[str, str], port: int, page: str):
    reader = Reader(folder, ROOT, settings, port)
    try:
        reader.read(english(page), blocks(english(page)), begun=STARTS)
    finally:
        reader.close()


@needs_a_shell
@pytest.mark.slow
def test_what_changes_the_program(tmp_path: Path, settings: dict[str, str]):
    for name in ("webapp", "static", "templates", "scripts", "docs", "model_store"):
        source, target = ROOT / name, tmp_path / name
        without = shutil.ignore_patterns("__pycache__")
        if source.is_dir():
            shutil.copytree(source, target, ignore=without)
        else:
            shutil.copy(source, target)
    page = english("change-it")
    reader = Reader(tmp_path, tmp_path, settings, port=0)
    try:
        reader.read(page, blocks(page), begun=STARTS)
    finally:
        reader.close()


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_code(page: str):
    ours, theirs = (blocks(GUIDE / language / f"{page}.md") for language in LANGUAGES)
    assert [block.language for block in ours] == [block.language for block in theirs]
    for one, other in zip(ours, theirs, strict=True):
        assert one.bare == other.bare, f"{page}: lines {one.line} and {other.line}"


@pytest.mark.parametrize("page", [f"{code}/{name}.md" for code in LANGUAGES for name in PAGES])
def test_what_a_page_points_to_is_there(page: str):
    path = GUIDE / page
    for link in links(path):
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_leads_to_its_siblings_and_to_its_twin(language: str, name: str):
    path = GUIDE / language / f"{name}.md"
    reached = {(path.parent / link.partition("#")[0]).resolve() for link in links(path)}
    siblings = {GUIDE / language / f"{each}.md" for each in PAGES}
    twins = {GUIDE / each / f"{name}.md" for each in LANGUAGES}
    assert siblings | twins <= reached | {path}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_readme_leads_to_the_guide(language: str):
    assert f"docs/guide/{language}/tutorial.md" in links(ROOT / "README.md")


def test_drawings_differ_by_their_words_alone():
    names = {path.name.split(".")[0] for path in IMAGES.glob("*.svg")}
    assert names
    for name in names:
        one, other = (IMAGES / f"{name}.{language}.svg" for language in LANGUAGES)
        assert _shape(one) == _shape(other)


def _shape(path: Path) -> list[tuple[str, dict[str, str]]]:
    return [(each.tag, each.attrib) for each in ElementTree.parse(path).iter()]
