"""Every request has an id and a line in the log, which tells no secret."""

import json
import logging
import re
import subprocess
import sys

import pytest
from flask import Flask

from tests.conftest import FIRST
from tests.support import drawing
from tests.web.test_predict import check_problem
from webapp import create_app, logs

IMAGE = {"image": drawing(7)}


def lines(caplog) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == "webapp.requests"]


def test_the_id_is_sent_back_and_each_has_its_own(client):
    answers = [client.get(path) for path in ("/", "/healthz", "/nowhere", "/static/nothing.js")]
    ids = [answer.headers["X-Request-ID"] for answer in answers]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[0-9a-f]{16}", own) for own in ids)


def test_a_problem_has_the_id_too(client):
    for answer in (client.get("/api/nowhere"), client.post("/api/predict", json={})):
        problem = check_problem(answer, answer.status_code)
        assert problem["request_id"] == answer.headers["X-Request-ID"]


def test_a_line_a_request(client, caplog):
    caplog.set_level(logging.INFO)
    answer = client.post("/api/predict?key=hidden", json=IMAGE)
    (line,) = lines(caplog)
    assert re.fullmatch(r"POST /api/predict 200 \d+\.\d\d ms", line.getMessage())
    assert (line.method, line.path, line.status) == ("POST", "/api/predict", 200)
    assert line.request_id == answer.headers["X-Request-ID"]
    assert 0 < line.ms < 10_000


QUIET = ("/healthz", "/readyz", "/metrics", "/static/js/draw.js", "/manifest.webmanifest")


def test_probes_and_files_are_logged_for_debugging_only(app, client, caplog):
    with app.test_request_context():
        chart = app.jinja_env.globals["chart_js_url"]()
    caplog.set_level(logging.INFO)
    for path in (*QUIET, chart):
        with client.get(path) as answer:
            assert answer.status_code == 200
    assert not lines(caplog)
    caplog.set_level(logging.DEBUG, "webapp")
    client.get("/healthz")
    assert lines(caplog)


def test_a_file_that_is_not_there_is_told(client, caplog):
    caplog.set_level(logging.INFO)
    client.get("/static/nothing.js").close()
    assert [line.status for line in lines(caplog)] == [404]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (f"/api/models/{FIRST}", f"/api/models/{FIRST}"),
        ("/api/models/a%0Ab%20%1b[31m", "/api/models/a%0Ab%20%1B%5B31m"),
        ("/setup/hidden", "/setup/<secret>"),
        ("/class/123456", "/class/<code>"),
        ("/api/classes/123456", "/api/classes/<code>"),
        ("/api/classes/123456/mine/hidden", "/api/…"),  # 405: no GET
        ("/Setup/hidden", "/Setup/…"),
        ("/%0Ahidden" * 2, "/%0Ahidden/…"),
        ("/" + "x" * 500, "/" + "x" * 200),
        ("/?token=hidden", "/"),
    ],
)
def test_what_of_a_path_is_told(client, caplog, path, shown):
    caplog.set_level(logging.INFO)
    client.get(path, headers={"Authorization": "Bearer hidden", "Cookie": "hidden=hidden"})
    (line,) = lines(caplog)
    assert line.path == shown
    assert "\n" not in line.getMessage()
    if "%0A" not in path:
        assert "hidden" not in line.getMessage()


def test_a_method_that_was_made_up_stays_in_its_line(client, caplog):
    caplog.set_level(logging.INFO)
    client.open("/", method="X\nINFO FORGED" * 9)
    (line,) = lines(caplog)
    assert "\n" not in line.getMessage() and len(line.method) < 60


@pytest.mark.parametrize("given", ["abc-DEF_1.2", "x" * 64, "3b80742f34796024"])
def test_a_believed_proxy_may_give_the_id(settings_for_tests, given):
    believing = create_app({**settings_for_tests, "PROXIES": 1}).test_client()
    headers = {"X-Request-ID": given}
    assert believing.get("/healthz", headers=headers).headers["X-Request-ID"] == given
    doubting = create_app(settings_for_tests).test_client()
    assert doubting.get("/healthz", headers=headers).headers["X-Request-ID"] != given


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "a b c d e", "<script>1", "ü" * 9, '"' * 9]
)
def test_an_id_that_is_none_is_not_taken(settings_for_tests, given):
    client = create_app({**settings_for_tests, "PROXIES": 1}).test_client()
    answer = client.get("/healthz", headers={"X-Request-ID": given})
    assert answer.headers["X-Request-ID"] != given
    assert answer.headers.getlist("X-Request-ID") == [answer.headers["X-Request-ID"]]


PROGRAM = """
import logging, sys
from webapp import config, create_app, logs
settings = config.load({"DATA": sys.argv[1], "MODEL_STORE": sys.argv[2], "LOG_FORMAT": sys.argv[3]})
logs.configure(settings)
app = create_app({**settings, "RATE_LIMIT": "off"})
@app.get("/fails")
def fails():
    logging.getLogger("webapp.somewhere").info("a line\\nof two")
    raise RuntimeError("something\\nINFO forged")
print(app.test_client().get("/fails").headers["X-Request-ID"])
"""


def run(app: Flask, kind: str) -> tuple[str, str]:
    """Return the id of a request that fails, and what the log of its process says."""
    arguments = [str(app.config["DATA"]), str(app.config["MODEL_STORE"]), kind]
    command = [sys.executable, "-c", PROGRAM, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip(), done.stderr


def test_json_lines_all_with_the_id(app):
    own, log = run(app, "json")
    told = [json.loads(line) for line in log.splitlines()]
    assert [line["request_id"] for line in told] == [own] * 3
    said, failed, answered = told
    assert said["message"] == "a line\nof two" and said["logger"] == "webapp.somewhere"
    assert failed["level"] == "error" and "RuntimeError: something" in failed["exception"]
    assert (answered["path"], answered["status"]) == ("/fails", 500)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z", line["time"]) for line in told)


def test_text_has_the_id_in_every_record(app):
    own, log = run(app, "text")
    begun = [line for line in log.splitlines() if re.match(r"\d{4}-\d\d-\d\d ", line)]
    assert len(begun) == 3
    assert all(f" [{own}]: " in line for line in begun)


def test_a_trainer_says_who_speaks():
    record = logging.LogRecord(
        "webapp.jobs.trainer", logging.INFO, "", 0, "Run 1 begins.", (), None
    )
    text = logs.formatter(logs.TEXT, "[trainer] ").format(record)
    assert re.fullmatch(r"\[trainer\] [\d:, -]+ INFO webapp\.jobs\.trainer: Run 1 begins\.", text)
