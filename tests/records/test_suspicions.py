"""What a moderator is told of a drawing that comes in."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from tests.records.arriving import HERS, HIS, arrival, image, reading
from webapp.records import Arrival, Choice, Drawing, NotCollecting, db, suspicions
from webapp.records.database import now
from webapp.records.suspicions import Seen

pytestmark = pytest.mark.usefixtures("opened")


def flags(coming: Arrival, *readings) -> tuple[str, ...]:
    return suspicions.suspicions(coming, readings or [coming.reading])


def draw(count: int, label: int | None = 7, writer: str = HERS, start: int = 100) -> None:
    for seed in range(start, start + count):
        Drawing.keep(arrival(seed, label, writer))


def test_nothing_about_an_ordinary_one():
    draw(5)
    assert flags(arrival()) == ()


def test_many_in_an_hour(monkeypatch):
    monkeypatch.setattr(suspicions, "MOST_AN_HOUR", 3)
    draw(2)
    draw(9, writer=HIS, start=200)
    assert "many" not in flags(arrival())
    draw(1, start=300)
    assert "many" in flags(arrival())
    db.session.execute(db.update(Drawing).values(created_at=now() - timedelta(minutes=61)))
    db.session.commit()
    assert "many" not in flags(arrival())


@pytest.mark.parametrize("label", [7, None])
def test_a_flood_of_one_label(label):
    draw(11, label)
    draw(7, 3, start=200)
    assert "flood" not in flags(arrival(label=label))  # 12 of 19: too few to tell
    draw(1, 3, start=300)
    assert "flood" not in flags(arrival(label=label))  # 12 of 20 are 60 %
    draw(3, label, start=400)
    assert "flood" in flags(arrival(label=label))
    assert "flood" not in flags(arrival(label=3))
    assert "flood" not in flags(arrival(label=label, writer=HIS))


def test_a_duplicate_of_anybodys():
    first = arrival(0, writer=HIS)
    Drawing.keep(first)
    assert flags(first) == ()  # the drawing itself is no duplicate
    again = replace(first, writer=HERS)
    assert flags(again) == ("duplicate",)
    brighter = replace(again, image=(image(0) // 2 + 20).astype(np.uint8))
    assert flags(brighter) == ("duplicate",)
    noisy = np.where(image(9) < 20, 255 - image(0), image(0)).astype(np.uint8)
    assert flags(replace(again, image=noisy)) == ()
    assert flags(replace(again, image=np.full((28, 28), 9, np.uint8))) == ()


def test_only_the_newest_are_looked_at(monkeypatch):
    monkeypatch.setattr(suspicions, "LOOKED_AT", 3)
    draw(4, start=0)
    assert [Seen.newest().has(image(seed)) for seed in range(4)] == [False, True, True, True]
    seen = Seen.newest()
    seen.add(image(9))
    assert [seen.has(image(seed)) for seed in (1, 2, 3, 9)] == [False, True, True, True]


@pytest.mark.parametrize(
    ("label", "readings", "told"),
    [
        (7, [reading(3)], True),
        (7, [reading(3), reading(4)], True),
        (None, [reading(3)], True),
        (3, [reading(3)], False),
        (7, [reading(3), reading(7)], False),
        (7, [reading(3, confidence=0.89)], False),
        (7, [reading(3, digitness=0.4)], False),
    ],
)
def test_contradicted_by_all_that_read(label, readings, told):
    assert ("contradicts" in flags(arrival(label=label), *readings)) == told


def test_the_admin_chooses_whether_drawings_are_kept(together):
    assert Choice.is_collecting()
    Choice.check_collecting()
    together(Choice.collect, *[False] * 4)
    db.session.rollback()
    assert not Choice.is_collecting()
    with pytest.raises(NotCollecting):
        Choice.check_collecting()
    Choice.collect(True)
    assert Choice.is_collecting()
