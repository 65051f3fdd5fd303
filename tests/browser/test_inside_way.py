"""Look inside: the way of a drawing, and what becomes of the reading without a step."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hand import DIGITS, draw
from tests.browser.looking import Asked, choose_version_first, expect_read, expect_settled
from webapp import drawing

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page):
    return open_page("/inside")


def test_a_step_switched_off_changes_the_reading_line(page):
    asked = Asked(page)
    choose_version_first(page, "tutorial-1")
    draw(page, DIGITS[4])
    verdict = page.locator("#way-verdict")
    expect(verdict).to_contain_text("With all steps it reads 4")
    page.get_by_role("switch", name="Laid on white").uncheck()
    expect(verdict).to_contain_text("Without ‘Laid on white’ it")
    expect(verdict).to_contain_text("was ")
    assert asked.bodies[-1]["without"] == ["paper"]
    page.get_by_role("button", name="only resize").click()
    expect(verdict).to_contain_text("Without these 3 steps it")
    for name in ("Cut to the ink", "Fitted into 20 × 20", "Centred on 28 × 28"):
        expect(page.get_by_role("switch", name=name)).not_to_be_checked()
    truth = page.request.post("/api/inspect", data={**asked.bodies[-1], "parts": []}).json()
    expected = f"reads {truth['digit']}" if truth["is_digit"] else "sees no digit"
    expect(verdict).to_contain_text(expected)
    page.get_by_role("button", name="All on again").click()
    expect(verdict).to_contain_text("With all steps it reads 4")
    expect(page.get_by_role("switch", name="Cut to the ink")).to_be_checked()


@pytest.mark.parametrize("model", ["best-1", "tutorial-1"])
def test_resizing_alone_fails_for_a_small_digit_in_a_corner(page, model):
    choose_version_first(page, model)
    page.get_by_role("button", name="Small, in a corner").click()
    expect_read(page, 4)
    page.get_by_role("button", name="only resize").click()
    verdict = page.locator("#way-verdict")
    expect(verdict).to_have_text(
        re.compile(r"^Without these 3 steps it (sees no digit|reads [^4]) \(was 4\)")
    )
    page.get_by_role("button", name="All steps on").click()
    page.keyboard.press("Delete")
    draw(page, DIGITS[7])
    page.get_by_role("button", name="only resize").click()
    expect(verdict).to_contain_text("You wrote large and in the middle, as MNIST has it.")


def test_what_is_posted_is_a_real_canvas(page):
    asked = Asked(page)
    draw(page, DIGITS[7])
    expect_read(page, 7)
    pixels = drawing.decode_data_url(asked.bodies[-1]["image"])
    assert pixels.shape == (280, 280, 4)
    assert pixels[0, 0].tolist() == [0, 0, 0, 0]
    assert pixels[..., 3].max() == 255


@pytest.mark.parametrize("digit", [1, 4])
def test_every_picture_of_the_way_lies_in_its_frame(page, digit):
    draw(page, DIGITS[digit])
    expect_settled(page)
    expect(page.locator(".step img:visible")).to_have_count(6)
    outside = page.locator(".step-frame").evaluate_all(
        """frames => frames.filter((frame) => {
             const [outer, inner] = [frame, frame.firstElementChild].map(
               (element) => element.getBoundingClientRect());
             return inner.left < outer.left - 1 || inner.right > outer.right + 1
               || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1;
           }).map((frame) => frame.outerHTML.slice(0, 90))"""
    )
    assert outside == []


def test_the_switches_are_the_steps_that_can_be_left_out(page):
    values = page.locator(".switch").evaluate_all("all => all.map(({value}) => value)")
    assert values == list(drawing.STEPS)
