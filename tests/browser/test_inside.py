"""Look inside as a page: live, kept, shared, on every screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.hand import DIGITS, draw, draw_with_finger, expect_room_for_a_finger
from tests.browser.looking import (
    INSPECT,
    Asked,
    choose_version,
    choose_version_first,
    colours,
    expect_read,
    expect_settled,
    layer,
    unit,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page):
    return open_page("/inside")


def test_a_blank_page_offers_an_example_and_nothing_moves_when_it_is_taken(page):
    titles = "[...document.querySelectorAll('h2, h3')].map(e => Math.round(e.offsetTop))"
    before = page.evaluate(titles)
    expect(page.locator("#way-verdict")).to_have_text(re.compile("Draw a digit"))
    expect(page.locator(".step img").first).to_be_hidden()
    page.get_by_role("button", name="Try this 7").click()
    expect_read(page, 7)
    expect(page.locator("#way-verdict")).to_contain_text("With all steps it reads 7")
    expect(page.locator(".step img")).to_have_count(6)
    expect(page.locator(".step img").last).to_be_visible()
    assert page.evaluate(titles) == before
    expect(page.get_by_role("button", name="Try this 7")).to_be_hidden()
    page.keyboard.press("Delete")
    expect(page.get_by_role("button", name="Try this 7")).to_be_visible()
    expect(page.locator(".step img").last).to_be_hidden()


def test_states_show_where_the_system_chooses_the_colours(open_page):
    page = open_page("/inside", forced_colors="active")
    choose_version_first(page, "tutorial-1")
    draw(page, DIGITS[7])
    expect_read(page, 7)
    paint = "(e, pseudo) => getComputedStyle(e, pseudo ?? null).backgroundColor"
    switch = page.get_by_role("switch", name="Cut to the ink")
    on = switch.evaluate(paint)
    switch.uncheck()
    assert switch.evaluate(paint) != on
    assert switch.evaluate(paint, "::after") != switch.evaluate(paint)
    cells = layer(page, "Hidden layer 1").get_by_role("radio")
    cells.nth(5).click()
    expect_settled(page)
    assert len(set(cells.evaluate_all(f"all => all.map((e) => ({paint})(e))"))) > 5
    outline = "e => getComputedStyle(e).outlineStyle"
    page.locator("h1").click()
    assert cells.nth(5).evaluate(outline) == "solid"
    assert cells.nth(6).evaluate(outline) == "none"
    for vote in page.locator('[data-layer="logits"] .vote').all():
        fill, track = (vote.locator(f".vote-{part}") for part in ("fill", "track"))
        assert fill.evaluate(paint) != track.evaluate(paint)
    target = page.locator(".target").nth(1)
    target.click()
    page.locator("h1").click()
    assert target.evaluate(outline) == "solid"


def test_only_what_is_on_the_screen_is_asked_for(page):
    asked = Asked(page)
    draw(page, DIGITS[7])
    expect_read(page, 7)
    assert any("steps" in body["parts"] for body in asked.bodies)
    assert not any("occlusion" in body["parts"] for body in asked.bodies)
    with page.expect_request(lambda request: "occlusion" in (request.post_data or "")):
        page.get_by_role("link", name="Why this digit").click()
    expect_settled(page)
    until_now = len(asked.bodies)
    page.get_by_role("link", name="Why this digit").click()
    draw(page, [[(0.45, 0.8), (0.45, 0.82)]])
    expect_settled(page)
    assert not any("steps" in body["parts"] for body in asked.bodies[until_now:])


def test_drawing_waits_for_no_answer(page):
    parked = []
    page.route(INSPECT, lambda route: parked.append(route))
    with page.expect_request(INSPECT):
        draw(page, DIGITS[3])
    before = page.locator("#pad").screenshot()
    draw(page, [[(0.1, 0.9), (0.9, 0.9)]])
    assert page.locator("#pad").screenshot() != before
    assert len(parked) == 1
    page.unroute(INSPECT)
    page.get_by_role("button", name="Undo").click()
    expect_read(page, 3)


def test_trouble_is_told_and_passes(open_page):
    page = open_page("/inside", troubled=True)
    page.route(INSPECT, lambda route: route.abort())
    draw(page, DIGITS[7])
    expect(page.locator('[data-part="headline"]')).to_have_text("The server cannot be reached")
    page.unroute(INSPECT)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect_read(page, 7)
    expect(page.locator("#way-verdict")).to_contain_text("reads 7")


def test_the_view_is_kept_in_this_tab(page):
    draw(page, DIGITS[7])
    choose_version(page, "tutorial-1")
    expect(layer(page, "Hidden layer 1")).to_be_visible()
    page.reload()
    expect(layer(page, "Hidden layer 1")).to_be_visible()
    expect(page.locator('[data-part="model"]')).to_have_text("tutorial-1")
    page.get_by_role("switch", name="Cut to the ink").uncheck()
    layer(page, "Hidden layer 1").get_by_role("radio").nth(3).click()
    page.get_by_role("link", name="日本語").click()
    expect(page.locator('.switch[value="crop"]')).not_to_be_checked()
    expect(page.locator('[data-layer="hidden_1"] .unit')).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("switch", name="Cut to the ink")).not_to_be_checked()
    page.get_by_role("switch", name="Cut to the ink").check()
    choose_version(page, "best-1")
    expect(layer(page, "Convolution 4")).to_be_visible()
    expect(layer(page, "Hidden layer 1")).to_be_hidden()


def test_a_link_brings_the_drawing_and_the_view(page):
    code = page.evaluate(
        """async () => {
          const {encode} = await import('/static/js/stroke-code.js');
          const {SEVEN} = await import('/static/js/examples.js');
          return encode(SEVEN);
        }"""
    )
    page.goto("about:blank")
    page.goto(f"/inside#s={code}&model=tutorial-1&without=fit&unit=hidden_1.3")
    expect(page.get_by_role("switch", name="Fitted into 20 × 20")).not_to_be_checked()
    unit(page, "Neuron 4 · Hidden layer 1")
    expect(page.locator("#way-verdict")).to_contain_text("Without ‘Fitted into 20 × 20’")


def test_the_draw_page_leads_inside_with_its_drawing(open_page):
    page = open_page("/")
    draw(page, DIGITS[7])
    expect_read(page, 7)
    page.get_by_role("link", name="What it saw").click()
    expect(page.get_by_role("heading", name="Look inside", level=1)).to_be_visible()
    expect_read(page, 7)


def test_the_theme_can_change_while_one_looks(page):
    draw(page, DIGITS[7])
    expect_read(page, 7)
    assert colours(page, ".layer-input")[0, 0].min() > 200
    page.get_by_role("button", name="Dark theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert colours(page, ".layer-input")[0, 0].max() < 60


@pytest.mark.parametrize("viewport", [PHONE, {"width": 320, "height": 568}])
def test_on_a_phone_the_paper_stays_and_everything_is_in_reach(open_page, viewport):
    options = {"has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
    page = open_page("/inside", viewport=viewport, color_scheme="dark", **options)
    choose_version_first(page, "tutorial-1")
    draw_with_finger(page, DIGITS[7])
    expect_read(page, 7)
    page.get_by_role("link", name="Through the layers").tap()
    desk = page.locator("#desk")
    assert desk.bounding_box()["height"] <= 0.45 * viewport["height"]
    layer(page, "Hidden layer 1").get_by_role("radio").nth(3).tap()
    unit(page, "Neuron 4 · Hidden layer 1")
    assert desk.bounding_box()["y"] == pytest.approx(0, abs=1)
    wide = page.evaluate(
        """[...document.querySelectorAll('main *')].filter(
             e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('svg, .marks')
           ).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    targets = page.locator("main :is(button, a, select, label:has(input)):visible")
    expect_room_for_a_finger(targets, least=60)
    switch = page.locator(".switch").first
    assert switch.evaluate("e => getComputedStyle(e).transitionProperty") in ("all", "none")
    assert switch.evaluate("e => getComputedStyle(e).transitionDuration") == "0s"
