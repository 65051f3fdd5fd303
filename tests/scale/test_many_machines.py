"""Two web nodes and a trainer, with nothing in common but their servers, as three machines have."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.scale.nodes import Node, Process, bearer
from tests.support import drawing
from tests.waiting import until

TINY = {"preset": "tutorial", "epochs": 1, "train_images": 300, "seed": 3}
LIMIT = 30

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="reads /proc"),
]


@pytest.fixture(params=["folder", "bucket"])
def shared(request, tmp_path, postgres, redis_url) -> dict[str, str]:
    """Give what all machines are told: records in PostgreSQL, a queue in Redis, one store."""
    pytest.importorskip("tensorflow", reason="TensorFlow is not installed: pip install '.[train]'")
    store, environment = str(tmp_path / "store"), {}
    if request.param == "bucket":
        store = request.getfixturevalue("bucket_url")
        environment = request.getfixturevalue("s3_settings")
    return {
        "HITOFUDE_DATABASE_URL": postgres.database(),
        "HITOFUDE_QUEUE": redis_url,
        "HITOFUDE_MODEL_STORE": store,
        "HITOFUDE_SECRET_KEY": "k" * 32,
        "HITOFUDE_RATE_LIMIT": f"{LIMIT}/hour",
        **environment,
    }


@contextmanager
def machines(shared: dict[str, str], folder: Path) -> Iterator[tuple[Node, Node, Process]]:
    """Run two web nodes and a trainer."""
    with ExitStack() as stack:

        def own(name: str) -> dict[str, str]:
            return {**shared, "HITOFUDE_DATA": str(folder / name)}

        def said(name: str) -> Path:
            return folder / f"{name}.log"

        nodes = [Node(said(name), 1, own(name)) for name in "ab"]
        trainer = Process(said("trainer"), ["trainer"], own("trainer"))
        for each in (*nodes, trainer):
            stack.callback(each.end)
        for node in nodes:
            node.wait_until_it_answers()
        yield *nodes, trainer


def test_from_a_click_at_one_node_to_readings_at_both(shared, tmp_path):
    with machines(shared, tmp_path) as (here, there, trainer):
        admin = bearer(shared["HITOFUDE_DATABASE_URL"])
        status, run = here.ask("POST", "/api/runs", TINY, **admin)
        assert status == 202
        told = follow(there, f"/api/runs/{run['id']}/events", admin)
        states = [data for kind, data in told if kind == "state"]
        assert [each["state"] for each in states] == ["queued", "running", "succeeded"], (
            trainer.said
        )
        assert "epoch" in {kind for kind, _ in told}
        model = states[-1]["model"]
        put = {"model": model, "insist": True}  # it has seen a hundredth of MNIST
        assert here.ask("PUT", "/api/champion", put, **admin)[0] == 200
        clicked = time.monotonic()
        for node in (here, there):
            until(lambda node=node: serves(node, model), within_s=10)
        assert time.monotonic() - clicked < 2
        check_readings(here, there, model)
        assert not here.loaded("tensorflow")
        assert not there.loaded("tensorflow")


def follow(node: Node, path: str, admin: dict[str, str]) -> list[tuple[str, Any]]:
    """Return what a node tells of a run until it has ended; a stream may end before."""
    told: list[tuple[str, Any]] = []
    while "end" not in {kind for kind, _ in told}:
        with node.stream(path, **admin) as events:
            told = list(events)
    return told


def serves(node: Node, model: str) -> bool:
    status, told = node.ask("GET", "/readyz")
    return status == 200 and told["champion"] == model


def check_readings(here: Node, there: Node, model: str) -> None:
    """Check that both read alike, and count together how often they are asked."""
    body = {"image": drawing(4)}
    answers = [node.ask("POST", "/api/predict", body) for node in (here, there)]
    assert [status for status, _ in answers] == [200, 200]
    one, other = (answer for _, answer in answers)
    assert one["model"] == other["model"] == model
    assert one["probabilities"] == pytest.approx(other["probabilities"])
    more = [node.ask("POST", "/api/predict", body)[0] for node in [here, there] * 16]
    assert sorted(more) == [200] * (LIMIT - 2) + [429] * (34 - LIMIT)
