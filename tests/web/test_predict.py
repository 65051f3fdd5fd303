"""``POST /api/predict``: digits are read, and every error has its status and its words."""

import base64
import io
import json
import shutil

import numpy as np
import pytest
from flask.testing import FlaskClient
from PIL import Image

from tests.conftest import FIRST, SECOND
from tests.support import SHIPPED, STROKES, drawing
from webapp import create_app
from webapp.drawing import decode_data_url, encode_data_url, prepare, render
from webapp.models import ModelStore
from webapp.web.api import quick_readings

SEVEN = drawing(7)
BLANK = encode_data_url(np.full((28, 28), 255, np.uint8))
LARGE = encode_data_url(np.zeros((1, 2049), np.uint8))
JPEG = io.BytesIO()
Image.new("L", (9, 9)).save(JPEG, "JPEG")
JPEG_AS_PNG = "data:image/png;base64," + base64.b64encode(JPEG.getvalue()).decode()


def check_problem(response, status: int, kind: str | None = None) -> dict:
    """Check that a response is a problem document (RFC 9457) and return it."""
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    problem = response.get_json(force=True)
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["type"].startswith("/problems/")
    assert kind is None or problem["type"].endswith("/" + kind)
    return problem


@pytest.fixture
def shipped_client(settings_for_tests) -> FlaskClient:
    return create_app({**settings_for_tests, "MODEL_STORE": SHIPPED}).test_client()


@pytest.mark.parametrize("pen", [12, 22])
@pytest.mark.parametrize("digit", STROKES)
def test_the_champion_that_ships_reads_what_is_drawn(shipped_client, digit, pen):
    answer = shipped_client.post("/api/predict", json={"image": drawing(digit, pen)}).json
    assert answer["digit"] == digit
    assert answer["is_digit"] is True


def test_an_answer_holds_together(client):
    response = client.post("/api/predict", json={"image": SEVEN})
    assert response.status_code == 200
    assert response.mimetype == "application/json"
    answer = response.json
    assert set(answer) == {
        *("digit", "confidence", "is_digit", "probabilities"),
        *("model", "input", "elapsed_ms"),
    }
    assert len(answer["probabilities"]) == 10
    assert sum(answer["probabilities"]) == pytest.approx(1, abs=1e-4)
    assert answer["confidence"] == max(answer["probabilities"])
    assert answer["probabilities"][answer["digit"]] == answer["confidence"]
    assert answer["model"] == FIRST
    assert answer["elapsed_ms"] > 0


def test_the_input_is_what_the_network_saw(client):
    answer = client.post("/api/predict", json={"image": SEVEN}).json
    seen = decode_data_url(answer["input"])
    assert seen.shape == (28, 28)
    assert np.abs(seen / 255 - prepare(render(STROKES[7], 18))).max() <= 0.5 / 255 + 1e-6


def test_another_version_is_asked_by_name(client):
    named = client.post("/api/predict", json={"image": SEVEN, "model": SECOND}).json
    default = client.post("/api/predict", json={"image": SEVEN, "model": None}).json
    assert (named["model"], default["model"]) == (SECOND, FIRST)
    assert named["probabilities"] != default["probabilities"]


def test_a_new_champion_answers_the_next_request(client, store: ModelStore):
    assert client.post("/api/predict", json={"image": SEVEN}).json["model"] == FIRST
    store.set_champion(SECOND)
    assert client.post("/api/predict", json={"image": SEVEN}).json["model"] == SECOND


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"seven", b"\xff\xfe{", b"\0", b'{"image": }', b"[" * 100_000, b"1" * 10_000),
        *(b"null", b"[]", b"7", b'"data:"', b"true", b"NaN", b"{}", b'{"Image": "data:,"}'),
        *(b'{"image": null}', b'{"image": 7}', b'{"image": ["data:"]}', b'{"image": {}}'),
        *(b'{"image": ""}', b'{"image": "seven"}', b'{"image": "data:image/png;base64,?"}'),
        *(b'{"image": "data:image/png,AAAA"}', b'{"image": "\\ud800"}', b'{"image": "data:"}'),
        b'{"image": "%s", "model": 7}' % SEVEN.encode(),
        b'{"image": "%s", "model": ["first"]}' % SEVEN.encode(),
    ],
    ids=lambda body: repr(body[:24]),
)
def test_400_malformed(client, body):
    check_problem(client.post("/api/predict", data=body, content_type="application/json"), 400)


@pytest.mark.parametrize(
    ("image", "status", "kind"),
    [
        ("data:image/png;base64,AAA", 400, "malformed-data-url"),
        ("data:image/jpeg;base64,AAAA", 415, "not-png"),
        ("data:;base64,AAAA", 415, "not-png"),
        (BLANK, 422, "blank-canvas"),
        (LARGE, 422, "oversize-image"),
        (JPEG_AS_PNG, 422, "undecodable-image"),
        ("data:image/png;base64,", 422, "undecodable-image"),
        (SEVEN[: SEVEN.index(",") + 401], 422, "undecodable-image"),
    ],
)
def test_what_is_wrong_with_the_image(client, image, status, kind):
    check_problem(client.post("/api/predict", json={"image": image}), status, kind)


@pytest.mark.parametrize("content_type", ["text/plain", "image/png", "multipart/form-data", None])
def test_415_no_json(client, content_type):
    data = b'{"image": "data:,"}'
    check_problem(client.post("/api/predict", data=data, content_type=content_type), 415)


@pytest.mark.parametrize("model", ["none-such", "../first", "", "FIRST", "x" * 9999])
def test_404_unknown_version(client, model):
    response = client.post("/api/predict", json={"image": SEVEN, "model": model})
    problem = check_problem(response, 404, "unknown-version")
    assert len(problem["detail"]) < 200


def test_405_says_what_is_allowed(client):
    response = client.get("/api/predict")
    check_problem(response, 405)
    assert "POST" in response.headers["Allow"]


@pytest.mark.parametrize("chunked", [False, True])
def test_413_over_a_mebibyte(client, chunked):
    body = b'{"image": "' + b"A" * 1024 * 1024 + b'"}'
    options: dict = {"data": body}
    if chunked:  # no Content-Length: the server must count as it reads
        options = {
            "input_stream": io.BytesIO(body),
            "headers": {"Transfer-Encoding": "chunked"},
            "environ_overrides": {"wsgi.input_terminated": True},
        }
    response = client.post("/api/predict", content_type="application/json", **options)
    check_problem(response, 413)


def test_a_body_of_just_a_mebibyte_is_read(client):
    start, end = b'{"image": "%s", "note": "' % SEVEN.encode(), b'"}'
    body = start + b"A" * (1024 * 1024 - len(start) - len(end)) + end
    response = client.post("/api/predict", data=body, content_type="application/json")
    assert response.status_code == 200


def test_429_says_when_to_come_again(settings_for_tests):
    limited = create_app({**settings_for_tests, "RATE_LIMIT": "3/hour"}).test_client()
    answers = [limited.post("/api/predict", json={"image": SEVEN}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    check_problem(answers[3], 429, "too-many-requests")
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 3601
    other = limited.post(
        "/api/predict", json={"image": SEVEN}, environ_overrides={"REMOTE_ADDR": "192.0.2.7"}
    )
    assert other.status_code == 200
    assert limited.get("/").status_code == limited.get("/api/models").status_code == 200


@pytest.mark.parametrize("breakage", ["empty", "all broken"])
def test_503_without_a_version_that_can_be_read(client, store: ModelStore, breakage):
    for model_id in store.ids():
        if breakage == "all broken":
            (store.root / model_id / "classifier.tflite").write_bytes(b"")
        else:
            shutil.rmtree(store.root / model_id)
    check_problem(client.post("/api/predict", json={"image": SEVEN}), 503, "no-champion")
    check_problem(client.get("/readyz"), 503)
    assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("breakage", ["no pointer", "broken champion"])
def test_without_a_champion_another_version_stands_in(client, store: ModelStore, breakage):
    if breakage == "no pointer":
        (store.root / "champion").unlink()
    else:
        (store.root / FIRST / "classifier.tflite").write_bytes(b"")
    answer = client.post("/api/predict", json={"image": SEVEN})
    assert (answer.status_code, answer.json["model"]) == (200, SECOND)


def test_a_broken_version_is_a_503(client, store: ModelStore):
    (store.root / SECOND / "classifier.tflite").write_bytes(b"")
    response = client.post("/api/predict", json={"image": SEVEN, "model": SECOND})
    check_problem(response, 503, "broken-version")


def test_a_bug_is_a_500_that_gives_nothing_away(settings_for_tests, monkeypatch, caplog):
    app = create_app({**settings_for_tests, "TESTING": False})

    def fail() -> None:
        raise RuntimeError("the secret")

    app.view_functions["api.predict"] = fail
    response = app.test_client().post("/api/predict", json={})
    check_problem(response, 500)
    assert "secret" not in response.text
    assert "the secret" in caplog.text


@pytest.mark.parametrize(
    ("path", "more", "expected"),
    [
        ("/api/predict", {}, True),
        ("/api/predict", {"model": FIRST}, False),
        ("/api/predict", {"image": encode_data_url(np.zeros((600, 600), np.uint8))}, False),
        ("/api/predict", {"image": "data:image/png;base64,AAAA"}, False),
        ("/api/predict", {"image": 5}, False),
        ("/api/inspect", {}, False),
    ],
)
def test_readings_by_the_version_in_service_are_quick(app, store, path, more, expected):
    body = json.dumps({"image": SEVEN} | more).encode()
    is_quick = quick_readings(app)
    assert not is_quick({"PATH_INFO": path}, body)  # nothing is loaded yet
    app.extensions["hitofude"].models.champion()
    assert is_quick({"PATH_INFO": path}, body) is expected
    store.set_champion(SECOND)
    assert not is_quick({"PATH_INFO": path}, body)  # a new one must be loaded first
