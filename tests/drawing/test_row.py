"""A row is taken apart: parts are told from each other, and each is prepared as if drawn alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import STROKES, in_a_row
from webapp.drawing import BlankCanvas, TooManyParts, prepare, render, take_apart

SLASH, BACK = [(60, 40), (20, 200)], [(95, 40), (55, 200)]
points = st.tuples(st.floats(20, 260), st.floats(20, 260))
scribbles = st.lists(st.lists(points, min_size=1, max_size=8), min_size=1, max_size=4)


@pytest.mark.parametrize("digit", STROKES)
def test_one_component_is_what_prepare_makes_of_it(digit):
    pixels = render([STROKES[digit][0]], 14)
    row = take_apart(pixels)
    assert len(row) == 1
    assert np.array_equal(row.image(0, 0), prepare(pixels))


def test_slanted_neighbours_do_not_see_each_other():
    row = take_apart(render([SLASH, BACK], 8))
    (left, _, width, _), (right, *_) = row.box(0, 0), row.box(1, 1)
    assert right < left + width
    for part, stroke in enumerate((SLASH, BACK)):
        alone = prepare(render([stroke], 8))
        assert np.abs(row.image(part, part) - alone).max() < 0.05


@given(scribbles, st.floats(4, 30))
def test_parts_share_out_the_ink(drawn, pen):
    row = take_apart(render(drawn, pen))
    pieces = row.cut(range(len(row)))
    assert np.array_equal(pieces.parts > 0, row.parts > 0)
    assert len(pieces) == len(row) + len(pieces.seams)
    for part, (left, top, right, bottom) in enumerate(pieces.boxes):
        rows, columns = np.nonzero(pieces.parts == part + 1)
        assert (left, top) == (columns.min(), rows.min())
        assert (right, bottom) == (columns.max() + 1, rows.max() + 1)
    for seam in pieces.seams:
        assert seam.left < seam.right
        assert seam.strokes > 0


@given(scribbles)
@settings(max_examples=30)
def test_images_are_prepared(drawn):
    row = take_apart(render(drawn, 9))
    for part in range(len(row)):
        image = row.image(part, part)
        assert (image.shape, image.dtype) == ((28, 28), np.float32)
        assert (image.min(), image.max()) == (0, 1)


def test_boxes_are_in_pixels_of_the_drawing():
    pixels = np.full((900, 2000), 255, np.uint8)
    pixels[300:600, 100:140] = pixels[310:590, 1500:1620] = 0
    row = take_apart(pixels)
    assert row.scale > 1
    for part, box in enumerate([(100, 300, 40, 300), (1500, 310, 120, 280)]):
        assert np.abs(np.subtract(row.box(part, part), box)).max() <= row.scale


def test_touching_lines_are_cut_between():
    pixels = render([[(60, 60), (60, 220)], [(60, 140), (140, 140)], [(140, 60), (140, 220)]], 10)
    row = take_apart(pixels)
    assert len(row) == 1
    pieces = row.cut([0])
    assert len(pieces) >= 2
    assert all(seam.strokes == 1 for seam in pieces.seams)


def test_specks_are_no_parts_and_in_no_image():
    strokes = [[(60, 60), (60, 220)], [(160, 60), (160, 220)]]
    clean = take_apart(render(strokes, 12))
    dirty = render(strokes, 12).copy()
    dirty[70:74, 75:79] = dirty[200:203, 200:203] = 0
    soiled = take_apart(dirty)
    assert len(soiled) == len(clean) == 2
    assert np.allclose(soiled.image(0, 0), clean.image(0, 0), atol=0.05)


def test_a_lonely_dot_is_a_part():
    assert len(take_apart(render([[(140, 140)]], 8))) == 1


def test_too_many_parts():
    grid = np.full((600, 600), 255, np.uint8)
    for y in range(0, 600, 40):
        for x in range(0, 600, 40):
            grid[y : y + 20, x : x + 20] = 0
    with pytest.raises(TooManyParts, match="one line"):
        take_apart(grid)


def test_blank():
    with pytest.raises(BlankCanvas):
        take_apart(np.full((50, 90), 200, np.uint8))


def test_light_ink_and_transparent_paper():
    pixels = render(in_a_row([1, 7], 12), 9, 280)
    clear = np.zeros((*pixels.shape, 4), np.uint8)
    clear[..., 3] = 255 - pixels
    for other in (255 - pixels, clear):
        row = take_apart(other)
        assert len(row) == 2
        assert np.allclose(row.image(1, 1), take_apart(pixels).image(1, 1), atol=0.02)


@pytest.mark.parametrize(("right", "parts"), [(180, 2), (260, 3)])
def test_what_lies_in_a_digit_belongs_to_it_and_not_what_lies_in_a_frame(right, parts):
    frame = [(40, 40), (right, 40), (right, 170), (40, 170), (40, 40)]
    inside = [[(90, 70), (90, 140)], [(130, 80), (130, 145)]]
    strokes = [frame, inside[0], *([[(270, 60), (270, 150)]] if parts == 2 else [inside[1]])]
    assert len(take_apart(render(strokes, 8))) == parts
