"""A bucket that hangs, that refuses connections or that is empty, and what goes on meanwhile."""

import logging
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.scale.engines import HOST, free_port
from tests.support import SHIPPED as SOURCE
from tests.support import drawing
from tests.waiting import until
from webapp import create_app, starting
from webapp.config import load
from webapp.models import Manifest, ModelStore, StoreError, TrainingSpec, open_store, shipped
from webapp.models import bucket as buckets
from webapp.models import remote as remotes
from webapp.models.bucket import Bucket
from webapp.models.errors import StoreUnreachable
from webapp.models.remote import RemoteStore
from webapp.records import Token

Machine = Callable[[str], RemoteStore]

SOON_S = 5.0
"""More than any reading takes, and far less than the bucket is waited for."""


PATIENT_S, IMPATIENT_S = 60.0, 0.3
"""How long an answer is waited for, where there is one and where there is none."""


class Door:
    """Stands before the server: lets everything through, or takes it and never answers, or refuses.

    In an outage it is waited for but shortly. ``asked``: how many connections have asked for
    something that was never answered.
    """

    def __init__(self, port: int, wait: Callable[[float], None]):
        self._server, self.port, self._wait = port, free_port(), wait
        self._listener: socket.socket | None = None
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.hangs = False
        self.asked = 0
        self.let_through()

    def let_through(self) -> None:
        self.close()
        self.hangs = False
        self._wait(PATIENT_S)
        self._listen()

    def hang(self) -> None:
        self.let_through()
        self.hangs, self.asked = True, 0
        self._wait(IMPATIENT_S)

    def refuse(self) -> None:
        self.close()
        self._wait(IMPATIENT_S)

    def close(self) -> None:
        if self._listener:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        with self._lock:
            for each in self._open:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def _listen(self) -> None:
        self._listener = socket.create_server((HOST, self.port))
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        server = socket.create_connection((HOST, self._server))
        with client, server, suppress(OSError):
            with self._lock:
                self._open |= {client, server}
            try:
                self._pump({client: server, server: client}, client)
            finally:
                with self._lock:
                    self._open -= {client, server}

    def _pump(self, other: dict[socket.socket, socket.socket], client: socket.socket) -> None:
        asked = False
        while True:
            for each in select.select(list(other), [], [])[0]:
                if not (data := each.recv(1 << 16)):
                    return
                if not self.hangs:
                    other[each].sendall(data)
                elif each is client and not asked:
                    asked = True
                    self.asked += 1


@pytest.fixture
def door(bucket_url: str, s3_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """Give the door through which ``machine`` reaches the server."""
    wait = partial(monkeypatch.setattr, buckets, "ANSWER_S")
    door = Door(urlsplit(s3_server).port, wait)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{HOST}:{door.port}")
    yield door
    door.close()


@pytest.fixture
def machine(bucket_url: str, tmp_path: Path, door: Door) -> Machine:
    """Give what opens the bucket as another machine does."""
    return lambda name: open_store(bucket_url, tmp_path / name)


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remotes, "LOOKED_S", 0.02)
    monkeypatch.setattr(buckets, "PAUSE_S", 0.02)
    monkeypatch.setattr(buckets, "LONGEST_PAUSE_S", 0.1)


def publish(store: ModelStore, model_id: str) -> Manifest:
    manifest = Manifest(model_id, TrainingSpec(), "2026-01-02T03:04:05+00:00", "1", "0", 10, 0.5)
    with store.draft(model_id) as draft:
        (draft / "model.keras").write_bytes(b"content")
        return store.publish(draft, manifest)


def application(bucket_url: str, data: Path):
    return create_app(
        {"MODEL_STORE": bucket_url, "DATA": data, "RATE_LIMIT": "off", "TESTING": True}
    )


def read(app) -> int:
    return app.test_client().post("/api/predict", json={"image": drawing(7)}).status_code


def took_s(call: Callable[[], object]) -> float:
    began = time.monotonic()
    call()
    return time.monotonic() - began


def started(bucket_url: str, data: Path) -> None:
    starting.check(load({"DATA": data, "MODEL_STORE": bucket_url, "PORT": free_port()}))


OUTAGES = pytest.mark.parametrize("outage", ["hang", "refuse"])


@OUTAGES
def test_readings_go_on_through_an_outage(
    outage, machine, bucket_url, door, tmp_path, caplog, monkeypatch
):
    monkeypatch.setattr(buckets, "PATIENCE", {"connect_timeout": 120, "read_timeout": 120})
    shipped.fill(machine("a"), SOURCE)
    app = application(bucket_url, tmp_path / "b")
    assert read(app) == 200
    getattr(door, outage)()
    monkeypatch.setattr(buckets, "ANSWER_S", 120)

    def asks(_: int) -> None:
        for _ in range(5):
            assert took_s(lambda: read(app)) < SOON_S
            assert read(app) == 200

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(asks, range(4)))
    assert app.test_client().get("/readyz").status_code == 200
    if outage == "hang":
        assert door.asked <= 2, "one look at the pointer, and one at the listing"
    else:
        until(lambda: "cannot be renewed" in caplog.text)
    door.let_through()
    machine("a").set_champion("tutorial-1")
    until(lambda: app.test_client().get("/readyz").json["champion"] == "tutorial-1")


@OUTAGES
def test_an_outage_is_logged_once(outage, machine, door, caplog):
    caplog.set_level(logging.INFO, "webapp.models.bucket")
    store = machine("a")
    publish(store, "one")
    looks = count_looks(store)
    getattr(door, outage)()
    until(lambda: store.ids() == ["one"] and looks() >= 5)
    door.let_through()
    publish(machine("b"), "two")
    until(lambda: store.ids() == ["one", "two"])
    told = [each.message for each in caplog.records if "The listing of" in each.message]
    assert len(told) == 2
    assert "cannot be renewed" in told[0]
    assert "is known anew" in told[1]


def count_looks(store: RemoteStore) -> Callable[[], int]:
    """Return what tells how often a store has looked from now on."""
    looks, find = [], store._bucket.find
    store._bucket.find = lambda *under: looks.append(under) or find(*under)
    return lambda: len(looks)


@OUTAGES
def test_what_changes_something_fails_and_reading_does_not(outage, machine, door):
    store = machine("a")
    for name in ("one", "two"):
        publish(store, name)
    for name in ("one", "two"):
        store.set_champion(name)
    manifest = store.manifest("one")
    getattr(door, outage)()
    changes = (
        lambda: store.check_new("three"),
        lambda: store.publish(store.root, manifest),
        lambda: store.set_champion("one"),
        lambda: store.roll_back(),
        lambda: store.delete("one"),
        lambda: store.discard_drafts("three"),
    )
    for change in changes:
        with pytest.raises(StoreUnreachable):
            change()
        assert (store.ids(), store.champion_id()) == (["one", "two"], "two")
        assert store.read("one", "model.keras") == b"content"
    door.let_through()
    store.set_champion("one")
    assert machine("b").champion_id() == "one"
    store.delete("two")
    assert store.ids() == ["one"]


def test_no_call_waits_for_ever(bucket_url, door, monkeypatch, tmp_path):
    """A write that the server never takes has no end of its own."""
    monkeypatch.setattr(buckets, "FILE_S", IMPATIENT_S)
    bucket, file = Bucket(bucket_url), tmp_path / "file"
    file.write_bytes(b"x" * (1 << 20))
    door.hang()
    for call in (
        bucket.find,
        lambda: bucket.tag("a"),
        lambda: bucket.read("a"),
        lambda: bucket.write("a", b"x", None),
        lambda: bucket.upload(file, "a"),
        lambda: bucket.download("a", tmp_path / "other"),
        lambda: bucket.delete(["a"]),
    ):
        with pytest.raises(StoreUnreachable):
            call()


@OUTAGES
def test_the_api_asks_for_patience(outage, machine, bucket_url, door, tmp_path):
    shipped.fill(machine("a"), SOURCE)
    app = application(bucket_url, tmp_path / "b")
    with app.app_context():
        bearer = {"Authorization": f"Bearer {Token.issue('a program')[1]}"}
    assert read(app) == 200
    getattr(door, outage)()
    answer = app.test_client().delete("/api/models/tutorial-1", headers=bearer)
    assert (answer.status_code, answer.json["type"]) == (503, "/problems/no-store")
    assert int(answer.headers["Retry-After"]) > 0
    assert bucket_url not in answer.json["detail"]
    new = application(bucket_url, tmp_path / "c")  # it has loaded nothing
    answer = new.test_client().post("/api/predict", json={"image": drawing(7)})
    assert (answer.status_code, answer.json["type"]) == (503, "/problems/no-store")
    assert int(answer.headers["Retry-After"]) > 0
    door.let_through()
    until(lambda: read(new) == 200)


def test_who_knows_nothing_waits_for_one_answer(machine, door, monkeypatch):
    for name in ("PAUSE_S", "LONGEST_PAUSE_S"):
        monkeypatch.setattr(buckets, name, 1)
    store = machine("a")
    looks = count_looks(store)
    door.hang()
    barrier = threading.Barrier(4)

    def asks(_: int) -> None:
        barrier.wait(30)
        with pytest.raises(StoreUnreachable):
            store.ids()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(asks, range(4)))
    assert looks() == 1
    door.let_through()

    def answers() -> bool:
        with suppress(StoreUnreachable):
            return store.ids() == []
        return False

    until(answers)


def test_a_look_that_began_before_a_change_ends_after_it(machine, monkeypatch):
    store = machine("a")
    publish(store, "one")
    find, began, go_on, ended = Bucket.find, *(threading.Event() for _ in range(3))

    def late(bucket: Bucket, under: str = "") -> dict:
        found = find(bucket, under)
        if threading.current_thread() is threading.main_thread() or began.is_set():
            return found
        began.set()
        assert go_on.wait(30)
        ended.set()
        return found

    monkeypatch.setattr(Bucket, "find", late)
    until(lambda: store.ids() and began.is_set())
    publish(store, "two")
    assert store.ids() == ["one", "two"], "whoever changes something sees it at once"
    go_on.set()
    seen = [until(lambda: ended.is_set() and store.ids())] + [store.ids() for _ in range(1000)]
    assert all(ids == ["one", "two"] for ids in seen)


def test_a_bucket_that_hangs_keeps_no_process_from_ending(machine, bucket_url, door, tmp_path):
    publish(machine("a"), "one")
    script = """
import sys, time
from webapp.models import bucket, open_store, remote
bucket.PATIENCE = {"connect_timeout": 600, "read_timeout": 600}
bucket.ANSWER_S, remote.LOOKED_S = 600, 0
store = open_store(*sys.argv[1:])
print(store.ids(), flush=True)
sys.stdin.readline()
print(store.ids(), flush=True)
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script, bucket_url, str(tmp_path / "b")],
        **{"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": os.environ},
    )
    try:
        assert process.stdout.readline() == "['one']\n"
        door.hang()
        said, _ = process.communicate("\n", timeout=60)
        assert (said, process.returncode) == ("['one']\n", 0)
        assert door.asked == 1
    finally:
        process.kill()
        process.wait()


def test_copies_go_when_a_listing_shows_that_their_version_has_gone(machine):
    here, there = machine("a"), machine("b")
    for name in ("one", "two"):
        publish(here, name)
    for store in (here, there):
        store.verify("two")
        assert list(store.root.glob("two~*/"))
    here.delete("two")
    assert not list(here.root.glob("two~*"))
    until(lambda: there.ids() == ["one"] and not list(there.root.glob("two~*")))
    publish(here, "two")
    there.verify("one")
    assert list(there.root.glob("one~*/"))


def test_an_empty_bucket_gets_the_versions_that_ship(machine, bucket_url, tmp_path):
    started(bucket_url, tmp_path / "a")
    check_filled(machine("b"))
    assert not shipped.fill(machine("c"), SOURCE)


def check_filled(store: RemoteStore) -> None:
    own = ModelStore(SOURCE)
    assert store.ids() == sorted(shipped.SHIPPED)
    for model_id in shipped.SHIPPED:
        store.verify(model_id)
        assert store.manifest(model_id) == own.manifest(model_id)
    assert store.champion_id() == own.champion_id()


def test_several_nodes_fill_it_at_once(machine):
    stores, barrier = [machine(name) for name in "abc"], threading.Barrier(3)

    def fill(store: RemoteStore) -> bool:
        barrier.wait(30)
        return shipped.fill(store, SOURCE)

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(fill, stores)).count(True) == 1
    check_filled(machine("d"))


def test_one_that_was_half_filled_is_filled(machine, bucket_url):
    bucket, store = Bucket(bucket_url), machine("a")
    shipped.fill(store, SOURCE)
    bucket.delete(["champion.default", "best-1/manifest.json", "best-1/weights.npz"])
    assert shipped.fill(machine("b"), SOURCE)
    check_filled(machine("c"))


def test_one_that_is_used_is_left_alone(machine, bucket_url):
    publish(machine("a"), "one")
    before = Bucket(bucket_url).find()
    assert not shipped.fill(machine("b"), SOURCE)
    assert Bucket(bucket_url).find() == before


@pytest.mark.parametrize("filled", [True, False])
def test_a_bucket_that_nobody_may_write_to(
    filled, machine, bucket_url, monkeypatch, caplog, tmp_path
):
    if filled:
        shipped.fill(machine("a"), SOURCE)
        Bucket(bucket_url).delete(["tutorial-1/manifest.json"])

    def refuses(bucket: Bucket, *_: object) -> None:
        raise StoreUnreachable(f"{bucket.url} refuses: Access Denied")

    for name in ("write", "upload", "delete"):
        monkeypatch.setattr(Bucket, name, refuses)
    started(bucket_url, tmp_path / "b")
    assert ("Access Denied" in caplog.text) is not filled


@OUTAGES
def test_a_server_starts_in_an_outage(outage, bucket_url, door, tmp_path, caplog):
    getattr(door, outage)()
    started(bucket_url, tmp_path / "a")
    assert bucket_url in caplog.text and "not ready" in caplog.text


def test_a_bucket_that_is_not_there(machine, tmp_path):
    with pytest.raises(StoreUnreachable, match="s3://no-such-bucket/prefix"):
        open_store("s3://no-such-bucket/prefix", tmp_path).ids()


def test_no_other_error_of_a_look_is_lost(machine, monkeypatch):
    store = machine("a")
    publish(store, "one")
    with monkeypatch.context() as patched:
        patched.setattr(Bucket, "find", lambda *_: 1 / 0)
        looks = count_looks(store)
        until(lambda: store.ids() == ["one"] and looks() > 1)
        with pytest.raises(StoreError, match="zero"):
            machine("b").ids()
