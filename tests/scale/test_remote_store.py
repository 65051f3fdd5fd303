"""The model store in a bucket of an S3-compatible server, as two machines see it."""

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import FIRST, SECOND
from tests.scale.engines import free_port
from tests.waiting import until
from webapp import extras
from webapp.models import (
    BrokenVersion,
    Manifest,
    ModelService,
    ModelStore,
    NoChampion,
    StoreError,
    TrainingSpec,
    UnknownVersion,
    open_store,
)
from webapp.models.bucket import Bucket
from webapp.models.remote import LOOKED_S, RemoteStore

Machine = Callable[[str], RemoteStore]


@pytest.fixture
def machine(bucket_url: str, tmp_path: Path) -> Machine:
    """Give what opens the bucket as another machine does."""
    return lambda name: open_store(bucket_url, tmp_path / name)


@pytest.fixture
def bucket(bucket_url: str) -> Bucket:
    return Bucket(bucket_url)


def publish(store: ModelStore, model_id: str, content: bytes = b"content") -> Manifest:
    manifest = Manifest(model_id, TrainingSpec(), "2026-01-02T03:04:05+00:00", "1", "0", 10, 0.5)
    with store.draft(model_id) as draft:
        for name in ("classifier.tflite", "model.keras"):
            (draft / name).write_bytes(content + name.encode())
        return store.publish(draft, manifest)


def copy_into(bucket: Bucket, store: ModelStore) -> None:
    """Fill a bucket as any tool that copies folders does."""
    for path in store.root.rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            bucket.upload(path, path.relative_to(store.root).as_posix())


def test_an_empty_bucket(machine):
    store = machine("a")
    assert (store.ids(), store.manifests(), store.has("one")) == ([], [], False)
    assert (store.champion_stamp(), store.stamp("one")) == (None, None)
    with pytest.raises(NoChampion):
        store.champion_id()
    for ask in (store.manifest, store.size, store.verify, store.delete, store.set_champion):
        with pytest.raises(UnknownVersion):
            ask("one")
        with pytest.raises(UnknownVersion):
            ask("../one")
    with pytest.raises(NoChampion):
        store.roll_back()


def test_what_one_machine_publishes_another_reads(machine):
    here, there = machine("a"), machine("b")
    published = publish(here, "one")
    assert there.ids() == ["one"]
    assert there.manifest("one") == published == here.manifest("one")
    assert [manifest.id for manifest in there.manifests()] == ["one"]
    assert not list(there.root.glob("*/")), "a manifest alone needs no fetching of the version"
    assert there.read("one", "model.keras") == b"contentmodel.keras"
    there.verify("one")
    assert there.size("one") == here.size("one") > 100
    with pytest.raises(StoreError, match="already"):
        publish(there, "one")
    assert not list(there.root.glob(".draft-*"))
    assert [path.name for path in here.root.glob(".draft-*")] == []


def test_a_version_is_fetched_once(machine, bucket):
    publish(machine("a"), "one")
    store = machine("b")
    store.verify("one")
    bucket.delete(["one/model.keras"])
    assert machine("b").read("one", "model.keras") == b"contentmodel.keras"
    with pytest.raises(BrokenVersion, match=r"one/model\.keras is not in s3://"):
        machine("c").read("one", "model.keras")
    assert not list(machine("c").root.glob("*~*/"))


def test_a_file_that_was_changed_is_refused(machine, bucket):
    publish(machine("a"), "one")
    bucket.write("one/model.keras", b"other", bucket.tag("one/model.keras"))
    with pytest.raises(BrokenVersion, match="not the file that was published"):
        machine("b").read("one", "classifier.tflite")
    with pytest.raises(BrokenVersion):
        machine("b").set_champion("one")


def test_a_damaged_copy_is_fetched_anew(machine):
    publish(machine("a"), "one")
    store = machine("b")
    store.verify("one")
    next(store.root.glob("one~*/model.keras")).write_bytes(b"damaged")
    assert store.read("one", "model.keras") == b"contentmodel.keras"


@pytest.mark.parametrize("name", ["../escaped", "/tmp/escaped", "sub/escaped", ""])
def test_no_name_in_a_manifest_leads_out_of_the_copies(machine, bucket, name, tmp_path):
    manifest = publish(machine("a"), "one")
    text = manifest.dumps().replace('"model.keras"', f'"{name}"').encode()
    bucket.write("one/manifest.json", text, bucket.tag("one/manifest.json"))
    bucket.write("escaped", b"x", None)
    with pytest.raises(BrokenVersion):
        machine("b").verify("one")
    assert not list(tmp_path.rglob("escaped"))


def test_a_version_without_its_manifest_is_none(machine, bucket):
    bucket.write("half-1/model.keras", b"half of it", None)
    store = machine("a")
    assert store.ids() == []
    store.discard_drafts("half")  # another's
    assert bucket.find("half-1")
    store.discard_drafts("half-1")
    assert not bucket.find("half-1")
    publish(store, "one")
    store.discard_drafts("one")  # published: no draft
    store.verify("one")


def test_one_that_was_given_up_is_not_published(machine, monkeypatch):
    here, there = machine("a"), machine("b")
    find = Bucket.find

    def given_up(bucket: Bucket, under: str = "") -> dict:
        if under == "one" and bucket is here._bucket:
            there.discard_drafts("one")
        return find(bucket, under)

    monkeypatch.setattr(Bucket, "find", given_up)
    with pytest.raises(StoreError, match="given up"):
        publish(here, "one")
    assert there.ids() == []


def test_of_two_that_publish_the_same_one_does(machine):
    stores, barrier = [machine(name) for name in "abcd"], threading.Barrier(4)

    def attempt(number: int) -> bool:
        barrier.wait(30)
        try:
            publish(stores[number], "one", b"%d" % number)
        except StoreError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(attempt, range(4))).count(True) == 1


def test_in_service_on_every_machine_within_a_second(machine, bucket, store):
    copy_into(bucket, store)
    services = [ModelService(machine(name)) for name in "ab"]
    assert {service.champion().manifest.id for service in services} == {FIRST}
    machine("c").set_champion(SECOND)
    began = time.monotonic()
    until(lambda: all(s.champion().manifest.id == SECOND for s in services), within_s=10)
    assert time.monotonic() - began < 1 + LOOKED_S
    assert machine("c").previous_champion_id() == FIRST
    assert machine("b").roll_back() == FIRST
    until(lambda: all(s.champion().manifest.id == FIRST for s in services), within_s=10)


def test_the_pointer_that_ships_counts_until_another_is_written(machine, bucket, store):
    (store.root / "champion").rename(store.root / "champion.default")
    copy_into(bucket, store)
    assert machine("a").champion_id() == FIRST
    machine("a").set_champion(SECOND)
    assert machine("b").champion_id() == SECOND
    assert bucket.read("champion.default").split() == [FIRST.encode()]


def test_no_change_of_the_champion_is_lost(machine):
    stores = [machine(name) for name in "abcd"]
    names = [f"version-{number}" for number in range(4)]
    for name in names:
        publish(stores[0], name)
    for each in stores:
        each.manifests()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda each, name: machine(each).set_champion(name), "abcd", names))
    assert sorted(machine("a")._pointer.read()) == names


def test_a_deleted_version_is_gone_and_the_champion_stays(machine, bucket):
    here, there = machine("a"), machine("b")
    for name in ("one", "two"):
        publish(here, name)
    here.set_champion("one")
    there.verify("two")
    with pytest.raises(StoreError, match="in service"):
        there.delete("one")
    here.delete("two")
    time.sleep(LOOKED_S)
    assert there.ids() == ["one"]
    with pytest.raises(UnknownVersion):
        there.read("two", "model.keras")
    assert not bucket.find("two")
    stamp = there.stamp("one")
    here.set_champion(publish(here, "two", b"made anew").id)
    time.sleep(LOOKED_S)
    assert there.read("two", "model.keras") == b"made anewmodel.keras"
    assert there.stamp("one") == stamp
    assert len(list(there.root.glob("two~*/"))) == 1  # the copy of the old one is dropped


def test_deleted_here_put_into_service_there(machine, monkeypatch):
    here, there = machine("a"), machine("b")
    for name in ("one", "two"):
        publish(here, name)
    here.set_champion("one")
    delete = Bucket.delete

    def in_between(bucket: Bucket, names: list[str]) -> None:
        if bucket is here._bucket:
            there._pointer.update(lambda before: ["two", *before])
        delete(bucket, names)

    monkeypatch.setattr(Bucket, "delete", in_between)
    with pytest.raises(StoreError, match="in service"):
        here.delete("two")
    machine("c").verify("two")
    assert machine("c").champion_id() == "two"


def test_a_bucket_that_does_not_answer(machine, bucket, store, monkeypatch, tmp_path):
    copy_into(bucket, store)
    service = ModelService(machine("a"))
    service.champion()
    down = StoreError("the bucket cannot be asked")
    with monkeypatch.context() as patched:
        patched.setattr(Bucket, "_ask", lambda *_, **__: (_ for _ in ()).throw(down))
        time.sleep(LOOKED_S)
        assert service.champion().manifest.id == FIRST  # what is loaded goes on reading
        assert service.store.ids() == [FIRST, SECOND]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    unreachable = open_store("s3://nowhere/prefix", tmp_path / "n")
    with pytest.raises(StoreError, match="s3://nowhere/prefix cannot be asked"):
        unreachable.ids()


def test_a_server_that_knows_no_conditions(bucket, monkeypatch):
    pipe = bucket._fs.pipe_file

    def old(path: str, data: bytes, timeout: float, **conditions: str) -> None:
        if conditions:
            raise OSError(38, "NotImplemented")
        pipe(path, data, timeout=timeout)

    monkeypatch.setattr(bucket._fs, "pipe_file", old, raising=False)
    assert bucket.write("champion", b"one", None)
    assert bucket.read("champion") == b"one"


def test_a_missing_package_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    with pytest.raises(extras.MissingExtra, match=r"hitofude\[s3\]"):
        open_store("s3://bucket/prefix", tmp_path)


def test_a_folder_stays_a_folder(tmp_path):
    assert type(open_store(tmp_path)) is ModelStore
    assert open_store(str(tmp_path)).place == (str(tmp_path),)
    assert os.fspath(open_store(tmp_path).root) == str(tmp_path)
