"""Sheets: replaced while they are drawn on, gone for good when taken away, told in order."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from tests.records.arriving import HERS, HIS, image, reading
from tests.records.pages import labelled, page
from tests.records.test_drawings import everything
from webapp.records import Classroom, Page, Pupil, Sheet, UnknownClass, db, sheets
from webapp.records.classrooms import IDLE
from webapp.records.database import now
from webapp.records.sheets import MOST_POINTS

pytestmark = pytest.mark.usefixtures("opened")


@pytest.fixture
def room(opened) -> Classroom:
    """Give a class that goes on."""
    return Classroom.open([])


@pytest.fixture
def her(room) -> Pupil:
    """Give a pupil of the class."""
    return Pupil.join(room, HERS)


@pytest.fixture
def him(room, her) -> Pupil:
    """Give another one."""
    return Pupil.join(room, HIS)


def wall(room: Classroom, after: int = 0) -> list[tuple[int, str, bool]]:
    """Return whose sheets, their keys and whether they are gone, in the order of their changes."""
    return [(number, sheet.key, sheet.gone) for sheet, number in Sheet.after(room, after)]


def test_what_was_sent_hangs_there(room, her):
    said = [{"model": "best-1", "digit": 3, "is_digit": False, "confidence": 0.5}]
    strokes = [[(1, 2.125), (3.5, 4)], [(5, 6)]]
    assert Sheet.put(room, her, page(seed=5, strokes=strokes, readings=said))
    ((sheet, number),) = Sheet.after(room, 0)
    assert (number, sheet.gone, sheet.labelled, sheet.label) == (1, False, False, None)
    assert sheet.strokes == [[[1, 2.125], [3.5, 4]], [[5, 6]]]
    assert sheet.readings == said
    assert np.array_equal(np.frombuffer(sheet.image, np.uint8).reshape(28, 28), image(5))
    assert np.allclose(sheet.pixels * 255, image(5), atol=1e-4)
    assert sheet.pixels.dtype == np.float32


def test_drawn_on_it_is_the_same_sheet(room, her):
    Sheet.put(room, her, labelled("a", 7))
    ((before, _),) = Sheet.after(room, 0)
    sheet_id, revision = before.id, before.revision
    assert Sheet.put(room, her, page("a", 1, strokes=None))
    ((sheet, _),) = Sheet.after(room, revision)
    assert (sheet.id, sheet.strokes, sheet.labelled) == (sheet_id, None, False)
    assert sheet.image == image(1).tobytes()
    assert Sheet.after(room, sheet.revision) == []


def test_keys_are_a_pupils_own(room, her, him):
    for pupil, key in ((her, "a"), (her, "b"), (him, "a"), (her, "a")):
        Sheet.put(room, pupil, page(key))
    assert wall(room) == [(1, "b", False), (2, "a", False), (1, "a", False)]


def test_classes_do_not_see_each_other(room, her):
    other = Classroom.open([])
    Sheet.put(other, Pupil.join(other, HERS), page("hidden"))
    Sheet.put(room, her, page("a"))
    assert wall(room) == [(1, "a", False)]
    Sheet.clear(room)
    assert wall(other) == [(1, "hidden", False)]


@pytest.mark.parametrize("count", [MOST_POINTS, MOST_POINTS + 1])
def test_of_very_long_strokes_the_picture_must_do(room, her, count):
    strokes = [[(1.0, 1.0)] * (count - 1), [(2.0, 2.0)]]
    assert Sheet.put(room, her, page(strokes=strokes))
    ((sheet, _),) = Sheet.after(room, 0)
    assert (sheet.strokes is None) == (count > MOST_POINTS)
    assert len(sheet.image) == 784


def test_taken_away_it_does_not_come_back(room, her):
    for key in "ab":
        Sheet.put(room, her, labelled(key, 7))
    (first, _), (second, _) = Sheet.after(room, 0)
    assert Sheet.take_away(room, Sheet.id == second.id) == 1
    assert Sheet.take_away(room, Sheet.id == second.id) == 0
    assert not Sheet.put(room, her, page("b", 1))
    assert wall(room) == [(1, "a", False), (1, "b", True)]
    db.session.refresh(second)
    assert (second.image, second.strokes, second.label, second.readings) == (b"", None, None, [])
    assert Sheet.put(room, her, page("a", 1))


def test_not_even_after_the_wall_was_cleared(room, her, him):
    for pupil, key in ((her, "old"), (her, "new"), (him, "his")):
        Sheet.put(room, pupil, page(key))
    for key in ("old", "new"):
        Sheet.take_away(room, Sheet.key == key)
    Sheet.clear(room)
    assert wall(room) == [(1, "new", True)]  # that may still be on the pupil's paper
    assert not Sheet.put(room, her, page("new"))
    assert Sheet.put(room, him, page("his"))
    assert room.cleared == room.revision - 1


def test_what_was_drawn_before_a_task_was_set_is_known(room, her, him):
    for key in "ab":
        Sheet.put(room, her, page(key))
    (_, (second, _)) = Sheet.after(room, 0)
    Sheet.put(Classroom.open([]), him, page("elsewhere"))
    room.change(task="7")
    assert room.since == second.id
    Sheet.put(room, him, page("c"))
    room.change(task="7", paused=True)  # the same task goes on
    assert room.since == second.id
    Sheet.clear(room)
    db.session.refresh(room)
    assert room.since == 0


def test_two_teachers_set_tasks(app, room, her):
    """Who has looked before the other set one sets another all the same."""
    seen = Classroom.find(room.code)
    with app.app_context():
        Classroom.find(room.code).change(task="4")
        pupil = db.session.get(Pupil, her.id)
        Sheet.put(Classroom.find(room.code), pupil, page("a"))
    seen.change(task="free")
    ((sheet, _),) = Sheet.after(room, 0)
    assert (seen.task, seen.since) == ("free", sheet.id)


def test_a_pupil_has_room_for_so_many(room, her, him, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_SHEETS", 2)
    assert [Sheet.put(room, her, page(key)) for key in "abc"] == [True, True, False]
    assert Sheet.put(room, her, page("b", 1))
    assert Sheet.put(room, him, page("c"))
    Sheet.take_away(room, Sheet.key == "a")
    assert not Sheet.put(room, her, page("c"))
    Sheet.clear(room)
    assert Sheet.put(room, her, page("c"))


def test_of_a_muted_pupil_nothing_is_shown(room, her, him):
    for pupil in (her, him):
        Sheet.put(room, pupil, page("a"))
    assert Sheet.mute(room, 1)
    assert not Sheet.mute(room, 3)
    assert Pupil.muted_in(room) == [1]
    assert wall(room) == [(2, "a", False), (1, "a", True)]
    assert not Sheet.put(room, her, page("a"))


def test_muted_while_a_sheet_was_on_its_way(room, her, together):
    code, pupil_id = room.code, her.id
    together(lambda number: Sheet.mute(Classroom.find(code), number), 1)
    assert not her.muted  # as far as the request knows that carries the sheet
    assert not Sheet.put(room, her, page("new"))
    assert db.session.get(Pupil, pupil_id).muted
    assert wall(room) == []


def test_what_was_refused_changes_nothing(room, her):
    Sheet.mute(room, 1)
    revision = room.revision
    Sheet.put(room, her, page("a"))
    db.session.rollback()
    assert room.revision == revision


def test_what_is_labelled_can_be_learnt_from(room, her, him):
    her_pages = [labelled("a", 7), labelled("b", None, 1), page("c", 2, label=7), labelled("d", 1)]
    for each in her_pages:
        Sheet.put(room, her, each)
    Sheet.put(room, him, labelled("e", 7, 3))
    Sheet.take_away(room, Sheet.key == "d")
    seen = []

    def read(pixels: np.ndarray):
        seen.append(pixels)
        return reading(7, 0.95)

    first, second, third = Sheet.arrivals(room, read, "best-1")
    assert [each.writer for each in (first, second, third)] == [HERS, HERS, HIS]
    assert [each.label for each in (first, second, third)] == [7, None, 7]
    assert [each.state for each in (first, second, third)] == ["accepted", "new", "accepted"]
    assert [each.flags for each in (first, second, third)] == [(), ("contradicts",), ()]
    assert {(each.source, each.model_id) for each in (first, second, third)} == {
        ("class", "best-1")
    }
    assert np.array_equal(third.image, image(3))
    assert (len(seen), seen[0].dtype, seen[0].max()) == (3, np.float32, 1)


def test_read_again_by_another_version(room, her, him):
    for pupil in (her, him):
        Sheet.put(room, pupil, page("a"))
    Sheet.take_away(room, Sheet.pupil_id == him.id)
    revision = room.revision
    Sheet.read_again(room, lambda pixels: [{"model": "new"}])
    ((sheet, number),) = Sheet.after(room, revision)
    assert (number, sheet.readings, sheet.revision) == (1, [{"model": "new"}], room.revision)


def test_pupils_go_on_drawing_while_the_wall_is_read_again(app, room, her):
    """Reading takes long: nobody waits for it, and what is newer stays."""
    for key in "ab":
        Sheet.put(room, her, page(key))
    code = room.code

    def draw() -> None:
        with app.app_context():
            found = Classroom.find(code)
            Sheet.put(found, Pupil.join(found, HERS), page("a", 9, readings=["meanwhile"]))

    def read(pixels: np.ndarray) -> list:
        pupil = Thread(target=draw)
        pupil.start()
        pupil.join(4)
        assert not pupil.is_alive()
        return ["again"]

    Sheet.read_again(room, read)
    found = {sheet.key: (sheet.readings, sheet.image[:9]) for sheet, _ in Sheet.after(room, 0)}
    assert found["a"] == (["meanwhile"], image(9).tobytes()[:9])
    assert found["b"][0] == ["again"]


SECRET = [[(123.45, 234.56)] * 900]  # so long that it has pages of its own


def traces(database: Path, page: Page) -> bool:
    left = everything(database)
    return b"123.45" in left or page.image.tobytes()[:60] in left


def test_a_writer_forgets_what_hangs_in_any_class(database, room, her, him):
    secret = page("a", 1, strokes=SECRET)
    other = Classroom.open([])
    for each in (room, other):
        Sheet.put(each, Pupil.join(each, HERS), secret)
        Sheet.put(each, Pupil.join(each, HERS), page("b", 1, strokes=None))
    Sheet.put(room, him, page("his", 2))
    assert traces(database, secret)
    assert (Sheet.count_of(HERS), Sheet.count_of(HIS), Sheet.count_of("c" * 64)) == (4, 1, 0)
    assert Sheet.forget_writer(HERS) == 4
    assert Sheet.forget_writer(HERS) == 0
    assert (Sheet.count_of(HERS), Sheet.count_of(HIS)) == (0, 1)
    assert not traces(database, secret)
    assert [(number, gone) for number, _, gone in wall(room)] == [(2, False), (1, True), (1, True)]


def test_to_forget_makes_no_forgotten_class_go_on(room, her):
    Sheet.put(room, her, page())
    code = room.code
    room.seen_at = now() - IDLE
    db.session.commit()
    assert Sheet.count_of(HERS) == 0
    Sheet.forget_writer(HERS)
    with pytest.raises(UnknownClass):
        Classroom.find(code)
    assert db.session.scalar(db.select(db.func.count()).select_from(Sheet)) == 0


def test_ended_or_cleared_nothing_is_left_of_it(database, room, her):
    secret = page("a", 1, strokes=SECRET)
    for way in (Sheet.clear, Classroom.end):
        Sheet.put(room, her, secret)
        assert traces(database, secret)
        way(room)
        assert not traces(database, secret)
    assert HERS.encode() not in everything(database)


def test_who_looks_on_while_many_draw_misses_nothing(app, room):
    """Real threads and a real file: what is newer than the last look has a higher revision."""
    pupils, states = 5, 16
    code, known = room.code, {}

    def draw(number: int) -> list[int]:
        revisions = []
        for step in range(states):
            with app.app_context():
                found = Classroom.find(code)
                pupil = Pupil.join(found, f"{number:064}")
                Sheet.put(found, pupil, page(str(step // 4), 0, strokes=[[(number, step)]]))
                own = db.select(db.func.max(Sheet.revision)).where(Sheet.pupil_id == pupil.id)
                revisions.append(db.session.scalar(own))
        return revisions

    def look(after: int) -> int:
        db.session.rollback()
        latest = Classroom.find(code).revision
        for sheet, _ in Sheet.after(room, after):
            known[sheet.id] = sheet.strokes
        return latest

    after = 0
    with ThreadPoolExecutor(pupils) as pool:
        drawn = [pool.submit(draw, number) for number in range(pupils)]
        while not all(each.done() for each in drawn):
            assert (latest := look(after)) >= after
            after = latest
    look(after)
    revisions = [each.result() for each in drawn]
    assert all(own == sorted(set(own)) for own in revisions)
    assert len({each for own in revisions for each in own}) == pupils * states
    last = [[[[number, step]]] for number in range(pupils) for step in range(3, states, 4)]
    assert sorted(known.values()) == sorted(last)
    db.session.rollback()
    assert room.revision == pupils * (states + 1)  # and one for each who joined
