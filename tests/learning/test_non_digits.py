"""Drawings that are no digits: they are all there, drawable, repeatable and never blank."""

from collections import Counter

import numpy as np
import pytest

from webapp.learning.hand import Writers, vary
from webapp.learning.non_digits import BOTH, KINDS
from webapp.learning.synthesis import pictures

FAMILIES = {
    "letters",
    "other scripts",
    "signs",
    "shapes",
    "scribbles",
    "parts of digits",
    "two at once",
    "dots and lines",
    "speckle",
}

WRITERS = 5


def _writers(seed: int, count: int = WRITERS) -> Writers:
    return Writers(count, np.random.default_rng(seed))


def test_every_kind_gives_strokes_of_so_many_writers():
    for kind in KINDS:
        strokes = kind.draw(_writers(1))
        assert strokes, kind
        for stroke in strokes:
            assert stroke.ndim == 3, kind
            assert stroke.shape[0] == WRITERS, kind
            assert stroke.shape[1] >= 2, kind
            assert stroke.shape[2] == 2, kind
            assert np.isfinite(stroke).all(), kind


def test_kinds_draw_for_a_single_writer():
    for kind in KINDS:
        assert all(len(stroke) == 1 for stroke in kind.draw(_writers(2, count=1))), kind


def test_names_are_unique_within_a_family():
    names = Counter((kind.family, kind.name) for kind in KINDS)

    assert [name for name, count in names.items() if count > 1] == []


def test_all_families_are_there():
    assert {kind.family for kind in KINDS} == FAMILIES


def test_same_seed_draws_the_same():
    for kind in KINDS:
        first, again = kind.draw(_writers(3)), kind.draw(_writers(3))
        assert len(first) == len(again), kind
        for one, other in zip(first, again, strict=True):
            np.testing.assert_array_equal(one, other, err_msg=kind.name)


def test_writers_differ():
    for kind in KINDS:
        points = np.concatenate(kind.draw(_writers(4)), axis=1)
        assert (points != points[:1]).any(), kind


@pytest.mark.parametrize("letter", BOTH)
def test_nothing_is_drawn_that_is_a_digit_as_well(letter):
    """``letters`` names its kinds by the letter: ``A``, ``A 2``."""
    letters = {kind.name.split()[0] for kind in KINDS if kind.family == "letters"}

    assert letter not in letters


def test_every_other_letter_is_there():
    letters = {kind.name.split()[0] for kind in KINDS if kind.family == "letters"}

    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") - set(BOTH) <= letters


def test_nothing_is_blank():
    for kind in KINDS:
        writers = _writers(5, count=2)
        images = pictures(vary(writers, kind.draw(writers)), np.full(2, 0.08))
        assert (images.max(axis=(1, 2)) > 100).all(), kind
