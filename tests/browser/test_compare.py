"""Several versions read the same drawing side by side; where they disagree is marked."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from tests.browser import hand
from tests.browser.conftest import PHONE, serving
from tests.browser.hand import DIGITS, Flights, draw, expect_room_for_a_finger, place, tab_to
from tests.browser.test_share import shared_link
from tests.support import SHIPPED
from webapp import create_app
from webapp.models.ids import is_model_id
from webapp.web import compare

pytestmark = pytest.mark.browser

BEST, TUTORIAL = "best-1", "tutorial-1"
COPIES = {"dense-9": TUTORIAL, "quick-2": BEST}
COMPARE = "**/api/compare"


def store_of(folder: Path, *ids: str) -> Path:
    """Return a store with some of the versions that ship, and copies of them."""
    store = folder / "model_store"
    store.mkdir()
    (store / "champion").write_text(ids[0])
    for model_id in ids:
        original = COPIES.get(model_id, model_id)
        shutil.copytree(SHIPPED / original, store / model_id)
        manifest = store / model_id / "manifest.json"
        manifest.write_text(manifest.read_text().replace(f'"{original}"', f'"{model_id}"'))
    return store


def app_of(store: Path) -> Flask:
    return create_app({"MODEL_STORE": store, "DATA": store.parent / "instance"})


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve four versions; give the page's address."""
    store = store_of(tmp_path_factory.mktemp("four"), BEST, TUTORIAL, *COPIES)
    with serving(app_of(store)) as address:
        yield f"{address}/compare"


def card(page: Page, model: str) -> Locator:
    return page.locator(".version").filter(
        has=page.locator(f'select:has(option[value="{model}"]:checked)')
    )


def headline(page: Page) -> Locator:
    return page.locator("#agreement [data-part=headline]")


def detail(page: Page) -> Locator:
    return page.locator("#agreement [data-part=detail]")


def expect_seal(page: Page, model: str, digit: int) -> None:
    seal = card(page, model).locator(".stamp")
    expect(seal).to_have_attribute("data-state", "pressed")
    expect(seal).to_have_attribute("data-digit", str(digit))


def chosen(page: Page) -> list[str]:
    return page.locator(".version select").evaluate_all("all => all.map(({value}) => value)")


def test_both_read_what_is_drawn(open_page):
    page = open_page("/compare")
    assert chosen(page) == [BEST, TUTORIAL]
    expect(headline(page)).to_have_text("Still a blank page")
    draw(page, DIGITS[7])
    expect(headline(page)).to_have_text("Both read 7")
    expect(detail(page)).to_contain_text("ms for all of them together")
    for model in (BEST, TUTORIAL):
        expect_seal(page, model, 7)
        expect(card(page, model).locator(".bar").nth(7)).to_have_attribute("data-top", "")
        expect(card(page, model)).not_to_have_attribute("data-odd", "")
    seen = page.get_by_role("img", name="as the networks saw it")
    assert seen.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [28, 28]
    expect(page.get_by_role("status")).to_contain_text("Both read 7")
    page.keyboard.press("Delete")
    expect(headline(page)).to_have_text("Still a blank page")
    expect(page.locator(".stamp").first).to_have_attribute("data-state", "blank")


#: The examples that the page offers, in their order.
EXAMPLES = [
    "A 1 with a long flag",
    "A crossed 7",
    "A slashed 0",
    "An open 4",
    "A 9 with a curled tail",
    "The letter E",
]


def said(reading: dict) -> int | None:
    """Return which digit a version says it is; None: it doubts that it is one."""
    return reading["digit"] if reading["is_digit"] else None


def take_example(page: Page, name: str, *models: str) -> dict[str, int | None]:
    """Put an example on the paper; return what the interface says of the same picture.

    Of all versions that the page asks, or of those that are named.
    """
    with page.expect_request(COMPARE) as request:
        page.get_by_role("button", name=name).click()
    body = json.loads(request.value.post_data)
    body["models"] = list(models) or body["models"]
    readings = page.request.post(request.value.url, data=body).json()["readings"]
    return {reading["model"]: said(reading) for reading in readings}


def expect_said(page: Page, model: str, digit: int | None) -> None:
    if digit is None:
        expect(card(page, model).locator(".stamp")).to_have_attribute("data-state", "doubt")
    else:
        expect_seal(page, model, digit)


def test_the_examples_show_where_they_disagree(open_page):
    page = open_page("/compare")
    buttons = page.get_by_role("group", name="Hard examples").get_by_role("button")
    assert buttons.evaluate_all("all => all.map((one) => one.ariaLabel)") == EXAMPLES
    answers = [take_and_check(page, name) for name in EXAMPLES]
    assert any(len(set(answer.values())) > 1 for answer in answers)
    page.keyboard.press("z")
    expect_said(page, TUTORIAL, answers[-2][TUTORIAL])


def take_and_check(page: Page, name: str) -> dict[str, int | None]:
    answer = take_example(page, name)
    for model, digit in answer.items():
        expect_said(page, model, digit)
    marks = page.get_by_text("reads otherwise").filter(visible=True)
    if len(set(answer.values())) == 1:
        expect(headline(page)).to_have_text(re.compile(r"^Both (read \d|doubt)"))
        expect(marks).to_have_count(0)
        return answer
    expect(headline(page)).to_have_text("They disagree")
    expect(marks).to_have_count(2)  # of two, each reads otherwise than the other
    expect(page.locator(".version[data-odd]")).to_have_count(2)
    sentences = [
        f"{model} doubts that it is a digit" if digit is None else f"{model} reads {digit}"
        for model, digit in answer.items()
    ]
    expect(detail(page)).to_have_text(", ".join(sentences))
    if None not in answer.values():
        for digit in answer.values():
            apart = page.locator(f".version .bar:nth-child({digit + 1})[data-apart]")
            expect(apart).to_have_count(2)
    return answer


def test_the_page_chooses_as_the_interface_allows(open_page):
    page = open_page("/compare")
    limits = page.evaluate(
        """async () => { const {FEWEST, MOST} = await import('/static/js/compare/choice.js');
             return [FEWEST, MOST]; }"""
    )
    assert limits == [compare.FEWEST, compare.MOST]
    ids = ["a", "best-1", "a-b-c-d-e-f-g-h", "a-b-c-d-e-f-g-h-i", "x" * 64, "x" * 65]
    ids += ["Best", "a--b", "-a", "a-", "../x", "a b", ""]
    kept = page.evaluate(
        """async (ids) => { const {parse} = await import('/static/js/compare/choice.js');
             return ids.filter((id) => parse(`${id},the-other`)); }""",
        ids,
    )
    assert kept == [one for one in ids if is_model_id(one)]


def test_versions_are_added_chosen_and_removed(open_page, four):
    page = open_page(four)
    draw(page, DIGITS[7])
    expect(headline(page)).to_have_text("Both read 7")
    add = page.get_by_role("button", name="Add a version")
    add.click()
    expect(page.locator(".version select").nth(2)).to_be_focused()
    add.click()
    expect(add).to_be_hidden()
    assert sorted(chosen(page)) == sorted([BEST, TUTORIAL, *COPIES])
    expect(headline(page)).to_have_text("All read 7")
    expect_seal(page, "dense-9", 7)
    card(page, TUTORIAL).get_by_role("button", name="Take this version away").click()
    card(page, "dense-9").get_by_role("button", name="Take this version away").click()
    expect(page.get_by_role("button", name="Take this version away")).to_have_count(0)
    first = page.locator(".version select").first
    expect(first.locator("option[value=quick-2]")).to_be_disabled()
    first.select_option(TUTORIAL)
    expect_seal(page, TUTORIAL, 7)
    assert chosen(page) == [TUTORIAL, "quick-2"]
    link = card(page, TUTORIAL).get_by_role("link", name="Its card")
    expect(link).to_have_attribute("href", "/models/tutorial-1")
    page.reload()
    expect_seal(page, TUTORIAL, 7)
    assert chosen(page) == [TUTORIAL, "quick-2"]


def test_the_champion_is_believed_where_voices_are_even(open_page, four):
    page = open_page(f"{four}#s=1.&models=dense-9,best-1")
    page.get_by_role("button", name="A 1 with a long flag").click()
    for model in ("dense-9", BEST):
        expect(card(page, model)).to_have_attribute("data-odd", "")
    for _ in range(2):
        page.get_by_role("button", name="Add a version").click()
    expect(headline(page)).to_have_text("They disagree")
    expect(card(page, BEST)).not_to_have_attribute("data-odd", "")


def test_a_link_brings_the_drawing_and_the_versions(open_page, four):
    page = open_page(four)
    answer = take_example(page, "A slashed 0")
    page.locator(".version select").nth(1).select_option("dense-9")
    expect_said(page, "dense-9", answer[TUTORIAL])
    link = shared_link(page)
    assert link.endswith("&models=best-1,dense-9")
    other = open_page(link)
    expect_said(other, "dense-9", answer[TUTORIAL])
    expect_said(other, BEST, answer[BEST])
    other.reload()
    expect_said(other, "dense-9", answer[TUTORIAL])
    assert other.evaluate("localStorage.getItem('hitofude.compared')") is None
    page.locator(".version select").nth(1).select_option(TUTORIAL)
    page.evaluate("link => { location.href = link; }", link)
    expect_said(page, "dense-9", answer[TUTORIAL])


def test_a_card_leads_inside_its_version_with_the_drawing(open_page):
    page = open_page("/compare")
    draw(page, DIGITS[7])
    expect_seal(page, TUTORIAL, 7)
    card(page, TUTORIAL).get_by_role("link", name="Look inside").click()
    expect(page.get_by_label("Version", exact=True)).to_have_value(TUTORIAL)
    expect(page.locator("#stamp")).to_have_attribute("data-digit", "7")
    expect(page).to_have_url(re.compile("/inside$"))


def test_a_version_that_is_gone_is_told_on_its_card(open_page, tmp_path):
    store = store_of(tmp_path, BEST, TUTORIAL, "quick-2")
    with serving(app_of(store)) as address:
        page = open_page(f"{address}/compare#s=1.&models=quick-2,best-1,tutorial-1", troubled=True)
        draw(page, DIGITS[7])
        expect(headline(page)).to_have_text("All read 7")
        expect_seal(page, "quick-2", 7)  # then nothing more is asked about the 7
        shutil.rmtree(store / "quick-2")
        answer = take_example(page, "A slashed 0", BEST, TUTORIAL)
        expect(card(page, "quick-2")).to_contain_text("This version cannot read")
        for model, digit in answer.items():
            expect_said(page, model, digit)
        shutil.rmtree(store / TUTORIAL)
        page.get_by_role("button", name="A crossed 7").click()
        expect(card(page, TUTORIAL)).to_contain_text("This version cannot read")
        expect_seal(page, BEST, 7)
        expect(headline(page)).to_have_text("best-1 reads 7")
        page.get_by_role("button", name="Take this version away").first.click()
        assert chosen(page) == [BEST, TUTORIAL]
        page.context.close()


def test_a_link_to_an_unknown_version_says_so(open_page):
    page = open_page("/compare#s=1.&models=never-was,best-1,../x,%3Cb%3E", troubled=True)
    assert chosen(page) == ["never-was", BEST]
    draw(page, DIGITS[7])
    expect(card(page, "never-was")).to_contain_text("This version cannot read")
    expect_seal(page, BEST, 7)
    page.locator(".version select").first.select_option(TUTORIAL)
    expect(headline(page)).to_have_text("Both read 7")


def test_one_request_flies_at_a_time(open_page):
    page = open_page("/compare")
    flights = Flights(page, COMPARE)
    [stroke] = DIGITS[7]
    page.mouse.move(**place(page, stroke[0]))
    page.mouse.down()
    for point in stroke[1:]:
        page.mouse.move(**place(page, point), steps=10)
    page.mouse.up()
    expect(headline(page)).to_have_text("Both read 7")
    expect_seal(page, BEST, 7)
    flights.expect_one_at_a_time(least=2)


def test_a_server_that_goes_and_comes_back(open_page):
    page = open_page("/compare", troubled=True)
    page.route(COMPARE, lambda route: route.abort())
    draw(page, DIGITS[3])
    expect(headline(page)).to_have_text("The server cannot be reached")
    expect(detail(page)).to_have_text("Your drawing is kept; I keep trying.")
    page.unroute(COMPARE)
    expect(headline(page)).to_have_text("Both read 3")


def test_with_one_version_it_says_how_to_get_another(open_page, tmp_path):
    with serving(app_of(store_of(tmp_path, BEST))) as address:
        page = open_page(f"{address}/compare")
        expect(page.get_by_text("there is only one")).to_be_visible()
        link = page.get_by_role("link", name="Train a network")
        expect(link).to_have_attribute("href", "/admin")
        page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_four_cards_fit_every_screen(open_page, four, theme):
    page = open_page(f"{four}#s=1.&models=best-1,tutorial-1,dense-9,quick-2", color_scheme=theme)
    page.get_by_role("button", name="The letter E").click()
    expect(headline(page)).to_have_text("They disagree")
    for width, height in ((320, 568), (390, 844), (740, 360), (768, 1024), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        overflow = "[document.documentElement, ...document.querySelectorAll('#tools, .version')]"
        wide = page.evaluate(f"{overflow}.filter((e) => e.scrollWidth > e.clientWidth).length")
        assert wide == 0, (width, height)
        places = page.locator(".version:nth-child(-n+2) .bars").evaluate_all(
            "all => all.map((e) => [e.getBoundingClientRect().top, e.clientWidth])"
        )
        assert places[0] == pytest.approx(places[1], abs=1), (width, height)


def test_a_finger_and_the_keyboard_are_enough(open_page):
    page = open_page("/compare", viewport=PHONE, has_touch=True, is_mobile=True)
    hand.draw_with_finger(page, DIGITS[7])
    expect_seal(page, TUTORIAL, 7)
    expect_room_for_a_finger(
        page.locator("button:visible, select:visible, a:visible:not(.skip)"), least=8
    )
    page.get_by_role("button", name="A slashed 0").focus()
    with page.expect_response(COMPARE) as response:
        page.keyboard.press("Enter")
    for reading in response.value.json()["readings"]:
        expect_said(page, reading["model"], said(reading))
    select = card(page, TUTORIAL).locator("select")
    select.focus()
    page.keyboard.press("s")  # a letter chooses from a list, it does not share
    expect(page.locator("#notice")).to_be_hidden()


def test_versions_are_added_chosen_and_removed_by_keyboard(open_page, four):
    page = open_page(four)
    selects = page.locator(".version select")
    tab_to(page, page.get_by_role("button", name="Add a version"))
    page.keyboard.press("Enter")
    expect(selects.nth(2)).to_be_focused()
    first, second, third = chosen(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("End")
    assert chosen(page)[:2] == [first, second]
    assert len({first, second, third, chosen(page)[2]}) == 4
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Take this version away").nth(2)).to_be_focused()
    page.keyboard.press("Enter")
    assert chosen(page) == [first, second]
    expect(selects.nth(1)).to_be_focused()


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}])
def test_nothing_moves_when_the_readings_appear(open_page, viewport):
    page = open_page("/compare", viewport=viewport)
    spots = """['#pad', '#tools', '#agreement', '#cards .bars', '#cards .version-foot'].map((one) =>
        JSON.stringify(document.querySelector(one).getBoundingClientRect()))"""
    before = page.evaluate(spots)
    page.locator("[aria-label='A slashed 0']").dispatch_event("click")
    expect(headline(page)).to_have_text("They disagree")
    assert page.evaluate(spots) == before
