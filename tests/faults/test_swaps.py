"""Versions change places while everybody draws: each answer is one version's, whole."""

from concurrent.futures import ThreadPoolExecutor
from itertools import islice, pairwise
from threading import Event

import pytest

from tests.conftest import FIRST, SECOND
from tests.support import drawing
from tests.waiting import until
from webapp import drawing as preparation
from webapp.models import Classifier

SWAPS = 50
THREADS = 3


@pytest.fixture
def expected(store) -> dict[str, list[float]]:
    """Give what each version says of the drawing."""
    image = preparation.prepare(preparation.decode_data_url(drawing(4)))
    return {
        model_id: Classifier.load(store, model_id).read(image).probabilities.tolist()
        for model_id in (FIRST, SECOND)
    }


def test_no_answer_is_lost_or_mixed(app, store, expected):
    ended = Event()

    def draw(_: int) -> list[tuple[int, dict]]:
        client, answers = app.test_client(), []
        while not ended.is_set():
            answer = client.post("/api/predict", json={"image": drawing(4)})
            answers.append((answer.status_code, answer.json))
        return answers

    service = app.extensions["hitofude"].models
    with ThreadPoolExecutor(THREADS) as pool:
        drawers = [pool.submit(draw, number) for number in range(THREADS)]
        try:
            for number in range(SWAPS):
                model_id = (SECOND, FIRST)[number % 2]
                store.set_champion(model_id)
                until(lambda wanted=model_id: service.champion().manifest.id == wanted, 5)
        finally:
            ended.set()
        told = [answer for drawer in drawers for answer in drawer.result()]
    assert {status for status, _ in told} == {200}
    assert len(told) >= SWAPS
    for _, answer in told:
        assert answer["probabilities"] == pytest.approx(expected[answer["model"]], abs=1e-5)
        assert answer["digit"] == max(range(10), key=expected[answer["model"]].__getitem__)
    changes = sum(a["model"] != b["model"] for (_, a), (_, b) in pairwise(told))
    assert changes > SWAPS / 5  # they saw the versions change places


def test_a_new_version_serves_within_a_second(client, store):
    answers = (client.post("/api/predict", json={"image": drawing(4)}).json for _ in range(100))
    assert next(answers)["model"] == FIRST
    store.set_champion(SECOND)
    until(lambda: next(answers)["model"] == SECOND, within_s=1)
    assert {answer["model"] for answer in islice(answers, 5)} == {SECOND}
    page = client.get("/", headers={"Accept": "text/html"}).text
    assert SECOND in page
