"""Which drawings are found, in what order; and as lines, out and in again."""

import base64
import json
from datetime import datetime

import numpy as np
import pytest

from tests.records.arriving import HERS, HIS, arrival, image, reading
from webapp.drawing.strokes import CANVAS
from webapp.learning import drawn
from webapp.records import Drawing, DrawingState, Source, db, writer_of
from webapp.records.searches import Order, Search
from webapp.records.stroke_lines import Report, line_of, take_in

pytestmark = pytest.mark.usefixtures("opened")

SEVEN = [[(85, 65), (190, 65), (125, 225)]]


@pytest.fixture
def kept(opened) -> list[int]:
    """Keep drawings that differ in all that can be asked for, some as doubtful as others."""
    rows = [
        arrival(0, 1, strokes=SEVEN),
        arrival(1, None, HIS, flags=("many", "flood"), strokes=SEVEN),
        arrival(2, 7, reading=reading(3), model_id="other-1"),
        arrival(3, 1, flags=("duplicate",), state=DrawingState.ACCEPTED, strokes=SEVEN),
        arrival(4, 1),
    ]
    ids = [Drawing.keep(row)[0] for row in rows]
    for day, drawing_id in enumerate(ids, 1):
        moment = datetime(2026, 1, day)
        db.session.execute(
            db.update(Drawing).where(Drawing.id == drawing_id).values(created_at=moment)
        )
    db.session.commit()
    return ids


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [0, 1, 2, 3, 4]),
        ({"label": 1}, [0, 3, 4]),
        ({"label": None}, [1]),
        ({"label": 0}, []),
        ({"state": "accepted"}, [3]),
        ({"model": "other-1"}, [2]),
        ({"digit": 7}, [0, 1, 3, 4]),
        ({"writer": HIS}, [1]),
        ({"since": datetime(2026, 1, 4)}, [3, 4]),
        ({"until": datetime(2026, 1, 2)}, [0]),
        ({"flag": "flood"}, [1]),
        ({"flag": "contradicts"}, []),
        ({"label": 1, "state": "new", "flag": None, "writer": HERS}, [0, 4]),
    ],
    ids=str,
)
def test_what_is_asked_for(kept, asked, found):
    search = Search(**asked)
    page, cursor = search.page(Order.NEWEST)
    assert [drawing.id for drawing in page] == [kept[index] for index in reversed(found)]
    assert (cursor, search.count()) == ("", len(found))
    everything = list(search.each(only_strokes=False))
    assert [drawing.id for drawing in everything] == [kept[index] for index in found]


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("limit", [1, 2, 5])
def test_page_by_page_each_comes_once(kept, order, limit):
    found, cursor = [], None
    while cursor != "":
        page, cursor = Search().page(order, cursor or "", limit)
        assert 1 <= len(page) <= limit
        found += page
    assert sorted(drawing.id for drawing in found) == kept
    keys = [(drawing.doubt if order == Order.DOUBT else 0, drawing.id) for drawing in found]
    assert keys == sorted(keys, reverse=True)


def test_one_that_goes_meanwhile_moves_nothing(kept):
    page, cursor = Search().page(Order.NEWEST, "", 2)
    Drawing.forget(page[-1].id)
    after, _ = Search().page(Order.NEWEST, cursor, 2)
    assert [drawing.id for drawing in after] == [kept[2], kept[1]]


@pytest.mark.parametrize(
    ("order", "cursor"),
    [(Order.NEWEST, bad) for bad in ("x", "-1", "0.5_1", "٣", "9" * 19, "1_")]
    + [(Order.DOUBT, bad) for bad in ("1", "x_1", "nan_1", "2_1", "_", "0.5_x", "1e999_1")],
)
def test_what_is_no_cursor(order, cursor):
    with pytest.raises(ValueError):
        Search().page(order, cursor)


def test_the_lines_are_what_evaluate_reads(kept, tmp_path):
    lines = [line_of(drawing) for drawing in Search().each()]
    path = tmp_path / "drawings.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    read = drawn.load(path)
    assert [(row.label, row.writer) for row in read] == [(1, HERS), (None, HIS), (1, HERS)]
    assert [list(map(list, row.strokes)) for row in read] == [SEVEN] * 3


def test_many_are_given_one_after_the_other(kept, monkeypatch):
    monkeypatch.setattr("webapp.records.searches.AT_ONCE", 2)
    assert [each.id for each in Search().each(only_strokes=False)] == kept


def put_in(*lines: object, state: DrawingState = DrawingState.NEW) -> Report:
    coded = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return take_in(coded, lambda image: reading(), "best-1", state)


def test_out_and_in_again(kept):
    before = {row.id: row for row in Search().each(only_strokes=False)}
    lines = [line_of(row).encode() for row in before.values()]
    assert put_in(*lines).skipped == 5
    for drawing_id in kept:
        Drawing.forget(drawing_id)
    assert put_in(*lines).imported == 5
    for old, new in zip(before.values(), Search().each(only_strokes=False), strict=True):
        same = ("image", "strokes", "label", "writer", "state", "held_out")
        assert [getattr(new, name) for name in same] == [getattr(old, name) for name in same]
        assert new.source == Source.IMPORT


def test_strokes_of_another_unit_are_drawn_on_our_canvas():
    far = [[[x * 1000 + 5e5, y * 1000] for x, y in SEVEN[0]]]
    report = put_in({"label": "7", "strokes": SEVEN}, {"label": 7, "strokes": far, "writer": 2})
    assert report == Report(2, 0, [])
    one, other = Search().each()
    assert one.strokes == other.strokes
    assert one.image == other.image
    points = np.array(one.strokes[0])
    assert points.min() >= 0 and points.max() <= CANVAS
    assert np.ptp(points, axis=0).max() == pytest.approx(0.6 * CANVAS, abs=0.1)
    assert other.flags == ["duplicate"]
    assert other.writer == writer_of("2")


def test_a_label_that_contradicts_and_a_state():
    line = {"label": "seven", "strokes": SEVEN, "canvas": 280}
    put_in({**line, "state": "rejected"}, {**line, "writer": "x"}, state=DrawingState.ACCEPTED)
    first, second = Search().each()
    assert (first.label, first.strokes) == (None, [[list(map(float, xy)) for xy in SEVEN[0]]])
    assert "contradicts" in first.flags
    assert [first.state, second.state] == ["rejected", "accepted"]


INK = base64.b64encode(image(1).tobytes()).decode()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"nonsense", "is not JSON"),
        (b"\xff\xfe{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "is no object"),
        ({}, "is no object"),
        ({"label": 1}, "neither strokes nor an image"),
        ({"label": 10, "strokes": SEVEN}, "label must be"),
        ({"label": True, "strokes": SEVEN}, "label must be"),
        ({"label": 1, "strokes": []}, "blank"),
        ({"label": 1, "strokes": [[1, 2]]}, "a point must be"),
        ({"label": 1, "strokes": [[[1, None]]]}, "a point must be"),
        ({"label": 1, "strokes": [[[1, float("nan")]]]}, "a point must be"),
        ({"label": 1, "strokes": [[[1, 1]] * 20_001]}, "more than 20,000"),
        ({"label": 1, "strokes": [[[1e6, 1]]], "canvas": 280}, "far off"),
        ({"label": 1, "strokes": SEVEN, "canvas": 0}, "canvas must be"),
        ({"label": 1, "strokes": SEVEN, "canvas": "x"}, "canvas must be"),
        ({"label": 1, "strokes": SEVEN, "state": "seen"}, "state must be"),
        ({"label": 1, "strokes": SEVEN, "state": []}, "state must be"),
        ({"label": 1, "strokes": SEVEN, "image": INK[:-4]}, "784 bytes"),
        ({"label": 1, "image": 5}, "784 bytes"),
        ({"label": 1, "image": "é"}, "784 bytes"),
        ({"label": 1, "image": base64.b64encode(bytes(784)).decode()}, "784 bytes"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_bad_line_is_told_and_the_others_are_kept(line, why):
    report = put_in({"label": 1, "strokes": SEVEN}, b"", line, {"label": None, "image": INK})
    assert (report.imported, report.skipped) == (2, 0)
    ((number, words),) = report.errors
    assert number == 3
    assert why in words
