"""The paper of a pupil: what is drawn on it hangs on the wall, and the class leads it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.classes import look, next_sheet, number, task, veil, write
from tests.browser.conftest import PHONE
from tests.browser.hand import (
    DIGITS,
    draw,
    draw_with_finger,
    expect_blank,
    expect_reading,
    expect_room_for_a_finger,
    place,
    touch,
)
from webapp.records import classrooms

pytestmark = pytest.mark.browser


def bar(page: Page, digit: int):
    return page.locator(".bar-answer").nth(digit)


def hint(page: Page):
    return page.get_by_text("Right? Tap ✓; else tap the right digit.")


def tool(page: Page, name: str) -> None:
    page.locator(f'[data-action="{name}"]').tap()


def test_a_wrong_number_is_said_to_be_wrong(open_page):
    page = open_page("/class", troubled=True)
    page.get_by_label("The number on the wall").fill("000 000")
    with page.expect_navigation():
        page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no class 000000")
    expect(page.get_by_label("The number on the wall")).to_be_focused()


def test_a_task_clears_the_sheet_and_says_what_to_write(lesson):
    page = lesson.pupil()
    expect(task(page)).to_have_text("Draw a digit")
    expect(next_sheet(page)).to_have_attribute("aria-disabled", "true")
    write(page, 3)
    lesson.set_task("7", page)
    expect_blank(page)
    expect(page.get_by_role("button", name="Not a digit", exact=True)).to_be_hidden()
    write(page, 1)
    expect(page.locator("[data-part=headline]")).to_have_text("I read 1, not 7")
    expect(hint(page)).to_be_hidden()  # what was asked for is known
    next_sheet(page).tap()
    write(page, 7)
    expect(page.locator("[data-part=headline]")).to_have_text("7, as asked")
    lesson.expect_counted(1, 3)


def test_mixed_asks_for_another_digit_with_every_sheet(lesson):
    page, asked = lesson.pupil(), set()
    lesson.press("m")
    look(page)
    for _ in range(4):
        expect(task(page)).to_contain_text("Write ")
        asked.add(task(page).inner_text())
        write(page, int(task(page).inner_text()[-1]))
        next_sheet(page).tap()
        expect_blank(page)
    assert len(asked) == 4
    lesson.expect_counted(1, 4)


def test_the_next_sheet_leaves_the_one_before_and_nothing_brings_it_back(lesson):
    page = lesson.pupil()
    write(page, 7)
    page.keyboard.press("x")
    expect_blank(page)
    for name in ("undo", "redo"):
        expect(page.locator(f'[data-action="{name}"]')).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("z")
    expect_blank(page)
    write(page, 2)
    lesson.expect_counted(1, 2)
    tool(page, "undo")
    expect_blank(page)
    lesson.expect_counted(1, 1)
    lesson.expect_tile(1, "read", "7")


def test_a_sheet_that_is_cleared_is_taken_down_and_comes_back_with_it(lesson):
    page = lesson.pupil()
    write(page, 7)
    lesson.expect_counted(1, 1)
    tool(page, "clear")
    lesson.expect_counted(1, 0)
    tool(page, "undo")
    expect_reading(page, 7)
    lesson.expect_counted(1, 1)


def test_what_is_cleared_while_the_server_is_away_is_taken_down_later(lesson):
    page = lesson.pupil()
    write(page, 7)
    lesson.expect_counted(1, 1)
    page.route("**/api/**", lambda route: route.abort())
    tool(page, "clear")
    expect_blank(page)
    draw(page, DIGITS[2])
    expect(page.locator("[data-part=headline]")).to_have_text("The server cannot be reached")
    page.unroute("**/api/**")
    look(page)
    expect_reading(page, 2)
    lesson.expect_tile(1, "read", "2")
    lesson.expect_counted(1, 1)


def test_a_reload_keeps_the_sheet_and_whose_it_is(lesson):
    page = lesson.pupil()
    lesson.set_task("7", page)
    draw(page, DIGITS[7])
    page.reload()
    expect_reading(page, 7)
    expect(number(page)).to_have_text("You are number 1")
    draw(page, [[(0.4, 0.52), (0.6, 0.5)]])
    expect(next_sheet(page)).to_have_attribute("aria-disabled", "false")
    lesson.expect_counted(1, 1)


def test_what_was_drawn_for_another_task_is_not_taken_along(lesson):
    page = lesson.pupil()
    write(page, 3)
    page.goto("about:blank")
    lesson.press("7")
    expect(lesson.board.get_by_role("radio", name="7")).to_be_checked()
    page.go_back()
    expect(task(page)).to_have_text("Write 7")
    expect_blank(page)
    page.keyboard.press("z")
    expect_blank(page)


def test_one_says_what_it_is_where_nothing_was_asked_for(lesson):
    page = lesson.pupil()
    expect(page.locator("#teach [data-part=words]")).to_contain_text("without a name")
    expect(hint(page)).to_be_hidden()
    write(page, 7)
    expect(hint(page)).to_be_visible()
    expect(page.locator("#teach [data-part=words]")).to_be_hidden()
    bar(page, 1).tap()
    expect(hint(page)).to_be_hidden()
    expect(page.locator("#teach [data-part=words]")).to_have_text("Thank you: it is 1.")
    expect(bar(page, 1)).to_have_attribute("aria-pressed", "true")
    lesson.expect_tile(1, "wrong", "7")
    page.locator("#teach [data-part=undo]").tap()
    expect(page.locator("#teach [data-part=words]")).to_have_text("Taken back.")
    lesson.expect_tile(1, "read", "7")
    page.get_by_role("button", name="Right: 7").tap()
    next_sheet(page).tap()
    expect(page.locator("#teach [data-part=words]")).to_contain_text("without a name")
    write(page, 2)
    expect(hint(page)).to_be_visible()
    expect(bar(page, 7)).to_have_attribute("aria-pressed", "false")
    lesson.board.get_by_role("button", name="Train on what we drew").click()
    expect(lesson.board.get_by_role("dialog")).to_contain_text("1 drawings say")


def test_a_pause_covers_the_sheet_and_what_was_being_drawn_comes_after_it(lesson):
    page = lesson.pupil()
    finger = page.context.new_cdp_session(page)
    first, *others = DIGITS[7][0]
    touch(finger, "touchStart", [place(page, first)])
    lesson.press("p")
    expect(veil(page)).to_have_text("Pause: eyes to the front", use_inner_text=True)
    for point in others:
        touch(finger, "touchMove", [place(page, point)])
    touch(finger, "touchEnd", [])
    expect(page.locator("[data-part=headline]")).to_have_text("I read 7")
    expect(next_sheet(page)).to_have_attribute("aria-disabled", "true")
    draw_with_finger(page, [[(0.2, 0.2), (0.8, 0.8)]])
    page.keyboard.press("Delete")
    lesson.press("p")
    look(page)
    expect(veil(page)).to_be_hidden()
    lesson.expect_tile(1, "read", "7")
    expect(next_sheet(page)).to_have_attribute("aria-disabled", "false")


def test_the_end_comes_while_one_draws(lesson):
    page = lesson.pupil()
    finger = page.context.new_cdp_session(page)
    touch(finger, "touchStart", [place(page, (0.3, 0.3))])
    lesson.board.get_by_role("button", name="End", exact=True).click()
    lesson.board.get_by_role("button", name="End it").click()
    expect(veil(page)).to_contain_text("The class is over. Thank you for drawing!")
    touch(finger, "touchMove", [place(page, (0.6, 0.3))])
    touch(finger, "touchEnd", [])
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("z")
    page.get_by_role("link", name="Go on drawing alone").tap()
    page.wait_for_url("**/")
    assert not any("/api/classes" in url for url in asked)


def test_a_full_class_says_so(lesson, open_page, monkeypatch):
    monkeypatch.setattr(classrooms, "MOST_PUPILS", 1)
    lesson.pupil()
    late = open_page(f"/c/{lesson.code}", troubled=True)
    expect(veil(late)).to_contain_text("it is full")
    expect(late.get_by_role("link", name="Go on drawing alone")).to_be_visible()


def test_a_finger_draws_and_nothing_scrolls_or_grows(lesson):
    page = lesson.pupil()
    draw_with_finger(page, [[(0.5, 0.2), (0.5, 0.8), (0.5, 1.4)]])
    finger = page.context.new_cdp_session(page)
    for spot in (task(page), page.locator("#reading")):
        box = spot.bounding_box()
        start = {"x": box["x"] + 5, "y": box["y"] + 5}
        touch(finger, "touchStart", [start])
        touch(finger, "touchMove", [{**start, "y": start["y"] + 200}])
        touch(finger, "touchEnd", [])
    assert page.evaluate("[scrollY, visualViewport.scale, String(getSelection())]") == [0, 1, ""]
    style = "getComputedStyle(document.documentElement).overscrollBehaviorY"
    assert page.evaluate(style) == "none"  # no pull to refresh
    assert page.evaluate("getComputedStyle(document.body).touchAction") == "manipulation"


SCREENS = [(320, 568), (360, 560), (375, 667), (390, 844), (667, 375), (844, 390), (768, 1024),
           (1024, 680), (1280, 720)]  # fmt: skip


@pytest.mark.parametrize("locale", ["en", "ja"])
def test_it_fits_every_screen_and_nothing_moves(lesson, locale):
    page = lesson.pupil(locale=locale, is_mobile=False)
    spots = """['pad', 'tools', 'bars', 'stamp'].map((id) =>
        JSON.stringify(document.getElementById(id).getBoundingClientRect()))"""
    size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    cut = "all => all.map((each) => each.scrollHeight - each.clientHeight)"
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        before = page.evaluate(spots)
        draw(page, DIGITS[7])
        expect_reading(page, 7)
        assert page.evaluate(spots) == before, (width, height)
        assert page.evaluate(size) == [width, height]
        assert page.locator("#sheet").bounding_box()["width"] >= 0.65 * min(width, height)
        words = page.locator(".teach-words, .strip-words")
        assert max(words.evaluate_all(cut)) <= 2, (width, height)  # descenders
        page.keyboard.press("Delete")
        expect_blank(page)


def test_targets_are_large_enough_for_a_finger(lesson):
    page = lesson.pupil()
    # The bars have a test of their own, see test_corrections.py.
    targets = page.locator("button:visible:not(.bar-answer), a:visible:not(.skip), input:visible")
    for size in (PHONE, {"width": 320, "height": 568}, {"width": 667, "height": 375}):
        page.set_viewport_size(size)
        expect_room_for_a_finger(targets, least=9)
