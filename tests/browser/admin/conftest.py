"""The program as a person starts it, its trainer included; the admin is logged in."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

import pytest
from playwright.sync_api import Page

from tests.browser.past import remember
from tests.support import SHIPPED
from webapp import create_app
from webapp.models import ModelStore
from webapp.records import db

PASSWORD = "correct horse battery staple"
START_S = 60


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give the settings of a server that nobody else uses."""
    folder = tmp_path_factory.mktemp("admin")
    shutil.copytree(SHIPPED, folder / "store")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return {
        "DATA": str(folder / "data"),
        "MODEL_STORE": str(folder / "store"),
        "PORT": str(port),
        "WORKERS": "1",
        "ADMIN_PASSWORD": PASSWORD,
        "RATE_LIMIT": "off",
    }


@pytest.fixture(scope="session")
def server(settings: dict[str, str]) -> Iterator[str]:
    """Start ``hitofude serve`` with its trainer; give its address."""
    command = [sys.executable, "-c", "from webapp.cli import main; main()", "serve"]
    environment = {f"HITOFUDE_{name}": value for name, value in settings.items()}
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said: list[str] = []
    ended = threading.Event()

    def listen() -> None:
        said.extend(process.stdout)
        ended.set()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    address = f"http://127.0.0.1:{settings['PORT']}"
    try:
        last = time.monotonic() + START_S
        while not _answers(f"{address}/readyz"):
            assert not ended.wait(0.05) and time.monotonic() < last, "".join(said)
        yield address
    finally:
        process.terminate()
        process.wait(START_S)
        listener.join(START_S)
        process.stdout.close()


def _answers(address: str) -> bool:
    try:
        urlopen(address, timeout=START_S).close()
    except URLError:
        return False
    return True


@pytest.fixture
def session(server: str) -> dict:
    """Log in, as a logout ends every session; give the cookie as a browser's storage holds it."""
    jar = CookieJar()
    door = build_opener(HTTPCookieProcessor(jar))
    with door.open(f"{server}/login", timeout=START_S) as answer:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.read().decode())[1]
    form = urlencode({"password": PASSWORD, "csrf_token": token}).encode()
    with door.open(Request(f"{server}/login", form), timeout=START_S) as answer:
        assert answer.url.endswith("/admin")
    cookies = [
        {"name": each.name, "value": each.value, "domain": each.domain, "path": each.path}
        for each in jar
    ]
    return {"cookies": cookies, "origins": []}


@pytest.fixture
def as_admin(open_page: Callable[..., Page], session: dict) -> Callable[..., Page]:
    """Give a function that opens a page as the admin."""

    def as_admin(path: str, **options) -> Page:
        return open_page(path, storage_state=session, **options)

    return as_admin


@pytest.fixture
def store(settings: dict[str, str]) -> Iterator[ModelStore]:
    """Give the server's store; the version in service is put back afterwards."""
    store = ModelStore(Path(settings["MODEL_STORE"]))
    champion = store.champion_id()
    yield store
    store.set_champion(champion)


@pytest.fixture(scope="session")
def past(settings: dict[str, str], server: str) -> dict[str, int]:
    """Put runs into the database as if they had been trained: two succeeded, one failed."""
    app = create_app(settings)
    with app.app_context():
        ids = {
            "best": remember("best-1", {"preset": "best"}),
            "tutorial": remember("tutorial-1", {"preset": "tutorial"}),
            "failed": remember("broken-1", {"preset": "quick"}, "No space left on device."),
        }
        db.session.remove()
        db.engine.dispose()
    return ids
