"""A number of several digits is written on a roll of paper and read, digit by digit."""

import io
import json

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.browser import hand
from tests.browser.conftest import PHONE
from tests.browser.hand import DIGITS, Post, draw

pytestmark = pytest.mark.browser

READ = "**/api/read"

#: A digit's square, and its distance from the next, in canvas units.
SIZE, STEP = 240, 155

#: Whether there is paper to write on behind a place, as `static/js/number/places.js` wants it.
ROOMY = """end => {
  const scale = frame.clientHeight / 280;
  const [start, shown] = [frame.scrollLeft / scale, frame.clientWidth / scale];
  return start + shown - end >= Math.min(220, shown / 2) + 8; // half a pen's width, less a rounding
}"""


@pytest.fixture
def page(open_page):
    return open_page("/number")


def strokes_at(page, digit: int, left: float, size: float = SIZE) -> list[hand.Stroke]:
    """Return a digit's strokes in parts of the paper; its square begins at ``left`` units."""
    box = page.locator("#pad").bounding_box()
    length = 280 * box["width"] / box["height"]
    return [
        [((left + x * size) / length, (20 + y * size) / 280) for x, y in stroke]
        for stroke in DIGITS[digit]
    ]


def write(page, number: str, left: float = -30, step: float = STEP, by=draw) -> None:
    """Write digits side by side, each when the roll has moved on from the one before."""
    for place, digit in enumerate(number):
        start = left + place * step
        by(page, strokes_at(page, int(digit), start))
        end = max(x for x, _ in DIGITS[int(digit)][-1])
        page.wait_for_function(ROOMY, arg=start + end * SIZE)


def seals(page):
    return page.locator("#number .stamp")


def headline(page):
    return page.locator('[data-part="headline"]')


def detail(page):
    return page.locator('[data-part="detail"]')


def expect_number(page, number: str) -> None:
    """Wait until the seals of this number have all been pressed."""
    expect(page.locator("#number .stamp[data-state=pressed]")).to_have_text(list(number))
    expect(page.locator("#columns .column-digit")).to_have_text(list(number))
    expect(page.locator("#boxes")).not_to_have_attribute("data-stale", "")


def expect_blank(page) -> None:
    expect(page.locator("#sheet")).to_have_attribute("data-blank", "")
    expect(page.locator("#number .stamp[data-state=blank]")).to_have_count(1)
    expect(page.locator("#columns .column, #boxes .box")).to_have_count(0)


def box_parts(page) -> list[list[float]]:
    """Return left and right end of each box, in canvas units, as the next frame shows them."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    return page.locator("#boxes .box").evaluate_all(
        """boxes => { const pad = document.querySelector('#pad').getBoundingClientRect();
             return boxes.map((box) => { const {left, right} = box.getBoundingClientRect();
               return [left, right].map((x) => (x - pad.left) * 280 / pad.height); }); }"""
    )


def expect_boxes_around(page, number: str, left: float = -30, step: float = STEP) -> None:
    for place, (digit, (first, last)) in enumerate(zip(number, box_parts(page), strict=True)):
        xs = [x for stroke in DIGITS[int(digit)] for x, _ in stroke]
        start = left + place * step
        # The pen's half width and the box's distance from the ink lie between; corners are round.
        assert first == pytest.approx(start + min(xs) * SIZE - 17, abs=12), digit
        assert last == pytest.approx(start + max(xs) * SIZE + 17, abs=12), digit


def test_digits_side_by_side_are_read_each_with_its_box_and_column(page):
    expect_blank(page)
    expect(page.get_by_text("Digits side by side; they may touch")).to_be_visible()
    write(page, "2026")
    expect_number(page, "2026")
    expect(headline(page)).to_have_text("I read 2026")
    expect(page.locator('[data-part="detail"]')).to_contain_text("sure of every digit")
    expect_boxes_around(page, "2026")
    tops = page.locator("#columns .bar[data-top] .bar-digit")
    expect(tops).to_have_text(list("2026"))
    seen = page.locator(".column-seen").evaluate_all("all => all.map((one) => one.naturalWidth)")
    assert seen == [28] * 4
    champion = page.request.get("/api/models").json()["champion"]
    expect(page.get_by_text(champion)).to_be_visible()


def test_digits_that_touch_are_told_apart(page):
    write(page, "40", step=118)
    expect_number(page, "40")


def test_the_paper_grows_and_nothing_that_was_written_is_lost(open_page):
    page = open_page("/number", viewport=PHONE, reduced_motion="reduce")
    slider = page.get_by_role("slider", name="Move the paper")
    expect(slider).to_be_disabled()
    post = Post(page, "/api/read")
    write(page, "202673")
    expect_number(page, "202673")
    expect_boxes_around(page, "202673")
    ink = post.ink_of_any_size()
    assert ink.shape[1] <= 900
    columns = np.flatnonzero(ink.sum(axis=0) > 0) / ink.shape[0] * 280
    assert columns[0] < 40
    assert columns[-1] > 5 * STEP + 80
    first, last = (page.locator("#boxes .box").nth(place) for place in (0, 5))
    expect(last).to_be_in_viewport()
    expect(first).not_to_be_in_viewport()
    slider.press("Home")
    expect(first).to_be_in_viewport(ratio=0.9)
    expect(last).not_to_be_in_viewport()
    slider.press("ArrowRight")
    page.wait_for_function("() => frame.scrollLeft > 40")
    page.reload()
    expect_number(page, "202673")
    expect(last).to_be_in_viewport()
    page.keyboard.press("Delete")
    expect_blank(page)
    expect(slider).to_be_disabled()


def test_the_paper_ends_and_the_pen_goes_on(open_page):
    page = open_page("/number", reduced_motion="reduce")
    for _ in range(6):
        box = page.locator("#frame").bounding_box()
        page.mouse.move(box["x"] + box["width"] - 30, box["y"] + 150)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] - 6, box["y"] + 60)
        page.mouse.up()
        page.wait_for_function(
            """() => frame.scrollWidth - frame.scrollLeft - frame.clientWidth < 2
                 || frame.scrollLeft > (window.before ?? 0)"""
        )
        page.evaluate("window.before = frame.scrollLeft")
    length = page.evaluate("frame.scrollWidth * 280 / frame.clientHeight")
    assert length == pytest.approx(2040, abs=8)  # clientHeight is a whole number
    expect(page.locator("#sheet")).not_to_have_attribute("data-blank", "")


def test_undo_redo_and_clear(page):
    write(page, "71")
    expect_number(page, "71")
    page.get_by_role("button", name="Undo").click()
    expect_number(page, "7")
    page.keyboard.press("y")
    expect_number(page, "71")
    page.get_by_role("button", name="Clear").click()
    expect_blank(page)
    page.keyboard.press("Control+z")
    expect_number(page, "71")


def test_a_number_outlives_a_reload_and_is_kept_apart_from_the_single_digit(page):
    write(page, "31")
    expect_number(page, "31")
    page.reload()
    expect_number(page, "31")
    page.goto("/")
    hand.expect_blank(page)
    draw(page, DIGITS[7])
    hand.expect_reading(page, 7)
    page.goto("/number")
    expect_number(page, "31")


def test_a_link_brings_the_number_to_another_visitor(page, open_page):
    write(page, "31")
    expect_number(page, "31")
    page.reload()
    code = page.evaluate(
        """async () => { const {encode} = await import('/static/js/stroke-code.js');
             return encode(JSON.parse(sessionStorage.getItem('hitofude.number'))); }"""
    )
    expect_number(open_page(f"/number#s={code}"), "31")


@pytest.mark.parametrize("viewport", [PHONE, {"width": 844, "height": 390}])
def test_a_finger_on_a_phone(open_page, viewport):
    touch = {"has_touch": True, "is_mobile": True, "device_scale_factor": 3}
    page = open_page("/number", viewport=viewport, reduced_motion="reduce", **touch)
    write(page, "276", by=hand.draw_with_finger)
    expect_number(page, "276")
    expect_boxes_around(page, "276")
    assert page.evaluate("scrollY") == 0
    column = page.get_by_role("button", name="1: 2")
    column.tap()
    first = page.locator("#boxes .box").first
    expect(first).to_have_attribute("data-lit", "")
    expect(first).to_be_in_viewport(ratio=0.9)


def picture_of(number: str, paper: int = 255, ink: int = 0) -> bytes:
    """Return an image file of a number, wider than high."""
    image = Image.new("L", (130 * len(number) + 40, 220), paper)
    for place, digit in enumerate(number):
        for stroke in DIGITS[int(digit)]:
            points = [(130 * place - 10 + x * 200, 10 + y * 200) for x, y in stroke]
            ImageDraw.Draw(image).line(points, fill=ink, width=15, joint="curve")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("number", "colours"),
    [("408", (255, 0)), ("408", (190, 40)), ("408", (30, 240)), ("31415926535897", (255, 0))],
    ids=["ink", "grey paper", "chalk", "long"],
)
def test_a_picture_of_a_number_is_laid_on_the_roll(page, number, colours):
    file = {"name": "n.png", "mimeType": "image/png", "buffer": picture_of(number, *colours)}
    page.locator("#picker").set_input_files(file)
    expect(page.locator("#columns .column-digit")).to_have_text(list(number))
    expect(page.locator("#boxes .box")).to_have_count(len(number))
    assert page.evaluate("frame.scrollLeft") == 0
    page.get_by_role("button", name="Undo").click()
    expect_blank(page)


def test_one_request_at_a_time_while_the_pen_moves_and_old_boxes_are_marked(page):
    write(page, "2")
    expect_number(page, "2")
    flights = hand.Flights(page, READ)
    boxes = page.locator("#boxes")
    [stroke] = strokes_at(page, 7, STEP)
    spots = hand.places(page, stroke)
    page.mouse.move(**spots[0])
    page.mouse.down()
    for spot in spots[1:]:
        page.mouse.move(**spot, steps=8)
    expect(boxes).to_have_attribute("data-stale", "")
    expect(page.locator("#boxes .box").first).to_be_attached()
    # What stood before the pen came down has not moved, nor has its seal.
    expect(seals(page).first).to_have_attribute("data-state", "pressed")
    page.mouse.up()
    expect_number(page, "27")
    flights.expect_one_at_a_time(least=3)


def test_a_column_and_its_box_light_each_other_up(open_page):
    page = open_page("/number", viewport={"width": 700, "height": 900}, reduced_motion="reduce")
    write(page, "20637")
    expect_number(page, "20637")
    boxes, columns = page.locator("#boxes .box"), page.locator("#columns .column")
    expect(boxes.first).not_to_be_in_viewport(ratio=0.9)
    page.get_by_role("button", name="1: 2").focus()
    expect(boxes.first).to_have_attribute("data-lit", "")
    expect(boxes.first).to_be_in_viewport(ratio=0.9)
    columns.nth(2).hover()
    expect(boxes.nth(2)).to_have_attribute("data-lit", "")
    expect(page.locator("[data-lit].box")).to_have_count(1)
    box = boxes.nth(1).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(columns.nth(1)).to_have_attribute("data-lit", "")
    page.mouse.move(5, 5)
    expect(page.locator("[data-lit]")).to_have_count(0)


#: The smallest picture.
DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def test_what_is_no_digit_is_marked(page):
    digits = [
        {
            "digit": 2,
            "confidence": 0.9,
            "is_digit": place == 0,
            "probabilities": [0, 0, 0.9, 0.1, 0, 0, 0, 0, 0, 0],
            "input": DOT,
            "box": [30 + 150 * place, 40, 100, 180],
        }
        for place in range(2)
    ]
    answer = {"text": "2?", "digits": digits, "model": "best-1", "elapsed_ms": 3.0}
    page.route(READ, lambda route: route.fulfill(json=answer))
    write(page, "27")
    expect(headline(page)).to_have_text("I read 2?")
    expect(seals(page)).to_have_text(["2", "?"])
    expect(seals(page).last).to_have_attribute("data-state", "doubt")
    expect(page.locator("#boxes .box[data-doubt]")).to_have_count(1)
    expect(page.locator("#columns .column[data-doubt]")).to_contain_text("Closest: 2")
    expect(detail(page)).to_have_text("Where I put ?, it seems to be no digit.")
    digits[1]["box"] = [180, 40, 200, 180]
    page.keyboard.press("Delete")
    write(page, "27")
    expect(detail(page)).to_have_text("Perhaps two digits: leave a little space between them.")


def test_screen_readers_hear_the_number_once_it_has_settled(page):
    write(page, "20")
    expect(page.get_by_role("status")).to_contain_text("I read 20. ")
    expect(page.get_by_role("button", name="2: 0")).to_be_attached()
    page.keyboard.press("Delete")
    expect(page.get_by_role("status")).to_be_empty()


TROUBLES = {
    "away": (lambda route: route.abort(), "The server cannot be reached"),
    "no model": (lambda route: route.fulfill(status=503, body="{}"), "No network is ready to read"),
    "busy": (lambda route: route.fulfill(status=429, body="{}"), "Too many drawings at once"),
    "a proxy's page": (lambda route: route.fulfill(body="<h1>Oops</h1>"), "The server could not"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_trouble_is_told_and_the_number_is_kept(open_page, trouble):
    page = open_page("/number", troubled=True, viewport={"width": 320, "height": 568})
    answer, words = TROUBLES[trouble]
    page.route(READ, answer)
    write(page, "7")
    expect(headline(page)).to_contain_text(words)
    expect(page.locator('[data-part="detail"]')).to_contain_text("Your drawing is kept")
    page.unroute(READ)
    page.evaluate("dispatchEvent(new Event('online'))")  # spares the pause before the next try
    expect_number(page, "7")


def test_a_refusal_is_told_in_its_words(open_page):
    page = open_page("/number", troubled=True)
    problem = {"type": "/problems/too-many-parts", "status": 422, "detail": "That is no number."}
    page.route(READ, lambda route: route.fulfill(status=422, body=json.dumps(problem)))
    write(page, "7")
    expect(headline(page)).to_have_text("The server refused the drawing")
    expect(page.locator('[data-part="detail"]')).to_have_text("That is no number.")
    page.unroute(READ)
    write(page, "1", left=STEP)
    expect_number(page, "71")


SCREENS = [(320, 568), (390, 844), (740, 360), (844, 390), (768, 1024), (1920, 1080)]


@pytest.mark.parametrize("locale", ["en", "ja"])
def test_nothing_sticks_out_on_any_screen(open_page, locale):
    page = open_page("/number", locale=locale, reduced_motion="reduce", color_scheme="dark")
    write(page, "2076")
    expect_number(page, "2076")
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        sheet = page.locator("#sheet").bounding_box()
        assert sheet["width"] > 0.9 * width
        assert 0.2 * height <= sheet["height"] <= 0.6 * height
        expect_boxes_around(page, "2076")
        tools = page.locator("#tools").bounding_box()
        assert tools["y"] + tools["height"] <= height


@pytest.mark.parametrize("viewport", [PHONE, {"width": 320, "height": 568}])
def test_targets_are_large_enough_for_a_finger(open_page, viewport):
    page = open_page("/number", viewport=viewport, has_touch=True, is_mobile=True)
    write(page, "7", by=hand.draw_with_finger)
    expect_number(page, "7")
    targets = page.locator("main :is(button:visible, input:visible)")
    hand.expect_room_for_a_finger(targets, least=8)


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}])
def test_nothing_moves_when_the_number_appears(open_page, viewport):
    page = open_page("/number", viewport=viewport)
    spots = """['frame', 'tools', 'slider', 'number', 'columns'].map(id =>
        JSON.stringify(document.getElementById(id).getBoundingClientRect()))"""
    before = page.evaluate(spots)
    write(page, "27")
    expect_number(page, "27")
    assert page.evaluate(spots) == before
