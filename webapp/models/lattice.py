"""The cheapest way to cover a row of parts by spans."""

from collections import defaultdict
from collections.abc import Mapping

Span = tuple[int, int]
"""First and last part of a segment, both in it."""


def cheapest(count: int, costs: Mapping[Span, float]) -> list[Span]:
    """Return the spans that cover parts 0…``count`` - 1, one after the other, at the least cost.

    Each part must have a span of its own, or be in one that has a cost. (Bellman's shortest path:
    the best way up to a part goes on from the best way up to some part before it.)
    """
    by_last = defaultdict(list)
    for first, last in costs:
        by_last[last].append(first)
    totals = [0.0]
    firsts = []
    for last in range(count):
        total, first = min(
            ((totals[first] + costs[first, last], first) for first in by_last[last]),
            default=(float("inf"), last),
        )
        totals.append(total)
        firsts.append(first)
    path = []
    last = count - 1
    while last >= 0:
        path.append((firsts[last], last))
        last = firsts[last] - 1
    return path[::-1]
