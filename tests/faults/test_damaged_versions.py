"""A version's file is cut short, changed or gone, or the pointer leads nowhere, and then the server
is started: another version serves, no page fails, and the mended one comes back by itself."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import SHIPPED, drawing
from webapp import create_app
from webapp.models import ModelStore, service

GOOD, DAMAGED = "tutorial-1", "damaged-1"
FILES = sorted(path.name for path in (SHIPPED / GOOD).iterdir())
NEEDED = ("classifier.tflite", "manifest.json")
PAGES = ("/", "/inside", "/compare", "/models", f"/models/{DAMAGED}")
APIS = ("/api/models", f"/api/models/{DAMAGED}", "/readyz", "/healthz")


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    """Give a store with a version, and in service another that will be damaged."""
    root = tmp_path / "model_store"
    shutil.copytree(SHIPPED / GOOD, root / GOOD)
    store = ModelStore(root)
    with store.draft(DAMAGED) as draft:
        shutil.copytree(SHIPPED / GOOD, draft, dirs_exist_ok=True)
        (draft / "manifest.json").unlink()
        store.publish(draft, replace(store.manifest(GOOD), id=DAMAGED))
    store.set_champion(GOOD)
    store.set_champion(DAMAGED)
    return store


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def remove(path: Path) -> None:
    path.unlink()


def check(client, served: set[str]) -> None:
    """See to it that a drawing is read by one of these, and that no page fails."""
    for _ in range(2):
        answer = client.post("/api/predict", json={"image": drawing(7)})
        assert answer.status_code == 200
        assert answer.json["model"] in served
    for path in ("/api/predict", "/api/inspect"):
        answer = client.post(path, json={"image": drawing(7), "model": DAMAGED})
        assert answer.status_code in (200, 404, 503), (path, answer.text)
    for path in PAGES:
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code in (200, 404, 503), path
    for path in APIS:
        assert client.get(path).status_code in (200, 404, 503), path


DAMAGES = (cut, flip, empty, remove)
CASES = [(file, damage) for file in NEEDED for damage in DAMAGES]
CASES += [(file, DAMAGES[n % 4]) for n, file in enumerate(FILES) if file not in NEEDED]


@pytest.mark.parametrize(("file", "damage"), CASES)
def test_a_damaged_file(settings_for_tests, store, file, damage, monkeypatch):
    monkeypatch.setattr(service, "RETRY_S", 0.0)
    path = store.root / DAMAGED / file
    whole = path.read_bytes()
    damage(path)
    client = create_app(settings_for_tests).test_client()
    # A changed letter of a manifest may be one that nothing hangs on.
    served = {GOOD: file in NEEDED, DAMAGED: file != "classifier.tflite"}
    check(client, {model_id for model_id, may_serve in served.items() if may_serve})
    path.write_bytes(whole)
    answer = client.post("/api/predict", json={"image": drawing(7)})
    assert answer.json["model"] == DAMAGED


def nowhere(pointer: Path) -> None:
    pointer.write_text("none-such\n")


def elsewhere(pointer: Path) -> None:
    pointer.write_text("../../etc/passwd\n")


def noise(pointer: Path) -> None:
    pointer.write_bytes(b"\xff\x00\xfe" * 99)


def folder(pointer: Path) -> None:
    pointer.unlink()
    pointer.mkdir()


@pytest.mark.parametrize("damage", [nowhere, elsewhere, noise, empty, remove, folder])
def test_a_pointer_that_leads_nowhere(settings_for_tests, store, damage: Callable, monkeypatch):
    monkeypatch.setattr(service, "RETRY_S", 0.0)
    damage(store.root / "champion")
    client = create_app(settings_for_tests).test_client()
    check(client, {GOOD, DAMAGED})
    if damage is folder:
        (store.root / "champion").rmdir()
    store.set_champion(GOOD)  # what an admin's click does
    check(client, {GOOD})


def test_every_version_is_gone_and_one_comes_back(settings_for_tests, store, monkeypatch):
    monkeypatch.setattr(service, "RETRY_S", 0.0)
    away = store.root.parent / "away"
    store.root.rename(away)
    client = create_app(settings_for_tests).test_client()
    answer = client.post("/api/predict", json={"image": drawing(7)})
    assert (answer.status_code, answer.json["type"]) == (503, "/problems/no-champion")
    for path in PAGES:
        assert client.get(path, headers={"Accept": "text/html"}).status_code in (200, 404, 503)
    shutil.rmtree(store.root, ignore_errors=True)
    away.rename(store.root)
    check(client, {DAMAGED})
