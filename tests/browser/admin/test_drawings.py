"""Drawings of people, looked through and judged: by mouse, by key, on a phone; out and in again."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.hand import DIGITS
from tests.waiting import until
from webapp import create_app
from webapp.records import Choice, Drawing, db

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def app(settings, server):
    """Give an application with the server's database."""
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _nothing_kept(app):
    yield
    with app.app_context():
        db.session.execute(db.delete(Drawing))
        Choice.collect(True)
        db.session.commit()


def line(digit: int, label: int | None, writer: str = "someone", **more: object) -> str:
    """Return a drawing as a line; the writer's name moves it a little, so that none is another."""
    shift = 6 * (len(writer) % 5)
    strokes = [[moved(point, shift) for point in stroke] for stroke in DIGITS[digit]]
    values = {"label": label, "strokes": strokes, "writer": writer, "canvas": 280}
    return json.dumps({**values, **more})


def moved(point: tuple[float, float], shift: float) -> list[float]:
    x, y = point
    return [round(280 * x, 1), round(280 * y + shift * x, 1)]


@pytest.fixture
def given(as_admin) -> None:
    """Put four drawings in, two with a wrong label."""
    page = as_admin("/admin/drawings")
    put_in(page, [line(7, 7), line(1, 1), line(3, 8), line(5, None)])
    expect(report(page)).to_contain_text("Imported: 4.")


def put_in(page: Page, lines: list[str]) -> None:
    """Import lines as a file."""
    content = "\n".join(lines).encode()
    file = {"name": "drawings.jsonl", "mimeType": "text/plain", "buffer": content}
    page.get_by_label("A file of JSON lines").set_input_files(file)
    page.get_by_role("button", name="Import").click()


def report(page: Page) -> Locator:
    return page.locator("#import-report")


def shown(page: Page) -> Locator:
    return page.locator("#grid").get_by_role("option")


def selected(page: Page) -> Locator:
    return page.locator("#grid").get_by_role("option", selected=True)


def one(page: Page, name: str) -> Locator:
    """Return a drawing by what is said of it."""
    return page.locator("#grid").get_by_role("option", name=re.compile(name))


def act(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def kept(app) -> dict[int, tuple[str, int | None]]:
    """Return state and label, by what was read."""
    with app.app_context():
        drawings = db.session.scalars(db.select(Drawing)).all()
        return {each.digit: (each.state, each.label) for each in drawings}


def test_before_anything_was_drawn(as_admin):
    page = as_admin("/admin/drawings")
    expect(page.get_by_text("No drawing has been kept yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Accept", exact=True)).to_be_disabled()
    link = page.get_by_role("navigation", name="Training").get_by_role("link", name="Drawings")
    expect(link).to_have_attribute("aria-current", "page")


@pytest.mark.usefixtures("given")
def test_the_most_doubtful_come_first_and_say_why(as_admin):
    page = as_admin("/admin/drawings")
    expect(shown(page)).to_have_count(4)
    doubtful = shown(page).first
    expect(doubtful).to_have_accessible_name(
        re.compile(r"^Label: (8, read 3|not a digit, read 5) · 9\d%, waiting, all versions")
    )
    size = doubtful.locator("img").evaluate("image => [image.naturalWidth, image.naturalHeight]")
    assert size == [28, 28]
    for name, count in (("All", 4), ("7", 1), ("Not a digit", 1), ("0", 0)):
        face = page.get_by_role("radio", name=name, exact=True).last.locator("xpath=..")
        expect(face.locator("small")).to_have_text(str(count))


@pytest.mark.usefixtures("given")
def test_one_is_judged_and_taken_back_by_mouse(app, as_admin):
    page = as_admin("/admin/drawings")
    one(page, "Label: 7").click()
    expect(page.locator("#shown")).to_have_text("4 of 4 · 1 selected")
    act(page, "Accept")
    expect(page.get_by_text("Accepted: 1.")).to_be_visible()
    expect(shown(page)).to_have_count(3)
    expect(page.locator("[data-count='7']")).to_have_text("0")
    one(page, "Label: 8").click()
    page.get_by_role("group", name="It is …").get_by_role("button", name="3", exact=True).click()
    expect(shown(page)).to_have_count(2)
    expect(page.locator("[data-count='8']")).to_have_text("0")
    assert kept(app) | {5: 0, 1: 0} == {7: ("accepted", 7), 3: ("accepted", 3), 5: 0, 1: 0}
    act(page, "Undo")
    expect(one(page, "Label: 8")).to_be_visible()
    assert kept(app)[3] == ("new", 8)
    act(page, "Undo")
    expect(shown(page)).to_have_count(4)
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_disabled()


@pytest.mark.usefixtures("given")
def test_many_are_judged_at_once(app, as_admin):
    page = as_admin("/admin/drawings")
    shown(page).nth(0).click()
    shown(page).nth(2).click(modifiers=["Shift"])
    expect(selected(page)).to_have_count(3)
    shown(page).nth(1).click()
    expect(selected(page)).to_have_count(2)
    act(page, "Select all")
    expect(page.locator("#shown")).to_have_text("4 of 4 · 4 selected")
    act(page, "Reject")
    expect(page.get_by_text("All judged: no drawing waits.")).to_be_visible()
    page.get_by_role("radio", name="Rejected").check()
    expect(shown(page)).to_have_count(4)
    assert {state for state, _ in kept(app).values()} == {"rejected"}
    act(page, "Undo")
    expect(page.get_by_text("Nothing here: no drawing fits these filters.")).to_be_visible()
    assert kept(app) == {7: ("new", 7), 1: ("new", 1), 3: ("new", 8), 5: ("new", None)}


@pytest.mark.usefixtures("given")
def test_what_shall_be_gone_is_deleted_after_a_question(app, as_admin):
    page = as_admin("/admin/drawings")
    expect(shown(page)).to_have_count(4)
    one(page, "Label: 7").click()
    one(page, "Label: 8").click()
    act(page, "Delete")
    question = page.get_by_role("dialog", name="Delete these drawings (2)?")
    question.get_by_role("button", name="Cancel").click()
    assert len(kept(app)) == 4
    act(page, "Delete")
    question.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Deleted: 2.")).to_be_visible()
    expect(shown(page)).to_have_count(2)
    expect(page.locator("[data-count='']")).to_have_text("2")
    assert kept(app).keys() == {1, 5}
    shown(page).first.focus()
    page.keyboard.press("Delete")
    page.get_by_role("dialog", name="Delete these drawings (1)?").wait_for()
    page.keyboard.press("Enter")  # what has the focus is no
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert len(kept(app)) == 2


@pytest.mark.usefixtures("given")
def test_everything_goes_by_keyboard(app, as_admin):
    page = as_admin("/admin/drawings?state=any&sort=newest")
    expect(shown(page)).to_have_count(4)
    shown(page).first.focus()  # 5, 3, 1, 7: the newest first
    page.keyboard.press("ArrowRight")
    expect(one(page, "read 3")).to_be_focused()
    page.keyboard.press("3")
    expect(one(page, "read 3")).to_have_accessible_name(re.compile("Label: 3.*accepted"))
    page.keyboard.press("End")
    expect(one(page, "read 7")).to_be_focused()
    page.keyboard.press("n")
    expect(one(page, "read 7")).to_have_accessible_name(re.compile("not a digit"))
    page.keyboard.press("u")
    expect(one(page, "read 7")).to_have_accessible_name(re.compile("Label: 7.*waiting"))
    page.keyboard.press("Home")
    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowRight")
    expect(selected(page)).to_have_count(2)
    page.keyboard.press("Escape")
    expect(selected(page)).to_have_count(0)
    page.keyboard.press("Control+a")
    page.keyboard.press("r")
    expect(one(page, "rejected")).to_have_count(4)
    expect(page.get_by_text("Rejected: 4.")).to_be_visible()
    page.get_by_role("radio", name="Waiting").check()
    expect(page.get_by_text("All judged")).to_be_visible()
    assert kept(app)[3] == ("rejected", 3)


@pytest.mark.usefixtures("given")
def test_the_next_is_at_hand_when_one_is_judged_by_key(app, as_admin):
    page = as_admin("/admin/drawings?sort=newest")
    expect(shown(page)).to_have_count(4)
    shown(page).first.focus()
    for digit, key in ((5, "5"), (3, "r"), (1, "a"), (7, "a")):
        expect(one(page, f"read {digit}")).to_be_focused()
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_focused()
    expect(page.locator("[data-count='']")).to_have_text("0")
    states = {5: ("accepted", 5), 3: ("rejected", 8), 1: ("accepted", 1), 7: ("accepted", 7)}
    assert kept(app) == states


@pytest.mark.usefixtures("given")
def test_filters_stay_over_a_reload_and_lead_the_export(as_admin):
    page = as_admin("/admin/drawings")
    page.get_by_role("radio", name="Not a digit", exact=True).check()
    expect(shown(page)).to_have_count(1)
    page.get_by_text("More filters").click()
    for name, value, count in (
        ("Read as", "3", 0),
        ("Read as", "5", 1),
        ("Version that read it", "best-1", 1),
        ("Suspicion", "contradicts", 1),
        ("From", "2999-01-01", 0),
        ("From", "2000-01-01", 1),
        ("To", "2000-01-01", 0),
        ("To", "", 1),
    ):
        field = page.get_by_label(name, exact=True)
        if name in ("From", "To"):
            field.fill(value)
        else:
            field.select_option(value)
        expect(shown(page)).to_have_count(count)
    page.reload()
    expect(shown(page)).to_have_count(1)
    expect(page.locator("#filtered")).to_have_text("(4 on)")
    with page.expect_download() as told:
        page.get_by_role("link", name="Export what the filters show").click()
    lines = told.value.path().read_text().splitlines()
    assert [json.loads(each)["digit"] for each in lines] == [5]


def test_a_file_is_put_in_and_what_is_wrong_is_told_line_by_line(app, as_admin):
    page = as_admin("/admin/drawings")
    page.get_by_label("Import as").select_option("accepted")
    lines = [line(7, 7), line(7, 7), "nonsense", json.dumps({"label": 3})]
    put_in(page, lines)
    expect(report(page)).to_contain_text("Imported: 1. Known already: 1. Left out: 2.")
    expect(report(page).get_by_role("listitem").first).to_contain_text("Line 3: is not JSON")
    assert kept(app) == {7: ("accepted", 7)}
    put_in(page, [""])
    expect(report(page)).to_contain_text("There is no line in this file.")


def test_collecting_is_switched_off_and_on(app, as_admin, open_page):
    page = as_admin("/admin/drawings")
    switch = page.get_by_role("switch", name="Keep what people draw")
    expect(switch).to_be_checked()
    switch.uncheck()
    expect(page.get_by_text("Nothing is kept from now on.")).to_be_visible()
    expect(open_page("/").locator(".bar-answer")).to_have_count(0)
    page.reload()
    expect(switch).not_to_be_checked()
    switch.check()
    expect(page.get_by_text("is kept from now on.")).to_be_visible()
    expect(open_page("/").locator(".bar-answer")).to_have_count(10)


@pytest.mark.usefixtures("given")
def test_what_goes_wrong_is_said_and_the_drawings_come_back(as_admin):
    page = as_admin("/admin/drawings", troubled=True)
    expect(shown(page)).to_have_count(4)
    page.route("**/api/drawings/bulk", lambda route: route.abort())
    act(page, "Select all")
    act(page, "Accept")
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached.")
    expect(shown(page)).to_have_count(4)
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    page.route("**/api/collecting", lambda route: route.fulfill(status=500, json={}))
    page.get_by_role("switch").click()
    expect(page.get_by_role("alert")).to_contain_text("Something went wrong on our side")
    expect(page.get_by_role("switch")).to_be_checked()


@pytest.mark.usefixtures("given")
def test_those_that_come_meanwhile_are_offered(as_admin):
    page = as_admin("/admin/drawings")
    page.clock.install()
    page.reload()
    expect(shown(page)).to_have_count(4)
    other = as_admin("/admin/drawings")
    put_in(other, [line(2, 2)])
    expect(report(other)).to_contain_text("Imported: 1.")
    newer = page.get_by_role("button", name="New ones have come")
    expect(newer).to_be_hidden()
    page.clock.run_for(11_000)
    expect(newer).to_be_visible()
    newer.click()
    expect(shown(page)).to_have_count(5)


@pytest.mark.usefixtures("given")
def test_on_the_narrowest_phone(app, as_admin):
    viewport = {**PHONE, "width": 320}
    options = {"is_mobile": True, "has_touch": True, "color_scheme": "dark"}
    page = as_admin("/admin/drawings", viewport=viewport, **options)
    shown(page).first.tap()
    expect(selected(page)).to_have_count(1)
    act(page, "It is …")
    act(page, "4")
    expect(page.get_by_text("Accepted as 4: 1.")).to_be_visible()
    expect(shown(page)).to_have_count(3)
    page.get_by_text("More filters").tap()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    targets = page.locator("#main :is(button, a, select, .choice, .segment, .label):visible")
    small = """all => all.filter((each) => Math.min(each.offsetWidth, each.offsetHeight) < 44)
        .map((each) => each.outerHTML)"""
    assert targets.evaluate_all(small) == []
    until(lambda: ("accepted", 4) in kept(app).values())  # the page does not wait for that
