"""Every page, as the admin sees it: hardened, and nothing in it that the policy forbids."""

import re

import pytest

from tests.conftest import FIRST
from tests.jobs.fake_training import Deed
from webapp.models import TrainingSpec
from webapp.records import Classroom, Event, Note, Run, RunState, db

VALUES = {
    "model_id": FIRST,
    "run_id": 1,
    "code": "ja",
    "secret": "x",
    "filename": "css/base.css",
    "label": 4,
    "read": 9,
}
XSS = "</script><script>alert(1)</script><img src=x onerror=alert(1)>'\"&"


@pytest.fixture
def history(app) -> None:
    """Have a run, a name and a log that hold what a page must not believe."""
    with app.app_context():
        run = Run.ask(TrainingSpec(seed=Deed.SUCCEED))
        Run.claim("here:1", XSS)
        Event.add(run.id, "log", line=XSS)
        db.session.get(Run, run.id).end(RunState.FAILED, XSS)
        Note.write(FIRST, XSS[:60], XSS)
        Classroom.open([])


def paths(app) -> list[str]:
    with app.test_request_context():
        found = [
            rule.build({name: VALUES.get(name, "unknown") for name in rule.arguments})[1]
            for rule in app.url_map.iter_rules()
            if "GET" in rule.methods
        ]
    assert len(found) >= 20
    with app.app_context():
        found += [f"{page}/{room.code}" for room in Classroom.all() for page in ("/class", "/c")]
    return [*found, "/nowhere", "/api/nowhere", "/admin/compare?runs=1,1,x", "/login?next=//x"]


@pytest.mark.usefixtures("history")
def test_every_page(app, admin):
    for path in paths(app):
        answer = admin.client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code < 500, path
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert {"default-src 'self'", "frame-ancestors 'none'"} <= set(policy.split("; "))
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if answer.mimetype == "text/html":
            _check_page(path, answer.text)
        answer.close()


def _check_page(path: str, page: str) -> None:
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL)
    for tag, code in scripts:
        assert 'type="application/json"' in tag or not code.strip(), path
    assert not re.search(r"<style|<[^>]*\sstyle\s*=", page), path
    assert not re.search(r"<[a-z]+(\s+[\w-]+(=\"[^\"]*\")?)*\s+on\w+\s*=", page), path
    assert "<img src=x" not in page
    assert "alert(1)</script>" not in page, path


@pytest.mark.usefixtures("history")
def test_what_the_admin_sees_is_kept_by_nobody(app, admin):
    for path in paths(app):
        if path.startswith(("/admin", "/api/runs", "/api/tokens", "/api/drawings")):
            with admin.client.get(path) as answer:
                assert answer.headers["Cache-Control"] == "no-store", path
