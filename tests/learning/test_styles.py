"""The catalogue of digit styles: whole, drawable, and of the shape that its names promise."""

from collections import Counter

import numpy as np
import pytest

from webapp.learning.hand import Writers, vary
from webapp.learning.styles import STYLES, Style
from webapp.learning.synthesis import Drawings, draw_digits, pictures

WRITERS = 5
BY_TITLE = {style.title: style for style in STYLES}


def images(title: str, count: int = 20, pen: float = 0.07) -> np.ndarray:
    """Return a style's drawings as they are meant, in a fine pen, as no hand has varied them."""
    writers = Writers(count, np.random.default_rng(3))
    return pictures(BY_TITLE[title].draw(writers), np.full(count, pen))


def holes(image: np.ndarray) -> int:
    """Return how many parts of the paper the ink surrounds; by flooding each in turn."""
    paper = np.pad(image < 70, 1, constant_values=True)
    parts = 0
    while paper.any():
        parts += 1
        flood = [tuple(np.argwhere(paper)[0])]
        while flood:
            y, x = flood.pop()
            if 0 <= y < len(paper) and 0 <= x < len(paper) and paper[y, x]:
                paper[y, x] = False
                flood += [(y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)]
    return parts - 1


@pytest.fixture(scope="module")
def drawings() -> Drawings:
    return draw_digits(600, [5])


def test_every_digit_has_many_styles():
    counts = Counter(style.digit for style in STYLES)
    assert set(counts) == set(range(10))
    assert min(counts.values()) >= 6


def test_titles_are_unique():
    assert len(BY_TITLE) == len(STYLES)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.title)
def test_strokes(style: Style):
    writers = Writers(WRITERS, np.random.default_rng(1))
    strokes = style.draw(writers)
    assert strokes
    for stroke in (*strokes, *vary(writers, strokes)):
        assert stroke.ndim == 3
        assert stroke.shape[0] == WRITERS
        assert stroke.shape[1] >= 2
        assert stroke.shape[2] == 2
        assert np.isfinite(stroke).all()


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.title)
def test_about_one_high_and_each_writer_different(style: Style):
    points = np.concatenate(style.draw(Writers(WRITERS, np.random.default_rng(1))), axis=1)
    assert np.all(np.ptp(points[..., 1], axis=1) > 0.65)
    assert np.all(np.ptp(points[..., 1], axis=1) < 1.4)
    assert style.title == "1 bare" or len(np.unique(points, axis=0)) == WRITERS


def test_the_same_seed_draws_the_same(drawings):
    again, other = draw_digits(600, [5]), draw_digits(600, [6])
    np.testing.assert_array_equal(again.images, drawings.images)
    np.testing.assert_array_equal(again.labels, drawings.labels)
    np.testing.assert_array_equal(again.names, drawings.names)
    assert (other.images != drawings.images).any()


def test_drawings_are_prepared(drawings):
    assert drawings.images.shape == (600, 28, 28)
    assert drawings.images.dtype == np.uint8
    assert (drawings.images.max(axis=(1, 2)) > 200).all()  # a hair on the grid is not quite white
    ink = drawings.images.astype(float)
    for axis in (1, 2):
        along = ink.sum(axis=3 - axis) / ink.sum(axis=(1, 2))[:, None]
        centre = along @ np.arange(28)
        assert np.abs(centre - 13.5).max() < 1.1
        assert ((along > 0.002).sum(axis=1) <= 22).all()


def test_labels_are_those_of_the_names(drawings):
    for label, name in zip(drawings.labels, drawings.names, strict=True):
        assert BY_TITLE[name].digit == label


def test_as_many_of_each_digit(drawings):
    counts = np.bincount(drawings.labels, minlength=10)
    assert len(counts) == 10
    assert counts.min() > 30
    assert counts.max() < 95


def test_styles_are_drawn_in_groups():
    drawings = draw_digits(100, [1], group=10)
    assert len(drawings) == 100
    assert len(set(drawings.names)) <= 10
    assert len(set(draw_digits(100, [1]).names)) > 40


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("0 closed", 1),
        ("0 wide", 1),
        ("0 slashed beyond", 2),
        ("1 bare", 0),
        ("1 flag and base", 0),
        ("2 flat base", 0),
        ("2 big loop", 1),
        ("3 round", 0),
        ("4 open", 0),
        ("4 closed", 1),
        ("5 one stroke", 0),
        ("6 straight", 1),
        ("7 bare", 0),
        ("7 crossed", 0),
        ("8 one stroke", 2),
        ("8 two circles", 2),
        ("9 clockwise", 1),
    ],
)
def test_holes(title, expected):
    counted = [holes(image) for image in images(title)]
    assert np.mean(np.array(counted) == expected) >= 0.8, counted


def test_middle_of_a_zero():
    def middle(title: str) -> np.ndarray:
        return images(title)[:, 12:16, 12:16].max(axis=(1, 2))

    assert (middle("0 closed") < 30).all()
    for title in ("0 slashed", "0 slashed beyond", "0 slashed backwards", "0 dotted"):
        assert (middle(title) > 100).all()


def test_a_one_is_no_seven():
    """A 1's flag goes down steeply, whatever its length; a 7's bar hardly goes down at all."""
    writers = Writers(200, np.random.default_rng(2))
    flags = np.concatenate(
        [BY_TITLE[f"1 {name}"].draw(writers)[0] for name in ("short flag", "long flag")]
    )
    bars = np.concatenate([BY_TITLE[f"7 {name}"].draw(writers)[0] for name in ("bare", "long bar")])
    steep = -np.diff(flags[:, :2, 1]) / np.diff(flags[:, :2, 0])
    flat = np.abs(np.diff(bars[:, :2, 1]) / np.diff(bars[:, :2, 0]))
    assert steep.min() > 0.75
    assert flat.max() < 0.2
