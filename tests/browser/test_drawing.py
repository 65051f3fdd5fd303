"""Digits drawn with real pointers are read; the tools do what they are called."""

import base64

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser import hand
from tests.browser.conftest import PHONE
from tests.browser.hand import DIGITS, Post, draw, expect_blank, expect_reading, place
from webapp.drawing import decode_data_url, plain, prepare

pytestmark = pytest.mark.browser


def test_every_digit_drawn_with_the_mouse_is_read(page):
    for digit, strokes in DIGITS.items():
        draw(page, strokes)
        expect_reading(page, digit)
        expect(page.locator('[data-part="headline"]')).to_have_text(f"I read {digit}")
        page.get_by_role("button", name="Clear").click()
        expect_blank(page)


def test_digits_drawn_with_a_finger_on_a_phone_are_read(open_page):
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=3)
    for digit in (2, 4, 7):
        hand.draw_with_finger(page, DIGITS[digit])
        expect_reading(page, digit)
        page.get_by_role("button", name="Clear").tap()
        expect_blank(page)
    assert page.evaluate("scrollY") == 0


def test_the_evidence_stands_beside_the_reading(page):
    draw(page, DIGITS[3])
    expect_reading(page, 3)
    seen = page.get_by_role("img", name="as the network saw it")
    expect(seen).to_be_visible()
    assert seen.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [28, 28]
    champion = page.request.get("/api/models").json()["champion"]
    expect(page.get_by_text(champion)).to_be_visible()
    assert float(page.locator('[data-part="elapsed"]').inner_text().removesuffix(" ms")) > 0
    numbers = [float(text.strip("%")) for text in page.locator(".bar-number").all_inner_texts()]
    assert len(numbers) == 10
    assert 99 <= sum(numbers) <= 100


def test_the_bars_follow_while_the_pen_moves_with_one_request_at_a_time(page):
    flying, most = 0, []

    def answer(route):
        # Counted down before the page gets its answer: the browser's own "finished" comes when it
        # likes, sometimes after the next request has started.
        nonlocal flying
        flying += 1
        most.append(flying)
        reply = route.fetch()
        page.wait_for_timeout(100)  # longer than the page waits between two requests
        flying -= 1
        route.fulfill(response=reply)

    page.route("**/api/predict", answer)
    [stroke] = DIGITS[7]
    page.mouse.move(**place(page, stroke[0]))
    page.mouse.down()
    page.mouse.move(**place(page, stroke[1]), steps=6)
    expect(page.locator("#stamp[data-state=held], #stamp[data-state=waiting]")).to_be_visible()
    for point in stroke[2:]:
        page.mouse.move(**place(page, point), steps=10)
    expect(page.locator("#stamp[data-state=held][data-digit='7']")).to_be_visible()
    page.mouse.up()
    expect_reading(page, 7)
    assert len(most) > 2
    assert max(most) == 1


def test_a_blank_canvas_asks_nothing_and_guesses_nothing(page):
    post = Post(page)
    expect_blank(page)
    expect(page.get_by_text("0 to 9, as you write it")).to_be_visible()
    draw(page, DIGITS[1])
    expect_reading(page, 1)
    asked = len(post.bodies)
    page.keyboard.press("e")
    draw(page, [[(x, y) for y in np.linspace(0.1, 0.9, 9)] for x in (0.44, 0.5, 0.56)])
    expect_blank(page)
    expect(page.locator(".bar-number").first).to_have_text("–")
    assert len(post.bodies) > asked


def test_undo_redo_and_clear(page):
    undo, redo, clear = (
        page.get_by_role("button", name=name) for name in ("Undo", "Redo", "Clear")
    )
    for button in (undo, redo, clear):
        expect(button).to_have_attribute("aria-disabled", "true")
    draw(page, DIGITS[4])
    expect_reading(page, 4)
    undo.click()
    post = Post(page)
    redo.click()
    expect_reading(page, 4)
    clear.click()
    expect_blank(page)
    undo.click()
    expect_reading(page, 4)
    whole = post.ink()
    undo.click()
    expect(page.locator("#bars")).not_to_have_attribute("data-stale", "")
    assert post.ink().sum() < whole.sum()
    undo.click()
    expect_blank(page)
    expect(undo).to_have_attribute("aria-disabled", "true")
    redo.click()
    redo.click()
    expect_reading(page, 4)
    draw(page, [[(0.1, 0.1), (0.12, 0.1)]])
    expect(redo).to_have_attribute("aria-disabled", "true")


def test_the_eraser_takes_ink_away_and_undo_brings_it_back(page):
    post = Post(page)
    draw(page, DIGITS[7])
    expect_reading(page, 7)
    whole = post.ink()
    page.get_by_role("button", name="Eraser").click()
    draw(page, [[(0.25, 0.24), (0.75, 0.22)]])
    expect(page.locator("#bars")).not_to_have_attribute("data-stale", "")
    erased = post.ink()
    assert erased[52:74, 80:190].sum() == 0
    assert erased[120:].sum() == pytest.approx(whole[120:].sum())
    page.get_by_role("button", name="Undo").click()
    expect_reading(page, 7)
    np.testing.assert_array_equal(post.ink(), whole)


def test_the_width_is_chosen_by_slider_and_keys(page):
    slider = page.get_by_role("slider", name="Pen width")
    slider.fill("8")
    post = Post(page)
    draw(page, DIGITS[1])
    expect_reading(page, 1)
    thin = post.ink().sum()
    page.get_by_role("button", name="Clear").click()
    for _ in range(8):
        page.keyboard.press("]")
    expect(slider).to_have_value("24")
    draw(page, DIGITS[1])
    expect_reading(page, 1)
    assert 2.5 < post.ink().sum() / thin < 3.5


def test_a_pen_presses_harder_for_a_wider_stroke(page):
    post = Post(page)
    sums = []
    for force in (0.1, 0.9):
        hand.draw_with_pen(page, [(0.5, y) for y in np.linspace(0.2, 0.8, 12)], force)
        expect_reading(page, 1)
        sums.append(post.ink().sum())
        page.get_by_role("button", name="Clear").click()
        expect_blank(page)
    assert sums[1] > 1.7 * sums[0]


def test_a_second_finger_is_ignored_and_a_cancelled_touch_leaves_no_ink(open_page):
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    post = Post(page)
    device = page.context.new_cdp_session(page)
    first = [place(page, (0.5, y)) for y in (0.2, 0.4, 0.6, 0.8)]
    hand.touch(device, "touchStart", [first[0]])
    for spot in first[1:]:
        hand.touch(device, "touchMove", [spot, place(page, (0.1, 0.1))])
    hand.touch(device, "touchEnd", [])
    expect_reading(page, 1)
    assert post.ink()[:, :90].sum() == 0
    alone = post.ink()
    hand.touch(device, "touchStart", [place(page, (0.2, 0.2))])
    hand.touch(device, "touchMove", [place(page, (0.8, 0.8))])
    hand.touch(device, "touchCancel", [])
    expect_reading(page, 1)
    np.testing.assert_array_equal(post.ink(), alone)


SCREENS = {
    "plain": {},
    "fine": {"device_scale_factor": 3},
    "odd": {"device_scale_factor": 1.25, "viewport": {"width": 1003, "height": 611}},
    "phone": {"viewport": PHONE, "device_scale_factor": 3},
    "scrolled": {"viewport": {"width": 1280, "height": 300}},
}


@pytest.mark.parametrize("screen", SCREENS)
def test_ink_lies_where_the_pointer_was(open_page, screen):
    page = open_page(**SCREENS[screen])
    if screen == "scrolled":
        page.evaluate("document.body.style.paddingTop = '150px'; scrollTo(0, 120)")
        assert page.evaluate("scrollY") > 100
    post = Post(page)
    for point in ((0.25, 0.7), (0.8, 0.31)):
        draw(page, [[point, (point[0] + 0.004, point[1])]])
        expect(page.locator("#bars")).not_to_have_attribute("data-stale", "")
        expect(hand.stamp(page)).not_to_have_attribute("data-state", "blank")
        assert post.centre() == pytest.approx(point, abs=0.008)
        page.keyboard.press("Delete")
        expect_blank(page)


def test_ink_lies_right_under_a_css_transform(page):
    page.evaluate(
        "document.querySelector('#sheet').style.transform = 'scale(.6) translate(40px, 30px)'"
    )
    post = Post(page)
    draw(page, [[(0.3, 0.6), (0.305, 0.6)]])
    expect(hand.stamp(page)).not_to_have_attribute("data-state", "blank")
    expect(page.locator("#bars")).not_to_have_attribute("data-stale", "")
    assert post.centre() == pytest.approx((0.3, 0.6), abs=0.01)


def test_what_is_posted_is_black_on_white_in_the_dark_theme_too(open_page):
    page = open_page(color_scheme="dark")
    post = Post(page)
    draw(page, DIGITS[7])
    expect_reading(page, 7)
    ink = post.ink_of_any_size()
    assert ink[0, 0] == 0
    assert ink.max() == 1


def test_only_the_ink_is_posted_and_the_network_sees_the_same(page):
    for digit in (1, 4, 8):
        post = Post(page)
        draw(page, DIGITS[digit])
        expect_reading(page, digit)
        whole, cut = post.ink(), post.ink_of_any_size()
        assert plain.read(base64.b64decode(post.url.partition(",")[2]), 280) is not None
        assert cut.size < whole.size / 2
        assert not cut[:4].any() and not cut[-4:].any()
        assert not cut[:, :4].any() and not cut[:, -4:].any()
        assert cut.sum() == pytest.approx(whole.sum())
        seen = [prepare(np.uint8(np.rint(255 * (1 - ink)))) for ink in (whole, cut)]
        np.testing.assert_array_equal(*seen)
        page.keyboard.press("Delete")
        expect_blank(page)


PAINTED = """async () => {
    const { greyPNG } = await import('/static/js/png.js');
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 61, height: 43 });
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    const picture = context.getImageData(0, 0, 61, 43);
    for (let i = 0; i < picture.data.length; i += 1) {
        picture.data[i] = i % 4 === 3 ? 255 : (i * 7919) % 251;
    }
    context.putImageData(picture, 0, 0);
    const taken = context.getImageData(0, 0, 61, 43);
    return [await greyPNG(taken), canvas.toDataURL('image/png')];
}"""


def test_colours_are_made_grey_as_the_server_makes_them(page):
    ours, of_the_canvas = page.evaluate(PAINTED)
    pixels = plain.read(base64.b64decode(ours.partition(",")[2]), 64)
    np.testing.assert_array_equal(pixels, decode_data_url(of_the_canvas))


def test_a_browser_that_cannot_compress_posts_what_its_canvas_writes(open_page):
    page = open_page("/number")
    page.context.add_init_script("delete globalThis.CompressionStream")
    page.goto("/")
    post = Post(page)
    draw(page, DIGITS[4])
    expect_reading(page, 4)
    assert plain.read(base64.b64decode(post.url.partition(",")[2]), 280) is None


def test_a_drawing_outlives_a_reload_and_a_change_of_language(page):
    draw(page, DIGITS[3])
    expect_reading(page, 3)
    page.reload()
    expect_reading(page, 3)
    page.get_by_role("link", name="日本語").click()
    expect_reading(page, 3)
    page.locator("[data-action=undo]").click()
    expect_blank(page)
    page.reload()
    expect_blank(page)
