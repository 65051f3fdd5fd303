"""The lessons: what was accepted and nothing else, as arrays."""

import numpy as np
import pytest

from tests.records.arriving import HERS, HIS, arrival, image
from webapp.records import Drawing, DrawingState, db, lessons
from webapp.records.arrivals import is_held_out

STROKES = [[(1.0, 2.0), (3.0, 4.0)]]


@pytest.fixture
def kept(opened) -> list[int]:
    """Keep a few drawings: accepted, rejected and new ones, digits and others."""
    ids = []
    for seed in range(40):
        strokes = STROKES if seed % 2 else None
        label = None if seed % 8 == 0 else seed % 10
        ids.append(Drawing.keep(arrival(seed, label, (HERS, HIS)[seed % 2], strokes=strokes))[0])
    Drawing.moderate(ids[:30], DrawingState.ACCEPTED)
    Drawing.moderate(ids[30:35], DrawingState.REJECTED)
    return ids


def test_what_was_accepted_and_nothing_else(kept):
    found = lessons.lessons(db.session)
    assert len(found) == 30
    assert (found.images.dtype, found.labels.dtype) == (np.uint8, np.uint8)
    for seed in range(30):
        assert np.array_equal(found.images[seed], image(seed))
        assert found.labels[seed] == (10 if seed % 8 == 0 else seed % 10)
        assert found.writers[seed] == (HERS, HIS)[seed % 2]
        assert (found.strokes[seed] is not None) == bool(seed % 2)
        digest = arrival(seed, writer=found.writers[seed]).digest
        assert found.held_out[seed] == is_held_out(found.writers[seed], digest)
    assert 0 < len(found.to_learn) < 30
    assert len(found.to_learn) + found.held_out.sum() == 30


def test_the_held_out_digits(kept):
    every, found = lessons.lessons(db.session), lessons.held_out(db.session)
    assert len(found) > 0 and found.held_out.all() and found.labels.max() < 10
    assert np.array_equal(found.images, every.to_measure.images)


def test_another_process_finds_the_same(app, kept):
    found = lessons.lessons_at(app.config["SQLALCHEMY_DATABASE_URI"])
    assert np.array_equal(found.images, lessons.lessons(db.session).images)
    assert [len(strokes or []) for strokes in found.strokes[:4]] == [0, 1, 0, 1]
    held_out = lessons.held_out_at(app.config["SQLALCHEMY_DATABASE_URI"])
    assert np.array_equal(held_out.images, found.to_measure.images)
    assert np.array_equal(held_out.labels, found.to_measure.labels)


def test_where_nothing_is_there_is_none_and_looking_makes_no_database(tmp_path, opened):
    assert len(lessons.lessons(db.session)) == len(lessons.held_out(db.session)) == 0
    path = tmp_path / "none.sqlite3"
    for look in (lessons.lessons_at, lessons.held_out_at):
        assert len(look(f"sqlite:///{path}")) == 0
        assert not path.exists()
    path.touch()
    for look in (lessons.lessons_at, lessons.held_out_at):
        assert len(look(f"sqlite:///{path}")) == 0


def test_the_supply_counts_them(kept):
    every = lessons.lessons(db.session)
    expected = lessons.Supply(len(every.to_learn), len(every.to_measure), waiting=5)
    assert lessons.supply(db.session) == expected
    Drawing.forget(kept[-1])
    assert lessons.supply(db.session).waiting == 4


def test_of_nothing_there_is_no_supply(opened):
    assert lessons.supply(db.session) == lessons.Supply(0, 0, 0)


def test_a_lesson_is_what_may_be_learnt_from(opened):
    seed = next(seed for seed in range(99) if is_held_out(HERS, arrival(seed).digest))
    held_out, _ = Drawing.keep(arrival(seed))
    Drawing.moderate([held_out], DrawingState.ACCEPTED)
    assert not lessons.is_there_a_lesson(db.session)
    other, _ = Drawing.keep(arrival(seed + 1))
    assert not lessons.is_there_a_lesson(db.session)
    Drawing.moderate([other], DrawingState.ACCEPTED)
    assert lessons.is_there_a_lesson(db.session)
