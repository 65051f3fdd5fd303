"""The model store: what is published is found again, what was changed is refused."""

import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import FIRST, SECOND
from webapp.models import (
    BrokenVersion,
    Manifest,
    ModelStore,
    NoChampion,
    StoreError,
    TrainingSpec,
    UnknownVersion,
)

DAY_S = 24 * 3600


def manifest(model_id: str, **changes: object) -> Manifest:
    plain = Manifest(model_id, TrainingSpec(), "2026-01-02T03:04:05+00:00", "1", "0", 10, 0.5)
    return replace(plain, **changes)


def publish(store: ModelStore, model_id: str, **changes: object) -> Manifest:
    with store.draft("draft") as draft:
        (draft / "classifier.tflite").write_bytes(b"network " * 1000)
        (draft / "history.json").write_text("{}")
        return store.publish(draft, manifest(model_id, **changes))


def test_an_empty_store(tmp_path: Path):
    store = ModelStore(tmp_path / "absent")
    assert store.ids() == []
    assert store.manifests() == []
    assert store.champion_stamp() is None
    with pytest.raises(NoChampion, match="train"):
        store.champion_id()


def test_a_published_version_is_found_again(tmp_path: Path):
    store = ModelStore(tmp_path / "new" / "store")
    published = publish(store, "one")
    assert store.ids() == ["one"]
    assert store.manifest("one") == published
    assert store.read("one", "classifier.tflite") == b"network " * 1000
    assert set(published.files) == {"classifier.tflite", "history.json"}
    files = [path for path in (store.root / "one").iterdir()]
    assert store.size("one") == sum(len(path.read_bytes()) for path in files)
    assert sorted(os.listdir(store.root)) == ["one"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_another_user_can_read_a_version_and_the_pointer(tmp_path: Path):
    store = ModelStore(tmp_path)
    publish(store, "one")
    store.set_champion("one")
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "champion").stat().st_mode & 0o777 == 0o644


def test_a_version_is_never_replaced(store: ModelStore):
    before = store.manifest(FIRST)
    with pytest.raises(StoreError, match="already"):
        publish(store, FIRST)
    assert store.manifest(FIRST) == before
    store.verify(FIRST)


def test_the_newest_comes_first(tmp_path: Path):
    store = ModelStore(tmp_path)
    for month, model_id in enumerate(["b", "c", "a"], start=1):
        publish(store, model_id, created_at=f"2026-0{month}-01T00:00:00+00:00")
    assert store.ids() == ["a", "b", "c"]
    assert [found.id for found in store.manifests()] == ["a", "c", "b"]


@pytest.mark.parametrize("name", ["classifier.tflite", "model.keras", "history.json"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda data: bytes([data[0] ^ 1]) + data[1:],
        lambda data: data[:-1] + bytes([data[-1] ^ 0x80]),
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: b"",
        None,
    ],
    ids=["first bit", "last bit", "cut short", "longer", "empty", "missing"],
)
def test_a_file_that_was_changed_is_refused(store: ModelStore, name, damage):
    path = store.root / SECOND / name
    if damage:
        path.write_bytes(damage(path.read_bytes()))
    else:
        path.unlink()
    with pytest.raises(BrokenVersion, match=name):
        store.read(SECOND, name)
    with pytest.raises(BrokenVersion):
        store.set_champion(SECOND)
    assert store.champion_id() == FIRST


@pytest.mark.parametrize("name", ["manifest.json", "../first/model.keras", "", "/etc/passwd", "x"])
def test_only_files_of_the_manifest_are_read(store: ModelStore, name):
    with pytest.raises(BrokenVersion, match="no file"):
        store.read(SECOND, name)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99}', "\xff"])
def test_a_broken_manifest_hides_no_other_version(store: ModelStore, text):
    (store.root / SECOND / "manifest.json").write_text(text, "latin-1")
    with pytest.raises(BrokenVersion, match="manifest"):
        store.manifest(SECOND)
    assert [found.id for found in store.manifests()] == [FIRST]


def test_a_version_under_another_name_is_refused(store: ModelStore):
    (store.root / SECOND).rename(store.root / "third")
    with pytest.raises(BrokenVersion, match=SECOND):
        store.manifest("third")


@pytest.mark.parametrize(
    "model_id", ["..", ".", "", "../outside", "/etc", "a/../first", "first\0", "FIRST", None, 3]
)
def test_ids_never_leave_the_store(store: ModelStore, model_id):
    outside = store.root.parent / "outside"
    outside.mkdir()
    (outside / "manifest.json").write_text(manifest("outside").dumps())
    assert not store.has(model_id)
    for use in (store.manifest, store.size, store.verify, store.set_champion):
        with pytest.raises(UnknownVersion):
            use(model_id)
    with pytest.raises(StoreError, match="cannot be an id"), store.draft(model_id):
        pass
    with store.draft("good") as draft, pytest.raises(StoreError, match="cannot be an id"):
        store.publish(draft, manifest(model_id))


def test_what_else_lies_in_the_folder_is_no_version(store: ModelStore):
    (store.root / "notes.txt").write_text("hello")
    (store.root / "empty").mkdir()
    (store.root / "Capital").mkdir()
    (store.root / "Capital" / "manifest.json").write_text(manifest("Capital").dumps())
    assert store.ids() == [FIRST, SECOND]


@pytest.mark.parametrize(
    "text", [b"", b"../first", b"First", b"../a\nfirst", b"\xff\xfe", b"first\0"]
)
def test_a_pointer_that_holds_no_id(store: ModelStore, text):
    (store.root / "champion").write_bytes(text)
    with pytest.raises(NoChampion, match="pointer"):
        store.champion_id()


def test_the_stamp_changes_with_the_pointer(store: ModelStore):
    before = store.champion_stamp()
    assert before == store.champion_stamp()
    store.set_champion(SECOND)
    assert store.champion_id() == SECOND
    assert store.champion_stamp() != before


def test_readers_always_see_a_champion_while_it_is_swapped(store: ModelStore):
    seen, errors, done = set(), [], threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.add(store.champion_id())
            except StoreError as error:
                errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for turn in range(40):
        store.set_champion((FIRST, SECOND)[turn % 2])
    done.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert seen <= {FIRST, SECOND}
    assert store.champion_id() == SECOND


def test_a_draft_is_gone_afterwards_whatever_happens(tmp_path: Path):
    store = ModelStore(tmp_path)
    with pytest.raises(ZeroDivisionError), store.draft("new") as draft:
        (draft / "folder").mkdir()
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_old_drafts_are_swept_and_young_ones_left(tmp_path: Path):
    store = ModelStore(tmp_path)
    for name, age_days in [("old", 1.1), ("young", 0.9)]:
        folder, file = tmp_path / f".draft-{name}", tmp_path / f".draft-file-{name}"
        folder.mkdir()
        (folder / "model.keras").write_bytes(b"x")
        file.write_bytes(b"x")
        then = file.stat().st_mtime - age_days * DAY_S
        for path in (folder, file):
            os.utime(path, (then, then))
    with store.draft("new"):
        assert {path.name for path in tmp_path.glob(".draft-*young")} == {
            ".draft-young",
            ".draft-file-young",
        }
        assert list(tmp_path.glob(".draft-*old")) == []


def test_a_draft_that_vanishes_while_sweeping_is_no_error(tmp_path: Path, monkeypatch):
    (tmp_path / ".draft-elsewhere").mkdir()
    look = Path.lstat

    def lstat(path: Path) -> os.stat_result:
        if path.name == ".draft-elsewhere":
            path.rmdir()  # by another process, just now
        return look(path)

    monkeypatch.setattr(Path, "lstat", lstat)
    with ModelStore(tmp_path).draft("new") as draft:
        assert draft.is_dir()


def test_only_ones_own_drafts_are_discarded(tmp_path: Path):
    store = ModelStore(tmp_path)
    with store.draft("best") as ours, store.draft("best-2") as another:
        store.discard_drafts("best")
        assert not ours.exists()
        assert another.exists()


def test_the_pointer_that_ships_counts_until_another_is_written(store):
    (store.root / "champion").rename(store.root / "champion.default")
    shipped = (store.root / "champion.default").read_bytes()
    assert store.champion_id() == FIRST
    stamp = store.champion_stamp()
    store.set_champion(SECOND)
    assert store.champion_id() == SECOND
    assert store.champion_stamp() != stamp
    assert store.previous_champion_id() == FIRST
    assert (store.root / "champion.default").read_bytes() == shipped
