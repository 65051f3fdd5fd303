"""Put versions into service and back, name, remove and take them away."""

import io
import json
import zipfile

import numpy as np
import pytest

from tests.conftest import FIRST, SECOND
from tests.support import drawing
from webapp import drawing as preparation
from webapp.models import Classifier, TrainingSpec
from webapp.records import Note

XSS = "<script>alert('1')</script>\"&"


def call(app, method: str, path: str, headers, body=None):
    return app.test_client().open(path, method=method, json=body, headers=headers)


def test_a_worse_one_serves_only_if_one_insists(app, store, bearer):
    answer = call(app, "PUT", "/api/champion", bearer, {"model": SECOND})
    assert answer.status_code == 409
    assert answer.json["type"] == "/problems/worse-than-champion"
    for model_id in (FIRST, SECOND):
        share = store.manifest(model_id).metrics["validation"]["accuracy"]
        assert f"{share:.2%}" in answer.json["detail"]
    assert answer.json["champion"] == FIRST
    (figure,) = answer.json["figures"]
    assert (figure["name"], figure["count"], figure["passed"]) == ("validation", 5000, False)
    assert figure["challenger"] < figure["champion"] == figure["needed"]
    assert store.champion_id() == FIRST
    body = {"model": SECOND, "insist": False}
    assert call(app, "PUT", "/api/champion", bearer, body).status_code == 409
    answer = call(app, "PUT", "/api/champion", bearer, {"model": SECOND, "insist": True})
    assert (answer.status_code, answer.json) == (200, {"champion": SECOND})
    assert store.champion_id() == SECOND


def test_a_better_one_serves_at_once(app, store, bearer):
    store.set_champion(SECOND)
    answer = call(app, "PUT", "/api/champion", bearer, {"model": FIRST})
    assert (answer.status_code, answer.json) == (200, {"champion": FIRST})
    reading = app.test_client().post("/api/predict", json={"image": drawing(7)})
    assert reading.json["model"] == FIRST
    assert FIRST in app.test_client().get("/").text


def test_back_and_forth(app, store, bearer):
    answer = call(app, "POST", "/api/champion/rollback", bearer)
    assert answer.status_code == 409  # nothing served before
    store.set_champion(SECOND)
    answer = call(app, "POST", "/api/champion/rollback", bearer)
    assert (answer.status_code, answer.json) == (200, {"champion": FIRST})
    assert call(app, "GET", "/readyz", {}).json["champion"] == FIRST


CANNOT_SERVE = [
    *(({"model": "none-such"}, 404), ({"model": "../first"}, 404), ({"model": ""}, 404)),
    *(
        ({"model": "\ud800"}, 400),
        ({"model": 5}, 400),
        ({"model": None}, 400),
        ({}, 400),
        ([], 400),
    ),
    *(({"model": SECOND, "insist": wrong}, 400) for wrong in ("yes", 1, None)),
]


def test_what_cannot_serve(app, store, bearer):
    for body, status in CANNOT_SERVE:
        assert call(app, "PUT", "/api/champion", bearer, body).status_code == status, body
    assert store.champion_id() == FIRST


def test_a_broken_one_does_not_serve(app, store, bearer):
    (store.root / SECOND / "weights.npz").write_bytes(b"not this")
    body = {"model": SECOND, "insist": True}
    assert call(app, "PUT", "/api/champion", bearer, body).status_code == 503
    assert store.champion_id() == FIRST


def test_the_champion_is_never_removed(app, store, bearer):
    answer = call(app, "DELETE", f"/api/models/{FIRST}", bearer)
    assert answer.status_code == 409
    assert "in service" in answer.json["detail"]
    store.verify(FIRST)


def test_removed_for_good(app, store, bearer):
    call(app, "PATCH", f"/api/models/{SECOND}", bearer, {"name": "Second"})
    assert call(app, "DELETE", f"/api/models/{SECOND}", bearer).status_code == 204
    assert store.ids() == [FIRST]
    assert call(app, "GET", f"/api/models/{SECOND}", {}).status_code == 404
    assert call(app, "DELETE", f"/api/models/{SECOND}", bearer).status_code == 404
    body = {"image": drawing(7), "model": SECOND}
    assert call(app, "POST", "/api/predict", {}, body).status_code == 404
    with app.app_context():
        assert Note.all() == {}


@pytest.mark.parametrize("method", ["DELETE", "PATCH"])
def test_there_is_no_such_version(app, store, bearer, method):
    for model_id in ("none-such", "champion", ".draft-x", "..", "First", "%ff"):
        answer = call(app, method, f"/api/models/{model_id}", bearer, {})
        assert answer.status_code in (404, 405)
    assert store.ids() == [FIRST, SECOND]
    assert store.champion_id() == FIRST


def test_what_one_writes_comes_back_as_it_is(app, bearer):
    body = {"name": XSS, "note": f"{XSS}\n一筆"}
    answer = call(app, "PATCH", f"/api/models/{FIRST}", bearer, body)
    assert answer.status_code == 200
    assert answer.json == {"id": FIRST, **body}
    for path in ("/models", f"/models/{FIRST}", "/admin/models"):
        page = app.test_client().get(path, headers=bearer).text
        assert "&lt;script&gt;alert" in page
        assert "<script>alert" not in page


def test_what_is_not_sent_stays(app, bearer):
    path = f"/api/models/{FIRST}"
    call(app, "PATCH", path, bearer, {"name": " Mori ", "note": "reads sevens"})
    assert call(app, "PATCH", path, bearer, {}).json["name"] == "Mori"
    assert call(app, "PATCH", path, bearer, {"note": ""}).json["name"] == "Mori"
    assert call(app, "PATCH", path, bearer, {"name": ""}).json == {
        **{"id": FIRST, "name": "", "note": ""},
    }


def test_what_is_long_is_cut(app, bearer):
    body = {"name": "名" * 500, "note": "x" * 9000}
    answer = call(app, "PATCH", f"/api/models/{FIRST}", bearer, body).json
    assert (answer["name"], answer["note"]) == ("名" * 60, "x" * 1000)


@pytest.mark.parametrize("field", ["name", "note"])
def test_what_is_no_text(app, bearer, field):
    for value in (5, None, [], "\udfff", True):
        answer = call(app, "PATCH", f"/api/models/{FIRST}", bearer, {field: value})
        assert answer.status_code == 400


@pytest.fixture
def bundle(client) -> zipfile.ZipFile:
    answer = client.get(f"/api/models/{FIRST}/download")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert f"filename={FIRST}.zip" in answer.headers["Content-Disposition"]
    return zipfile.ZipFile(io.BytesIO(answer.data))


def test_taken_away(bundle, store):
    assert bundle.testzip() is None
    files = {"spec.json", "reading.json", "weights.npz", "classifier.tflite"}
    assert set(bundle.namelist()) == files
    spec = TrainingSpec.from_json(json.loads(bundle.read("spec.json")))
    assert spec == store.manifest(FIRST).spec
    assert bundle.read("classifier.tflite") == store.read(FIRST, "classifier.tflite")


def test_plain_numpy_reads_with_the_weights(bundle, store):
    with np.load(io.BytesIO(bundle.read("weights.npz")), allow_pickle=False) as weights:
        arrays = dict(weights)
    assert {name: array.shape for name, array in arrays.items()} == {
        "hidden_1/kernel": (784, 128),
        "hidden_1/bias": (128,),
        "logits/kernel": (128, 10),
        "logits/bias": (10,),
    }
    temperature = json.loads(bundle.read("reading.json"))["temperature"]
    classifier = Classifier.load(store, FIRST)
    for digit in range(10):
        image = preparation.prepare(preparation.decode_data_url(drawing(digit)))
        hidden = image.reshape(784).astype(float) @ arrays["hidden_1/kernel"]
        hidden = np.maximum(hidden + arrays["hidden_1/bias"], 0)
        logits = hidden @ arrays["logits/kernel"] + arrays["logits/bias"]
        logits /= temperature
        powers = np.exp(logits - logits.max())
        read = classifier.read(image).probabilities
        assert np.abs(read - powers / powers.sum()).max() < 1e-5


def test_nobody_takes_what_is_not_there(client):
    assert client.get("/api/models/none-such/download").status_code == 404
