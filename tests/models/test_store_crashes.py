"""Whatever call of the file system fails, versions are whole or absent, a champion in service."""

import builtins
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from webapp.models import Manifest, ModelStore, StoreError, TrainingSpec

CALLS = ("chmod", "fsync", "mkdir", "open", "rename", "replace", "rmdir", "scandir", "unlink")


class PowerCut(OSError):
    """The disk does not answer."""


class Disk:
    """Lets ``good`` calls through; then one fails, or none works any more."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.calls = 0
        self.good: int | None = None
        self.dies = False
        for name in CALLS:
            monkeypatch.setattr(os, name, self._guarded(getattr(os, name)))
        for module in (builtins, io):
            monkeypatch.setattr(module, "open", self._guarded(module.open))

    def _guarded(self, call: Callable) -> Callable:
        def guarded(*args, **kwargs):
            number, self.calls = self.calls, self.calls + 1
            if self.good is not None and (
                number == self.good or (self.dies and number > self.good)
            ):
                raise PowerCut(5, "Input/output error")
            return call(*args, **kwargs)

        return guarded

    def fail_after(self, good: int, dies: bool) -> None:
        self.calls, self.good, self.dies = 0, good, dies

    def heal(self) -> None:
        self.good = None


def publish(store: ModelStore, model_id: str) -> None:
    manifest = Manifest(model_id, TrainingSpec(), "2026-01-02T03:04:05+00:00", "1", "0", 10, 0.5)
    with store.draft(model_id) as draft:
        for name in ("classifier.tflite", "model.keras"):
            with open(draft / name, "wb") as file:
                file.write(name.encode() * 100)
        store.publish(draft, manifest)


def stores(root: Path) -> Iterator[ModelStore]:
    """Yield stores with the versions ``old``, in service before, and ``now``, in service."""
    for number in range(200):
        store = ModelStore(root / str(number))
        for model_id in ("old", "now"):
            publish(store, model_id)
            store.set_champion(model_id)
        yield store


ACTIONS = {
    "publish": lambda store: publish(store, "new"),
    "promote": lambda store: store.set_champion("old"),
    "roll back": lambda store: store.roll_back(),
    "delete": lambda store: store.delete("old"),
    "delete the champion": lambda store: store.delete("now"),
}


@pytest.mark.parametrize("dies", [False, True], ids=["one call fails", "the machine dies"])
@pytest.mark.parametrize("action", ACTIONS)
def test_at_every_call(action, dies, tmp_path, monkeypatch):
    disk = Disk(monkeypatch)
    for good, store in enumerate(stores(tmp_path)):
        disk.fail_after(good, dies)
        try:
            ACTIONS[action](store)
            done = True
        except (OSError, StoreError):
            done = False
        failed = disk.calls > good
        disk.heal()
        _check(store, action, done)
        if not failed:
            break
    assert done is (action != "delete the champion")
    assert good >= 1  # or nothing was tried


def _check(store: ModelStore, action: str, done: bool) -> None:
    for model_id in store.ids():
        store.verify(model_id)
    assert set(store.ids()) - {"new", "old"} == {"now"}
    assert store.champion_id() in store.ids()
    if action == "publish":
        assert store.champion_id() == "now"
        assert "new" in store.ids() or not done
    elif action.startswith("delete"):
        assert store.champion_id() == "now"
        assert not done or "old" not in store.ids()
    else:
        assert store.champion_id() == "old" or not done
    publish(store, "next")  # and the store still works
    store.set_champion("next")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on a file's size")
@pytest.mark.parametrize("room", [0, 1, 100, 600, 1100])
def test_the_disk_is_full(tmp_path, room):
    import resource

    store = next(stores(tmp_path))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            publish(store, "new")
        if room == 0:
            with pytest.raises(StoreError, match="cannot be written: .*too large"):
                store.set_champion("old")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert store.ids() == ["now", "old"]
    assert store.champion_id() == "now"
    assert list(store.root.glob(".draft-*")) == []
