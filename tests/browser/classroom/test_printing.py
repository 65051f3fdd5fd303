"""A class on paper: a pupil's sheet, the board."""

from itertools import combinations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.classes import next_sheet, task, veil, write
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_printing import colours, pages
from tests.web.schoolroom import Phone

pytestmark = pytest.mark.browser

#: What a printer leaves of a sheet, its margins being 1 cm wide, in CSS pixels.
A4 = {"width": 718, "height": 1047}
A4_ON_ITS_SIDE = {"width": 1047, "height": 718}
A5 = {"width": 484, "height": 718}
A5_ON_ITS_SIDE = {"width": 718, "height": 484}


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
