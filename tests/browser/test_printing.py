"""On paper: the draw page, a pupil's sheet, the board of a class."""

import io
import re
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser.classes import Lesson, next_sheet, school, task, veil, write
from tests.browser.conftest import DESKTOP, PHONE, serving
from tests.browser.hand import DIGITS, draw, expect_reading
from tests.web.schoolroom import Phone

pytestmark = pytest.mark.browser

#: What a printer leaves of a sheet, its margins being 1 cm wide, in CSS pixels.
A4 = {"width": 718, "height": 1047}
A4_ON_ITS_SIDE = {"width": 1047, "height": 718}
A5 = {"width": 484, "height": 718}
A5_ON_ITS_SIDE = {"width": 718, "height": 484}


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> Flask:
    """Give an application that nobody else uses."""
    return school(tmp_path_factory.mktemp("printing"))


@pytest.fixture(scope="module")
def server(app) -> Iterator[str]:
    """Serve it."""
    with serving(app) as address:
        yield address


@pytest.fixture
def lesson(app, open_page) -> Lesson:
    """Open a class."""
    return Lesson(app, open_page)


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


@pytest.mark.parametrize("paused", [False, True])
@pytest.mark.parametrize("screen", [PHONE, DESKTOP])
def test_a_pupils_sheet_is_headed_by_its_task_and_nothing_lies_over_another(lesson, screen, paused):
    page = lesson.pupil(viewport=screen)
    lesson.set_task("4", page)
    write(page, 4)
    if paused:
        lesson.press("p")
        expect(veil(page)).to_be_visible()
    page.emulate_media(media="print", reduced_motion="reduce")
    for part in (next_sheet(page), veil(page), *map(page.locator, ("#tools", "#teach"))):
        expect(part).to_be_hidden()
    parts = [task(page), *map(page.locator, ("#sheet", "#stamp", ".head", ".seen img", "#bars"))]
    for paper in (A4, A4_ON_ITS_SIDE, A5, A5_ON_ITS_SIDE):
        page.set_viewport_size(paper)
        heading, sheet, *_ = boxes = [box(part) for part in parts]
        assert heading[3] <= sheet[1], paper
        assert sheet[2] - sheet[0] > 165, paper  # 4.4 cm
        assert not any(overlap(one, other) for one, other in combinations(boxes, 2)), paper
        assert max(each[2] for each in boxes) <= paper["width"]
    light, coloured = colours(page.screenshot())
    assert (light > 0.8, coloured) == (True, 0)
    for paper in ({"format": "A4"}, {"format": "A4", "landscape": True}, {"format": "A5"}):
        assert pages(page.pdf(**paper)) == 1, paper


def test_the_board_is_printed_whole_and_without_what_leads_the_class(app, lesson):
    page = lesson.board
    for number in range(1, 13):
        Phone(app, f"/api/classes/{lesson.code}", f"{number:022}").put(label=7)
    lesson.expect_counted(12, 12)
    page.emulate_media(media="print", reduced_motion="reduce")
    for part in ("#lead", "#training", ".wall-empty", "#connection", "dialog", ".told"):
        assert not any(each.is_visible() for each in page.locator(part).all()), part
    expect(page.get_by_role("heading", name=f"Class {lesson.code}")).to_be_visible()
    parts = page.locator("#tiles .tile, .side > .card").all()
    assert len(parts) == 12 + 4
    for paper in (A4, A4_ON_ITS_SIDE):
        page.set_viewport_size(paper)
        boxes = [box(part) for part in parts]
        for left, _, right, _ in boxes:
            assert 0 <= left < right <= paper["width"], paper
        assert not any(overlap(one, other) for one, other in combinations(boxes, 2)), paper
        assert boxes[0][2] - boxes[0][0] > 130, paper  # 3.5 cm
    for mark in (".tile-seal", ".tally-bar", ".voice-bar"):  # each is a background alone
        expect(page.locator(mark).first).to_have_css("print-color-adjust", "exact")
    for paper in ({"format": "A4"}, {"format": "A4", "landscape": True}):
        assert pages(page.pdf(**paper)) == 1, paper


def test_a_large_class_goes_on_with_the_next_sheet(app, lesson):
    for number in range(1, 41):
        Phone(app, f"/api/classes/{lesson.code}", f"{number:022}").put(label=7)
    lesson.expect_counted(40, 40)
    for paper in ({"format": "A4"}, {"format": "A4", "landscape": True}):
        assert pages(lesson.board.pdf(**paper)) == 2, paper


def box(part: Locator) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a part of a page, in CSS pixels."""
    found = part.bounding_box()
    assert found is not None, part
    left, top = found["x"], found["y"]
    return left, top, left + found["width"], top + found["height"]


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Tell whether two boxes share more than an edge."""
    (left, top, right, bottom), (left_, top_, right_, bottom_) = one, other
    return min(right, right_) - max(left, left_) > 1 and min(bottom, bottom_) - max(top, top_) > 1


def colours(screenshot: bytes) -> tuple[float, float]:
    """Return which shares of all pixels are nearly white, and neither white nor grey nor black."""
    pixels = np.asarray(Image.open(io.BytesIO(screenshot)).convert("RGB"), int)
    low, high = pixels.min(axis=2), pixels.max(axis=2)
    return (low > 240).mean(), (high - low > 16).mean()


def pages(pdf: bytes) -> int:
    """Count the pages of a PDF (ISO 32000, 7.7.3: each has a dictionary of the type Page)."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
