"""``POST /api/inspect``: how a reading came about."""

import base64
import io

import numpy as np
import pytest

from tests.conftest import FIRST, SECOND
from tests.support import SHIPPED, STROKES, drawing
from tests.web.test_predict import BLANK, check_problem
from webapp import create_app
from webapp.drawing import STEPS, decode_data_url, encode_data_url, prepare, render
from webapp.models import ModelStore

SEVEN = drawing(7)
CLEAR = np.dstack([np.zeros((280, 280), np.uint8)] * 3 + [255 - render(STROKES[7], 18)])
"""Ink on a transparent canvas, as the page posts it."""


def ask(client, **body):
    return client.post("/api/inspect", json={"image": SEVEN, **body})


def array(text: str, dtype: type, shape: list[int]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), dtype).reshape(shape)


def signed(found: dict) -> np.ndarray:
    return array(found["map"], np.int8, found["shape"]) * (found["scale"] / 127)


@pytest.fixture(scope="module")
def best(tmp_path_factory):
    """Give a client of the versions that ship."""
    data = tmp_path_factory.mktemp("instance")
    settings = {"MODEL_STORE": SHIPPED, "DATA": data, "RATE_LIMIT": "off", "TESTING": True}
    return create_app(settings).test_client()


def test_the_same_body_as_predict_gives_all_there_is(client):
    answer = ask(client).json
    alone = client.post("/api/predict", json={"image": SEVEN}).json
    for name in set(alone) - {"elapsed_ms"}:
        assert answer[name] == alone[name]
    assert set(answer) - set(alone) == {
        *("runner_up", "margin", "steps", "layers", "occlusion", "nearest")
    }
    ranked = np.argsort(alone["probabilities"])
    assert answer["runner_up"] == ranked[-2]
    assert answer["margin"] >= 0


@pytest.mark.parametrize("parts", [[], ["steps"], ["layers", "nearest"], ["occlusion"]], ids=str)
def test_parts_can_be_left_out(client, parts):
    answer = ask(client, parts=parts).json
    assert {"steps", "layers", "occlusion", "nearest"} & set(answer) == set(parts)


def test_the_way_of_the_drawing(client):
    steps = ask(client, image=encode_data_url(CLEAR)).json["steps"]
    assert [step["name"] for step in steps] == ["raw", *STEPS]
    assert all(step["on"] for step in steps)
    assert decode_data_url(steps[0]["image"]).shape[2] == 4
    last = decode_data_url(steps[-1]["image"])
    assert np.array_equal(last, np.rint(prepare(CLEAR) * 255))


def test_a_step_that_is_left_out_changes_what_is_read(best):
    one = {"image": encode_data_url(render(STROKES[1], 18))}
    assert best.post("/api/inspect", json=one).json["digit"] == 1
    stretched = best.post("/api/inspect", json={**one, "without": ["fit"]}).json
    assert [step["name"] for step in stretched["steps"] if not step["on"]] == ["fit"]
    assert stretched["digit"] != 1 or not stretched["is_digit"]


@pytest.mark.parametrize("model_id", ["best-1", "tutorial-1"])
def test_the_layers_in_8_bits_are_the_layers(best, model_id):
    from webapp.models import Inspector

    opened = Inspector.load(ModelStore(SHIPPED), model_id)
    expected = opened.outputs(prepare(decode_data_url(SEVEN)))
    layers = ask(best, model=model_id, parts=["layers"]).json["layers"]
    assert [layer["name"] for layer in layers] == list(expected)
    for layer in layers:
        *place, last = layer["shape"]
        levels = array(layer["map"], np.uint8, [last, *place])
        values = layer["low"] + (layer["high"] - layer["low"]) * levels / 255
        wanted = np.moveaxis(expected[layer["name"]], -1, 0)
        assert values == pytest.approx(wanted, abs=(layer["high"] - layer["low"]) / 400 + 1e-6)
    assert layers[-1]["values"] == pytest.approx(expected["logits"].tolist())


def test_the_occlusion_map_lies_on_the_ink(best):
    found = signed(ask(best).json["occlusion"])
    image = prepare(decode_data_url(SEVEN))
    assert found.shape == (28, 28)
    assert found.max() > 1
    assert not found[image == 0].any()


def test_it_reminds_of_images_that_were_learnt(best):
    nearest = ask(best).json["nearest"]
    assert len(nearest) == 8
    assert [match["label"] for match in nearest].count(7) >= 6
    assert nearest == sorted(nearest, key=lambda match: -match["likeness"])
    for match in nearest:
        assert decode_data_url(match["image"]).shape == (28, 28)


def test_what_would_have_to_go(best):
    removal = ask(best, target=1).json["removal"]
    assert removal["target"] == 1
    assert removal["reached"]
    assert removal["digit"] == 1
    gone = array(removal["map"], np.uint8, [28, 28])
    left = decode_data_url(removal["image"])
    assert set(np.unique(gone)) == {0, 255}
    assert not left[gone > 0].any()
    assert "removal" not in ask(best).json


def test_a_neuron_is_the_formula_with_its_numbers(best):
    with np.load(io.BytesIO(ModelStore(SHIPPED).read("tutorial-1", "weights.npz"))) as arrays:
        w, b, onward = (arrays[n] for n in ("hidden_1/kernel", "hidden_1/bias", "logits/kernel"))
    x = prepare(decode_data_url(SEVEN)).ravel().astype(float)
    for index in (0, 7, 127):
        unit = ask(best, model="tutorial-1", unit={"layer": "hidden_1", "index": index}).json[
            "unit"
        ]
        assert (unit["layer"], unit["index"], unit["kind"]) == ("hidden_1", index, "dense")
        assert unit["sum"] == pytest.approx(x @ w[:, index], abs=1e-4)
        assert unit["z"] == pytest.approx(x @ w[:, index] + b[index], abs=1e-4)
        assert unit["output"] == pytest.approx(max(x @ w[:, index] + b[index], 0), abs=1e-4)
        assert signed(unit["weights"]).ravel() == pytest.approx(w[:, index], abs=0.01)
        assert signed(unit["products"]).ravel() == pytest.approx(x * w[:, index], abs=0.01)
        passed = unit["onward"]["by_digit"]
        assert passed == pytest.approx(unit["output"] * onward[index], abs=1e-4)
        products = [abs(term["product"]) for term in unit["largest"]]
        assert products == sorted(np.abs(x * w[:, index]), reverse=True)[:8] or products == (
            pytest.approx(sorted(np.abs(x * w[:, index]), reverse=True)[:8], abs=1e-5)
        )
        for term in unit["largest"]:
            assert term["product"] == pytest.approx(term["weight"] * term["value"])


def test_a_convolution_is_the_kernel_on_its_patch(best):
    asked = {"layer": "relu_2", "index": 5, "at": [4, 6]}
    unit = ask(best, unit=asked).json["unit"]
    assert unit["at"] == [4, 6]
    assert (unit["size"], unit["stride"], unit["padded"]) == (3, 1, False)
    for channel in unit["channels"]:
        products = np.array(channel["kernel"]) * channel["patch"]
        assert channel["sum"] == pytest.approx(products.sum(), abs=1e-5)
    parts = sum(channel["sum"] for channel in unit["channels"]) + unit["rest"]
    assert unit["sum"] == pytest.approx(parts, abs=1e-5)
    assert unit["z"] == pytest.approx(unit["scale"] * unit["sum"] + unit["shift"], abs=1e-5)
    assert unit["output"] == max(unit["z"], 0)


def test_a_place_of_a_pool(best):
    unit = ask(best, unit={"layer": "pool", "index": 3}).json["unit"]
    assert unit["output"] == max(unit["patch"])
    assert len(unit["patch"]) == 4


@pytest.mark.parametrize(
    "body",
    [
        *({"without": w} for w in ("crop", ["crop", 3], ["raw"], [None], {"crop": 1})),
        *({"parts": p} for p in ("steps", ["input"], [["steps"]], 7)),
        *({"target": t} for t in (10, -1, 1.0, "1", True, [1])),
        *({"unit": u} for u in ("hidden_1", [], {}, {"layer": 1}, {"layer": "none", "index": 0})),
        *({"unit": {"layer": "hidden_1", "index": i}} for i in (-1, 128, 1.5, "0", None, True)),
        {"unit": {"layer": "\ud800", "index": 0}},
    ],
    ids=str,
)
def test_a_malformed_wish_is_refused_in_plain_words(client, body):
    check_problem(ask(client, model=FIRST, **body), 400, "bad-request")


@pytest.mark.parametrize("at", [[12, 0], [0, -1], [0], [0, 0, 0], "00", [0.5, 1], [True, 1]])
def test_a_place_beyond_the_map_is_refused(best, at):
    unit = {"layer": "relu_1", "index": 0, "at": at}
    check_problem(ask(best, unit=unit), 400, "bad-request")


def test_drawings_are_refused_as_predict_refuses_them(client):
    check_problem(ask(client, image=BLANK), 422, "blank-canvas")
    check_problem(ask(client, image=BLANK, without=list(STEPS)), 422, "blank-canvas")
    check_problem(ask(client, image="data:,"), 400, "malformed-data-url")
    check_problem(ask(client, model="none-such"), 404, "unknown-version")


def test_a_version_whose_inspector_is_damaged_is_told_and_still_reads(client, store):
    (store.root / SECOND / "inspector.tflite").write_bytes(b"damaged")
    check_problem(ask(client, model=SECOND), 503, "broken-version")
    body = {"image": SEVEN, "model": SECOND}
    assert client.post("/api/predict", json=body).status_code == 200


def test_it_counts_as_a_reading_for_the_limit(settings_for_tests):
    client = create_app({**settings_for_tests, "RATE_LIMIT": "2/minute"}).test_client()
    assert [ask(client, parts=[]).status_code for _ in range(3)] == [200, 200, 429]
