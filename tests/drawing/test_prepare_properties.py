"""Preparation's promises, for drawings that nobody thought of; and MNIST itself as the oracle."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from webapp.drawing import follow, prepare, render
from webapp.learning.data import load_mnist

points = st.tuples(st.floats(40, 240), st.floats(40, 240))
strokes = st.lists(st.lists(points, min_size=1, max_size=8), min_size=1, max_size=4)
pens = st.floats(3, 40)


def centre_of_mass(image: np.ndarray) -> np.ndarray:
    """Return row and column, in pixels."""
    rows, columns = np.indices(image.shape)
    return np.array([(rows * image).sum(), (columns * image).sum()]) / image.sum()


def area_average(ink: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Return the ink in ``size`` boxes, each the mean of what lies beneath: slow and plain.

    Every pixel is cut into so many that the boxes' edges fall between them.
    """
    rows, columns = size
    fine = np.repeat(np.repeat(ink, rows, axis=0), columns, axis=1)
    return fine.reshape(rows, ink.shape[0], columns, ink.shape[1]).mean(axis=(1, 3))


@given(strokes, pens)
def test_shape_range_and_place(drawn, pen):
    image = prepare(render(drawn, pen))
    assert image.shape == (28, 28)
    assert image.dtype == np.float32
    assert image.min() == 0
    assert image.max() == 1
    rows, columns = np.nonzero(image)
    for place, used in zip(centre_of_mass(image), (rows, columns), strict=True):
        clamped = used.min() == 0 or used.max() == 27
        assert abs(place - 14) <= 0.5001 or clamped


@given(strokes, pens)
def test_the_longer_side_is_twenty_and_the_aspect_kept(drawn, pen):
    steps = follow(render(drawn, pen))
    _, _, width, height = steps.box
    fitted_height, fitted_width = steps.fitted.shape
    assert max(fitted_height, fitted_width) == 20
    scale = 20 / max(width, height)
    assert abs(fitted_width - max(1, width * scale)) <= 0.5
    assert abs(fitted_height - max(1, height * scale)) <= 0.5


@given(strokes, pens, st.integers(-15, 15), st.integers(-15, 15))
def test_where_it_stands_does_not_matter(drawn, pen, right, down):
    pixels = render(drawn, pen)
    moved = np.roll(pixels, (down, right), axis=(0, 1))
    assert np.array_equal(prepare(moved), prepare(pixels))


@given(strokes, pens)
def test_dark_on_light_and_light_on_dark_are_one(drawn, pen):
    pixels = render(drawn, pen)
    assert np.abs(prepare(255 - pixels) - prepare(pixels)).max() < 1e-5


@given(strokes, pens)
def test_transparent_paper_is_white_paper(drawn, pen):
    pixels = render(drawn, pen)
    black = np.zeros_like(pixels)
    transparent = np.dstack([black, black, black, 255 - pixels])
    assert np.array_equal(prepare(transparent), prepare(pixels))


@given(strokes, st.floats(10, 40))
@settings(max_examples=40)
def test_fitting_weighs_all_ink_as_an_area_average_does(drawn, pen):
    steps = follow(render(drawn, pen))
    left, top, width, height = steps.box
    assume(min(width, height) >= 20)
    expected = area_average(steps.ink[top : top + height, left : left + width], steps.fitted.shape)
    difference = np.abs(steps.fitted - expected / expected.max())
    # Pillow's triangle reaches one box farther than the average: edges are a little softer.
    assert difference.mean() < 0.08
    assert abs(steps.fitted.mean() - expected.mean()) < 0.08


@pytest.fixture(scope="module")
def digits() -> np.ndarray:
    return load_mnist().test.images[:300]


@pytest.mark.parametrize(("top", "left"), [(0, 0), (40, 90), (172, 172)])
@pytest.mark.parametrize("dark_ink", [True, False])
def test_what_mnist_prepared_stays_as_it_is(digits, top, left, dark_ink):
    differences = []
    for digit in digits:
        paper = np.zeros((200, 200), np.uint8)
        paper[top : top + 28, left : left + 28] = digit
        image = prepare(255 - paper if dark_ink else paper)
        differences.append(np.abs(image - digit / 255).mean())
    # MNIST cropped at other grey levels than we: a few digits come out a pixel larger.
    assert np.median(differences) < 0.02
    assert np.quantile(differences, 0.95) < 0.06


def test_mnists_centre_is_ours(digits):
    centres = np.array([centre_of_mass(prepare(digit)) for digit in digits])
    originals = np.array([centre_of_mass(digit / 255) for digit in digits])
    assert np.abs(centres - originals).max() <= 1.001
    assert np.abs(centres - 14).max() <= 0.5001
