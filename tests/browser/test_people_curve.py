"""How well the versions read people, on the page of the models."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.classes import school
from tests.browser.conftest import PHONE, serving
from tests.exam import hold_out
from tests.records.arriving import reading
from webapp.records import Drawing, db

pytestmark = pytest.mark.browser

DIGITS = "0123456789"


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> Flask:
    """Give an application that nobody else uses, with the versions that ship."""
    return school(tmp_path_factory.mktemp("people"))


@pytest.fixture(scope="module")
def server(app) -> Iterator[str]:
    """Serve it."""
    with serving(app) as address:
        yield address


@pytest.fixture(autouse=True)
def held_out(app) -> Iterator[None]:
    """Have ten digits of three people; none is left."""
    with app.app_context():
        hold_out(DIGITS, reading())
        yield
        db.session.execute(db.delete(Drawing))
        db.session.commit()


def curve(page: Page):
    return page.get_by_role("img", name="Accuracy on people's digits")


def test_a_point_for_every_version_and_the_same_in_numbers(open_page):
    page = open_page("/models")
    expect(curve(page)).to_have_accessible_name(
        "Accuracy on people's digits, from version to version: tutorial-1 100.0%, best-1 100.0%"
    )
    drawn = curve(page).evaluate(
        "canvas => Chart.getChart(canvas).data.datasets[0].data.map(({ y }) => y)"
    )
    assert drawn == [1, 1]
    page.get_by_text("The curve in numbers").click()
    row = page.get_by_role("row").filter(has_text="best-1").filter(has_text="10 of 10")
    expect(row).to_contain_text("72.2% to 100.0%")  # Wilson's interval of 10 in 10
    row.get_by_role("link", name="best-1").click()
    expect(page).to_have_url("/models/best-1")


def test_it_waits_in_words_and_tries_again(open_page):
    page = open_page("/api/docs", troubled=True)
    page.route("**/api/progress", lambda route: route.abort())
    page.goto("/models")
    expect(page.get_by_text("The curve could not be fetched.")).to_be_visible()
    page.unroute("**/api/progress")
    page.get_by_role("button", name="Try again").click()
    expect(curve(page)).to_have_accessible_name(re.compile("best-1"))


def test_it_fits_a_phone(open_page):
    page = open_page("/models", viewport=PHONE, has_touch=True, is_mobile=True)
    expect(curve(page)).to_have_accessible_name(re.compile("best-1"))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_drawings_it_says_how_one_begins(app, open_page):
    with app.app_context():
        db.session.execute(db.delete(Drawing))
        db.session.commit()
    page = open_page("/models")
    expect(page.get_by_text("Nobody has given a drawing yet.")).to_be_visible()
    expect(page.get_by_role("link", name="Draw, correct, and come back")).to_be_visible()
