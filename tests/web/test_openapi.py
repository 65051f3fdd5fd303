"""The OpenAPI document is valid, and the server keeps to it."""

import dataclasses
import io
import re
import zipfile
from typing import Any

import jsonschema_rs
import pytest
import schemathesis

from tests.conftest import FIRST, SECOND
from tests.support import drawing
from webapp.drawing import encode_data_url, render
from webapp.models import PRESETS, SpecError, TrainingSpec
from webapp.records import Classroom, Pupil, Run

METHODS = ("get", "post", "put", "patch", "delete")
SMALL = {"preset": "tutorial", "epochs": 1, "train_images": 100}


def validate(document: dict, schema: str, value: object) -> None:
    """Check a value against one of the document's schemas."""
    components = {"components": document["components"]}
    reference = {"$ref": f"#/components/schemas/{schema}", **components}
    jsonschema_rs.Draft202012Validator(reference, validate_formats=True).validate(value)


def test_the_document_is_openapi(document):
    schemathesis.openapi.from_dict(document).validate()
    assert document["openapi"].startswith("3.1")
    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)


def test_every_reference_leads_somewhere(document):
    def references(value: object) -> list[str]:
        if isinstance(value, dict):
            here = [value["$ref"]] if "$ref" in value else []
            return here + [ref for inner in value.values() for ref in references(inner)]
        if isinstance(value, list):
            return [ref for inner in value for ref in references(inner)]
        return []

    for reference in references(document):
        place = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def operations(document: dict) -> dict[tuple[str, str], dict]:
    """Return the described operations by method and path."""
    return {
        (method, path): item[method]
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    }


def test_what_is_described_is_what_there_is(app, document):
    there_is = {
        (method.lower(), re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and rule.endpoint != "docs.index"
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    machines = {("get", "/healthz"), ("get", "/readyz")}
    assert set(operations(document)) == there_is | machines


def test_parameters_in_paths_are_described(document):
    for path, item in document["paths"].items():
        named = [each["name"] for each in item.get("parameters", []) if each["in"] == "path"]
        assert named == re.findall(r"{(\w+)}", path)


def test_operation_ids_are_unique(document):
    ids = [operation["operationId"] for operation in operations(document).values()]
    assert len(set(ids)) == len(ids)


def address(path: str) -> str:
    """Fill in a path of the document."""
    return re.sub(r"{(\w+)}", lambda found: FIRST if found[1] == "model_id" else "1", path)


def test_a_stranger_is_refused_where_the_document_says_so(client, document):
    for (method, path), operation in operations(document).items():
        answer = client.open(address(path), method=method)
        assert (answer.status_code == 401) == ("security" in operation), (method, path)
        assert ("401" in operation["responses"]) == ("security" in operation), (method, path)


def test_a_session_alone_changes_nothing_where_the_document_says_so(admin, document):
    for (method, path), operation in operations(document).items():
        forged = [set(way) for way in operation.get("security", [])] == [
            {"bearer"},
            {"session", "csrf"},
        ]
        answer = admin.client.open(address(path), method=method, json={})
        assert (answer.status_code == 403) == forged, (method, path)
        described = operation["responses"].get("403", {}).get("$ref", "")
        assert described.endswith("/Forbidden") == forged, (method, path)


def test_the_ways_in_are_called_what_they_are_called(app, document):
    ways = document["components"]["securitySchemes"]
    assert ways["session"]["name"] == app.config["SESSION_COOKIE_NAME"]
    assert ways["csrf"]["name"] in app.config["WTF_CSRF_HEADERS"]
    for operation in operations(document).values():
        assert all(set(way) <= set(ways) for way in operation.get("security", []))


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/api/models", "ModelList"),
        (f"/api/models/{FIRST}", "Model"),
        ("/healthz", "Health"),
        ("/readyz", "Readiness"),
        ("/api/openapi.json", "Document"),
    ],
)
def test_answers_keep_to_their_schema(client, document, path, schema):
    validate(document, schema, client.get(path).json)


@pytest.mark.parametrize("digit", range(10))
def test_readings_keep_to_their_schema(client, document, digit):
    body = {"image": drawing(digit), "model": FIRST}
    validate(document, "Drawing", body)
    validate(document, "Reading", client.post("/api/predict", json=body).json)


@pytest.mark.parametrize(
    "body",
    [{}, {"image": "x"}, {"image": "data:,"}, {"image": "data:image/gif;base64,AAAA"}]
    + [{"image": encode_data_url(render([]))}, {"image": drawing(1), "model": "none-such"}],
    ids=lambda body: str(body)[:40],
)
def test_problems_are_described_and_keep_to_their_schema(client, document, body):
    response = client.post("/api/predict", json=body)
    described = document["paths"]["/api/predict"]["post"]["responses"]
    assert str(response.status_code) in described
    validate(document, "Problem", response.json)


def ask(admin, document: dict, method: str, path: str, json: Any = None, **values: Any) -> Any:
    """Ask as the admin, check request and answer against the document, return the answer."""
    operation = document["paths"][path][method]
    if json is not None:
        body = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        validate(document, body.rpartition("/")[2], json)
    answer = admin.ask(method.upper(), path.format(**values), json)
    described = operation["responses"][str(answer.status_code)]
    if "$ref" in described:
        described = document["components"]["responses"][described["$ref"].rpartition("/")[2]]
    content = described.get("content", {})
    if not content:
        assert (answer.status_code, answer.data) == (204, b"")
        return answer
    assert answer.mimetype in content
    if answer.is_json:
        schema = content[answer.mimetype]["schema"]["$ref"]
        validate(document, schema.rpartition("/")[2], answer.json)
    for name in described.get("headers", {}):
        assert answer.headers[name]
    return answer


def test_runs_keep_to_their_schema(app, admin, document):
    def asked(method: str, path: str, json: Any = None, run_id: int = 1) -> tuple[int, Any]:
        answer = ask(admin, document, method, path, json, run_id=run_id)
        return answer.status_code, answer.json

    assert asked("post", "/api/runs/estimate", SMALL)[0] == 200
    assert asked("post", "/api/runs", {**SMALL, "promote": True})[0] == 202
    assert asked("get", "/api/runs/{run_id}")[0] == 200
    assert asked("post", "/api/runs/{run_id}/again")[0] == 202
    assert asked("post", "/api/runs/{run_id}/cancel", run_id=2)[0] == 202
    assert asked("post", "/api/runs/{run_id}/cancel", run_id=2)[0] == 409
    with app.app_context():
        run = Run.claim("a trainer", "a machine")
        assert asked("get", "/api/runs/{run_id}")[1]["state"] == "running"
        run.end("failed", "for a test")
    listed = asked("get", "/api/runs")[1]["runs"]
    assert [run["state"] for run in listed] == ["cancelled", "failed"]
    for path in ("", "/events"):
        assert asked("get", "/api/runs/{run_id}" + path, run_id=9)[0] == 404
    for path in ("/cancel", "/again"):
        assert asked("post", "/api/runs/{run_id}" + path, run_id=9)[0] == 404


def test_the_events_of_a_run_that_has_ended(admin, document):
    ask(admin, document, "post", "/api/runs", SMALL)
    ask(admin, document, "post", "/api/runs/{run_id}/cancel", run_id=1)
    events = ask(admin, document, "get", "/api/runs/{run_id}/events", run_id=1)
    assert "event: end" in events.text


def test_versions_keep_to_their_schema(admin, document):
    def asked(method: str, path: str, json: Any = None, model_id: str = SECOND) -> int:
        return ask(admin, document, method, path, json, model_id=model_id).status_code

    model, champion = "/api/models/{model_id}", "/api/champion"
    assert asked("patch", model, {"name": "二号"}) == 200
    assert asked("post", champion + "/rollback") == 409
    worse = ask(admin, document, "put", champion, {"model": SECOND})
    assert (worse.status_code, len(worse.json["figures"])) == (409, 1)
    assert asked("put", champion, {"model": SECOND, "insist": True}) == 200
    assert asked("delete", model) == 409
    assert asked("post", champion + "/rollback") == 200
    assert asked("put", champion, {"model": "none-such"}) == 404
    packed = ask(admin, document, "get", model + "/download", model_id=SECOND)
    assert "spec.json" in zipfile.ZipFile(io.BytesIO(packed.data)).namelist()
    assert asked("delete", model) == 204
    for method, json in (("get", None), ("patch", {}), ("delete", None)):
        assert asked(method, model, json) == 404


def test_tokens_keep_to_their_schema(admin, document):
    def asked(method: str, path: str, json: Any = None) -> int:
        return ask(admin, document, method, path, json, token_id=1).status_code

    assert asked("post", "/api/tokens", {"name": "a script"}) == 201
    assert asked("get", "/api/tokens") == 200
    assert asked("delete", "/api/tokens/{token_id}") == 204
    assert asked("delete", "/api/tokens/{token_id}") == 404


def test_classes_keep_to_their_schema(app, admin, document):
    code = ask(admin, document, "post", "/api/classes").json["code"]

    def asked(method: str, path: str, json: Any = None, **values: Any) -> int:
        path = "/api/classes/{code}" + path
        return ask(admin, document, method, path, json, **{"code": code, **values}).status_code

    assert ask(admin, document, "get", "/api/classes").status_code == 200
    assert asked("get", "") == 200
    assert asked("patch", "", {"task": "mixed", "paused": False}) == 200
    assert asked("post", "/pupils") == 400
    with app.app_context():
        Pupil.join(Classroom.find(code), "a" * 64)
    assert asked("put", "/pupils/{number}/muted", number=1) == 204
    assert asked("put", "/pupils/{number}/muted", number=2) == 404
    assert asked("delete", "/sheets") == asked("post", "/read-again") == 204
    assert asked("delete", "/sheets/{sheet_id}", sheet_id=1) == 404
    assert asked("post", "/train") == 409
    assert asked("delete", "") == 204
    for method, path, json in (
        ("get", "", None),
        ("patch", "", {"task": "7"}),
        ("delete", "", None),
    ):
        assert asked(method, path, json) == 404
    assert asked("get", "/events") == 200


@pytest.mark.parametrize("preset", PRESETS)
def test_specs_have_the_fields_that_are_described(document, preset):
    validate(document, "TrainingSpec", PRESETS[preset].spec.to_json())
    described = document["components"]["schemas"]["TrainingSpec"]
    names = {field.name for field in dataclasses.fields(TrainingSpec)}
    assert set(described["properties"]) == set(described["required"]) == names


@pytest.mark.parametrize(
    "values",
    [{"network": "tutorial"}, {"network": "other"}, {"network": "dense", "hidden": [1, 2048]}]
    + [{"network": "dense", "hidden": hidden} for hidden in ([0], [2049], [1] * 8, [1] * 9, "x")]
    + [{"filters": filters} for filters in ([1, 2, 256], [1, 2, 257], [1, 2], [1, 2, 3, 4])]
    + [{"start_from": start} for start in (None, "best-1", "Best", "a--b", 1)]
    + [{name: True} for name in ("epochs", "dropout", "schedule", "augmentation")]
    + [{"preset": preset} for preset in ("best", "none", None)]
    + [{"unknown": 1}],
    ids=str,
)
def test_a_spec_is_refused_where_the_document_refuses_it(document, values):
    assert is_described(document, values) == is_spec(values)


def test_numbers_are_bounded_as_described(document):
    properties = document["components"]["schemas"]["RunRequest"]["properties"]
    bounded = {name: schema for name, schema in properties.items() if "minimum" in schema}
    assert len(bounded) == 8
    for name, schema in bounded.items():
        low, high = schema["minimum"], schema["maximum"]
        step = 1 if schema["type"] == "integer" else low / 2 or 0.001
        for value in (low, high, low - step, high + step, low + 0.25, str(low), None):
            assert is_described(document, {name: value}) == is_spec({name: value}), (name, value)


def is_described(document: dict, values: dict) -> bool:
    try:
        validate(document, "RunRequest", values)
    except jsonschema_rs.ValidationError:
        return False
    return True


def is_spec(values: dict) -> bool:
    try:
        TrainingSpec.from_json(values)
    except SpecError:
        return False
    return True


def test_the_page_shows_every_operation(client, document):
    page = client.get("/api/docs").text
    for operation in operations(document).values():
        assert f'id="{operation["operationId"]}"' in page
    admins = sum("security" in operation for operation in operations(document).values())
    assert page.count('class="admin-only"') == admins > 0
    for target in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{target}"' in page, target
    for path in document["paths"]:
        assert f"<code>{path}</code>" in page
    for schema in document["components"]["schemas"]:
        assert f'id="schema-{schema}"' in page
