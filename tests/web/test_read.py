"""``POST /api/read``: a number is read, and every error has its status and its words."""

import numpy as np
import pytest

from tests.conftest import FIRST, SECOND
from tests.support import SHIPPED, drawing, in_a_row
from tests.web.test_openapi import validate
from tests.web.test_predict import BLANK, JPEG_AS_PNG, LARGE, SEVEN, check_problem
from webapp import create_app
from webapp.drawing import encode_data_url, render

ROW = encode_data_url(render(in_a_row([2, 0, 2, 6], 25), 9, 480)[:160])
DOTS = np.full((600, 600), 255, np.uint8)
DOTS.reshape(15, 40, 15, 40)[:, :20, :, :20] = 0


def test_the_version_that_ships_reads_a_number(settings_for_tests):
    client = create_app({**settings_for_tests, "MODEL_STORE": SHIPPED}).test_client()
    answer = client.post("/api/read", json={"image": ROW}).json
    assert answer["text"] == "2026"
    assert [digit["digit"] for digit in answer["digits"]] == [2, 0, 2, 6]
    lefts = [digit["box"][0] for digit in answer["digits"]]
    assert lefts == sorted(lefts)


def test_an_answer_holds_together(client):
    answer = client.post("/api/read", json={"image": ROW}).json
    document = client.get("/api/openapi.json").json
    validate(document, "RowReading", answer)
    assert set(answer) == {"text", "digits", "model", "elapsed_ms"}
    assert len(answer["text"]) == len(answer["digits"])
    for character, digit in zip(answer["text"], answer["digits"], strict=True):
        assert character == (str(digit["digit"]) if digit["is_digit"] else "?")
        left, top, width, height = digit["box"]
        assert 0 <= left < left + width <= 480
        assert 0 <= top < top + height <= 160


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_alone_is_read_as_by_predict(client, digit):
    body = {"image": drawing(digit), "model": SECOND}
    row = client.post("/api/read", json=body).json
    alone = client.post("/api/predict", json=body).json
    assert row["model"] == alone["model"] == SECOND
    (found,) = row["digits"]
    for name in set(alone) - {"model", "elapsed_ms"}:
        assert found[name] == alone[name]


@pytest.mark.parametrize(
    ("image", "status", "kind"),
    [
        ("data:image/png;base64,AAA", 400, "malformed-data-url"),
        ("data:image/jpeg;base64,AAAA", 415, "not-png"),
        (BLANK, 422, "blank-canvas"),
        (LARGE, 422, "oversize-image"),
        (JPEG_AS_PNG, 422, "undecodable-image"),
        (encode_data_url(DOTS), 422, "too-many-parts"),
    ],
)
def test_what_is_wrong_with_the_image(client, image, status, kind):
    check_problem(client.post("/api/read", json={"image": image}), status, kind)


@pytest.mark.parametrize("body", [b"", b"null", b"{}", b'{"image": 7}', b'{"image": "seven"}'])
def test_400_malformed(client, body):
    check_problem(client.post("/api/read", data=body, content_type="application/json"), 400)


def test_404_unknown_version(client):
    response = client.post("/api/read", json={"image": ROW, "model": "none-such"})
    check_problem(response, 404, "unknown-version")


def test_it_is_limited_as_predict_is(settings_for_tests):
    limited = create_app({**settings_for_tests, "RATE_LIMIT": "2/hour"}).test_client()
    answers = [limited.post("/api/read", json={"image": SEVEN}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_the_champion_reads_by_default(client):
    assert client.post("/api/read", json={"image": ROW, "model": None}).json["model"] == FIRST
