"""The first password is set by the link that the server's terminal shows."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import serving
from webapp import create_app
from webapp.records import Account

pytestmark = pytest.mark.browser

PASSWORD = "a few words are easiest"


@pytest.fixture
def app(tmp_path) -> Flask:
    """Give a program that has just been installed."""
    return create_app({"DATA": tmp_path, "RATE_LIMIT": "off"})


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    """Serve it in place of the one that all share; give its address."""
    with serving(app) as address:
        yield address


def test_the_link_sets_the_password_once_and_the_password_opens_the_door(app, open_page):
    with app.app_context():
        link = f"/setup/{Account.admin().new_link()}"
    page = open_page(link, troubled=True)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill("some other words")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("alert")).to_have_text("The two passwords differ.")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.wait_for_url("**/admin")
    expect(page.get_by_text("No trainer is at work")).to_be_visible()  # nobody has started one

    page.get_by_role("button", name="Log out").click()
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link no longer works")
    page.get_by_role("link", name="Log in").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin")
