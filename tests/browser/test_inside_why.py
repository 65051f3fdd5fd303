"""Look inside: which ink carries the reading, what would have to go, what it reminds of."""

import json
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.hand import DIGITS, draw
from tests.browser.looking import INSPECT, colours, expect_read, expect_settled

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page):
    return open_page("/inside")


def test_the_ink_that_carries_the_reading_and_what_would_have_to_go(page):
    draw(page, DIGITS[7])
    expect_read(page, 7)
    page.get_by_role("link", name="Why this digit").click()
    expect(page.locator("#margin")).to_contain_text("7 leads: its logit is")
    words, spoken = page.locator("#removal p"), page.locator("#removal-announcer")
    expect(spoken).to_be_empty()
    with page.expect_request(lambda request: '"target":1' in (request.post_data or "")) as request:
        page.get_by_role("button", name="1", exact=True).click()
    truth = page.request.post("/api/inspect", data=json.loads(request.value.post_data)).json()
    expect(words).to_have_text(removal_words(truth["removal"]))
    expect(spoken).to_have_text(words.inner_text())
    expect_settled(page)
    red, _, blue = np.moveaxis(colours(page, "#occlusion"), -1, 0)
    assert (red - blue).max() > 100
    page.get_by_role("button", name="7", exact=True).click()
    expect(words).to_have_text("It already reads 7.")
    logits = page.locator('[data-layer="logits"] .vote-number')
    page.get_by_role("link", name="Through the layers").click()
    expect(logits.nth(7)).not_to_have_text("–")
    values = logits.evaluate_all("all => all.slice(0, 10).map(e => +e.dataset.value)")
    margin = float(page.locator("#margin").get_attribute("data-value"))
    assert margin == pytest.approx(values[7] - max(values[:7] + values[8:]), abs=1e-3)


def removal_words(removal):
    """Return how the sentence about what would have to go begins."""
    target = removal["target"]
    if not removal["reached"]:
        return f"I found no ink to take away that turns it into {target}."
    if not removal["is_digit"]:
        return f"Without the marked ink it is not a digit, it seems; closest: {target}."
    perhaps = ": perhaps" if removal["probability"] < 0.75 else ""
    return re.compile(f"^Without the marked ink it reads{perhaps} {target}, ")


def test_training_images_that_look_alike(page):
    draw(page, DIGITS[7])
    page.get_by_role("link", name="Why this digit").click()
    expect_settled(page)
    with page.expect_response(
        lambda answer: "nearest" in (answer.request.post_data or "")
    ) as answer:
        draw(page, [[(0.45, 0.8), (0.45, 0.81)]])
    nearest = answer.value.json()["nearest"]
    assert nearest
    expect(page.locator(".near img:visible")).to_have_count(len(nearest))
    expect(page.locator(".near-words").first).to_contain_text(f"{nearest[0]['label']} · ")
    expect(page.locator("#nearest-words")).to_contain_text("look most alike")


def test_a_version_without_training_images_says_so(page):
    def answer(route):
        reply = route.fetch()
        route.fulfill(response=reply, json={**reply.json(), "nearest": None})

    page.route(INSPECT, answer)
    draw(page, DIGITS[7])
    page.get_by_role("link", name="Why this digit").click()
    expect(page.locator("#nearest-words")).to_contain_text("cannot show")
    expect(page.locator("#nearest")).to_be_hidden()
