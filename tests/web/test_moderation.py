"""Drawings as the admin sees them: looked through, judged, taken out and in."""

import json

import pytest

from tests.conftest import FIRST
from tests.support import STROKES, drawing
from tests.web.test_openapi import ask
from webapp.records import Drawing, writer_of
from webapp.records.suspicions import FLAGS

TOKEN = "t" * 22


@pytest.fixture
def ids(client) -> list[int]:
    """Give three drawings; return their ids."""
    found = []
    for digit, label in ((1, 1), (2, None), (7, 7)):
        strokes = [[list(point) for point in stroke] for stroke in STROKES[digit]]
        sent = {"image": drawing(digit), "label": label, "writer": TOKEN}
        found.append(client.post("/api/drawings", json={**sent, "strokes": strokes}).json["id"])
    return found


def listed(admin, query: str = "") -> list[int]:
    answer = admin.client.get(f"/api/drawings?sort=newest&{query}")
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json["drawings"]]


def test_looked_through(admin, document, ids):
    answer = ask(admin, document, "get", "/api/drawings").json
    assert (len(answer["drawings"]), answer["next"], answer["total"]) == (3, None, 3)
    doubts = [each["doubt"] for each in answer["drawings"]]
    assert doubts == sorted(doubts, reverse=True)
    assert {each["writer"] for each in answer["drawings"]} == {writer_of(TOKEN)}
    assert listed(admin) == ids[::-1]
    assert listed(admin, "label=none") == [ids[1]]
    assert listed(admin, "label=7&state=new&digit=8") == []
    assert listed(admin, f"model={FIRST}&writer={writer_of(TOKEN)}&limit=200") == ids[::-1]
    assert listed(admin, "since=2000-01-01&until=2999-01-01T00:00:00Z") == ids[::-1]
    assert listed(admin, "until=2000-01-01T00:00:00%2B09:00") == []
    for flag in FLAGS:
        assert len(listed(admin, f"flag={flag}")) <= 3


def test_page_by_page(admin, ids):
    first = admin.client.get("/api/drawings?limit=2").json
    second = admin.client.get("/api/drawings", query_string={"cursor": first["next"]}).json
    found = [each["id"] for page in (first, second) for each in page["drawings"]]
    assert sorted(found) == ids
    assert (len(first["drawings"]), second["next"]) == (2, None)


@pytest.mark.parametrize(
    "query",
    [f"label={bad}" for bad in ("10", "-1", "", "null", "٧", "1.0")]
    + [f"digit={bad}" for bad in ("10", "none", "", "-1", "٧")]
    + ["state=seen", "state=", "flag=odd", "sort=oldest", "model=../x", "model=", "model=%00"]
    + [f"writer={bad}" for bad in ("x", "A" * 64, "%00" * 64)]
    + [f"{name}={bad}" for name in ("since", "until") for bad in ("", "today", "9999-12-31T-24")]
    + ["since=0001-01-01T00:00:00%2B14:00", "until=9999-12-31T23:59:59-14:00"]
    + [f"limit={bad}" for bad in ("0", "201", "-1", "x", "9" * 5000)]
    + ["cursor=x", "cursor=nan_1", "sort=newest&cursor=0.5_1", f"cursor=0.5_{'9' * 30}"],
)
def test_what_cannot_be_asked_for(admin, query):
    answer = admin.client.get(f"/api/drawings?{query}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json"), answer.text


def test_judged(admin, document, ids):
    def judge(json, drawing_id=ids[0]):
        path = "/api/drawings/{drawing_id}"
        return ask(admin, document, "patch", path, json, drawing_id=drawing_id)

    accepted = judge({"state": "accepted"}).json
    assert (accepted["state"], accepted["label"]) == ("accepted", 1)
    relabelled = judge({"label": None}).json
    assert (relabelled["state"], relabelled["label"]) == ("accepted", None)
    assert relabelled["doubt"] != accepted["doubt"]
    assert judge({"state": "new", "label": 2}).json["label"] == 2
    assert judge({"label": 0}, 999).status_code == 404
    assert admin.ask("PATCH", f"/api/drawings/{2**63}", {"label": 1}).status_code == 404


@pytest.mark.parametrize(
    "verdict",
    [{}, {"state": None}, {"state": "seen"}, {"state": []}, {"state": {}}, {"label": 10}]
    + [{"label": "7"}, {"label": True}, {"state": "accepted", "label": 1.5}],
    ids=str,
)
def test_what_is_no_verdict(admin, ids, verdict):
    assert admin.ask("PATCH", f"/api/drawings/{ids[0]}", verdict).status_code == 400
    sent = {"ids": ids, **verdict}
    assert admin.ask("POST", "/api/drawings/bulk", sent).status_code == 400
    assert listed(admin, "state=new") == ids[::-1]


def test_many_are_judged_at_once(admin, document, ids):
    def judge(**verdict):
        return ask(admin, document, "post", "/api/drawings/bulk", verdict).json

    assert judge(ids=[*ids[:2], ids[0], 999], state="accepted") == {"changed": 2, "missing": 1}
    assert listed(admin, "state=accepted") == ids[1::-1]
    assert judge(ids=ids, label=None) == {"changed": 3, "missing": 0}
    assert listed(admin, "label=none") == ids[::-1]
    assert judge(ids=list(range(1000, 1500)), label=1) == {"changed": 0, "missing": 500}


@pytest.mark.parametrize(
    "bad",
    [None, [], "1", {}, [True], ["1"], [1.0], [-1], [2**63], [None], list(range(501))],
    ids=str,
)
def test_what_is_no_list_of_drawings(admin, bad):
    sent = {"ids": bad, "state": "accepted"}
    assert admin.ask("POST", "/api/drawings/bulk", sent).status_code == 400
    assert admin.ask("POST", "/api/drawings/bulk/delete", {"ids": bad}).status_code == 400


def test_removed_for_good(admin, document, ids):
    def remove(drawing_id):
        path = "/api/drawings/{drawing_id}"
        return ask(admin, document, "delete", path, drawing_id=drawing_id).status_code

    assert [remove(ids[0]), remove(ids[0])] == [204, 404]
    assert admin.ask("DELETE", f"/api/drawings/{2**63}").status_code == 404
    assert listed(admin) == ids[:0:-1]


def test_many_are_removed_for_good(admin, document, ids):
    def remove(**which):
        return ask(admin, document, "post", "/api/drawings/bulk/delete", which).json

    assert remove(ids=[*ids[:2], ids[0], 999]) == {"deleted": 2, "missing": 1}
    assert listed(admin) == ids[:1:-1]
    assert remove(ids=ids[:2]) == {"deleted": 0, "missing": 2}


def export(admin, query: str = "") -> list[dict]:
    answer = admin.client.get(f"/api/drawings/export?{query}")
    assert (answer.status_code, answer.mimetype) == (200, "application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


def import_lines(admin, data: bytes, query: str = ""):
    headers = {"X-CSRFToken": admin.csrf}
    return admin.client.post(f"/api/drawings/import?{query}", data=data, headers=headers)


def test_out_and_in_again(app, admin, document, client, ids):
    admin.ask("PATCH", f"/api/drawings/{ids[0]}", {"state": "accepted"})
    picture = {"image": drawing(9), "label": 9, "writer": TOKEN}
    client.post("/api/drawings", json=picture)
    assert [line["label"] for line in export(admin, "state=accepted")] == [1]
    assert [line["label"] for line in export(admin)] == [1, None, 7]
    whole = export(admin, "pictures=yes")
    assert whole[-1]["strokes"] is None
    with app.app_context():
        Drawing.forget_writer(writer_of(TOKEN))
    data = b"\n".join(json.dumps(line).encode() for line in whole)
    assert import_lines(admin, data).json == {"imported": 4, "skipped": 0, "errors": []}
    again = import_lines(admin, data + b"\nnonsense")
    assert (again.json["skipped"], again.json["errors"][0][0]) == (4, 5)
    assert listed(admin, "state=accepted") == [min(listed(admin))]
    assert admin.client.get("/api/drawings/export?pictures=x").status_code == 400


def test_an_import_that_is_too_long_or_no_lines(admin):
    assert import_lines(admin, b"\xff" * 100).json["errors"][0][0] == 1
    assert import_lines(admin, b"").json == {"imported": 0, "skipped": 0, "errors": []}
    assert import_lines(admin, b"\n" * 2001).status_code == 413
    assert import_lines(admin, b"x" * (1024 * 1024 + 1)).status_code == 413
    assert import_lines(admin, b"{}", "state=seen").status_code == 400
    line = b'{"label": 7, "strokes": [[[1, 1], [9, 9]]]}'
    assert import_lines(admin, line, "state=accepted").json["imported"] == 1
    assert len(listed(admin, "state=accepted")) == 1


def test_nobody_else_sees_or_changes_them(client, ids):
    for method, path in (
        ("GET", ""),
        ("GET", "/export"),
        ("POST", "/import"),
        ("POST", "/bulk"),
        ("POST", "/bulk/delete"),
        ("PATCH", f"/{ids[0]}"),
        ("DELETE", f"/{ids[0]}"),
    ):
        assert client.open("/api/drawings" + path, method=method, json={}).status_code == 401
