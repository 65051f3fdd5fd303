"""Every operation of the OpenAPI document, fuzzed along it: by a stranger and by the admin."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.bundles import bundle
from tests.conftest import FIRST, SECOND
from tests.support import drawing
from tests.web.schoolroom import Phone, Schoolroom, sheet
from tests.web.test_openapi import METHODS
from webapp.web.openapi import document as described

OPERATIONS = [
    f"{method.upper()} {path}"
    for path, item in described()["paths"].items()
    for method in item
    if method in METHODS
]
SMALL = {"preset": "tutorial", "epochs": 1, "train_images": 100}
VERSIONS = {"enum": [FIRST, SECOND]}
VERSIONS_OR_NULL = {"enum": [FIRST, SECOND, None]}
LINE = json.dumps({**sheet(), "label": 7, "writer": "someone"})
BUNDLE = base64.b64encode(bundle()).decode()


@pytest.fixture
def phone(app: Flask, bearer: dict[str, str], room: Schoolroom) -> Phone:
    """Give a pupil's phone where there is one of each thing, numbered 1, and two of some.

    Nobody works on the queue, and store and data are the test's own: whatever is trained, put into
    service or deleted does no harm.
    """
    phone, client = room.phone(), app.test_client()
    drawn = {**sheet(), "label": 7, "writer": phone.token}
    for path, body in (
        ("/api/drawings", drawn),
        ("/api/runs", SMALL),
        ("/api/runs", SMALL),
        ("/api/runs/2/cancel", None),
        ("/api/tokens", {}),
    ):
        assert client.post(path, json=body, headers=bearer).status_code in (201, 202)
    for version in (SECOND, FIRST):  # so that there is one to roll back to
        asked = {"model": version, "insist": True}
        assert client.put("/api/champion", json=asked, headers=bearer).status_code == 200
    assert phone.put(label=7).status_code == 200
    return phone


def narrowed(document: dict[str, Any], code: str, phone: Phone) -> dict[str, Any]:
    """Return the document with what it cannot know: which of the well-formed values there are.

    What it allows then is accepted, rather than found to be unknown or undecodable, and whatever
    else is sent is refused.
    """
    _narrow_parameters(document["paths"], code, phone)
    schemas = document["components"]["schemas"]
    for name, schema in schemas.items():
        if name == "Drawing" or name.endswith("Request"):
            _narrow_body(schema["properties"])
    schemas["ChampionRequest"]["properties"]["model"] = VERSIONS
    for path, kind, schema in (
        ("/api/models", "application/zip", {"enum": [BUNDLE]}),
        # Whatever is sent is a text: there is none that the document forbids.
        ("/api/drawings/import", "application/x-ndjson", {"anyOf": [{"enum": [LINE]}, {}]}),
    ):
        document["paths"][path]["post"]["requestBody"]["content"][kind]["schema"] = schema
    # Schemathesis 4.32 rewrites this word in answers to one that JSON Schema has no more.
    del schemas["ImportReport"]["properties"]["errors"]["items"]["prefixItems"]
    return document


def _narrow_parameters(paths: dict[str, Any], code: str, phone: Phone) -> None:
    known = {
        "model_id": VERSIONS,
        "code": {"enum": [code]},
        "run_id": {"enum": [1, 2]},
        "token_id": {"enum": [2]},  # 1 is the admin's own
        "drawing_id": {"enum": [1]},
        "sheet_id": {"enum": [1]},
        "number": {"enum": [1]},
        "cursor": {"const": ""},
    }
    for path, item in paths.items():
        for owner in (item, *(item[method] for method in METHODS if method in item)):
            for parameter in owner.get("parameters", []):
                name, schema = parameter["name"], parameter["schema"]
                if name == "X-Writer":
                    schema["examples"] = [phone.token]
                elif name == "key":
                    schema["examples"] = ["a"]
                elif path == "/api/classes/{code}/events" and name == "code":
                    schema["examples"] = [code]  # of any other it is told that it is over
                elif name in known:
                    parameter["schema"] = known[name]


def _narrow_body(fields: dict[str, Any]) -> None:
    known = {
        "image": {"enum": [drawing(7), drawing(3)]},
        "model": VERSIONS_OR_NULL,
        "start_from": VERSIONS_OR_NULL,
        "layer": {"enum": ["logits"]},
        "index": {"enum": list(range(10))},
    }
    fields.update({name: schema for name, schema in known.items() if name in fields})
    if "models" in fields:
        fields["models"]["items"] = VERSIONS


@schemathesis.serializer("application/x-ndjson", "application/zip")
def as_bytes(_: schemathesis.SerializationContext, value: Any) -> bytes:
    """Return the body that a value stands for, where it is not of JSON."""
    if value == BUNDLE:
        return base64.b64decode(BUNDLE)
    return (value if isinstance(value, str) else json.dumps(value)).encode(errors="replace")


def without_fractions(value: Any) -> Any:
    """Return a value of JSON with 2 in place of 2.0, which the document forbids in words alone."""
    if isinstance(value, dict):
        return {name: without_fractions(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [without_fractions(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def send(case: schemathesis.Case, headers: dict[str, str]) -> bool:
    """Send a request and check the answer in every way there is; tell whether it was to succeed."""
    if isinstance(case.body, dict):
        case.body = without_fractions(case.body)
    answer = case.call(headers=headers)
    # Whether a spec makes sense, no schema says: its fields go with each other, with what the
    # preset fills in and with what there is to learn from.
    is_bad_spec = answer.status_code == 422 and case.path in ("/api/runs", "/api/runs/estimate")
    excluded = [positive_data_acceptance] if is_bad_spec else []
    case.validate_response(answer, headers=headers, excluded_checks=excluded)
    return case.meta.generation.mode.is_positive and answer.status_code < 300


def one_by_one(operation: APIOperation) -> Iterator[schemathesis.Case]:
    """Yield requests that go through the document: each bound, type, missing part and method."""
    generation = operation.schema.config.generation_for(operation=operation, phase="coverage")
    return operation.schema.iter_coverage_cases(
        operation, generation_modes=list(GenerationMode), generation_config=generation
    )


def send_anything(operation: APIOperation, mode: GenerationMode, headers: dict[str, str]) -> None:
    """Send what the document allows, or what it does not."""

    @settings(max_examples=8, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def send_drawn(case: schemathesis.Case) -> None:
        send(case, headers)

    send_drawn()


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("who", ["stranger", "admin"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_whatever_is_sent_is_answered_as_described(app, document, bearer, room, phone, name, who):
    schema = schemathesis.openapi.from_dict(narrowed(document, room.code, phone))
    schema.app = app
    operation = schema.find_operation_by_label(name)
    headers = bearer if who == "admin" else {}
    successes = [send(case, headers) for case in one_by_one(operation)]
    assert any(successes) or who == "stranger"
    takes_nothing = not (list(operation.iter_parameters()) or operation.body)
    for mode in [GenerationMode.POSITIVE] if takes_nothing else GenerationMode:
        send_anything(operation, mode, headers)
