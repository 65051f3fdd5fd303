"""The versions over HTTP, and the two questions that a machine asks."""

import pytest

from tests.conftest import FIRST, SECOND
from tests.web.test_predict import check_problem
from webapp.models import ModelStore


def test_all_versions_are_listed(client, store: ModelStore):
    answer = client.get("/api/models").json
    assert answer["champion"] == FIRST
    listed = {model["id"]: model for model in answer["models"]}
    assert set(listed) == {FIRST, SECOND}
    for model_id, model in listed.items():
        manifest = store.manifest(model_id)
        assert model["network"] == manifest.spec.network
        assert model["parameters"] == manifest.parameters
        assert model["bytes"] == store.size(model_id)
        assert model["test_accuracy"] == manifest.metrics["test"]["accuracy"]


def test_a_broken_version_hides_no_other(client, store: ModelStore):
    (store.root / SECOND / "manifest.json").write_text("{}")
    assert [model["id"] for model in client.get("/api/models").json["models"]] == [FIRST]
    check_problem(client.get(f"/api/models/{SECOND}"), 503, "broken-version")


def test_an_empty_store(client, store: ModelStore):
    for path in store.root.iterdir():
        path.rename(store.root.parent / path.name)
    assert client.get("/api/models").json == {"champion": None, "models": []}


def test_one_version(client, store: ModelStore):
    answer = client.get(f"/api/models/{SECOND}").json
    manifest = store.manifest(SECOND)
    assert answer["id"] == SECOND
    assert answer["spec"] == manifest.spec.to_json()
    assert answer["files"] == manifest.files


@pytest.mark.parametrize(
    "model_id", ["none", "..", "%2e%2e%2ffirst", "FIRST", "%00", "a%20b", "一"]
)
def test_404(client, model_id):
    check_problem(client.get(f"/api/models/{model_id}"), 404)


def test_health(client):
    assert client.get("/healthz").json == {"status": "ok"}
