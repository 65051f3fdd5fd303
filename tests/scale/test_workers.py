"""One server of several workers: whichever answers, all know the same."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conftest import FIRST, SECOND
from tests.scale.nodes import Node, bearer, sockets
from tests.support import drawing
from tests.waiting import until
from webapp.web.services import MOST_STREAMS

WORKERS = 3
PUPILS = 12
STREAMS = 6
MOST_OPENED = 60

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="reads /proc"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def node(store, data, tmp_path) -> Iterator[Node]:
    """Give a server of several workers."""
    settings = {
        "HITOFUDE_DATA": str(data),
        "HITOFUDE_MODEL_STORE": str(store.root),
        "HITOFUDE_RATE_LIMIT": "40/hour",
    }
    node = Node(tmp_path / "said", WORKERS, settings)
    try:
        node.wait_until_it_answers()
        until(lambda: node.ask("GET", "/readyz")[0] == 200)
        yield node
    finally:
        node.end()


@pytest.fixture
def teacher(node, data) -> dict[str, str]:
    return bearer(f"sqlite:///{data}/records.sqlite3")


def workers_of(node: Node) -> list[int]:
    """Return the processes that hold many sockets or files: the workers."""
    return until(lambda: len(found := node.children()) >= WORKERS and found)


def test_a_limit_is_the_machines(node):
    body = {"image": drawing(4)}
    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(lambda _: node.ask("POST", "/api/predict", body)[0], range(50)))
    assert sorted(told) == [200] * 40 + [429] * 10


def test_a_new_champion_serves_in_all_workers_within_a_second(node, store):
    def answers() -> set[str]:
        """Ask at once, so that every worker has to answer."""
        with ThreadPoolExecutor(9) as pool:
            return set(pool.map(lambda _: node.ask("GET", "/readyz")[1]["champion"], range(27)))

    for champion in (SECOND, FIRST, SECOND):
        store.set_champion(champion)
        changed = time.monotonic()
        while time.monotonic() < changed + 1:
            answers()
        assert answers() == {champion}


def opened_by_several(stack: ExitStack, stream: Callable, before: dict[int, set[str]]) -> list:
    """Open as many streams as are wanted, by two workers at least.

    The kernel may give one of them several connections in a row: then others take their place.
    """
    held = []
    for _ in range(MOST_OPENED):
        own = stack.enter_context(ExitStack())
        held.append((own, own.enter_context(stream())))
        if len(held) < STREAMS:
            continue
        if sum(bool(sockets(pid) - known) for pid, known in before.items()) >= 2:
            return [board for _, board in held]
        held.pop(0)[0].close()
    raise AssertionError("the streams were all of one worker: nothing was shown")


def test_who_leaves_makes_room_at_once(node, teacher):
    """A page that is opened again and again takes none of the places of those that stay."""
    code = node.ask("POST", "/api/classes", **teacher)[1]["code"]
    url = f"/api/classes/{code}"
    assert node.ask("PATCH", url, {"task": "2"}, **teacher)[0] == 200
    for _ in range(WORKERS * MOST_STREAMS + STREAMS):
        with node.stream(f"{url}/events", **teacher) as board:
            assert next(board)[1]["task"] == "2"
    with ExitStack() as stack:
        boards = [
            stack.enter_context(node.stream(f"{url}/events", **teacher)) for _ in range(STREAMS)
        ]
        assert [next(board)[1]["task"] for board in boards] == ["2"] * STREAMS
        assert node.ask("PATCH", url, {"task": "3"}, **teacher)[0] == 200
        assert [next(board)[1]["task"] for board in boards] == ["3"] * STREAMS


def test_a_class_over_all_workers(node, teacher):
    before = {pid: sockets(pid) for pid in workers_of(node)}
    status, opened = node.ask("POST", "/api/classes", **teacher)
    assert status == 201
    url = f"/api/classes/{opened['code']}"

    def draw(number: int) -> None:
        phone = {"X-Writer": f"{number:022}"}
        assert node.ask("POST", f"{url}/pupils", **phone)[0] == 200
        sheet = {"image": drawing(7), "strokes": [[[1, 2], [3, 4]]], "label": 7}
        status, told = node.ask("PUT", f"{url}/mine/a", sheet, **phone)
        assert (status, told["kept"]) == (200, True)

    with ExitStack() as stack:
        boards = opened_by_several(stack, lambda: node.stream(f"{url}/events", **teacher), before)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(draw, range(PUPILS)))
        for board in boards:
            seen, pupils, revisions = set(), 0, []
            while len(seen) < PUPILS or pupils < PUPILS:
                kind, told = next(board)
                if kind == "class":
                    pupils = told["pupils"]
                    revisions.append(told["revision"])
                else:
                    seen |= {sheet["pupil"] for sheet in told}
            assert revisions == sorted(revisions)
            assert seen == set(range(1, PUPILS + 1))


def test_a_run_over_all_workers(node, teacher):
    """Nobody trains here; asked for by one, it is seen, followed and cancelled by any."""
    spec = {"preset": "tutorial", "epochs": 1, "train_images": 100}
    status, run = node.ask("POST", "/api/runs", spec, **teacher)
    assert status == 202
    with ExitStack() as stack:
        url = f"/api/runs/{run['id']}"
        streams = [stack.enter_context(node.stream(f"{url}/events", **teacher)) for _ in range(4)]
        assert {next(each)[1]["state"] for each in streams} == {"queued"}
        for _ in range(9):
            assert node.ask("GET", url, **teacher)[1]["state"] == "queued"
        assert node.ask("POST", f"{url}/cancel", **teacher)[0] == 202
        assert {next(each)[1]["state"] for each in streams} == {"cancelled"}
    for _ in range(9):
        assert node.ask("GET", url, **teacher)[1]["state"] == "cancelled"
