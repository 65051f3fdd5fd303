"""The way of a drawing, step by step, and what becomes of it when a step is left out."""

import itertools

import numpy as np
import pytest

from tests.support import STROKES
from webapp.drawing import STEPS, BlankCanvas, follow, prepare, render, stations


def transparent(strokes, pen: float = 18.0) -> np.ndarray:
    """Return black ink on a transparent canvas, as a browser has it: RGBA."""
    alpha = 255 - render(strokes, pen)
    return np.dstack([np.zeros_like(alpha)] * 3 + [alpha])


SEVEN = transparent(STROKES[7])
CORNER = transparent([[(x * 0.3 + 5, y * 0.3 + 5) for x, y in stroke] for stroke in STROKES[7]], 6)


def place(image: np.ndarray) -> tuple[float, float]:
    """Return the centre of mass, rows and columns."""
    rows, columns = np.indices(image.shape)
    return (rows * image).sum() / image.sum(), (columns * image).sum() / image.sum()


@pytest.mark.parametrize("digit", STROKES)
def test_with_every_step_it_is_what_the_network_sees(digit):
    pixels = transparent(STROKES[digit])
    assert np.array_equal(follow(pixels).image, prepare(pixels))


@pytest.mark.parametrize(
    "without", [c for n in range(6) for c in itertools.combinations(STEPS, n)], ids=" ".join
)
@pytest.mark.parametrize("pixels", [SEVEN, CORNER, render(STROKES[8])], ids=["7", "corner", "8"])
def test_whatever_is_left_out_there_is_an_image(pixels, without):
    image = follow(pixels, frozenset(without)).image
    assert image.shape == (28, 28)
    assert image.dtype == np.float32
    assert image.min() >= 0
    assert image.max() <= 1


def test_without_paper_the_ink_of_a_transparent_canvas_cannot_be_told_from_it():
    image = follow(SEVEN, frozenset({"paper", "ink"})).image
    assert not image.any()


def test_without_ink_the_paper_is_bright():
    image = follow(SEVEN, frozenset({"ink", "crop", "fit"})).image
    assert image.mean() > 0.8


def test_without_crop_the_ink_is_as_small_as_it_was_drawn():
    assert follow(CORNER, frozenset({"crop"})).image.sum() < prepare(CORNER).sum() / 4


def test_without_fit_it_fills_the_image():
    one = transparent(STROKES[1])
    image = follow(one, frozenset({"fit"})).image
    inked = image > 0.5
    assert inked.any(axis=0).sum() > 24  # the 1 has become as wide as it is high
    assert inked.any(axis=1).sum() > 24


def test_without_centre_it_stays_where_it_was_drawn():
    down, across = place(follow(CORNER, frozenset({"centre"})).image)
    assert down < 11
    assert across < 11
    assert place(prepare(CORNER)) == pytest.approx((14, 14), abs=0.6)


def test_a_drawing_that_was_only_resized_keeps_its_place_and_size():
    image = follow(CORNER, frozenset({"crop", "fit", "centre"})).image
    assert place(image) == pytest.approx(np.array(place(255.0 - render_grey(CORNER))) / 10, abs=0.6)


def render_grey(pixels: np.ndarray) -> np.ndarray:
    return 255 - pixels[..., 3]


@pytest.mark.parametrize("without", [(), ("paper",), STEPS], ids=" ".join)
def test_a_blank_canvas_is_blank_however_little_is_done(without):
    with pytest.raises(BlankCanvas):
        follow(np.zeros((280, 280, 4), np.uint8), frozenset(without))


def test_every_step_has_its_picture():
    preparation = follow(SEVEN)
    way = stations(SEVEN, preparation)
    assert [step.name for step in way] == ["raw", *STEPS]
    assert all(step.on and step.picture.dtype == np.uint8 for step in way)
    assert all(max(step.picture.shape[:2]) <= 112 for step in way)
    raw, paper, ink, crop, fit, centre = (step.picture for step in way)
    assert raw.shape[2] == 4
    assert paper[0, 0] == 255
    assert ink[0, 0] == 0
    assert np.abs(paper.astype(int) + ink - 255).max() <= 1
    assert crop.any(axis=0).all() and crop.any(axis=1).all()
    assert max(fit.shape) == 20
    assert np.array_equal(centre, np.rint(preparation.image * 255))


def test_a_step_that_is_left_out_leaves_the_picture_as_it_was():
    way = stations(SEVEN, follow(SEVEN, frozenset({"ink"})))
    assert [step.name for step in way if not step.on] == ["ink"]
    assert np.array_equal(way[1].picture, way[2].picture)


@pytest.mark.parametrize("shape", [(2, 2), (3, 2048), (2048, 3), (112, 113)])
def test_pictures_of_odd_shapes(shape):
    pixels = np.full(shape, 255, np.uint8)
    pixels[0, 0] = 0
    assert all(max(step.picture.shape[:2]) <= 112 for step in stations(pixels, follow(pixels)))
