"""Classes: found by their code alone, joined once, over when they are ended or forgotten."""

from datetime import timedelta

import pytest

from tests.records.arriving import HERS, HIS
from webapp.records import ClassFull, Classroom, Pupil, UnknownClass, classrooms, db
from webapp.records.classrooms import IDLE
from webapp.records.database import now

pytestmark = pytest.mark.usefixtures("opened")


@pytest.fixture
def room(opened) -> Classroom:
    """Give a class that goes on."""
    return Classroom.open(["the-second"])


@pytest.fixture
def later(monkeypatch):
    """Give what lets time pass."""

    def pass_by(time: timedelta) -> None:
        monkeypatch.setattr(classrooms, "now", lambda: now() + time)

    return pass_by


def count(table: type) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(table))


def test_opened_and_found_by_its_code(room):
    assert len(room.code) == 6 and room.code.isdecimal()
    assert Classroom.find(room.code) is room
    assert (room.task, room.paused, room.revision, room.cleared) == ("free", False, 0, 0)
    assert (room.pupils, room.versions, room.run) == (0, ["the-second"], None)
    other = Classroom.open([])
    assert other.code != room.code
    assert Classroom.all() == [other, room]


def test_a_code_is_random_and_no_two_classes_have_the_same(monkeypatch):
    thrown = iter([7, 7, 7, 8])
    monkeypatch.setattr(classrooms.secrets, "randbelow", lambda below: next(thrown))
    assert [Classroom.open([]).code for _ in range(2)] == ["000007", "000008"]


@pytest.mark.parametrize("code", ["", "x", "12345", "٠٠٠٠٠٧", "000007 ", "%", "0" * 9999, "\0"])
def test_no_class_has_another_code(monkeypatch, code):
    monkeypatch.setattr(classrooms.secrets, "randbelow", lambda below: 7)
    Classroom.open([])
    with pytest.raises(UnknownClass):
        Classroom.find(code)


def test_ended_it_is_gone_with_its_pupils(room):
    other = Classroom.open([])
    for each in (room, other):
        Pupil.join(each, HERS)
    code = room.code
    room.end()
    with pytest.raises(UnknownClass, match=code):
        Classroom.find(code)
    assert Classroom.all() == [other]
    assert count(Pupil) == 1


def test_forgotten_it_is_over_and_its_traces_go(room, later):
    Pupil.join(room, HERS)
    code = room.code
    later(IDLE - timedelta(minutes=1))
    assert Classroom.find(code) is room
    assert Classroom.end_forgotten() == 0
    later(IDLE + timedelta(minutes=1))
    assert Classroom.all() == []
    assert count(Classroom) == 1
    with pytest.raises(UnknownClass):
        Classroom.find(code)
    assert (count(Classroom), count(Pupil)) == (0, 0)


def test_a_forgotten_one_goes_when_asked(room, later):
    later(timedelta(minutes=2))
    fresh = Classroom.open([])
    later(IDLE + timedelta(minutes=1))
    assert Classroom.end_forgotten() == 1
    assert (Classroom.all(), count(Classroom)) == ([fresh], 1)


def test_a_forgotten_one_goes_when_another_is_opened(room, later):
    Pupil.join(room, HERS)
    later(IDLE + timedelta(minutes=1))
    fresh = Classroom.open([])
    assert db.session.scalars(db.select(Classroom)).all() == [fresh]
    assert count(Pupil) == 0


def test_whatever_happens_in_it_keeps_it(room, later):
    later(IDLE - timedelta(minutes=1))
    Pupil.join(room, HERS)
    later(IDLE + timedelta(minutes=1))
    assert Classroom.find(room.code) is room


def test_a_pupil_joins_once_and_has_a_number(room):
    hers = Pupil.join(room, HERS)
    revision = room.revision
    assert Pupil.join(room, HERS) is hers
    assert room.revision == revision
    his = Pupil.join(room, HIS)
    assert (hers.number, his.number, room.pupils) == (1, 2, 2)
    assert Pupil.join(Classroom.open([]), HIS).number == 1


def test_many_join_at_once(room, together):
    code = room.code

    def join(writer: str) -> int:
        return Pupil.join(Classroom.find(code), writer).number

    writers = [HERS, HIS, HERS, HIS, *"cdef"]
    numbers = together(join, *writers)
    assert sorted(set(numbers)) == list(range(1, 7))
    assert numbers[:2] == numbers[2:4]
    db.session.rollback()
    assert room.pupils == 6


def test_a_class_has_room_for_so_many(room, monkeypatch):
    monkeypatch.setattr(classrooms, "MOST_PUPILS", 2)
    for writer in (HERS, HIS):
        Pupil.join(room, writer)
    revision = room.revision
    with pytest.raises(ClassFull, match="2 pupils"):
        Pupil.join(room, "c" * 64)
    assert Pupil.join(room, HIS).number == 2
    assert (room.pupils, room.revision) == (2, revision)


def test_every_change_has_a_revision_of_its_own(room, together):
    code = room.code

    def change(task: str) -> int:
        found = Classroom.find(code)
        revision = found.advance()
        found.task = task
        db.session.commit()
        return revision

    assert sorted(together(change, *"01234567")) == list(range(1, 9))
    db.session.rollback()
    assert room.revision == 8


def test_what_is_changed_and_what_is_not(room):
    room.change(task="mixed")
    room.change(paused=True)
    assert (room.task, room.paused, room.revision) == ("mixed", True, 2)


@pytest.mark.parametrize(
    "deed", [lambda room: room.change(task="7"), lambda room: Pupil.join(room, HIS)]
)
def test_nothing_happens_any_more_in_one_that_was_ended_meanwhile(room, together, deed):
    Pupil.join(room, HERS)
    found = Classroom.find(room.code)
    together(lambda code: Classroom.find(code).end(), found.code)
    with pytest.raises(UnknownClass):
        deed(found)
    assert (count(Classroom), count(Pupil)) == (0, 0)
