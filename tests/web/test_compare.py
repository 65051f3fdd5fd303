"""``POST /api/compare``: the same drawing, read by several versions at once."""

import shutil

import pytest

from tests.conftest import FIRST, SECOND
from tests.support import SHIPPED, drawing
from tests.web.test_predict import BLANK, check_problem
from webapp import create_app
from webapp.drawing import encode_data_url, render
from webapp.models import ModelStore

SEVEN = drawing(7)
BOTH = [FIRST, SECOND]


def ask(client, models: object = None, image: object = SEVEN):
    return client.post("/api/compare", json={"image": image, "models": models or BOTH})


def test_each_version_reads_as_it_reads_alone(client):
    answer = ask(client, [SECOND, FIRST]).json
    assert set(answer) == {"readings", "agree", "input", "elapsed_ms"}
    assert [reading["model"] for reading in answer["readings"]] == [SECOND, FIRST]
    for reading in answer["readings"]:
        body = {"image": SEVEN, "model": reading["model"]}
        alone = client.post("/api/predict", json=body).json
        assert answer["input"] == alone.pop("input")
        alone.pop("elapsed_ms")
        assert reading == alone


@pytest.mark.parametrize("digit", range(10))
def test_they_agree_where_all_say_the_same(client, digit):
    answer = ask(client, image=drawing(digit)).json
    said = [(reading["digit"], reading["is_digit"]) for reading in answer["readings"]]
    assert answer["agree"] == (said[0] == said[1])


def test_they_agree_and_disagree(settings_for_tests):
    """The versions that ship agree on a plain seven; only one of them can say "not a digit"."""
    client = create_app({**settings_for_tests, "MODEL_STORE": SHIPPED}).test_client()
    both = ["best-1", "tutorial-1"]
    assert ask(client, both).json["agree"] is True
    scribble = [[(40, 40), (240, 240), (40, 240), (240, 40), (40, 40), (140, 260), (140, 20)]]
    answer = ask(client, both, encode_data_url(render(scribble, 18))).json
    assert answer["readings"][0]["is_digit"] is False
    assert answer["agree"] is False


def test_four_are_the_most(client, store: ModelStore):
    ids = [FIRST, SECOND, "third", "fourth", "fifth"]
    for model_id in ids[2:]:
        shutil.copytree(store.root / FIRST, store.root / model_id)
        manifest = store.root / model_id / "manifest.json"
        manifest.write_text(manifest.read_text().replace(f'"{FIRST}"', f'"{model_id}"'))
    answer = ask(client, ids[:4]).json
    assert [reading["model"] for reading in answer["readings"]] == ids[:4]
    check_problem(ask(client, ids), 400)


@pytest.mark.parametrize(
    "models",
    [
        *(FIRST, 7, True, {FIRST: SECOND}, [FIRST], [FIRST, FIRST], [FIRST, SECOND, FIRST]),
        *([FIRST, 7], [FIRST, None], [FIRST, [SECOND]], [FIRST, "\ud800"], ["x"] * 5),
    ],
    ids=str,
)
def test_400_a_malformed_list(client, models):
    check_problem(ask(client, models), 400)


@pytest.mark.parametrize("body", [{}, {"image": SEVEN}, {"models": BOTH}, [], {"models": []}])
def test_400_something_is_missing(client, body):
    check_problem(client.post("/api/compare", json=body), 400)


@pytest.mark.parametrize("model", ["none-such", "../first", "", "FIRST", "x" * 9999])
def test_404_says_which_version_is_unknown(client, model):
    problem = check_problem(ask(client, [FIRST, model]), 404, "unknown-version")
    assert len(problem["detail"]) < 200
    assert problem.get("model") == (model if model == "none-such" else None)


def test_422_blank(client):
    check_problem(ask(client, image=BLANK), 422, "blank-canvas")


def test_503_says_which_version_is_broken(client, store: ModelStore):
    (store.root / SECOND / "classifier.tflite").write_bytes(b"")
    problem = check_problem(ask(client), 503, "broken-version")
    assert problem["model"] == SECOND


def test_429_counts_a_comparison_among_the_readings(settings_for_tests):
    limited = create_app({**settings_for_tests, "RATE_LIMIT": "2/hour"}).test_client()
    answers = [ask(limited) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    check_problem(answers[2], 429, "too-many-requests")


def test_the_page_knows_the_versions(client, store: ModelStore):
    page = client.get("/compare").text
    assert FIRST in page
    assert SECOND in page
    store.delete(SECOND)
    assert "/admin" in client.get("/compare").text
