"""Killed at any point while publishing, a version is whole or absent."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import publishing
from webapp.models import ModelStore

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def deaths(store: ModelStore, how: str) -> list[dict]:
    """Let the deaths happen; return what each left."""
    command = [sys.executable, publishing.__file__, str(store.root), how]
    root = Path(publishing.__file__).parents[2]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(root)}
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def is_whole(folder: Path) -> bool:
    """Look for oneself: each file that should be there, and nothing in it that should not."""
    hashes = json.loads((folder / "manifest.json").read_text())["files"]
    wanted = {n: hashlib.sha256(content).hexdigest() for n, content in publishing.FILES.items()}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "manifest.json"
    }
    return hashes == wanted == found


@pytest.mark.parametrize("how", ["call", "moment"])
def test_whole_or_absent(tmp_path, how):
    store = ModelStore(tmp_path)
    told = deaths(store, how)
    assert len(told) >= 20
    visible = {path.name for path in tmp_path.iterdir() if not path.name.startswith(".")}
    assert visible == set(store.ids())
    assert all(is_whole(tmp_path / model_id) for model_id in visible)
    if how == "call":
        assert [each["killed"] for each in told] == [True] * (len(told) - 1) + [False]
        made = [f"made-{each['number']}" in visible for each in told]
        assert made == sorted(made)  # from one call on it is there
        assert 2 <= made.count(True) < len(made)  # killed before and after it was
    else:
        assert visible  # or they were killed too soon for anything to happen


def test_what_is_left_can_be_cleared_up(tmp_path):
    store = ModelStore(tmp_path)
    told = deaths(store, "call")
    for each in told:
        store.discard_drafts(f"made-{each['number']}")
    assert list(tmp_path.glob(".draft-*")) == []
    assert store.ids() == sorted(told[-1]["ids"])
    publishing.publish(store, "next")
    store.set_champion("next")
