"""The version that ships reads rows of digits: apart, overlapping, touching, soiled."""

import numpy as np
import pytest

from tests.support import STROKES, arc, in_a_row
from webapp.drawing import DrawingError, prepare, render
from webapp.drawing.row import MOST_COMPONENTS
from webapp.models import Classifier, Reading, read_row
from webapp.models.rows import MOST_READINGS, MOST_STROKES

TEN = list(range(10))


@pytest.fixture(scope="module")
def champion(shipped) -> Classifier:
    return Classifier.load(shipped, "best-1")


def read(classifier: Classifier, pixels: np.ndarray) -> str:
    """Return a row as text, `?` for what is no digit."""
    segments = read_row(classifier, pixels)
    return "".join(str(s.reading.digit) if s.reading.is_digit else "?" for s in segments)


def drawn(digits: list[int], gap: float = 25, pen: float = 10) -> np.ndarray:
    side = 120 + 90 * len(digits)
    return render(in_a_row(digits, gap), pen, side)[:160]


@pytest.mark.parametrize("pen", [12, 22])
@pytest.mark.parametrize("digit", STROKES)
def test_one_digit_is_one_digit(champion, digit, pen):
    pixels = render(STROKES[digit], pen)
    (segment,) = read_row(champion, pixels)
    assert segment.reading.digit == digit
    assert np.array_equal(segment.image, prepare(pixels))


@pytest.mark.parametrize("digits", [[2, 0, 2, 6], [1, 1], [4, 7, 1], TEN, TEN[::-1]], ids=str)
@pytest.mark.parametrize("pen", [5, 12])
def test_gaps(champion, digits, pen):
    assert read(champion, drawn(digits, pen=pen)) == "".join(map(str, digits))


@pytest.mark.parametrize("change", ["inverted", "transparent", "twice as large"])
def test_other_canvases(champion, change):
    pixels = drawn([3, 0, 7])
    clear = np.zeros((*pixels.shape, 4), np.uint8)
    clear[..., 3] = 255 - pixels
    large = np.kron(pixels, np.ones((2, 2), np.uint8))
    other = {"inverted": 255 - pixels, "transparent": clear, "twice as large": large}[change]
    assert read(champion, other) == "307"


def test_boxes_that_overlap(champion):
    lean = [[(x - 0.45 * y, y) for x, y in stroke] for stroke in in_a_row([1, 1, 1], 28)]
    pixels = render([[(x + 60, y) for x, y in stroke] for stroke in lean], 8)
    assert read(champion, pixels) == "111"
    boxes = [segment.box for segment in read_row(champion, pixels)]
    assert all(right[0] < left[0] + left[2] for left, right in zip(boxes, boxes[1:], strict=False))


@pytest.mark.parametrize("digits", [[0, 0], [3, 5], [2, 3], [6, 8], [0, 3, 2], [8, 0, 0]], ids=str)
def test_touching(champion, digits):
    pixels = drawn(digits, gap=6, pen=8)
    bare = (pixels > 250).all(axis=0)
    assert bare[np.flatnonzero(~bare)[0] : np.flatnonzero(~bare)[-1]].sum() == 0
    assert read(champion, pixels) == "".join(map(str, digits))


FIVE = [[(105, 75), (100, 130), *arc(130, 172, 45, 45, -125, 140)], [(118, 60), (180, 56)]]
FOUR = [[(100, 70), (85, 150), (150, 150)], [(168, 60), (164, 230)]]
DOTTED = [arc(140, 140, 50, 80, -90, 270), [(140, 140)]]


@pytest.mark.parametrize(("strokes", "digit"), [(FIVE, "5"), (FOUR, "4"), (DOTTED, "0")])
def test_strokes_apart_stay_together(champion, strokes, digit):
    beside = [[(x + 150, y) for x, y in stroke] for stroke in STROKES[3]]
    pixels = render(strokes + beside, 9, 360)
    assert read(champion, pixels) == digit + "3"


def test_specks_are_no_digits(champion):
    pixels = drawn([4, 2]).copy()
    chance = np.random.default_rng(0)
    for y, x in zip(chance.integers(140, size=40), chance.integers(290, size=40), strict=True):
        pixels[y : y + 3, x : x + 3] = 0
    assert read(champion, pixels) == "42"


def test_a_version_that_tells_no_digitness(shipped):
    tutorial = Classifier.load(shipped, "tutorial-1")
    segments = read_row(tutorial, drawn([3, 0, 2], gap=30))
    assert len(segments) == 3


HOSTILE = {
    "noise": lambda r: r.integers(256, size=(2048, 2048)),
    "dust": lambda r: np.where(r.random((2048, 2048)) < 0.002, 0, 255),
    "scribble": lambda r: render([r.uniform(50, 2000, (90, 2)).tolist()], 9, 2048),
    "hatching": lambda r: np.tile(np.where(np.arange(2048) % 40 < 6, 0, 255), (2048, 1)),
    "a hair": lambda r: np.where(np.arange(2048) == 9, 0, 255)[:, None] + np.zeros(2048, int),
    "comb": lambda r: np.where((np.arange(2048) % 64 < 9) | (np.arange(900)[:, None] < 9), 0, 255),
    "diagonals": lambda r: render([[(10 * n, 0), (640, 640 - 10 * n)] for n in range(60)], 1, 640),
    "a pixel": lambda r: np.where(np.arange(99) == 50, 0, 255)[None],
    "all but ink": lambda r: np.pad(np.zeros((2040, 2040)), 4, constant_values=255),
}


class Counted:
    """A classifier that counts its readings: what a row costs, on any machine."""

    def __init__(self, classifier: Classifier):
        self.manifest, self._classifier, self.readings = classifier.manifest, classifier, 0

    def read(self, image: np.ndarray) -> Reading:
        self.readings += 1
        return self._classifier.read(image)


@pytest.mark.parametrize("kind", HOSTILE)
def test_whatever_comes_is_read_or_refused_at_once(champion, kind):
    pixels = np.ascontiguousarray(HOSTILE[kind](np.random.default_rng(0)), np.uint8)
    counted = Counted(champion)
    try:
        segments = read_row(counted, pixels)
    except DrawingError as error:
        assert str(error)
    else:
        height, width = pixels.shape
        for left, top, wide, high in (segment.box for segment in segments):
            assert 0 <= left < left + wide <= width
            assert 0 <= top < top + high <= height
    # Every component, with up to five after it; then the pieces.
    assert counted.readings <= MOST_COMPONENTS * MOST_STROKES + MOST_READINGS
