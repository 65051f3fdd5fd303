"""The server is down, slow or refusing: it is said, the drawing is kept, it is tried again."""

import contextlib
import json

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import PHONE
from tests.browser.hand import DIGITS, Post, draw, expect_blank, expect_reading, stamp

pytestmark = pytest.mark.browser

PREDICT = "**/api/predict"


@pytest.fixture
def page(open_page):
    return open_page(troubled=True)


def headline(page):
    return page.locator('[data-part="headline"]')


def detail(page):
    return page.locator('[data-part="detail"]')


def test_a_server_that_goes_and_comes_back(page):
    page.route(PREDICT, lambda route: route.abort())
    draw(page, DIGITS[3])
    expect(headline(page)).to_have_text("The server cannot be reached")
    expect(detail(page)).to_have_text("Your drawing is kept; I keep trying.")
    expect(page.get_by_role("status")).to_contain_text("cannot be reached")
    expect(stamp(page)).to_have_attribute("data-state", "trouble")
    post = Post(page)
    page.unroute(PREDICT)
    expect_reading(page, 3)
    expect(headline(page)).to_have_text("I read 3")
    assert post.ink().sum() > 1000


def test_the_way_back_online_is_taken_at_once(page):
    page.context.set_offline(True)
    draw(page, DIGITS[7])
    expect(headline(page)).to_have_text("The server cannot be reached")
    page.clock.install()  # from here on the pause after a failure would never end by itself
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    page.evaluate("() => { window.back = new Promise((go) => addEventListener('online', go)); }")
    page.context.set_offline(False)
    page.evaluate("window.back.then(() => true)")  # what the page does then, it has done
    page.clock.run_for(50)
    expect_reading(page, 7)


def test_a_server_that_is_slow_is_given_up_and_asked_again(page):
    page.clock.install()
    page.route(PREDICT, lambda route: None, times=1)
    with page.expect_request(PREDICT):
        draw(page, DIGITS[7])
    page.clock.fast_forward(4100)
    expect(headline(page)).to_have_text("The server is slow to answer")
    page.clock.fast_forward(1100)
    expect_reading(page, 7)


def test_too_many_requests_waits_as_long_as_it_is_told(page):
    asked = []

    def refuse(route):
        asked.append(route.request)
        problem = {"type": "/problems/too-many-requests", "status": 429, "detail": "Slower."}
        route.fulfill(
            status=429,
            headers={"Retry-After": "30"},
            content_type="application/problem+json",
            body=json.dumps(problem),
        )

    page.clock.install()
    page.route(PREDICT, refuse)
    draw(page, DIGITS[2])
    expect(headline(page)).to_have_text("Too many drawings at once")
    expect(detail(page)).to_contain_text("next try in 30 s")
    page.unroute(PREDICT)
    draw(page, [[(0.7, 0.77), (0.71, 0.77)]])
    page.evaluate("dispatchEvent(new Event('online'))")
    page.clock.run_for(5000)
    expect(headline(page)).to_have_text("Too many drawings at once")
    assert len(asked) == 1
    page.clock.run_for(30_000)
    expect_reading(page, 2)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (500, "The server could not read it"),
        (503, "No network is ready to read"),
        (408, "The server refused the drawing"),
        (200, "The server could not read it"),  # a proxy's page in place of an answer
    ],
)
def test_an_answer_that_is_none_is_told_in_words_and_mended_by_itself(page, status, words):
    page.route(PREDICT, lambda route: route.fulfill(status=status, body="<h1>Oops</h1>"))
    draw(page, DIGITS[7])
    expect(headline(page)).to_have_text(words)
    page.unroute(PREDICT)
    page.evaluate("dispatchEvent(new Event('online'))")  # spares the pause before the next try
    expect_reading(page, 7)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ({"detail": "The picture is too large."}, "The picture is too large."),
        ({}, "Your drawing is kept; change it and I try again."),
    ],
)
def test_a_refusal_is_told_and_not_tried_again_until_the_drawing_changes(page, problem, words):
    asked = []

    def refuse(route):
        asked.append(route.request)
        route.fulfill(status=413, body=json.dumps(problem))

    page.clock.install()
    page.route(PREDICT, refuse)
    draw(page, DIGITS[7])
    page.clock.run_for(5000)
    expect(headline(page)).to_have_text("The server refused the drawing")
    expect(detail(page)).to_have_text(words)
    until_now = len(asked)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.clock.run_for(60_000)
    assert len(asked) == until_now
    page.unroute(PREDICT)
    draw(page, [[(0.45, 0.8), (0.44, 0.83)]])
    page.clock.run_for(1000)
    expect_reading(page, 7)


def test_the_message_of_a_blank_canvas_is_no_trouble(page):
    problem = {"type": "/problems/blank-canvas", "status": 422, "detail": "No ink."}
    page.route(PREDICT, lambda route: route.fulfill(status=422, body=json.dumps(problem)))
    draw(page, DIGITS[7])
    expect_blank(page)


def test_a_late_answer_about_a_drawing_that_is_gone_is_dropped(page):
    parked = []
    page.evaluate(
        """() => {
          window.seen = new Set();
          const stamp = document.querySelector('#stamp');
          const note = () => seen.add(stamp.dataset.digit);
          new MutationObserver(note).observe(stamp, {attributes: true});
        }"""
    )
    page.route(PREDICT, lambda route: parked.append(route), times=1)
    with page.expect_request(PREDICT):
        draw(page, DIGITS[3])
    page.keyboard.press("Delete")
    draw(page, DIGITS[1])
    expect_reading(page, 1)
    late = {
        "digit": 3, "confidence": 0.99, "is_digit": True, "model": "late", "elapsed_ms": 9999,
        "probabilities": [0.0] * 10, "input": "data:,",
    }  # fmt: skip
    with contextlib.suppress(Error):  # the page has hung up already, which is as good
        parked[0].fulfill(json=late)
    draw(page, [[(0.5, 0.8), (0.5, 0.82)]])
    expect_reading(page, 1)
    assert "3" not in page.evaluate("[...seen]")


TOO_LARGE = "The request is too large: send a PNG or JPEG of at most 1 MB, as a data URL."


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (lambda route: route.abort(), "Your drawing is kept"),
        (lambda route: route.fulfill(status=413, json={"detail": TOO_LARGE}), TOO_LARGE),
    ],
)
def test_trouble_fits_on_a_phone(open_page, trouble, told):
    page = open_page(troubled=True, viewport={"width": 320, "height": 568})
    page.route(PREDICT, trouble)
    draw(page, DIGITS[7])
    words = detail(page)
    expect(words).to_contain_text(told)
    bars = page.locator("#bars").bounding_box()
    box = words.bounding_box()
    assert box["y"] + box["height"] <= bars["y"]
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
