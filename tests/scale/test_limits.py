"""Requests are counted once, whichever worker or machine they come to."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from tests.scale.engines import free_port, run_redis
from tests.support import drawing
from tests.waiting import until
from webapp import create_app
from webapp.web import limit_storage
from webapp.web.limit_storage import RedisOrShared, SharedStorage

ASKED = 1000

# As often as a worker at its limit: a reading takes it about a millisecond.
COUNT = """
import sys, time
from pathlib import Path
from webapp.web.limit_storage import SharedStorage
storage = SharedStorage(path=Path(sys.argv[1]))
for _ in range(1000):
    time.sleep(0.001)
    storage.incr("all", 60)
    storage.incr(sys.argv[2], 60)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "limits"


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """Give the time, to be set."""
    now = [1_800_000_000.0]
    monkeypatch.setattr(limit_storage.time, "time", lambda: now[0])
    return now


def test_processes_count_together(path):
    command = [sys.executable, "-c", COUNT, str(path)]
    started = [subprocess.Popen([*command, f"own-{number}"]) for number in range(3)]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    storage = SharedStorage(path=path)
    assert 0.97 * 3 * ASKED <= storage.get("all") <= 3 * ASKED
    assert [storage.get(f"own-{number}") for number in range(3)] == [ASKED] * 3


def test_threads_count_together(path):
    storage = SharedStorage(path=path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: (time.sleep(0.001), storage.incr("all", 60)), range(ASKED)))
    assert 0.97 * ASKED <= storage.get("all") <= ASKED


def test_it_counts_as_the_librarys_own(path, clock):
    limit, ours, theirs = parse("3/minute"), SharedStorage(path=path), MemoryStorage()
    told = []
    for storage in (ours, theirs):
        limiter = FixedWindowRateLimiter(storage)
        hits = [limiter.hit(limit, "somebody") for _ in range(5)]
        rest = limiter.get_window_stats(limit, "somebody")
        told.append((hits, limiter.test(limit, "somebody"), limiter.test(limit, "else"), *rest))
    assert told[0] == told[1]
    limiter = FixedWindowRateLimiter(ours)
    clock[0] += 60.1
    assert limiter.hit(limit, "somebody")
    limiter.clear(limit, "somebody")
    assert ours.get(limit.key_for("somebody")) == 0


def test_a_window_ends_where_it_was_said_to(path, clock):
    storage = SharedStorage(path=path)
    assert storage.incr("key", 10) == 1
    clock[0] += 9.9
    assert storage.incr("key", 10) == 2
    assert storage.get_expiry("key") == 1_800_000_010.0
    clock[0] += 0.2
    assert storage.get("key") == 0
    assert storage.incr("key", 10) == 1


def test_a_clock_that_was_set_back_locks_nobody_out(path, clock):
    storage = SharedStorage(path=path)
    storage.incr("key", 10, amount=99)
    clock[0] -= 3600
    assert storage.get("key") == 0
    assert storage.incr("key", 10) == 1


def test_a_flood_of_addresses_takes_no_more_room_and_forgets_the_soonest(path, clock):
    storage = SharedStorage(path=path)
    size = path.stat().st_size
    storage.incr("patient", 3600, amount=7)
    for number in range(limit_storage.ENTRIES * 3):
        storage.incr(f"flood-{number}", 1)
    assert path.stat().st_size == size
    assert storage.get("patient") == 7
    assert storage.reset() is None
    assert storage.get("patient") == 0


def test_a_table_of_another_size_is_made_anew(path):
    SharedStorage(path=path).incr("key", 10)
    os.truncate(path, 100)
    storage = SharedStorage(path=path)
    assert storage.incr("other", 10) == 1
    assert path.stat().st_mode & 0o777 == 0o600


def test_it_costs_little(path):
    storage = SharedStorage(path=path)
    best = float("inf")
    for _ in range(5):
        began = time.thread_time()
        for _ in range(1000):
            storage.incr("LIMITER/203.0.113.7/api.predict/200/1/second", 1)
        best = min(best, (time.thread_time() - began) / 1000)
    assert best < 30e-6


def test_two_workers_of_a_machine_share_a_limit(settings_for_tests):
    settings = {**settings_for_tests, "RATE_LIMIT": "3/hour"}
    clients = [create_app(settings).test_client() for _ in range(2)]
    body = {"image": drawing(4)}
    told = [clients[n % 2].post("/api/predict", json=body).status_code for n in range(5)]
    assert told == [200, 200, 200, 429, 429]


def test_two_workers_share_the_misses_of_class_numbers(settings_for_tests):
    settings = {**settings_for_tests, "RATE_LIMIT": "1000/second"}
    clients = [create_app(settings).test_client() for _ in range(2)]
    told = [
        clients[number % 2].get(f"/api/classes/{number:06}").status_code for number in range(34)
    ]
    assert told == [404] * 30 + [429] * 4


def test_two_machines_share_a_limit_through_redis(settings_for_tests, tmp_path, redis_url):
    settings = {**settings_for_tests, "RATE_LIMIT": "3/hour", "LIMITS": redis_url}
    clients = [
        create_app({**settings, "DATA": tmp_path / name}).test_client() for name in ("a", "b")
    ]
    body = {"image": drawing(4)}
    told = [clients[n % 2].post("/api/predict", json=body).status_code for n in range(5)]
    assert told == [200, 200, 200, 429, 429]


def test_without_its_redis_a_machine_counts_for_itself(settings_for_tests):
    pytest.importorskip("redis")
    dead = f"redis://127.0.0.1:{free_port()}/0"
    settings = {**settings_for_tests, "RATE_LIMIT": "3/hour", "LIMITS": dead}
    client = create_app(settings).test_client()
    body = {"image": drawing(4)}
    told = [client.post("/api/predict", json=body).status_code for _ in range(5)]
    assert told == [200, 200, 200, 429, 429]


def test_a_redis_that_comes_back_counts_again(path, monkeypatch):
    monkeypatch.setattr(limit_storage, "LEFT_ALONE_S", 0.2)
    with run_redis() as url:
        storage = RedisOrShared(redis=url, path=path)
        assert [storage.incr("key", 60) for _ in range(2)] == [1, 2]
        assert storage.check()
        assert SharedStorage(path=path).get("key") == 0
        storage._redis.storage.client_pause(600)  # it hangs; nobody waits for that long
        began = time.monotonic()
        assert storage.incr("key", 60) == 1
        assert time.monotonic() - began < 0.6
        until(lambda: storage.get("key") >= 2, 10)
