"""Who may come in, for how long, and what is told of it."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from tests.web.conftest import PASSWORD, Browser
from webapp import create_app
from webapp.records import Account

HOUR_S = 3600.0
HTTPS = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/login"}}


@pytest.fixture
def clock(monkeypatch):
    """Give what sets the clock ahead, by seconds since the test began."""
    start = time.time()
    moment = {"s": 0.0}
    monkeypatch.setattr(time, "time", lambda: start + moment["s"])
    return lambda seconds: moment.update(s=seconds)


def change_password(app, password: str) -> None:
    with app.app_context():
        Account.admin().set_password(password)


def test_the_right_password(browser):
    assert not browser.is_admin
    answer = browser.log_in()
    assert (answer.status_code, answer.location) == (302, "/admin")
    assert browser.is_admin


def test_a_wrong_password(browser):
    for password in ("", " ", PASSWORD[:-1], PASSWORD + " ", PASSWORD.upper()):
        answer = browser.log_in(password)
        assert answer.status_code == 403
        assert "not the password" in answer.text
        assert not browser.is_admin


def test_without_a_password_nobody_comes_in(app):
    client = app.test_client()
    assert "set-password" in client.get("/login").text
    for password in ("", "admin", "None"):
        assert client.post("/login", data={"password": password}).status_code == 403
    assert client.get("/admin").status_code == 302


@pytest.mark.parametrize("path", ["/admin", "/admin/tokens", "/admin/compare?runs=1,2"])
def test_people_are_sent_to_the_door_and_back(browser, path):
    answer = browser.client.get(path)
    assert answer.status_code == 302
    door = answer.location
    assert door.startswith("/login?next=")
    assert browser.log_in(query=door.removeprefix("/login")).location == path


ELSEWHERE = [
    *("https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\n"),
    *("/\t/evil.example", "///evil.example", "javascript:alert(1)", "evil.example", "", "@evil"),
    *("http:evil.example", "/\x00/evil.example", "https:/evil.example"),
]


def test_the_door_leads_nowhere_else(browser):
    for target in ELSEWHERE:
        answer = browser.log_in(query=f"?next={quote(target)}")
        assert (answer.status_code, answer.location) == (302, "/"), target


def test_five_failures_a_minute(browser, caplog):
    statuses = [browser.log_in("wrong wrong wrong").status_code for _ in range(7)]
    assert statuses == [403] * 5 + [429] * 2
    answer = browser.log_in()  # not even the right one: the door is closed to guessing
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert caplog.text.count("127.0.0.1 refused") == 8
    assert not browser.is_admin


def test_each_address_counts_for_itself(app, browser):
    for _ in range(6):
        browser.log_in("wrong wrong wrong")
    elsewhere = {"environ_base": {"REMOTE_ADDR": "198.51.100.7"}}
    assert Browser(app).log_in(**elsewhere).status_code == 302


def test_many_at_once_are_no_way_around_the_limit(app, browser):
    browsers = [Browser(app) for _ in range(12)]
    with ThreadPoolExecutor(len(browsers)) as pool:
        statuses = list(pool.map(lambda each: each.log_in("wrong wrong").status_code, browsers))
    assert set(statuses) <= {403, 429}
    assert statuses.count(403) <= 5


def test_those_who_know_it_are_never_locked_out(app, browser):
    assert [Browser(app).log_in().status_code for _ in range(7)] == [302] * 7


def _cookie(answer) -> list[str]:
    cookies = answer.headers.getlist("Set-Cookie")
    session = next(each for each in cookies if each.startswith("hitofude_session="))
    return session.split("; ")[1:]


def test_the_cookie_is_for_us_alone(browser):
    attributes = _cookie(browser.log_in())
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(attributes)
    assert "Secure" not in attributes
    assert not [each for each in attributes if each.startswith("Domain")]


def test_files_carry_no_cookie(admin):
    """Caches may keep them for anybody; and one that arrives late must not open a session again."""
    with admin.client.get("/static/icons/seal.svg") as answer:
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers


def test_over_https_the_cookie_never_travels_in_the_clear(browser):
    page = browser.client.get("/login", **HTTPS)
    assert "Secure" in _cookie(page)
    token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    form = {"password": PASSWORD, "csrf_token": token}
    answer = browser.client.post("/login", data=form, **HTTPS)
    assert answer.status_code == 302
    assert {"HttpOnly", "SameSite=Lax", "Secure"} <= set(_cookie(answer))


def test_the_session_is_made_anew(browser):
    with browser.client.session_transaction() as session:
        session["planted"] = "by somebody"
    before = browser.client.get_cookie("hitofude_session").value
    browser.log_in()
    with browser.client.session_transaction() as session:
        assert "planted" not in session
    assert browser.client.get_cookie("hitofude_session").value != before


def test_a_token_of_before_the_login_is_worth_nothing(browser):
    page = browser.client.get("/login").text
    old = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    browser.log_in()
    browser.csrf = old
    assert browser.ask("POST", "/api/tokens", {}).status_code == 403


def test_who_is_idle_is_forgotten(admin, clock):
    for hours in (1.9, 3.8, 5.7):
        clock(hours * HOUR_S)
        assert admin.client.get("/admin/tokens").status_code == 200
    clock((5.7 + 2.1) * HOUR_S)
    assert not admin.is_admin


def test_a_page_that_looks_on_by_itself_is_idle(admin, clock):
    for minutes in range(10, 120, 10):
        clock(minutes * 60)
        assert admin.client.get("/api/runs").status_code == 200
    clock(2.1 * HOUR_S)
    assert admin.client.get("/api/runs").status_code == 401


def test_twelve_hours_are_enough(admin, clock):
    for half_hours in range(1, 24):
        clock(half_hours * HOUR_S / 2)
        assert admin.client.get("/admin/tokens").status_code == 200
    clock(12 * HOUR_S + 1)
    assert not admin.is_admin


def test_a_clock_set_back_opens_nothing(admin, clock):
    clock(-HOUR_S)
    assert not admin.is_admin


def test_logging_out(admin):
    answer = admin.client.post("/logout", data={"csrf_token": admin.csrf})
    assert (answer.status_code, answer.location) == (302, "/")
    assert not admin.is_admin


def test_a_new_password_ends_every_session(app):
    change_password(app, "the first password")
    browsers = [Browser(app), Browser(app)]
    for browser in browsers:
        assert browser.log_in("the first password").status_code == 302
        assert browser.is_admin
    change_password(app, "the second password")
    assert [browser.is_admin for browser in browsers] == [False, False]
    assert browsers[0].log_in("the first password").status_code == 403
    assert browsers[0].log_in("the second password").status_code == 302


def test_a_new_setting_ends_every_session(app, admin):
    app.config["ADMIN_PASSWORD"] = "another password"
    assert not admin.is_admin


def test_a_forged_cookie(browser):
    for cookie in ("", "x", "a.b.c", "eyJfdXNlcl9pZCI6InRva2VuIn0.aaaaaa.x"):
        browser.client.set_cookie("hitofude_session", cookie)
        assert not browser.is_admin


def test_a_cookie_signed_elsewhere(app, browser, tmp_path):
    other = create_app(
        {**app.config, "DATA": tmp_path / "other", "DATABASE_URL": "", "SECRET_KEY": ""}
    )
    assert other.secret_key != app.secret_key
    there = Browser(other)
    other.config["ADMIN_PASSWORD"] = PASSWORD
    there.log_in()
    browser.client.set_cookie("hitofude_session", there.client.get_cookie("hitofude_session").value)
    assert not browser.is_admin


def test_no_password_is_logged(browser, caplog):
    caplog.set_level(logging.DEBUG)
    browser.log_in("a wrong password")
    browser.log_in()
    assert "Login from 127.0.0.1" in caplog.text
    assert "a wrong password" not in caplog.text
    assert PASSWORD not in caplog.text
    assert browser.csrf not in caplog.text


def test_a_logout_ends_copies_of_the_cookie_too(app, admin):
    copy = Browser(app)
    cookie = admin.client.get_cookie("hitofude_session").value
    copy.client.set_cookie("hitofude_session", cookie)
    assert copy.is_admin
    admin.client.post("/logout", data={"csrf_token": admin.csrf})
    assert not copy.is_admin
