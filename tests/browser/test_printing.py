"""The draw page on paper."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.hand import DIGITS, draw, expect_reading

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_drawing_and_its_reading_are_printed_black_on_white_without_the_tools(open_page, theme):
    page = open_page(color_scheme=theme)
    draw(page, DIGITS[4])
    expect_reading(page, 4)
    page.emulate_media(media="print", reduced_motion="reduce")
    for part in ("header.site", "footer.site", "#tools", "#teach", ".agree", ".bar-answer"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator("main").get_by_role("button")).to_have_count(0)
    for part in ("#pad", "#stamp", "#bars", ".seen img"):
        expect(page.locator(part)).to_be_visible()
    expect(page.locator("[data-part=headline]")).to_have_text("I read 4")
    light, coloured = colours(page.screenshot())
    assert light > 0.8
    assert coloured == 0


def test_it_fits_one_sheet(open_page):
    page = open_page()
    draw(page, DIGITS[4])
    expect_reading(page, 4)
    for sheet in ({"format": "A4"}, {"format": "A4", "landscape": True}, {"format": "A5"}):
        assert pages(page.pdf(**sheet)) == 1, sheet


def colours(screenshot: bytes) -> tuple[float, float]:
    """Return which shares of all pixels are nearly white, and neither white nor grey nor black."""
    pixels = np.asarray(Image.open(io.BytesIO(screenshot)).convert("RGB"), int)
    low, high = pixels.min(axis=2), pixels.max(axis=2)
    return (low > 240).mean(), (high - low > 16).mean()


def pages(pdf: bytes) -> int:
    """Count the pages of a PDF (ISO 32000, 7.7.3: each has a dictionary of the type Page)."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
