"""Which ink carries a reading, on networks whose answer is known beforehand."""

import numpy as np
import pytest

from tests.support import STROKES
from webapp.drawing import prepare, render
from webapp.models import Inspector, ModelStore
from webapp.models.occlusion import inked, lead, occlusion, remove


def ink_at(*places: tuple[int, int]) -> np.ndarray:
    """Return an image with a blot of 3 × 3 around each place."""
    image = np.zeros((28, 28), np.float32)
    for row, column in places:
        image[row - 1 : row + 2, column - 1 : column + 2] = 1
    return image


def counting(places: dict[int, tuple[int, int]]):
    """Return a network: a digit's logit is the ink at its place."""

    def logits(image: np.ndarray) -> np.ndarray:
        found = np.zeros(10, np.float32)
        for digit, (row, column) in places.items():
            found[digit] = image[row - 1 : row + 2, column - 1 : column + 2].sum()
        return found

    return logits


FOR, AGAINST, ELSEWHERE = (5, 5), (20, 20), (5, 22)


def test_what_carries_the_reading_is_above_zero_and_what_speaks_against_it_below():
    network = counting({3: FOR, 8: AGAINST})
    found = occlusion(network, ink_at(FOR, AGAINST, ELSEWHERE), 3)
    assert found[FOR] > 0 > found[AGAINST]
    assert found[ELSEWHERE] == 0
    assert found[14, 5] == 0  # there is no ink
    assert found.dtype == np.float32


def test_the_map_is_the_mean_fall_of_the_lead():
    image = ink_at(FOR)
    found = occlusion(counting({3: FOR}), image, 3)
    falls = []
    for top, left in inked(image):
        if top <= FOR[0] < top + 5 and left <= FOR[1] < left + 5:
            other = image.copy()
            other[top : top + 5, left : left + 5] = 0
            falls.append(9 - other[4:7, 4:7].sum())
    assert found[FOR] == pytest.approx(np.mean(falls))


@pytest.mark.parametrize("place", [(1, 1), (26, 26), (1, 26), (13, 26)])
def test_no_corner_of_the_image_is_overlooked(place):
    assert occlusion(counting({3: place}), ink_at(place), 3)[place] > 0


def test_taking_away_makes_it_another_digit_and_no_more_goes_than_must():
    network = counting({3: FOR, 1: AGAINST})
    image = ink_at(FOR, AGAINST, ELSEWHERE)
    image[FOR] = 2  # the 3 leads
    found = remove(network, image, 1)
    assert found.reached
    assert network(found.image).argmax() == 1
    assert not found.removed[19:22, 19:22].any()
    assert not found.removed[4:7, 21:24].any()
    assert np.array_equal(found.image[~found.removed], image[~found.removed])


def test_what_is_read_already_needs_nothing_taken_away():
    found = remove(counting({3: FOR}), ink_at(FOR), 3)
    assert found.reached
    assert not found.removed.any()


def test_some_digits_cannot_be_had_by_taking_away():
    found = remove(counting({3: FOR}), ink_at(FOR), 7)
    assert not found.reached


def test_the_lead_is_over_the_best_other():
    assert lead(np.array([1.0, 5.0, 3.0]), 1) == 2
    assert lead(np.array([1.0, 5.0, 3.0]), 0) == -4


@pytest.mark.parametrize("model_id", ["best-1", "tutorial-1"])
@pytest.mark.parametrize("digit", STROKES)
def test_real_networks(shipped: ModelStore, model_id, digit):
    logits = Inspector.load(shipped, model_id).digit_logits
    image = prepare(render(STROKES[digit]))
    read = int(logits(image).argmax())
    found = occlusion(logits, image, read)
    assert found.max() > 0
    assert not found[image == 0].any()
    target = (read + 1) % 10
    taken = remove(logits, image, target)
    assert taken.reached == (logits(taken.image).argmax() == target)
