"""Saying what a drawing is: one tap keeps it, one tap takes it back, and nothing moves for it."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import PHONE, serving
from tests.browser.hand import DIGITS, SMILEY, draw, expect_blank, expect_reading, picture
from webapp import create_app
from webapp.records import Choice, Drawing, db, writer_of

pytestmark = pytest.mark.browser

KEEPS = "no name and no IP address"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """Give an application whose drawings are nobody else's."""
    settings = {"DATA": str(tmp_path_factory.mktemp("corrections")), "RATE_LIMIT": "off"}
    return create_app(settings)


@pytest.fixture(scope="module")
def server(app) -> Iterator[str]:
    """Serve it."""
    with serving(app) as address:
        yield address


@pytest.fixture(autouse=True)
def _nothing_kept(app) -> Iterator[None]:
    yield
    with app.app_context():
        db.session.execute(db.delete(Drawing))
        db.session.commit()


def kept(app) -> list[Drawing]:
    """Return what the server has kept."""
    with app.app_context():
        wanted = db.select(Drawing).options(db.undefer(Drawing.strokes)).order_by(Drawing.id)
        return list(db.session.scalars(wanted))


def write(page: Page, digit: int = 7) -> None:
    """Draw a digit and wait until one can say what it is."""
    draw(page, DIGITS[digit])
    expect_reading(page, digit)
    expect_ready(page)


def expect_ready(page: Page) -> None:
    expect(bar(page, 0)).to_have_attribute("aria-disabled", "false")


def bar(page: Page, digit: int):
    return page.get_by_role("button", name=f"It is {digit}")


def words(page: Page):
    return page.locator("#teach [data-part=words]")


def test_what_is_kept_is_said_before_anything_is(app, page):
    expect(words(page)).to_contain_text(KEEPS)
    for name in ("It is 3", "Not a digit"):
        button = page.get_by_role("button", name=name, exact=True)
        expect(button).to_have_attribute("aria-disabled", "true")
        button.click(force=True)
    write(page)
    expect(words(page)).to_contain_text(KEEPS)
    assert kept(app) == []
    assert page.evaluate("localStorage.length") == 0


def test_a_right_reading_is_confirmed_with_one_tap(app, page):
    write(page)
    page.get_by_role("button", name="Right: 7").click()
    expect(words(page)).to_have_text("Thank you: kept as 7.")
    expect(bar(page, 7)).to_have_attribute("aria-pressed", "true")
    (drawing,) = kept(app)
    assert (drawing.label, drawing.digit, drawing.source) == (7, 7, "page")
    assert drawing.writer == writer_of(page.evaluate("localStorage['hitofude.writer']"))


def test_a_wrong_one_is_corrected_on_the_right_bar(app, page):
    posted: list[Request] = []
    page.on("request", lambda each: posted.append(each) if "/api/" in each.url else None)
    write(page)
    bar(page, 1).click()
    expect(words(page)).to_have_text("Thank you: kept as 1.")
    body = json.loads(posted[-1].post_data)
    assert body["image"] == json.loads(posted[-2].post_data)["image"]  # the one that was read
    (drawing,) = kept(app)
    assert (drawing.label, drawing.digit) == (1, 7)
    (stroke,) = drawing.strokes
    first, last = DIGITS[7][0][0], DIGITS[7][0][-1]
    assert stroke[0] == pytest.approx([280 * each for each in first], abs=1)
    assert stroke[-1] == pytest.approx([280 * each for each in last], abs=1)
    bar(page, 4).click()  # another word on the same drawing replaces the one before
    expect(words(page)).to_have_text("Thank you: kept as 4.")
    assert [each.label for each in kept(app)] == [4]
    page.get_by_role("button", name="Undo").last.click()
    expect(words(page)).to_have_text("Thank you: kept as 1.")
    assert [each.label for each in kept(app)] == [1]


def test_what_was_kept_can_be_taken_back_also_when_the_paper_is_blank_again(app, page):
    write(page)
    bar(page, 7).click()
    undo = page.locator("#teach [data-part=undo]")
    expect(undo).to_be_visible()
    page.keyboard.press("Delete")
    expect_blank(page)
    undo.click()
    expect(words(page)).to_have_text("Taken back: it is not kept.")
    assert kept(app) == []


def test_the_way_back_closes_after_a_while(app, open_page):
    page = open_page()
    page.clock.install()
    draw(page, DIGITS[7])
    page.clock.run_for(1000)
    expect_ready(page)
    bar(page, 7).click()
    undo = page.locator("#teach [data-part=undo]")
    expect(undo).to_be_visible()
    page.clock.run_for(11_000)
    expect(undo).to_be_hidden()
    expect(words(page)).to_contain_text(KEEPS)
    expect(bar(page, 7)).to_have_attribute("aria-pressed", "true")
    assert len(kept(app)) == 1


def test_by_keyboard(app, page):
    page.keyboard.press("3")  # nothing to say it of
    write(page)
    page.keyboard.press("2")
    expect(words(page)).to_have_text("Thank you: kept as 2.")
    page.keyboard.press("n")
    expect(words(page)).to_have_text("Thank you: kept as not a digit.")
    expect(page.get_by_role("button", name="Not a digit", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    assert [each.label for each in kept(app)] == [None]
    bar(page, 0).focus()
    for key, digit in (("ArrowDown", 1), ("End", 9), ("ArrowLeft", 8), ("Home", 0)):
        page.keyboard.press(key)
        expect(bar(page, digit)).to_be_focused()
    page.keyboard.press("Enter")
    expect(words(page)).to_have_text("Thank you: kept as 0.")
    page.keyboard.press("u")
    expect(words(page)).to_have_text("Thank you: kept as not a digit.")
    expect(page.get_by_role("status")).to_contain_text("Thank you: kept as not a digit.")


def test_keys_that_do_not_act_alone_say_nothing(app, page):
    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    write(page)
    page.keyboard.press("2")
    bar(page, 3).click()
    expect(words(page)).to_have_text("Thank you: kept as 3.")
    assert [each.label for each in kept(app)] == [3]


def test_a_scribble_is_agreed_to_be_no_digit(app, page):
    draw(page, SMILEY)
    expect(page.locator("#stamp[data-state=doubt]")).to_be_visible()
    page.get_by_role("button", name="Right, not a digit").click()
    expect(words(page)).to_have_text("Thank you: kept as not a digit.")
    assert [each.label for each in kept(app)] == [None]


def test_of_a_picture_and_after_the_eraser_there_are_no_strokes(app, page):
    page.locator("#picker").set_input_files(
        {"name": "three.png", "mimeType": "image/png", "buffer": picture(3)}
    )
    expect_reading(page, 3)
    expect_ready(page)
    bar(page, 3).click()
    expect(words(page)).to_have_text("Thank you: kept as 3.")
    page.keyboard.press("Delete")
    expect_blank(page)
    draw(page, DIGITS[7])
    page.keyboard.press("e")
    draw(page, [[(0.45, 0.8), (0.46, 0.8)]])
    expect_reading(page, 7)
    expect_ready(page)
    bar(page, 7).click()
    expect(words(page)).to_have_text("Thank you: kept as 7.")
    assert [(each.label, each.strokes) for each in kept(app)] == [(3, None), (7, None)]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, "The server cannot be reached. Nothing has changed; try again."),
        ({"status": 500}, "The server could not read it. Nothing has changed; try again."),
        ({"status": 429, "json": {"detail": "Enough for today."}}, "Enough for today."),
    ],
)
def test_what_goes_wrong_is_said_in_words_and_can_be_tried_again(app, open_page, answer, told):
    page = open_page(troubled=True)
    write(page)
    page.route(
        "**/api/drawings", lambda route: route.fulfill(**answer) if answer else route.abort()
    )
    bar(page, 1).click()
    expect(words(page)).to_have_text(told)
    expect(bar(page, 1)).to_have_attribute("aria-pressed", "false")
    page.unroute("**/api/drawings")
    bar(page, 1).click()
    expect(words(page)).to_have_text("Thank you: kept as 1.")
    assert len(kept(app)) == 1


def test_my_drawings_are_counted_and_deleted(app, page):
    page.keyboard.press("?")
    mine = page.get_by_role("region", name="Your drawings")
    expect(mine).to_contain_text("Nothing that you drew in this browser is kept.")
    page.keyboard.press("Escape")
    write(page)
    bar(page, 7).click()
    expect(words(page)).to_contain_text("Thank you")
    page.keyboard.press("?")
    expect(mine).to_contain_text("Kept from this browser: 1.")
    mine.get_by_role("button", name="Delete my drawings").click()
    expect(mine.get_by_role("button", name="Keep them")).to_be_focused()
    page.keyboard.press("Enter")
    expect(mine).to_contain_text("Kept from this browser: 1.")
    mine.get_by_role("button", name="Delete my drawings").click()
    mine.get_by_role("button", name="Delete", exact=True).click()
    expect(mine).to_contain_text("Done. Deleted: 1.")
    assert kept(app) == []


def test_where_nothing_is_collected_nothing_of_it_is_shown_but_the_way_to_delete(app, open_page):
    page = open_page(troubled=True)
    write(page)
    bar(page, 7).click()
    expect(words(page)).to_contain_text("Thank you")
    with app.app_context():
        Choice.collect(False)
    try:
        bar(page, 1).click()  # the page was opened before
        expect(words(page)).to_have_text("Drawings are not collected here: nothing was kept.")
        page.reload()
        expect_reading(page, 7)
        assert page.locator(".bar-answer, .agree, .teach").count() == 0
        page.keyboard.press("?")
        mine = page.get_by_role("region", name="Your drawings")
        mine.get_by_role("button", name="Delete my drawings").click()
        mine.get_by_role("button", name="Delete", exact=True).click()
        expect(mine).to_contain_text("Done. Deleted: 1.")
        assert kept(app) == []
        page.reload()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Help and keys")).to_be_visible()
        expect(page.locator("#mine")).to_be_hidden()
        expect(page.get_by_text("It is this digit")).to_have_count(0)
    finally:
        with app.app_context():
            Choice.collect(True)


SCREENS = [(320, 568), (360, 640), (390, 844), (740, 360), (768, 1024), (844, 390),
           (1024, 600), (1280, 720), (1920, 1080)]  # fmt: skip


def test_it_fits_every_screen_and_moves_nothing(open_page):
    page = open_page(locale="en", color_scheme="dark")
    write(page)
    things = "#pad, #bars, #stamp, .seen img, [data-part=none]"
    spots = f"""() => [...document.querySelectorAll('{things}')]
        .map((each) => JSON.stringify(each.getBoundingClientRect()))"""
    for digit, (width, height) in enumerate(SCREENS):
        page.set_viewport_size({"width": width, "height": height})
        before = page.evaluate(spots)
        bar(page, digit).click()
        expect(words(page)).to_have_text(f"Thank you: kept as {digit}.")
        assert page.evaluate(spots) == before, (width, height)
        size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        assert page.evaluate(size) == [width, height]
        row = page.locator("#teach")
        assert row.evaluate("row => row.scrollHeight <= row.clientHeight"), (width, height)


def test_the_sentence_is_never_cut_off(open_page):
    page = open_page()
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        cut = words(page).evaluate("each => each.scrollHeight - each.clientHeight")
        assert cut <= 2, (width, height)  # descenders


def test_bars_are_hit_with_a_finger(open_page):
    page = open_page(has_touch=True, is_mobile=True)
    measure = "all => all.map((each) => [each.offsetWidth, each.offsetHeight])"
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        sizes = page.locator(".bar-answer").evaluate_all(measure)
        assert len(sizes) == 10
        # WCAG 2.2, 2.5.8; upright bars are narrower than a finger on a phone, and higher.
        assert min(min(size) for size in sizes) >= 24, (width, height)
        if width < 480:
            assert min(size[1] for size in sizes) >= 44, (width, height)
        buttons = page.locator(".agree, .teach-button:visible").evaluate_all(measure)
        assert min(min(size) for size in buttons) >= 44, (width, height)


def test_by_touch_on_a_phone_in_japanese(app, open_page):
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True, locale="ja-JP")
    draw(page, DIGITS[7])
    expect_reading(page, 7)
    expect(page.locator(".bar-answer").first).to_have_attribute("aria-disabled", "false")
    page.locator(".bar-answer").nth(1).tap()
    expect(page.locator("#teach [data-part=undo]")).to_be_visible()
    assert [each.label for each in kept(app)] == [1]
