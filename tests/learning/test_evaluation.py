"""Figures against counting by hand."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.learning.evaluation import report, threshold


def one_hot(read: list[int], confidence: float = 0.91) -> np.ndarray:
    probabilities = np.full((len(read), 10), (1 - confidence) / 9)
    probabilities[np.arange(len(read)), read] = confidence
    return probabilities


def test_counted_by_hand():
    labels = np.array([3, 3, 3, 7], np.uint8)
    figures = report(one_hot([3, 3, 5, 7]), labels)
    assert figures["count"] == 4
    assert figures["accuracy"] == 0.75
    assert figures["loss"] == pytest.approx(-(3 * math.log(0.91) + math.log(0.01)) / 4)
    assert figures["per_digit"][3] == pytest.approx(2 / 3, abs=1e-6)
    assert figures["per_digit"][7] == 1
    assert figures["per_digit"][0] == 0  # none was there to be read
    assert figures["confusion"][3][3] == 2
    assert figures["confusion"][3][5] == 1
    assert figures["confusion"][7][7] == 1
    assert sum(map(sum, figures["confusion"])) == 4


pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=60)


@given(pairs, st.floats(0.11, 0.99))
def test_counted_one_by_one(drawn_and_read, confidence):
    labels = np.array([drawn for drawn, _ in drawn_and_read], np.uint8)
    figures = report(one_hot([read for _, read in drawn_and_read], confidence), labels)
    for drawn in range(10):
        for read in range(10):
            assert figures["confusion"][drawn][read] == drawn_and_read.count((drawn, read))
    right = sum(drawn == read for drawn, read in drawn_and_read)
    assert figures["accuracy"] == pytest.approx(right / len(labels))
    assert json.loads(json.dumps(figures)) == figures


def test_a_certain_mistake_costs_much_but_not_everything():
    figures = report(one_hot([1], 1.0), np.array([2]))
    assert figures["loss"] == pytest.approx(-math.log(1e-7))


@pytest.mark.parametrize("count", [1000, 5000])
def test_nearly_all_real_digits_pass_the_threshold(count):
    confidences = np.random.default_rng(3).uniform(0.2, 1, count)
    probabilities = np.column_stack([confidences, *[(1 - confidences) / 9] * 9])
    level = threshold(probabilities)
    share = (probabilities.max(axis=1) >= level).mean()
    assert 0.99 <= share < 1
