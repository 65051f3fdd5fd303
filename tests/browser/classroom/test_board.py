"""The board of a class: drawings appear on it, and the teacher leads from it."""

import re
import shutil

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.classes import ADDRESS, Lesson, look, next_sheet, number, school, veil, write
from tests.browser.hand import SMILEY, draw, expect_blank, expect_room_for_a_finger, tab_to
from tests.records.arriving import arrival
from tests.support import SHIPPED
from tests.web.schoolroom import Phone
from webapp.models import ModelStore
from webapp.records import Account, Drawing, DrawingState, Event, Run, RunState, db

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> ModelStore:
    """Give a store of one's own with the versions that ship."""
    return ModelStore(shutil.copytree(SHIPPED, tmp_path_factory.mktemp("board") / "store"))


@pytest.fixture(scope="module")
def app(tmp_path_factory, store) -> Flask:
    """Give an application that nobody else uses."""
    return school(tmp_path_factory.mktemp("board"), MODEL_STORE=str(store.root))


def dialog(lesson: Lesson, name: str):
    return lesson.board.get_by_role("dialog", name=name)


def press(lesson: Lesson, name: str, **options) -> None:
    lesson.board.get_by_role("button", name=name, **options).click()


def test_an_empty_class_says_how_to_join_and_pupils_come_by_its_number(lesson, open_page):
    wall = lesson.board.locator(".wall-empty")
    expect(wall).to_contain_text(f"{ADDRESS}:")
    expect(wall.locator(".door-number")).to_have_text(f"{lesson.code[:3]} {lesson.code[3:]}")
    pupil = open_page("/class")
    pupil.get_by_label("The number on the wall").fill(f"{lesson.code[:3]} {lesson.code[3:]}")
    pupil.get_by_role("button", name="Join").click()
    expect(number(pupil)).to_have_text("You are number 1")
    expect(wall).to_be_hidden()
    lesson.expect_tile(1, "blank", "")
    lesson.expect_counted(1, 0)


def test_where_no_phone_comes_in_the_paper_is_tried_in_another_window(app, lesson, monkeypatch):
    monkeypatch.setitem(app.config, "HOST", "127.0.0.1")
    lesson.board.reload()
    notice = lesson.board.locator(".wall-empty .notice")
    expect(notice.locator("code")).to_have_text("HITOFUDE_HOST=0.0.0.0 make run")
    monkeypatch.setitem(app.config, "PORT", 8123)
    lesson.board.reload()
    expect(notice.locator("code")).to_have_text("HITOFUDE_HOST=0.0.0.0 HITOFUDE_PORT=8123 make run")
    with lesson.board.context.expect_page() as opened:
        notice.get_by_role("link", name="Try it in another window").click()
    paper = opened.value
    paper.wait_for_url(f"**/c/{lesson.code}")
    expect(number(paper)).to_have_text("You are number 1")
    write(paper, 7)
    lesson.expect_tile(1, "read", "7")


def test_drawings_appear_with_their_readings_and_are_counted(lesson):
    first, second = lesson.pupil(), lesson.pupil()
    write(first, 7)
    lesson.expect_tile(1, "read", "7")
    write(second, 2)
    lesson.expect_tile(2, "read", "2")
    next_sheet(second).tap()
    draw(second, SMILEY)
    lesson.expect_tile(2, "doubt", "?")
    lesson.expect_counted(2, 3)
    button = lesson.board.get_by_role("button", name="Read as not a digit: 1")
    expect(button).to_be_enabled()
    for digit, count in ((7, 1), (2, 1), (3, 0)):
        place = lesson.board.locator(f"#tally .tally-place:nth-child({digit + 1})")
        expect(place.locator(".tally-count")).to_have_text(str(count or ""))
    expect(lesson.board.locator("#hardest")).to_contain_text("Pupil 2. not a digit, it seems")
    expect(lesson.board.locator("#voices")).to_contain_text("best-1in service")
    button.click()
    expect(dialog(lesson, "Read as not a digit").locator(".tile:visible")).to_have_count(1)


def test_what_was_read_wrong_is_red_and_says_what_it_was_meant_to_be(lesson):
    first, second = lesson.pupil(), lesson.pupil()
    write(second, 4)
    lesson.set_task("7", first, second)
    write(first, 1)
    lesson.expect_tile(1, "wrong", "1")
    expect(lesson.tile(2)).to_have_attribute("data-past", "")
    expect(lesson.tile(1)).not_to_have_attribute("data-past", "")
    press(lesson, "Read as 1: 1, of which 1 were meant to be another")
    lesson.press("Escape")
    expect(lesson.board.locator("#hardest")).to_contain_text("It was meant to be 7")
    expect(lesson.board.locator("#voices")).to_contain_text("best-10 of 1 right")
    lesson.tile(1).click()
    expect(dialog(lesson, "Pupil 1")).to_contain_text("It was meant to be 7")
    expect(dialog(lesson, "Pupil 1").get_by_role("row", name="best-1")).to_contain_text("1, 9")


def test_the_same_digit_of_an_earlier_task_is_pale_after_a_reload_too(lesson):
    first, second = lesson.pupil(), lesson.pupil()
    lesson.set_task("4", first, second)
    write(first, 4)
    lesson.set_task("7", first, second)
    lesson.set_task("4", first, second)
    write(second, 4)
    for _ in range(2):
        lesson.expect_tile(2, "read", "4")
        expect(lesson.tile(1)).to_have_attribute("data-past", "")
        expect(lesson.tile(2)).not_to_have_attribute("data-past", "")
        lesson.board.reload()


def test_the_class_that_is_read_right_gets_its_flower_once(lesson):
    first, second = lesson.pupil(), lesson.pupil()
    lesson.set_task("7", first, second)
    flower = lesson.board.locator("#praise")
    write(first, 7)
    write(second, 1)
    lesson.expect_tile(2, "wrong", "1")
    expect(flower).to_be_hidden()
    next_sheet(second).tap()
    write(second, 7)
    expect(flower).to_have_text("All 2 are read right!")


def test_the_board_is_led_by_keyboard(lesson):
    pupil, page = lesson.pupil(), lesson.board
    lesson.set_task("3", pupil)
    expect(page.get_by_role("radio", name="3")).to_be_checked()
    lesson.press("m")
    expect(page.get_by_role("radio", name="Mixed")).to_be_checked()
    lesson.press("a", "p")
    expect(page.get_by_role("radio", name="Anything")).to_be_checked()
    expect(page.get_by_role("button", name="Go on")).to_have_attribute("aria-pressed", "true")
    lesson.press("p")
    expect(page.get_by_role("button", name="Pause")).to_have_attribute("aria-pressed", "false")
    lesson.press("t")
    expect(page.get_by_role("status").filter(has_text="No drawing says yet")).to_be_visible()
    lesson.press("q")
    door = dialog(lesson, "Take your phone and join")
    expect(door.locator("svg.qr path.qr-ink")).to_be_visible()
    expect(door).to_contain_text(f"{lesson.code[:3]} {lesson.code[3:]}")
    lesson.press("5", "Escape", "?")
    keys = dialog(lesson, "Help and keys")
    expect(keys.locator("kbd", has_text="Q")).to_be_visible()
    keys.get_by_role("checkbox").uncheck()
    lesson.press("Escape", "5")
    look(pupil)
    expect(page.get_by_role("radio", name="Anything")).to_be_checked()


def test_a_drawing_is_looked_at_and_taken_down_by_keyboard(lesson):
    page = lesson.board
    write(lesson.pupil(), 7)
    lesson.expect_tile(1, "read", "7")
    tile = lesson.tile(1).get_by_role("button")
    tab_to(page, tile)
    lesson.press("Enter")
    expect(dialog(lesson, "Pupil 1").get_by_role("button", name="Close")).to_be_focused()
    lesson.press("Escape")
    expect(tile).to_be_focused()
    lesson.press("Enter")
    tab_to(page, page.get_by_role("button", name="Take it down"))
    lesson.press("Enter")
    lesson.expect_tile(1, "blank", "")
    expect(page.get_by_role("status").filter(has_text="The drawing is taken down.")).to_be_visible()


def test_arrow_keys_run_through_the_tasks_and_the_last_counts(lesson):
    pupil = lesson.pupil()
    lesson.board.get_by_role("radio", name="Anything").focus()
    lesson.press(*["ArrowRight"] * 6)
    expect(lesson.board.get_by_role("radio", name="4")).to_be_checked()
    look(pupil)
    expect(pupil.get_by_text("Write 4")).to_be_visible()
    expect(lesson.board.get_by_role("radio", name="4")).to_be_checked()


def test_one_drawing_is_taken_down_and_the_one_before_it_is_seen(lesson):
    pupil = lesson.pupil()
    write(pupil, 7)
    next_sheet(pupil).tap()
    write(pupil, 2)
    lesson.expect_tile(1, "read", "2")
    lesson.tile(1).click()
    press(lesson, "Take it down")
    lesson.expect_tile(1, "read", "7")
    lesson.expect_counted(1, 1)


def test_a_muted_pupil_is_gone_and_does_not_learn_of_it(lesson):
    first, second = lesson.pupil(), lesson.pupil()
    write(first, 7)
    lesson.tile(1).click()
    press(lesson, "Show nothing more of this pupil")
    press(lesson, "Take all down")
    lesson.expect_counted(1, 0)
    expect(lesson.tile(1)).to_be_hidden()
    next_sheet(first).tap()
    write(first, 2)
    write(second, 3)
    lesson.expect_tile(2, "read", "3")
    lesson.expect_counted(1, 1)


def test_the_wall_is_cleared_and_the_class_ended_after_a_question(lesson):
    pupil = lesson.pupil()
    write(pupil, 7)
    lesson.expect_counted(1, 1)
    lesson.press("c")
    press(lesson, "Cancel")
    lesson.expect_counted(1, 1)
    press(lesson, "Clear the wall")
    press(lesson, "Clear", exact=True)
    lesson.expect_tile(1, "blank", "")
    look(pupil)
    expect_blank(pupil)  # the paper, too: else the next stroke would bring it back
    write(pupil, 2)
    lesson.expect_tile(1, "read", "2")
    lesson.expect_counted(1, 1)
    press(lesson, "End", exact=True)
    press(lesson, "End it")
    expect(lesson.board.get_by_role("heading", name="The class is over")).to_be_visible()
    expect(lesson.board.get_by_role("link", name="Open another")).to_be_focused()
    lesson.press("p")  # there is nothing to lead any more
    look(pupil)
    expect(veil(pupil)).to_contain_text("The class is over")
    expect(lesson.board.get_by_role("alert")).to_have_text("")


def test_that_nothing_is_labelled_is_told_until_something_is(lesson):
    pupil = lesson.pupil()
    write(pupil, 7)
    lesson.press("t")
    told = lesson.board.get_by_text("No drawing says yet")
    expect(told).to_be_visible()
    pupil.get_by_role("button", name="Right: 7").tap()
    expect(told).to_be_hidden(timeout=4_000)  # by itself it would go after six seconds


@pytest.mark.parametrize(("count", "few"), [(19, True), (20, False)])
def test_that_so_few_drawings_hardly_teach_is_said_before(app, lesson, count, few):
    for pupil in range(1, count + 1):
        Phone(app, f"/api/classes/{lesson.code}", f"{pupil:022}").put(label=7)
    lesson.expect_counted(count, count)
    lesson.press("t")
    question = dialog(lesson, "Train on what we drew?")
    expect(question).to_contain_text(f"{count} drawings say")
    words = question.get_by_text("So few hardly change anything; from 20 on it shows.")
    expect(words).to_have_count(int(few))


@pytest.fixture
def accepted(app) -> None:
    """Have drawings of others: those of a class may all be held out, by chance."""
    with app.app_context():
        ids = [Drawing.keep(arrival(seed))[0] for seed in range(20)]
        Drawing.moderate(ids, DrawingState.ACCEPTED)


@pytest.mark.usefixtures("accepted")
def test_the_class_watches_the_network_learn_from_what_it_drew(app, store, lesson):
    pupil = lesson.pupil()
    lesson.set_task("7", pupil)
    write(pupil, 7)
    next_sheet(pupil).tap()
    write(pupil, 1)
    lesson.expect_counted(1, 2)
    lesson.press("t")
    expect(dialog(lesson, "Train on what we drew?")).to_contain_text("2 drawings say")
    press(lesson, "Train", exact=True)
    panel = lesson.board.get_by_role("region", name="Learning from what you drew")
    expect(panel).to_contain_text("It learns from 1 drawings")
    expect(panel).to_contain_text("1 wait for you")  # the 1 that was meant to be a 7
    expect(panel).to_contain_text("Next in line")
    with app.app_context():
        states = db.session.scalars(db.select(Drawing.state).order_by(Drawing.id))
        assert list(states)[-2:] == [DrawingState.ACCEPTED, DrawingState.NEW]
        run = Run.claim("here:1", "2 cores")
        facts = {"epochs": 2, "step": 9, "steps": 9, "loss": 0.1, "accuracy": 0.97, "line": "9/9"}
        rest = {"ms_per_step": 5.0, "time_left_s": 1.0, "val_loss": 0.1, "val_accuracy": 0.98}
        Event.add(run.id, "epoch", epoch=1, **facts, **rest)
        expect(panel).to_contain_text("Epoch 1 of 2")
        points = "Chart.getChart(document.querySelector('.training canvas')).data.datasets[1].data"
        assert lesson.board.evaluate(points) == [{"x": 1, "y": 0.98}]
        lesson.board.reload()  # who comes later sees as much
        expect(panel).to_contain_text("Epoch 1 of 2")
        store.set_champion("tutorial-1")
        run.model_id = "tutorial-1"
        run.end(RunState.SUCCEEDED)
        db.session.remove()
    expect(panel).to_contain_text("tutorial-1 is in service now. Of the MNIST test images")
    expect(panel).to_contain_text("Of your 2 drawings it read 1; now it reads 1.")
    panel.press("Escape")
    expect(panel).to_be_hidden()
    expect(lesson.board.get_by_role("button", name="Train on what we drew")).to_be_focused()
    store.set_champion("best-1")


SCREENS = [(1024, 768), (1280, 720), (1920, 1080)]


def test_the_board_fits_a_projector_and_is_led_from_a_phone(app, open_page):
    lesson = Lesson(app, open_page, color_scheme="dark", locale="en")
    size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    inside = "(side) => side.scrollHeight <= side.clientHeight"
    write(lesson.pupil(), 7)
    for width, height in SCREENS:
        lesson.board.set_viewport_size({"width": width, "height": height})
        lesson.expect_tile(1, "read", "7")
        assert lesson.board.evaluate(size) == [width, height]
        assert lesson.board.locator(".side").evaluate(inside), (width, height)
    lesson.board.set_viewport_size({"width": 320, "height": 568})
    assert lesson.board.evaluate(size)[0] == 320
    expect_room_for_a_finger(lesson.board.locator("#lead :is(.button, .task):visible"), least=15)


def test_a_lost_connection_is_said_and_mended(lesson):
    page = lesson.board
    page.route("**/events?*", lambda route: route.abort())
    page.reload()
    expect(page.locator("#connection")).to_be_visible()
    page.unroute("**/events?*")
    expect(page.locator("#connection")).to_be_hidden()


def test_who_is_logged_out_meanwhile_is_asked_to_log_in(app, lesson):
    page = lesson.board
    page.route("**/events?*", lambda route: route.fulfill(status=401))
    page.reload()
    with app.app_context():
        Account.admin().end_sessions()
    page.wait_for_url(re.compile(rf"/login\?next=/class/{lesson.code}"))
