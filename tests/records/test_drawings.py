"""Drawings: kept once, corrected, judged, and gone without a trace where that is wished."""

from pathlib import Path

import numpy as np
import pytest

from tests.records.arriving import HERS, HIS, arrival, image, reading
from webapp.records import Drawing, DrawingState, EnoughDrawings, db, drawings
from webapp.records.arrivals import is_held_out
from webapp.records.drawings import UNCHANGED

pytestmark = pytest.mark.usefixtures("opened")


def only() -> Drawing:
    return db.session.scalars(db.select(Drawing)).one()


def test_what_came_is_what_is_kept():
    strokes = [[(1, 2.125), (3.5, 4)], [(5, 6)]]
    drawing_id, is_new = Drawing.keep(arrival(label=None, strokes=strokes, flags=("many",)))
    kept = only()
    assert (kept.id, is_new) == (drawing_id, True)
    assert np.array_equal(np.frombuffer(kept.image, np.uint8).reshape(28, 28), image(0))
    assert kept.strokes == [[[1, 2.12], [3.5, 4]], [[5, 6]]]
    assert (kept.label, kept.state, kept.source) == (None, "new", "page")
    assert (kept.digit, kept.is_digit, kept.confidence, kept.model_id) == (7, True, 0.91, "best-1")
    assert (kept.writer, kept.flags) == (HERS, ["many"])


def test_a_picture_has_no_strokes():
    Drawing.keep(arrival())
    assert only().strokes is None
    assert db.session.scalar(db.select(Drawing.id).where(Drawing.strokes.is_(None)))


def test_the_same_drawing_is_one():
    first, _ = Drawing.keep(arrival())
    Drawing.moderate([first], DrawingState.REJECTED)
    assert Drawing.keep(arrival()) == (first, False)
    assert only().state == "rejected"  # sending it again is no way around a moderator


def test_another_label_replaces_and_is_looked_at_again():
    first, _ = Drawing.keep(arrival(label=7, strokes=[[(1, 1)]]))
    Drawing.moderate([first], DrawingState.ACCEPTED)
    before = only().held_out, only().created_at, only().doubt
    assert Drawing.keep(arrival(label=1, strokes=[[(2, 2)]])) == (first, False)
    kept = only()
    assert (kept.label, kept.state, kept.strokes) == (1, "new", [[[2, 2]]])
    assert (kept.held_out, kept.created_at) == before[:2]
    assert kept.doubt > before[2]
    assert Drawing.keep(arrival(label=None)) == (first, False)
    assert only().label is None


def test_another_writer_or_another_image_is_another_drawing():
    ids = {Drawing.keep(each)[0] for each in (arrival(), arrival(writer=HIS), arrival(1))}
    assert len(ids) == 3


def test_the_same_drawing_many_times_at_once(together):
    kept = together(lambda _: Drawing.keep(arrival()), *range(8))
    assert len({drawing_id for drawing_id, _ in kept}) == 1
    assert sum(is_new for _, is_new in kept) == 1
    assert only().label == 7


def test_different_labels_at_once(together):
    labels = [1, 2, 3, 4, None]
    together(lambda label: Drawing.keep(arrival(label=label)), *labels)
    assert only().label in labels


def test_a_writer_has_room_for_so_many(monkeypatch):
    monkeypatch.setattr(drawings, "MOST_UNSEEN", 2)
    ids = [Drawing.keep(arrival(seed))[0] for seed in range(2)]
    with pytest.raises(EnoughDrawings, match="2 drawings"):
        Drawing.keep(arrival(2))
    assert Drawing.count_of(HERS) == 2
    assert Drawing.keep(arrival(1, label=3)) == (ids[1], False)  # a correction is no more
    Drawing.keep(arrival(2, writer=HIS))
    Drawing.moderate(ids[:1], DrawingState.REJECTED)
    assert Drawing.keep(arrival(2))[1]


def test_many_at_once_are_no_way_around_that(monkeypatch, together):
    monkeypatch.setattr(drawings, "MOST_UNSEEN", 3)

    def keep(seed: int) -> bool:
        try:
            return Drawing.keep(arrival(seed))[1]
        except EnoughDrawings:
            return False

    assert sum(together(keep, *range(8))) == 3
    assert Drawing.count_of(HERS) == 3


def test_all_writers_together_have_room_for_so_many(monkeypatch):
    monkeypatch.setattr(drawings, "MOST_WAITING", 2)
    for writer in (HERS, HIS):
        Drawing.keep(arrival(writer=writer))
    with pytest.raises(EnoughDrawings):
        Drawing.keep(arrival(writer="c" * 64))


def test_a_tenth_of_each_writer_is_held_out():
    digests = [arrival(seed).digest for seed in range(1500)]
    for writer in (HERS, HIS):
        share = np.mean([is_held_out(writer, digest) for digest in digests])
        assert 0.07 < share < 0.13


@pytest.mark.parametrize(
    ("label", "digitness", "doubt"),
    [(7, 1.0, 0.09), (7, 0.5, 0.545), (3, 1.0, 0.99), (None, 0.8, 0.8), (None, 0.0, 0.0)],
)
def test_doubt_is_how_far_the_label_is_from_the_reading(label, digitness, doubt):
    Drawing.keep(arrival(label=label, reading=reading(digitness=digitness)))
    assert only().doubt == pytest.approx(doubt, abs=1e-5)


def test_a_moderator_says_what_it_is():
    ids = [Drawing.keep(arrival(seed))[0] for seed in range(3)]
    assert Drawing.moderate([*ids[:2], 999], DrawingState.ACCEPTED) == 2
    assert Drawing.moderate(ids[1:], label=None) == 2
    assert Drawing.moderate(ids[2:], DrawingState.REJECTED, 4) == 1
    assert Drawing.moderate([], DrawingState.ACCEPTED, UNCHANGED) == 0
    rows = db.session.scalars(db.select(Drawing).order_by(Drawing.id))
    assert [(row.label, row.state) for row in rows] == [
        (7, "accepted"),
        (None, "accepted"),
        (4, "rejected"),
    ]
    assert Drawing.counts() == {(7, "accepted"): 1, (None, "accepted"): 1, (4, "rejected"): 1}
    assert db.session.get(Drawing, ids[1]).doubt == pytest.approx(0.8)


def everything(database: Path) -> bytes:
    return b"".join(path.read_bytes() for path in database.parent.iterdir())


def test_what_is_forgotten_leaves_nothing(database):
    secret = [[(123.45, 234.56)] * 900]  # so long that it has pages of its own
    Drawing.keep(arrival(0, strokes=secret, writer=HIS))
    Drawing.keep(arrival(0, strokes=[[(99.01, 98.02)] * 900], label=1, writer=HIS))
    Drawing.keep(arrival(1, writer=HERS, strokes=[[(77.01, 76.02)]]))
    assert b"99.01, 98.02" in everything(database)
    assert Drawing.forget_writer(HIS) == 1
    assert Drawing.forget_writer(HIS) == 0
    left = everything(database)
    for trace in (b"123.45", b"99.01", HIS.encode(), image(0).tobytes()[:60]):
        assert trace not in left
    assert b"77.01" in left
    assert Drawing.forget(only().id)
    assert not Drawing.forget(1)
    assert HERS.encode() not in everything(database)


def test_an_id_never_means_another_drawing():
    first, _ = Drawing.keep(arrival(0))
    Drawing.forget(first)
    assert Drawing.keep(arrival(1))[0] > first
