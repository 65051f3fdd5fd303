"""Rendered strokes against plain geometry."""

import numpy as np
import pytest

from webapp.drawing import render


def ink(pixels: np.ndarray) -> float:
    """Return how much ink there is, in pixels' areas."""
    return float((255 - pixels.astype(float)).sum() / 255)


def test_no_strokes_leave_white_paper():
    paper = render([])
    assert paper.shape == (280, 280)
    assert paper.dtype == np.uint8
    assert paper.min() == 255


@pytest.mark.parametrize("pen", [4, 16, 40])
def test_a_tap_is_a_disc_as_wide_as_the_pen(pen):
    pixels = render([[(100, 180)]], pen)
    # Pillow draws whole subpixels: an error of half a subpixel along the rim is its best.
    assert ink(pixels) == pytest.approx(np.pi * pen**2 / 4, abs=np.pi * pen / 4)
    rows, columns = np.nonzero(pixels < 128)
    assert columns.mean() + 0.5 == pytest.approx(100, abs=0.6)
    assert rows.mean() + 0.5 == pytest.approx(180, abs=0.6)


@pytest.mark.parametrize("pen", [8, 20])
def test_a_line_is_a_rectangle_with_round_ends(pen):
    pixels = render([[(60, 140), (220, 140)]], pen)
    assert ink(pixels) == pytest.approx(160 * pen + np.pi * pen**2 / 4, rel=0.05)
    columns = np.flatnonzero((pixels < 128).any(axis=0))
    assert columns[0] == pytest.approx(60 - pen / 2, abs=1)
    assert columns[-1] + 1 == pytest.approx(220 + pen / 2, abs=1)
    assert (pixels[:, 140] < 128).sum() == pytest.approx(pen, abs=1)


def test_edges_are_soft():
    levels = np.unique(render([[(60.3, 90.1), (200.7, 217.9)]], 15))
    assert {0, 255} < set(levels.tolist())


def test_half_the_side_is_the_same_picture_averaged():
    strokes = [[(40, 50), (230, 120), (90, 240)]]
    large, small = render(strokes, 20), render(strokes, 20, side=140)
    averaged = large.reshape(140, 2, 140, 2).mean(axis=(1, 3))
    assert np.abs(averaged - small).mean() < 2


def test_what_leaves_the_canvas_is_cut_off():
    pixels = render([[(-50, 140), (330, 140)]], 10)
    assert (pixels[140] == 0).all()
    assert ink(pixels) == pytest.approx(2800, rel=0.1)


def test_other_units():
    strokes = [[(0.2, 0.3), (0.8, 0.7)]]
    scaled = [[(56, 84), (224, 196)]]
    assert np.array_equal(render(strokes, 0.05, size=1, side=280), render(scaled, 14))
