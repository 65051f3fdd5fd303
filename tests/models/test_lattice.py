"""The cheapest way through a row, beside every way there is."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from webapp.models.lattice import cheapest


@st.composite
def rows(draw) -> tuple[int, dict[tuple[int, int], float]]:
    count = draw(st.integers(1, 6))
    spans = [(first, last) for first in range(count) for last in range(first, count)]
    costs = {span: draw(st.integers(-20, 20)) / 4 for span in spans}
    for first, last in draw(st.sets(st.sampled_from(spans))):
        if first != last:
            del costs[first, last]
    return count, costs


def ways(count: int, costs: dict) -> list[list[tuple[int, int]]]:
    """Return every way to cover the parts."""
    found = []
    for size in range(count):
        for ends in combinations(range(count - 1), size):
            path = list(zip((0, *(end + 1 for end in ends)), (*ends, count - 1), strict=True))
            if all(span in costs for span in path):
                found.append(path)
    return found


@given(rows())
def test_none_is_cheaper(row):
    count, costs = row
    path = cheapest(count, costs)
    assert path in ways(count, costs)
    least = min(sum(costs[span] for span in way) for way in ways(count, costs))
    assert sum(costs[span] for span in path) == least
