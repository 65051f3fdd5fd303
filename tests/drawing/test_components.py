"""Connected components, beside a flood fill that is slow and plain."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from webapp.drawing import render
from webapp.drawing.components import boxes, label, pen_width

masks = arrays.arrays(bool, arrays.array_shapes(min_dims=2, max_dims=2, max_side=12))


def flood(mask: np.ndarray) -> np.ndarray:
    """Number the components pixel by pixel."""
    labels = np.zeros(mask.shape, int)
    for start in zip(*np.nonzero(mask), strict=True):
        if labels[start]:
            continue
        number, wet = labels.max() + 1, [start]
        while wet:
            y, x = wet.pop()
            if 0 <= y < len(mask) and 0 <= x < mask.shape[1] and mask[y, x] and not labels[y, x]:
                labels[y, x] = number
                wet += [(y + down, x + right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    return labels


@given(masks)
def test_what_touches_has_one_number(mask):
    labels, count = label(mask)
    assert np.array_equal(labels, flood(mask))
    assert count == labels.max()


@given(masks)
def test_boxes_hold_their_component_and_no_more(mask):
    labels, count = label(mask)
    for number, (left, top, right, bottom) in enumerate(boxes(labels, count), start=1):
        rows, columns = np.nonzero(labels == number)
        assert (left, top) == (columns.min(), rows.min())
        assert (right, bottom) == (columns.max() + 1, rows.max() + 1)


def test_a_spiral_is_one_component():
    spiral = np.zeros((41, 41), bool)
    for ring in range(0, 20, 2):
        spiral[ring, ring : -ring or None] = spiral[ring : -ring or None, -1 - ring] = True
        spiral[-1 - ring, ring : -ring or None] = spiral[ring + 2 : -ring or None, ring] = True
        spiral[ring + 2, ring : ring + 3] = True
    assert label(spiral)[1] == flood(spiral).max() == 1


@given(st.floats(0, 180), st.floats(8, 30))
def test_the_pen_is_measured(degrees, pen):
    turn = np.exp(1j * np.radians(degrees)) * 90
    line = [(140 - turn.real, 140 - turn.imag), (140 + turn.real, 140 + turn.imag)]
    assert pen_width(render([line], pen) < 128) == pytest.approx(pen, rel=0.4)
