"""How far chance reaches: against a published table, and by what defines it."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.models.interval import Z95, wilson


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    # R. G. Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_as_published(hits, count, low, high):
    assert wilson(hits, count) == pytest.approx((low, high), abs=5e-5)
    assert wilson(count - hits, count) == pytest.approx((1 - high, 1 - low), abs=5e-5)


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_at_its_ends_the_share_is_just_so_far_off(counted):
    hits, count = counted
    share = hits / count
    low, high = wilson(hits, count)
    assert 0 <= low <= share <= high <= 1
    for end in (low, high):
        assert abs(share - end) == pytest.approx(Z95 * sqrt(end * (1 - end) / count), abs=1e-6)
