"""What is no digit is told calmly: not while one writes, and never with a seal of certainty."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser import hand
from tests.browser.conftest import PHONE
from tests.browser.hand import DIGITS, SMILEY, draw, expect_blank, expect_reading, place
from webapp.drawing import encode_data_url

pytestmark = pytest.mark.browser

#: Collects what the seal has shown, in order.
WATCH = """() => {
  const seal = document.querySelector('#stamp');
  const note = () => {
    const now = `${seal.dataset.state}${seal.dataset.digit}`;
    if (window.shown.at(-1) !== now) window.shown.push(now);
  };
  window.shown = [];
  note();
  new MutationObserver(note).observe(seal, { attributes: true });
}"""

ANSWER = {
    "digit": 4,
    "confidence": 0.35,
    "is_digit": False,
    "probabilities": [0.1, 0.05, 0.06, 0.1, 0.35, 0.05, 0.04, 0.05, 0.05, 0.15],
    "model": "best-1",
    "input": encode_data_url(np.zeros((28, 28), np.uint8)),
    "elapsed_ms": 0.5,
}


class Oracle:
    """Answers in the server's place, as the test wants it."""

    def __init__(self, page: Page):
        self.answer = {}
        self.asked = 0
        page.route("**/api/predict", self._fulfil)

    def says(self, digit: int | None) -> None:
        """Let it read a digit from now on, or none."""
        if digit is None:
            self.answer = ANSWER
            return
        rest = [0.002] * 10
        rest[digit] = 0.982
        sure = {"digit": digit, "confidence": 0.982, "is_digit": True, "probabilities": rest}
        self.answer = {**ANSWER, **sure}

    def _fulfil(self, route) -> None:
        self.asked += 1
        route.fulfill(json=self.answer)


@pytest.fixture
def oracle(page: Page) -> Oracle:
    return Oracle(page)


def pen_down(page: Page, *points: hand.Point) -> None:
    """Draw a stroke and leave the pen on the paper."""
    page.mouse.move(**place(page, points[0]))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(**place(page, point), steps=4)


def headline(page: Page):
    return page.locator('[data-part="headline"]')


def test_what_is_no_digit_gets_words_and_no_seal(page, oracle):
    oracle.says(None)
    draw(page, SMILEY)
    expect(headline(page)).to_have_text("Not a digit, it seems")
    expect(page.locator('[data-part="detail"]')).to_have_text("Closest: 4")
    expect(hand.stamp(page)).to_have_attribute("data-state", "doubt")
    expect(hand.stamp(page)).to_have_attribute("data-digit", "")
    expect(page.locator(".stamp-face")).to_have_text("?")
    expect(page.get_by_role("status")).to_have_text("Not a digit, it seems. Closest: 4")
    colours = page.locator(".bar-fill").evaluate_all(
        "all => all.map((bar) => getComputedStyle(bar).backgroundColor)"
    )
    assert len(set(colours)) == 1  # none stands out
    page.get_by_role("button", name="Clear").click()
    expect_blank(page)
    oracle.says(7)
    draw(page, DIGITS[7])
    expect_reading(page, 7)


def test_it_is_said_in_japanese_on_a_phone(open_page):
    page = open_page(viewport=PHONE, locale="ja", has_touch=True, is_mobile=True)
    Oracle(page).says(None)
    hand.draw_with_finger(page, SMILEY)
    expect(headline(page)).to_have_text("数字ではないようです")
    expect(page.locator('[data-part="detail"]')).to_have_text("近いのは「4」")
    expect(page.get_by_role("status")).to_have_text("数字ではないようです。近いのは「4」")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_while_the_pen_is_down_nothing_is_said_to_be_no_digit(page, oracle):
    page.evaluate(WATCH)
    oracle.says(None)
    pen_down(page, (0.3, 0.2), (0.5, 0.6))
    expect(headline(page)).to_have_text("Keep writing…")
    expect(hand.stamp(page)).to_have_attribute("data-state", "waiting")
    page.wait_for_timeout(900)  # longer than a drawing must rest
    expect(hand.stamp(page)).to_have_attribute("data-state", "waiting")
    oracle.says(7)
    page.mouse.move(**place(page, (0.52, 0.7)), steps=3)
    expect(page.locator("#stamp[data-state=held][data-digit='7']")).to_be_visible()
    oracle.says(None)
    asked = oracle.asked
    page.mouse.move(**place(page, (0.6, 0.9)), steps=6)
    page.wait_for_timeout(900)
    assert oracle.asked > asked
    expect(page.locator("#stamp[data-state=held][data-digit='7']")).to_be_visible()
    page.mouse.up()
    expect(headline(page)).to_have_text("Not a digit, it seems")
    assert page.evaluate("shown") == ["blank", "waiting", "held7", "doubt"]


def test_a_digit_of_two_strokes_is_not_doubted_between_them(page, oracle):
    page.evaluate(WATCH)
    oracle.says(None)
    first, second = DIGITS[4]
    draw(page, [first])
    expect(hand.stamp(page)).to_have_attribute("data-state", "waiting")
    pen_down(page, *second[:1])
    oracle.says(4)
    page.mouse.move(**place(page, second[1]), steps=3)
    page.mouse.up()
    expect_reading(page, 4)
    assert "doubt" not in page.evaluate("shown")


def test_a_doubt_gives_way_as_soon_as_a_digit_is_seen(page, oracle):
    oracle.says(None)
    draw(page, SMILEY[:1])
    expect(hand.stamp(page)).to_have_attribute("data-state", "doubt")
    oracle.says(0)
    pen_down(page, (0.5, 0.5), (0.52, 0.5))
    expect(page.locator("#stamp[data-state=held][data-digit='0']")).to_be_visible()
    page.mouse.up()
    expect_reading(page, 0)


def test_nothing_is_spoken_before_it_is_decided(page, oracle):
    page.evaluate(
        """() => {
          window.spoken = [];
          const region = document.querySelector('[aria-live]');
          new MutationObserver(() => spoken.push(region.textContent))
            .observe(region, { childList: true });
        }"""
    )
    oracle.says(None)
    pen_down(page, (0.3, 0.3), (0.6, 0.6))
    page.wait_for_timeout(1500)
    page.mouse.up()
    expect(page.get_by_role("status")).to_have_text("Not a digit, it seems. Closest: 4")
    assert page.evaluate("spoken.filter(Boolean)") == ["Not a digit, it seems. Closest: 4"]


def test_a_picture_that_is_no_digit_is_told_at_once(page, oracle):
    page.evaluate(WATCH)
    oracle.says(None)
    page.locator("#picker").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": hand.picture(4)}
    )
    expect(hand.stamp(page)).to_have_attribute("data-state", "doubt")
    assert page.evaluate("shown") == ["blank", "doubt"]
