"""The JSON interface of training: ask for runs, look at them, stop them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from tests.conftest import FIRST, SECOND
from tests.records.arriving import arrival
from webapp.models import PRESETS, TrainingSpec, asked_for
from webapp.records import Drawing, DrawingState, Run, RunState, db

HUGE = str(2**70)


def ask(app, headers, **spec):
    return app.test_client().post("/api/runs", json=spec, headers=headers)


def test_asked_for_and_found_again(app, bearer):
    answer = ask(app, bearer, preset="tutorial", epochs=2, seed=9, promote=True)
    assert answer.status_code == 202
    run = answer.json
    assert answer.headers["Location"] == f"/api/runs/{run['id']}"
    assert (run["state"], run["place"], run["promote"]) == ("queued", 1, True)
    assert run["parameters"] == 784 * 128 + 128 + 128 * 10 + 10
    assert (run["started_at"], run["ended_at"], run["duration_s"]) == (None, None, None)
    assert run["spec"]["epochs"] == 2
    assert TrainingSpec.from_json(run["spec"]).seed == 9
    found = app.test_client().get(answer.headers["Location"], headers=bearer)
    assert found.json == run
    assert app.test_client().get("/api/runs", headers=bearer).json["runs"] == [run]
    assert len(app.extensions["hitofude"].queue) == 1  # and a bell for the trainer


@pytest.mark.parametrize("preset", [name for name in PRESETS if name != "improve"])
def test_each_preset(app, bearer, preset):
    run = ask(app, bearer, preset=preset).json
    assert TrainingSpec.from_json(run["spec"]) == PRESETS[preset].spec


def test_improve_starts_from_the_champion(app, bearer, store):
    with app.app_context():
        Drawing.moderate([Drawing.keep(arrival())[0]], DrawingState.ACCEPTED)
    run = ask(app, bearer, preset="improve", promote=True).json
    assert run["spec"] == asked_for({"preset": "improve"}, store).to_json()
    assert run["spec"]["start_from"] == store.champion_id()


def test_from_the_page(admin):
    answer = admin.ask("POST", "/api/runs", {"preset": "quick"})
    assert answer.status_code == 202
    assert admin.ask("POST", f"/api/runs/{answer.json['id']}/cancel").status_code == 202


BAD = {
    "network": ["resnet", "", 5, None, ["conv"], {}],
    "hidden": ["64", [0], [2049], [64.0], [True], ["64"], [1] * 9, [[1]], {"0": 1}, None],
    "filters": [[1, 2], [1, 2, 3, 4], [0, 1, 1], [257, 1, 1], "1,2,3", None],
    "epochs": [0, 201, -1, 1.5, 5.0, "5", True, None, 10**400, []],
    "batch_size": [0, 4097, 32.0, "32", False],
    "learning_rate": [0, -0.1, 1.1, "0.1", True, None, [0.1]],
    "schedule": ["linear", "", 1, None],
    "dropout": [-0.1, 0.91, 1, "0.2", True, None],
    "augmentation": ["flip", "", True, None],
    "seed": [-1, 2**31, 0.5, "0", None],
    "train_images": [99, 55_001, "all", None],
    "corrections": [0, "yes", None, []],
    "start_from": ["none-such", "../first", 5, "", "First"],
    "preset": ["slow", 5, None, []],
    "promote": ["yes", 1, None, []],
    "colour": ["red"],
    "\ud800": [1],
}


@pytest.mark.parametrize("field", [pytest.param(field, id=ascii(field)) for field in BAD])
def test_a_bad_value_is_named(app, bearer, field):
    client = app.test_client()
    network = {"network": "dense"} if field == "hidden" else {}
    for path in ("/api/runs", "/api/runs/estimate"):
        for value in BAD[field]:
            answer = client.post(path, json={**network, field: value}, headers=bearer)
            assert answer.status_code == 422, value
            assert answer.mimetype == "application/problem+json"
            assert answer.json["type"] == "/problems/bad-spec"
            assert list(answer.json["errors"]) == [field]
            assert len(answer.json["errors"][field]) > 10
    assert client.get("/api/runs", headers=bearer).json["runs"] == []


def test_all_bad_values_are_named_at_once(app, bearer):
    answer = ask(app, bearer, epochs=0, dropout=2, seed=-1)
    assert set(answer.json["errors"]) == {"epochs", "dropout", "seed"}


def test_numbers_that_are_none(app, bearer):
    headers = {**bearer, "Content-Type": "application/json"}
    for number in ("NaN", "Infinity", "-Infinity", "1e999"):
        body = f'{{"learning_rate": {number}}}'
        answer = app.test_client().post("/api/runs", data=body, headers=headers)
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["learning_rate"])


def test_a_start_must_have_the_same_layers(app, bearer):
    good = ask(app, bearer, preset="tutorial", start_from=FIRST)
    assert good.status_code == 202
    bad = ask(app, bearer, preset="tutorial", start_from=SECOND)
    assert (bad.status_code, list(bad.json["errors"])) == (422, ["start_from"])


def test_what_is_no_object(app, bearer):
    headers = {**bearer, "Content-Type": "application/json"}
    for body in (b"", b"{", b"[]", b"5", b"null", b'"x"', b"\xff"):
        for path in ("/api/runs", "/api/runs/estimate"):
            assert app.test_client().post(path, data=body, headers=headers).status_code == 400


def test_what_is_no_json(app, bearer):
    assert app.test_client().post("/api/runs", data="x=1", headers=bearer).status_code == 415


def test_an_estimate(app, bearer):
    def estimate(**spec):
        return app.test_client().post("/api/runs/estimate", json=spec, headers=bearer).json

    one = estimate(network="dense", hidden=[64, 32], non_digits=0, promote=True)
    weights = [784 * 64, 64 * 32, 32 * 10]
    assert one["layers"] == "784 → 64 → 32 → 10"
    assert one["multiplications"] == sum(weights)
    assert one["parameters"] == sum(weights) + 64 + 32 + 10
    assert 0 < one["seconds"] < 3600
    more = estimate(network="dense", hidden=[64, 32], non_digits=0, epochs=50)
    assert more["seconds"] > one["seconds"]
    assert more["parameters"] == one["parameters"]
    assert ask(app, bearer).json["id"] == 1  # an estimate puts nothing in line


def test_an_estimate_learns_from_what_was(app, bearer):
    def seconds():
        path = "/api/runs/estimate"
        return app.test_client().post(path, json={}, headers=bearer).json["seconds"]

    before = seconds()
    run_id = ask(app, bearer).json["id"]
    with app.app_context():
        Run.claim("here:1", "")
        run = db.session.get(Run, run_id)
        run.end(RunState.SUCCEEDED)
        run.ended_at = run.started_at + timedelta(seconds=2 * before)
        db.session.commit()
    assert seconds() == pytest.approx(2 * before, rel=0.02)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("GET", "/events"), ("POST", "/cancel"), ("POST", "/again")]
)
def test_there_is_no_such_run(app, bearer, method, path):
    for run_id in ("9", "0", HUGE):
        answer = app.test_client().open(f"/api/runs/{run_id}{path}", method=method, headers=bearer)
        assert answer.status_code == 404
        assert answer.json["detail"] == f"There is no run {run_id}."


def test_cancelled_and_asked_for_again(app, bearer):
    client = app.test_client()
    run = ask(app, bearer, seed=4, promote=True).json
    path = f"/api/runs/{run['id']}"
    answer = client.post(f"{path}/cancel", headers=bearer)
    assert (answer.status_code, answer.headers["Location"]) == (202, path)
    assert client.get(path, headers=bearer).json["state"] == "cancelled"
    again = client.post(f"{path}/cancel", headers=bearer)
    assert (again.status_code, again.mimetype) == (409, "application/problem+json")
    new = client.post(f"{path}/again", headers=bearer)
    assert new.status_code == 202
    assert new.headers["Location"] != path
    assert (new.json["spec"], new.json["promote"]) == (run["spec"], True)
    assert new.json["model"] != run["model"]
    assert client.get(path, headers=bearer).json["state"] == "cancelled"


def test_again_where_the_version_to_start_from_is_gone(app, store, bearer):
    spec = store.manifest(SECOND).spec.to_json()
    run = ask(app, bearer, **{**spec, "start_from": SECOND}).json
    store.delete(SECOND)
    answer = app.test_client().post(f"/api/runs/{run['id']}/again", headers=bearer)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["start_from"])


def test_two_press_train_at_once(app, bearer):
    barrier = Barrier(6)

    def press(_: int):
        client = app.test_client()
        barrier.wait(10)
        return client.post("/api/runs", json={}, headers=bearer)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(press, range(6)))
    assert {answer.status_code for answer in answers} == {202}
    runs = app.test_client().get("/api/runs", headers=bearer).json["runs"]
    assert [run["place"] for run in runs] == [6, 5, 4, 3, 2, 1]
    assert {run["id"] for run in runs} == {answer.json["id"] for answer in answers}
    assert len({run["model"] for run in runs}) == 6
