"""Bearer tokens: shown once, kept hashed, revocable; and forgery is refused everywhere."""

import pytest
from werkzeug.routing import BuildError, Rule

from tests.web.conftest import Browser
from webapp.records import Account, Run, Token

SAFE = {"GET", "HEAD", "OPTIONS"}
OWN_FORMS = {"auth.login", "auth.setup", "auth.logout", "classroom.open_class"}
WHOLE = ("number", "drawing_id", "run_id", "sheet_id", "token_id")


def test_shown_once(app, admin):
    answer = admin.ask("POST", "/api/tokens", {"name": "a script"})
    assert answer.status_code == 201
    secret = answer.json["token"]
    listed = admin.client.get("/api/tokens")
    assert listed.json["tokens"] == [
        {key: value for key, value in answer.json.items() if key != "token"}
    ]
    assert secret not in listed.text
    assert secret not in admin.client.get("/admin/tokens").text


def test_it_opens_the_api_until_it_is_revoked(app, admin):
    made = admin.ask("POST", "/api/tokens", {}).json
    program, headers = app.test_client(), {"Authorization": f"Bearer {made['token']}"}
    assert program.get("/api/runs", headers=headers).status_code == 200
    assert program.post("/api/runs", headers=headers, json={}).status_code == 202
    assert admin.client.get("/api/tokens").json["tokens"][0]["used_at"] is not None
    assert admin.ask("DELETE", f"/api/tokens/{made['id']}").status_code == 204
    assert program.get("/api/runs", headers=headers).status_code == 401
    assert admin.ask("DELETE", f"/api/tokens/{made['id']}").status_code == 404


def test_another_secret_opens_nothing(app, bearer):
    values = ("Bearer", "Bearer ", "Bearer x", "Bearer hf_", "Bearer \xff", "Basic eDp4", "hf_x")
    for value in values:
        answer = app.test_client().get("/api/runs", headers={"Authorization": value})
        assert answer.status_code == 401
        assert answer.mimetype == "application/problem+json"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_false_token_is_not_made_good_by_a_cookie(admin):
    headers = {"Authorization": "Bearer hf_false"}
    assert admin.client.post("/api/runs", json={}, headers=headers).status_code == 401
    assert admin.client.get("/api/runs", headers=headers).status_code == 401


def test_a_name_that_is_none(admin):
    for name in (5, None, [], {}, "\ud800"):
        assert admin.ask("POST", "/api/tokens", {"name": name}).status_code == 400


def test_no_such_token(admin):
    for token_id in (99, 2**63, 10**40):
        assert admin.ask("DELETE", f"/api/tokens/{token_id}").status_code == 404


def changing(app) -> list[tuple[str, str, str]]:
    """Return endpoint, method and path of all that changes something, but the public reading."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            for method in sorted(rule.methods - SAFE):
                if rule.endpoint not in app.config["PUBLIC"]:
                    found.append((rule.endpoint, method, _path(rule)))
    return found


def _path(rule: Rule) -> str:
    values = {name: 1 if name in WHOLE else "first" for name in rule.arguments}
    try:
        return rule.build(values)[1]
    except (BuildError, TypeError) as error:
        raise AssertionError(f"How is {rule} asked?") from error


@pytest.fixture
def doors(app) -> list[tuple[str, str, str]]:
    app.config["PUBLIC"] = {"api.predict", "compare.compare", "inspection.inspect", "rows.read"}
    app.config["PUBLIC"] |= {"drawings.create", "drawings.forget_mine", "drawings.take_back"}
    app.config["PUBLIC"] |= {"pupils.join", "pupils.put", "pupils.withdraw"}
    found = changing(app)
    assert len(found) >= 13
    return found


def state(app) -> tuple:
    with app.app_context():
        champion = app.extensions["hitofude"].models.store.champion_id()
        ids = app.extensions["hitofude"].models.store.ids()
        return len(Run.newest()), len(Token.all()), Account.admin().generation, champion, ids


def test_no_other_page_can_act_for_the_admin(app, admin, doors):
    before = state(app)
    for endpoint, method, path in doors:
        for headers in ({}, {"X-CSRFToken": "guessed"}, {"X-CSRFToken": ""}):
            sent = {"json": {"model": "the-second"}, "headers": headers}
            answer = admin.client.open(path, method=method, **sent)
            assert answer.status_code == 403, (endpoint, answer.text)
    form = {"content_type": "application/x-www-form-urlencoded", "data": "model=the-second"}
    for endpoint, method, path in doors:
        assert admin.client.open(path, method=method, **form).status_code == 403, endpoint
    assert state(app) == before
    assert admin.is_admin  # not even logged out


def test_who_is_not_logged_in_changes_nothing(app, client, doors):
    before = state(app)
    for endpoint, method, path in doors:
        answer = client.open(path, method=method, json={"model": "the-second"})
        expected = 403 if endpoint in OWN_FORMS else 401
        assert answer.status_code == expected, (endpoint, answer.text)
    assert state(app) == before


def test_the_token_of_one_session_is_nothing_in_another(app, admin):
    other = Browser(app)
    other.log_in()
    other.csrf = admin.csrf
    assert other.ask("POST", "/api/tokens", {}).status_code == 403


def test_what_only_the_admin_may_read(app, client):
    with app.test_request_context():
        paths = {
            _path(rule)
            for rule in app.url_map.iter_rules()
            if "GET" in rule.methods
            and rule.rule.startswith(("/admin", "/api/runs", "/api/tokens"))
            or rule.endpoint in ("moderation.index", "moderation.export")
            or rule.endpoint in ("classes.index", "classes.events")
        }
    assert len(paths) >= 9
    for path in paths:
        answer = client.get(path)
        if path.startswith("/api/"):
            assert answer.status_code == 401, path
        else:
            assert (answer.status_code, answer.location[:12]) == (302, "/login?next="), path
