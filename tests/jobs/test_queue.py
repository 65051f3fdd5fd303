"""The bell, on each engine: it wakes one trainer at once, whatever process rings it."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from statistics import median

import pytest

from tests.scale.engines import postgres, redis_server, redis_url  # noqa: F401
from tests.waiting import until
from webapp import extras
from webapp.jobs import Queue

RING = "import sys; from webapp.jobs import Queue; Queue(sys.argv[1]).ring()"


@pytest.fixture(params=["sqlite", "redis", "postgresql"])
def url(request, tmp_path) -> str:
    """Give the URL of an empty queue on each engine."""
    if request.param == "redis":
        return request.getfixturevalue("redis_url")
    if request.param == "postgresql":
        return request.getfixturevalue("postgres").database()
    return f"sqlite:///{tmp_path}/folder/queue.sqlite3"


@pytest.fixture
def queue(url) -> Iterator[Queue]:
    """Give the queue as a web worker has it."""
    with closing(Queue(url)) as opened:
        yield opened


@contextmanager
def working(url: str, work: Callable[[], None]) -> Iterator[None]:
    """Have a consumer work beside the test, as a trainer's does."""
    queue = Queue(url, work)
    consumer = queue.consumer()
    consumer._set_signal_handlers = lambda: None  # they belong to the main thread
    thread = threading.Thread(target=consumer.run)
    thread.start()
    try:
        yield
    finally:
        consumer.stop()
        thread.join(10)
        for _, worker in consumer.worker_threads:  # told to stop, it is not waited for
            worker.join(10)
        queue.close()


def test_a_bell_waits_until_somebody_works(url, queue):
    worked = threading.Event()
    assert len(queue) == 0
    queue.ring()
    assert len(queue) == 1
    with working(url, worked.set):
        assert worked.wait(5)
    assert len(queue) == 0


def test_a_click_need_not_wait(url, queue):
    heard, delays = [], []
    with working(url, lambda: heard.append(time.monotonic())):
        for number in range(7):
            time.sleep(0.05)  # it is waiting again
            rung = time.monotonic()
            queue.ring()
            until(lambda wanted=number: len(heard) > wanted, 5)
            delays.append(heard[-1] - rung)
    assert median(delays) < 0.15, delays


def test_another_process_rings(url):
    heard = threading.Event()
    with working(url, heard.set):
        subprocess.run([sys.executable, "-c", RING, url], check=True, timeout=60)
        assert heard.wait(5)


def test_of_several_trainers_one_hears_each_bell(url, queue):
    heard = []
    with working(url, lambda: heard.append(1)), working(url, lambda: heard.append(2)):
        for _ in range(20):
            queue.ring()
        until(lambda: len(heard) >= 20, 10)
        time.sleep(0.3)
    assert len(heard) == 20


def test_processes_that_open_it_at_once(url, queue):
    command = [sys.executable, "-c", RING, url]
    started = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    for process in started:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    assert len(queue) == 4


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    with pytest.raises(extras.MissingExtra, match=r"hitofude\[redis\]"):
        Queue("redis://127.0.0.1/0")
    with pytest.raises(extras.MissingExtra, match=r"hitofude\[postgres\]"):
        Queue("postgresql://127.0.0.1/none")
