"""Preparation, case by case: whatever the pen, the place and the paper, the digit comes through."""

import numpy as np
import pytest

from tests.support import STROKES
from webapp.drawing import BlankCanvas, follow, prepare, render

SEVEN = STROKES[7]


def ink_of(side: int = 280, pen: float = 18) -> np.ndarray:
    """Return a seven, ``uint8`` in 0…255, ink bright."""
    return 255 - render(SEVEN, pen, side=side)


def rgba(colour: tuple[int, int, int], alpha: np.ndarray) -> np.ndarray:
    return np.dstack([np.full_like(alpha, c) for c in colour] + [alpha])


def likeness(a: np.ndarray, b: np.ndarray) -> float:
    """Return the correlation of two images."""
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])


@pytest.fixture(scope="module")
def seven() -> np.ndarray:
    return prepare(255 - ink_of())


def scaled(factor: float, x: float, y: float) -> list:
    return [[(x + factor * a, y + factor * b) for a, b in stroke] for stroke in SEVEN]


@pytest.mark.parametrize("pen", [3, 8, 14, 26, 40])
def test_any_pen(seven, pen):
    image = prepare(render(SEVEN, pen))
    assert image.max() == 1
    assert likeness(image, seven) > 0.6


@pytest.mark.parametrize(
    ("factor", "x", "y"),
    [(0.12, 130, 130), (0.12, 0, 0), (0.12, 240, 245), (0.5, 120, 5), (1.5, -90, -75)],
    ids=["tiny", "corner", "other corner", "edge", "huge"],
)
def test_any_size_and_place(seven, factor, x, y):
    image = prepare(render(scaled(factor, x, y), 18 * factor))
    assert likeness(image, seven) > 0.95


@pytest.mark.parametrize("side", [28, 56, 140, 1000])
def test_any_resolution(seven, side):
    assert likeness(prepare(255 - ink_of(side)), seven) > 0.9


@pytest.mark.parametrize("shape", [(280, 700), (700, 280)])
def test_any_aspect_of_the_paper(seven, shape):
    paper = np.full(shape, 255, np.uint8)
    paper[:280, :280] = 255 - ink_of()
    assert np.array_equal(prepare(paper), seven)


@pytest.mark.parametrize(
    ("pixels", "tolerance"),
    [
        (255 - ink_of(), 0),
        (ink_of(), 0),
        (rgba((0, 0, 0), ink_of()), 0),
        (rgba((255, 255, 255), ink_of()), 0),
        (rgba((60, 60, 60), ink_of()), 0.02),
        (rgba((200, 30, 20), ink_of()), 0.02),
        (np.dstack([255 - ink_of()] * 3 + [np.full((280, 280), 255, np.uint8)]), 0),
        (np.dstack([ink_of()] * 3 + [np.full((280, 280), 255, np.uint8)]), 0),
        ((100 + (255 - ink_of()) * 0.3).astype(np.uint8), 0.03),
        ((30 + ink_of() * 0.2).astype(np.uint8), 0.03),
    ],
    ids=[
        "black on white",
        "white on black",
        "black on nothing",
        "white on nothing",
        "grey on nothing",
        "red on nothing",
        "colour picture, light",
        "colour picture, dark",
        "faint on grey",
        "faint on dark",
    ],
)
def test_any_paper_and_ink(seven, pixels, tolerance):
    assert np.abs(prepare(pixels) - seven).max() <= tolerance


def test_colours_under_full_transparency_do_not_matter(seven):
    pixels = rgba((0, 0, 0), ink_of())
    pixels[pixels[..., 3] == 0, :3] = (255, 0, 99)
    assert np.array_equal(prepare(pixels), seven)


def test_a_dot_is_a_disc_of_twenty_pixels():
    image = prepare(render([[(70, 200)]], 20))
    rows, columns = np.nonzero(image > 0.5)
    assert np.ptp(rows) + 1 == pytest.approx(20, abs=1)
    assert np.ptp(columns) + 1 == pytest.approx(20, abs=1)
    assert (image > 0.5).sum() == pytest.approx(np.pi * 100, rel=0.1)


def test_a_single_pixel_is_a_square():
    pixels = np.full((50, 50), 255, np.uint8)
    pixels[0, 49] = 0
    image = prepare(pixels)
    assert image.sum() == 400
    assert np.array_equal(image[4:24, 4:24], np.ones((20, 20)))


def test_a_line_touching_both_edges_is_ink_not_paper():
    image = prepare(render([[(0, 140), (280, 140)]], 20))
    assert image.sum(axis=1).argmax() in (13, 14)
    assert (image.max(axis=0) > 0.9).sum() == 20


def test_a_line_along_the_edge():
    image = prepare(render([[(2, 20), (2, 250)]], 16))
    assert image[:, 13:15].sum() > 0.8 * image.sum()


@pytest.mark.parametrize("brighter", [3, 12])
def test_paper_may_be_a_little_uneven(brighter):
    pixels = render(SEVEN, 8).astype(int) - 20
    uneven = pixels.copy()
    uneven[20:260, 20:260] += brighter
    images = [prepare(paper.clip(0, 255).astype(np.uint8)) for paper in (pixels, uneven)]
    assert likeness(*images) > 0.9


def test_ink_that_fills_most_of_the_paper_is_still_ink():
    pixels = np.full((100, 100), 255, np.uint8)
    pixels[5:95, 5:95] = 0
    assert prepare(pixels).sum() == pytest.approx(400)


@pytest.mark.parametrize(
    "pixels",
    [
        np.full((280, 280), 255, np.uint8),
        np.zeros((280, 280), np.uint8),
        np.full((1, 1), 7, np.uint8),
        np.zeros((280, 280, 4), np.uint8),
        np.full((280, 280, 4), 255, np.uint8),
        rgba((255, 255, 255), np.zeros((9, 9), np.uint8)),
        rgba((90, 10, 200), np.full((9, 9), 128, np.uint8)),
        255 - (ink_of() // 20),
        np.tile(np.array([250, 255], np.uint8), (40, 20)),
    ],
    ids=["white", "black", "one pixel", "nothing", "all white", "none", "tint", "hint", "noise"],
)
def test_blank(pixels):
    with pytest.raises(BlankCanvas, match="blank"):
        prepare(pixels)


def test_every_step_can_be_seen():
    pixels = rgba((0, 0, 0), ink_of())
    steps = follow(pixels)
    assert np.array_equal(steps.grey, 255 - ink_of())
    assert np.allclose(steps.ink, ink_of() / 255, atol=1e-6)
    left, top, width, height = steps.box
    inside = steps.ink[top : top + height, left : left + width]
    assert inside.sum() > 0.99 * steps.ink.sum()
    assert max(steps.fitted.shape) == 20
    assert steps.fitted.sum() == pytest.approx(steps.image.sum())
    assert np.array_equal(steps.image, prepare(pixels))


def test_the_drawing_itself_is_left_alone():
    pixels = rgba((1, 2, 3), ink_of())
    before = pixels.copy()
    prepare(pixels)
    assert np.array_equal(pixels, before)
