"""A drawing and the view of it travel in a link, and whatever a link holds does no harm."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser import hand
from tests.browser.conftest import PHONE
from tests.browser.hand import DIGITS, Post, draw, expect_blank, expect_reading, picture

pytestmark = pytest.mark.browser

CODEC = "async (act) => { const code = await import('/static/js/stroke-code.js'); "

#: A list of random strokes, some of them on a roll as wide as there is, some by the eraser.
RANDOM = """
  let seed = 7;
  const random = () => { seed = (seed * 16807) % 2147483647; return seed / 2147483647; };
  const between = (low, high) => low + (high - low) * random();
  const someStrokes = () => Array.from({length: Math.floor(between(0, 6))}, () => {
    let [x, y] = [between(0, 2040), between(0, 280)];
    const tool = random() < 0.2 ? 'eraser' : 'pen';
    const width = 2 * Math.floor(between(3, 19)) * (tool === 'eraser' ? 1.75 : 1);
    const points = Array.from({length: Math.floor(between(1, 80))}, () => {
      [x, y] = [x + between(-9, 9), y + between(-9, 9)];
      return {x, y, pressure: random()};
    });
    return {kind: 'stroke', tool, width, points};
  });
"""


def shared_link(page: Page, key: str = "s") -> str:
    """Share what is on the page, and return the link that lies on the clipboard then."""
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.keyboard.press(key)
    expect(page.get_by_role("alert")).to_contain_text("The link is copied")
    return page.evaluate("window.copied")


def test_a_drawing_comes_out_of_a_link_as_it_went_in(open_page):
    page = open_page()
    post = Post(page)
    draw(page, DIGITS[4])
    page.keyboard.press("e")
    draw(page, [[(0.1, 0.55), (0.35, 0.56)]])
    page.keyboard.press("p")
    page.keyboard.press("[")
    hand.draw_with_pen(page, [(0.2, y) for y in np.linspace(0.7, 0.9, 6)], 0.9)
    expect(page.locator("#bars")).not_to_have_attribute("data-stale", "")
    link = shared_link(page)
    assert len(link) < 400

    other = open_page("/api/docs")
    theirs = Post(other)
    other.goto(link)
    expect(other.locator("#bars")).not_to_have_attribute("data-stale", "")
    expect(hand.stamp(other)).not_to_have_attribute("data-state", "blank")
    difference = np.abs(theirs.ink() - post.ink())
    assert difference.mean() < 0.003
    assert (difference > 0.5).mean() < 0.001


def test_nothing_of_it_goes_to_the_server(open_page):
    page = open_page()
    draw(page, DIGITS[7])
    expect_reading(page, 7)
    link = shared_link(page)
    other = open_page("/api/docs")
    asked = []
    other.on("request", lambda request: asked.append((request.url, request.headers)))
    other.goto(link)
    expect_reading(other, 7)
    code = link.partition("#s=")[2]
    assert asked
    assert not any(code in str(each) for each in asked)


def test_a_reload_keeps_what_was_drawn_since_and_undo_leads_back(open_page):
    page = open_page()
    draw(page, DIGITS[7])
    link = shared_link(page)
    other = open_page()
    draw(other, DIGITS[3])
    expect_reading(other, 3)
    other.goto("/api/docs")
    other.goto(link)
    expect_reading(other, 7)
    expect(other).to_have_url(re.compile("/$"))
    other.keyboard.press("z")
    expect_reading(other, 3)  # what the tab had kept is one undo away
    other.keyboard.press("y")
    expect_reading(other, 7)
    draw(other, [[(0.3, 0.55), (0.66, 0.52)]])
    expect_reading(other, 7)
    post = Post(other)
    other.reload()
    expect_reading(other, 7)
    crossed = post.ink().sum()
    other.keyboard.press("Delete")
    expect_blank(other)
    other.goto("/api/docs")
    other.go_back()
    expect_blank(other)
    other.goto(link)
    expect_reading(other, 7)
    assert post.ink().sum() < crossed


def test_a_link_opens_in_a_tab_where_the_page_is_open(open_page):
    page = open_page()
    draw(page, DIGITS[7])
    link = shared_link(page)
    page.keyboard.press("Delete")
    draw(page, DIGITS[3])
    expect_reading(page, 3)
    page.evaluate("link => { location.href = link; }", link)
    expect_reading(page, 7)
    expect(page).to_have_url(re.compile("/$"))
    page.keyboard.press("z")
    expect_reading(page, 3)


HOSTILE = {
    "empty": "#s=",
    "of another version": "#s=2.CAAA",
    "no code": "#s=1.<script>alert(1)</script>",
    "percent": "#s=1.%E0%A4%A",
    "cut off": "#s=1.Ck",
    "no points": "#s=1.AkAAAAAA",
    "endless number": "#s=1.__________________________",
    "far away": "#s=1.Ek_____D_____D",
    "very many points": "#s=1." + "g4gC" + "kAAgg" * 4,
    "long": "#s=1." + "CkAAAgBC" * 10_000,
    "huge": "#s=1." + "A" * 1_000_000,
}


def test_a_broken_link_is_told_and_does_no_harm(page):
    draw(page, DIGITS[7])
    for name, fragment in HOSTILE.items():
        page.evaluate("fragment => { location.hash = fragment; }", fragment)
        expect(page.get_by_role("alert"), name).to_contain_text("The link is damaged")
        expect(page).to_have_url(re.compile("/$"))
        expect_reading(page, 7)
        page.evaluate("document.querySelector('#notice').hidden = true")


@pytest.mark.parametrize("name", ["percent", "huge"])
def test_a_page_opens_with_a_broken_link(open_page, name):
    page = open_page("/" + HOSTILE[name])
    expect(page.get_by_role("alert")).to_contain_text("The link is damaged")
    draw(page, DIGITS[1])
    expect_reading(page, 1)
    expect(page.locator("#notice")).to_be_hidden()


def test_other_fragments_are_left_alone(open_page):
    page = open_page("/#main")
    expect_blank(page)
    expect(page.locator("#notice")).to_be_hidden()
    expect(page).to_have_url(re.compile("/#main$"))


def test_a_picture_does_not_go_into_a_link(page):
    file = {"name": "7.png", "mimeType": "image/png", "buffer": picture(7)}
    page.set_input_files("#picker", file)
    expect_reading(page, 7)
    page.get_by_role("button", name="Share as a link").click()
    expect(page.get_by_role("alert")).to_contain_text("a picture does not fit")


def test_there_is_nothing_to_share_on_a_blank_sheet(page):
    button = page.get_by_role("button", name="Share as a link")
    expect(button).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("s")
    expect(page.locator("#notice")).to_be_hidden()
    expect(page.locator("#share")).to_be_hidden()


def test_the_link_lies_on_the_clipboard(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    draw(page, DIGITS[7])
    page.get_by_role("button", name="Share as a link").click()
    expect(page.get_by_role("alert")).to_contain_text("The link is copied")
    assert "/#s=1." in page.evaluate("navigator.clipboard.readText()")


def test_without_a_clipboard_the_link_is_shown(page):
    """As on a plain-HTTP address of a local network."""
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    draw(page, DIGITS[7])
    page.keyboard.press("s")
    dialog = page.get_by_role("dialog", name="Share as a link")
    field = dialog.get_by_role("textbox")
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile(r"/#s=1\.[\w-]+$"))
    assert page.evaluate("getSelection().toString()") == field.input_value()
    page.keyboard.press("Escape")
    expect(page.locator("#share input")).not_to_be_focused()
    page.keyboard.press("s")
    dialog.get_by_role("button", name="Copy the link").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("alert")).to_contain_text("The link is copied")


def test_a_phone_hands_the_link_to_its_apps(open_page):
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    page.evaluate("navigator.share = async (given) => { window.given = given; }")
    hand.draw_with_finger(page, DIGITS[7])
    expect_reading(page, 7)
    button = page.get_by_role("button", name="Share as a link")
    expect(button).to_be_hidden()
    page.get_by_role("button", name="More tools").tap()
    button.tap()
    page.wait_for_function("window.given?.url.includes('/#s=1.')")
    expect(button).to_be_hidden()
    expect(page.locator("#notice")).to_be_hidden()


def test_the_folded_tools_work_by_keyboard(open_page):
    page = open_page(viewport={"width": 320, "height": 568})
    more = page.get_by_role("button", name="More tools")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Open a picture")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Help and keys").click()
    expect(page.get_by_role("dialog", name="Help and keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()


def test_random_strokes_survive_the_code(page):
    worst = page.evaluate(
        CODEC
        + RANDOM
        + """
        const worst = {place: 0, pressure: 0, width: 0, characters: 0, other: 0};
        for (let round = 0; round < 300; round += 1) {
          const strokes = someStrokes();
          const text = code.encode(strokes);
          const back = code.decode(text);
          if (code.encode(back) !== text || back.length !== strokes.length) worst.other += 1;
          strokes.forEach((stroke, i) => {
            const same = back[i].tool === stroke.tool && back[i].kind === 'stroke'
              && back[i].points.length === stroke.points.length;
            if (!same) worst.other += 1;
            worst.width = Math.max(worst.width, Math.abs(back[i].width - stroke.width));
            stroke.points.forEach(({x, y, pressure}, at) => {
              const point = back[i].points[at];
              worst.place = Math.max(worst.place, Math.abs(point.x - x), Math.abs(point.y - y));
              worst.pressure = Math.max(worst.pressure, Math.abs(point.pressure - pressure));
            });
          });
          if (!/^1\\.[\\w-]*$/.test(text)) worst.other += 1;
        }
        return worst; }"""
    )
    assert worst["place"] <= 0.25
    assert worst["pressure"] <= 1 / 64
    assert worst["width"] == worst["other"] == 0


def test_whatever_stands_in_a_code_is_strokes_or_nothing(page):
    found = page.evaluate(
        CODEC
        + RANDOM
        + """
        const signs = 'ABCDEFGHgklmz0189-_.%= ';
        const found = {strokes: 0, nothing: 0, wrong: []};
        for (let round = 0; round < 3000; round += 1) {
          const text = [...(code.encode(someStrokes()) ?? '')];
          for (let i = between(1, 4); i > 0; i -= 1) {
            const at = Math.floor(between(0, text.length));
            text.splice(at, Math.floor(between(0, 5)), signs[Math.floor(random() * signs.length)]);
          }
          const strokes = code.decode(text.join(''));
          if (!strokes) { found.nothing += 1; continue; }
          found.strokes += 1;
          const sound = strokes.every(({tool, width, points}) => (
            ['pen', 'eraser'].includes(tool) && width > 0 && width <= 100 && points.length > 0
            && points.every(({x, y, pressure}) => (
              Math.abs(x) <= 4000 && Math.abs(y) <= 4000 && pressure >= 0 && pressure <= 1))));
          if (!sound) found.wrong.push(text.join(''));
        }
        return found; }"""
    )
    assert found["wrong"] == []
    assert min(found["strokes"], found["nothing"]) > 10


def test_too_much_ink_is_no_link(page):
    refused = page.evaluate(
        CODEC
        + """
        const line = (count) => ({kind: 'stroke', tool: 'pen', width: 18, points:
          Array.from({length: count}, (_, i) => ({x: i % 200, y: 9, pressure: 0.5}))});
        return [[line(20001)], Array.from({length: 1001}, () => line(1)), [line(9000)]]
          .map((strokes) => code.encode(strokes) === null); }"""
    )
    assert refused == [True, True, False]
