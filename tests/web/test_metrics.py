"""Metrics: what was asked and read is counted; who may see it."""

import re
import shutil
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import FIRST, SECOND
from tests.support import drawing
from tests.web.test_health import break_database
from tests.web.test_predict import check_problem
from webapp import create_app
from webapp.models import TrainingSpec
from webapp.records import Presence, Run

DOCUMENT = Path(__file__).parents[2] / "docs" / "operations.md"
FAR = {"REMOTE_ADDR": "192.0.2.7"}


def figures(client, **options) -> dict[tuple, float]:
    """Return every sample by its name and the values of its labels."""
    answer = client.get("/metrics", **options)
    assert answer.status_code == 200, answer.text
    assert answer.content_type.startswith("text/plain; version=")
    return figures_in(answer.text)


def figures_in(text: str) -> dict[tuple, float]:
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_are_counted_by_endpoint_method_and_status(client):
    for _ in range(3):
        client.post("/api/predict", json={"image": drawing(7)})
    client.post("/api/predict", json={})
    client.open("/nowhere", method="BREW")
    found = figures(client)
    assert found["hitofude_requests_total", "api.predict", "POST", "200"] == 3
    assert found["hitofude_requests_total", "api.predict", "POST", "400"] == 1
    assert found["hitofude_requests_total", "none", "other", "404"] == 1
    assert found["hitofude_request_seconds_count", "api.predict"] == 4
    assert found["hitofude_request_seconds_bucket", "api.predict", "+Inf"] == 4
    assert 0 < found["hitofude_request_seconds_sum", "api.predict"] < 4


def test_readings_are_counted_by_version(client):
    image = {"image": drawing(7)}
    client.post("/api/predict", json=image)
    client.post("/api/predict", json={**image, "model": SECOND})
    client.post("/api/read", json=image)
    client.post("/api/inspect", json={**image, "parts": []})
    client.post("/api/compare", json={**image, "models": [FIRST, SECOND]})
    client.post("/api/predict", json={**image, "model": "none-such"})
    found = figures(client)
    assert found["hitofude_readings_total", FIRST] == 4
    assert found["hitofude_readings_total", SECOND] == 2
    assert ("hitofude_readings_total", "none-such") not in found


def test_how_things_are_at_the_moment(app, client):
    with app.app_context():
        Run.ask(TrainingSpec())
        Run.ask(TrainingSpec())
        Run.claim("here:1", "")
        app.extensions["hitofude"].queue.ring()
    found = figures(client)
    assert found["hitofude_champion_info", FIRST] == 1
    assert 0 < found["hitofude_champion_age_seconds",] < 24 * 3600
    assert found["hitofude_runs", "queued"] == found["hitofude_runs", "running"] == 1
    assert found["hitofude_queue_length",] == 1
    assert found["hitofude_drawings_waiting",] == found["hitofude_trainers",] == 0
    assert ("hitofude_trainer_seen_timestamp_seconds",) not in found
    with app.app_context():
        Presence.tell("there:1")
    found = figures(client)
    assert found["hitofude_trainers",] == 1
    assert found["hitofude_trainer_seen_timestamp_seconds",] > 1.7e9


def test_what_cannot_be_had_is_left_out(app, client, store):
    shutil.rmtree(store.root)
    break_database(app)
    found = figures(client)
    assert found["hitofude_database_up",] == 0
    assert ("hitofude_runs", "queued") not in found
    assert not any(name[0].startswith("hitofude_champion") for name in found)
    assert found["hitofude_queue_up",] == 1


def test_a_stranger_is_refused(client):
    check_problem(client.get("/metrics", environ_overrides=FAR), 401, "unauthorized")


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_a_proxy_on_this_machine_asks_for_others(client, header):
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 401


def test_behind_a_believed_proxy_nobody_can_say_to_be_local(settings_for_tests):
    client = create_app({**settings_for_tests, "PROXIES": 1}).test_client()
    assert client.get("/metrics").status_code == 200
    for overrides in ({}, FAR):
        told = {"headers": {"X-Forwarded-For": "127.0.0.1"}, "environ_overrides": overrides}
        assert client.get("/metrics", **told).status_code == 401


def test_the_admin_and_a_token_may_ask_from_anywhere(admin, app, bearer):
    figures(admin.client, environ_overrides=FAR)
    figures(app.test_client(), headers=bearer, environ_overrides=FAR)
    wrong = {"Authorization": "Bearer wrong"}
    answer = app.test_client().get("/metrics", headers=wrong, environ_overrides=FAR)
    assert answer.status_code == 401


def test_who_may_ask_can_be_set(app, client):
    app.config["METRICS"] = "open"
    figures(client, environ_overrides=FAR)
    app.config["METRICS"] = "off"
    check_problem(client.get("/metrics"), 404)


def test_every_figure_is_documented_and_no_other(app, client):
    with app.app_context():
        Presence.tell("there:1")
    client.post("/api/predict", json={"image": drawing(7)})
    text = client.get("/metrics").text
    there_are = set(re.findall(r"^# TYPE (hitofude_\w+) (?!gauge$)\w+$", text, re.M))
    there_are |= set(re.findall(r"^(hitofude_\w+?)(?:\{.*\})? ", text, re.M)) & set(
        re.findall(r"^# TYPE (\w+) gauge$", text, re.M)
    )
    there_are = {name for name in there_are if not name.endswith("_created")}
    documented = re.findall(r"^\| (`hitofude_.+?) \|", DOCUMENT.read_text("utf-8"), re.M)
    assert {name.strip("`") for row in documented for name in row.split(", ")} == there_are
