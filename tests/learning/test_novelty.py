"""How digits are told from what is none, against counting every pair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.learning.novelty import auroc, figures, fpr95, threshold

scores = st.lists(st.integers(0, 8).map(lambda n: n / 8), min_size=1, max_size=40).map(np.array)


@given(scores, scores)
def test_auroc_counts_every_pair(digits, others):
    pairs = [(d > o) + (d == o) / 2 for d in digits for o in others]
    assert auroc(digits, others) == pytest.approx(sum(pairs) / len(pairs))


@given(scores, scores)
def test_fpr95_is_the_best_level_that_95_percent_reach(digits, others):
    rates = [(others >= level).mean() for level in digits if (digits >= level).mean() >= 0.95]
    assert fpr95(digits, others) == min(rates)


@pytest.mark.parametrize("counts", [(1000,), (5000, 300)])
def test_nearly_all_real_digits_of_every_set_pass_the_threshold(counts):
    chance = np.random.default_rng(3)
    sets = [chance.uniform(0.2 + 0.3 * n, 1, count) for n, count in enumerate(counts)]
    level = threshold(*sets)
    shares = [(each >= level).mean() for each in sets]
    assert all(share >= 0.99 for share in shares)
    assert min(shares) < 0.995


def test_all_alike_are_all_accepted():
    assert threshold(np.full(100, np.float32(0.3))) <= np.float32(0.3)


def test_figures_by_hand():
    others = np.array([0.1, 0.6, 0.9, 0.2])
    families = np.array(["letters", "letters", "signs", "signs"], object)
    found = figures(np.array([0.4, 0.8]), others, families, 0.5)
    assert found["called_digits"] == 0.5
    assert found["doubted_digits"] == 0.5
    assert found["auroc"] == 5 / 8
    assert found["by_family"]["letters"] == {"count": 2, "called_digits": 0.5}
    assert sum(each["count"] for each in found["by_family"].values()) == found["count"] == 4
