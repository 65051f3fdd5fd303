"""The page itself: languages, themes, keys, what screen readers hear, how it fits its screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.hand import (
    DIGITS,
    draw,
    expect_blank,
    expect_reading,
    expect_room_for_a_finger,
)

pytestmark = pytest.mark.browser


def test_the_language_follows_the_browser_and_the_switch_is_remembered(open_page):
    page = open_page(locale="ja-JP")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    draw(page, DIGITS[7])
    expect(page.locator('[data-part="headline"]')).to_have_text("「7」と読みました")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.locator('[data-part="headline"]')).to_have_text("I read 7")
    page.get_by_role("link", name="日本語").click()
    page.reload()
    expect(page.locator('[data-part="headline"]')).to_have_text("「7」と読みました")


def test_nothing_is_left_in_english_on_the_japanese_page(open_page):
    page = open_page(locale="ja")
    texts = page.locator("button, [aria-label], [title], p, figcaption, h1, h2, dd").evaluate_all(
        """elements => elements.flatMap(
             (e) => [e.ariaLabel, e.title, e.children.length ? '' : e.innerText]).filter(Boolean)"""
    )
    allowed = ("Hitofude", "best-", "conv-")
    english = [text for text in texts if text.isascii() and any(map(str.isalpha, text))]
    assert [text for text in english if not text.startswith(allowed)] == []


@pytest.mark.parametrize("wish", ["light", "dark"])
def test_the_theme_follows_the_system_and_the_switch_is_remembered(open_page, wish):
    other = {"light": "dark", "dark": "light"}[wish]
    page = open_page(color_scheme=wish)
    root = page.locator("html")
    expect(root).to_have_attribute("data-theme", wish)
    page.get_by_role("button", name="Dark theme").click()
    expect(root).to_have_attribute("data-theme", other)
    page.reload()
    expect(root).to_have_attribute("data-theme", other)
    switch = page.get_by_role("button", name="Dark theme")
    expect(switch).to_have_attribute("aria-pressed", str(other == "dark").lower())


def test_everything_but_drawing_works_by_keyboard(page):
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count():
            reached.append(focused.get_attribute("aria-label") or focused.inner_text())
    for name in ("日本語", "Dark theme", "Pen", "Eraser", "Pen width", "Undo", "Clear"):
        assert name in reached
    eraser = page.get_by_role("button", name="Eraser")
    page.keyboard.press("e")
    expect(eraser).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("p")
    expect(eraser).to_have_attribute("aria-pressed", "false")
    draw(page, DIGITS[7])
    expect_reading(page, 7)
    for away, back in (("Control+z", "Control+Shift+Z"), ("z", "y"), ("Backspace", "Control+z")):
        page.keyboard.press(away)
        expect_blank(page)
        page.keyboard.press(back)
        expect_reading(page, 7)


def test_the_help_lists_the_keys_and_can_silence_those_that_act_alone(page):
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Help and keys")
    expect(dialog).to_be_visible()
    expect(dialog.locator("kbd").first).to_have_text("P")
    page.keyboard.press("e")  # nothing behind the dialog moves
    dialog.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    eraser = page.get_by_role("button", name="Eraser")
    page.keyboard.press("e")
    expect(eraser).to_have_attribute("aria-pressed", "false")
    page.reload()
    page.keyboard.press("e")
    expect(eraser).to_have_attribute("aria-pressed", "false")
    draw(page, DIGITS[1])
    expect_reading(page, 1)
    page.keyboard.press("Control+z")
    expect_blank(page)


def test_screen_readers_hear_a_reading_once_it_has_settled(page):
    page.evaluate(
        """() => {
          window.spoken = [];
          const region = document.querySelector('[aria-live]');
          const note = () => spoken.push(region.textContent);
          new MutationObserver(note).observe(region, {childList: true});
        }"""
    )
    draw(page, DIGITS[7])
    expect(page.get_by_role("status")).to_contain_text("I read 7")
    draw(page, [[(0.45, 0.8), (0.45, 0.82)]])
    expect_reading(page, 7)
    page.keyboard.press("Delete")
    expect(page.get_by_role("status")).to_be_empty()
    spoken = page.evaluate("spoken")
    assert spoken[0].startswith("I read 7. ")
    assert len(spoken) <= 3


SCREENS = [(320, 568), (360, 640), (390, 844), (740, 360), (844, 390), (768, 1024), (1024, 768),
           (1280, 720), (1920, 1080)]  # fmt: skip


@pytest.mark.parametrize("locale", ["en", "ja"])
def test_the_page_fits_every_screen_without_scrolling(open_page, locale):
    page = open_page(locale=locale)
    draw(page, DIGITS[7])
    expect_reading(page, 7)
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        size = page.evaluate(
            "() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        assert size[0] <= width, (width, height)
        assert size[1] <= height, (width, height)
        sheet = page.locator("#sheet").bounding_box()
        assert sheet["width"] >= 0.4 * min(width, height)
        assert sheet["width"] == pytest.approx(sheet["height"], abs=1)


@pytest.mark.parametrize(
    "viewport", [PHONE, {"width": 320, "height": 568}, {"width": 740, "height": 360}]
)
def test_targets_are_large_enough_for_a_finger(open_page, viewport):
    page = open_page(viewport=viewport, has_touch=True, is_mobile=True)
    # The bars have a test of their own: ten of them beside each other are narrower than a finger.
    targets = page.locator("button:visible:not(.bar-answer), a:visible:not(.skip), input:visible")
    expect_room_for_a_finger(targets, least=9)


def test_the_width_unfolds_on_a_phone(open_page):
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    slider = page.get_by_role("slider", name="Pen width")
    expect(slider).to_be_hidden()
    page.get_by_role("button", name="Pen width").tap()
    expect(slider).to_be_visible()
    page.keyboard.press("Escape")
    expect(slider).to_be_hidden()
    page.get_by_role("button", name="Menu").tap()
    expect(page.get_by_role("link", name="API")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}])
def test_nothing_moves_when_the_reading_appears(open_page, viewport):
    page = open_page(viewport=viewport)
    page.evaluate(
        """() => { window.shift = 0; new PerformanceObserver(list => {
             for (const entry of list.getEntries()) shift += entry.value;
           }).observe({type: 'layout-shift', buffered: true}); }"""
    )
    spots = """['pad', 'tools', 'bars', 'stamp'].map(id =>
        JSON.stringify(document.getElementById(id).getBoundingClientRect()))"""
    before = page.evaluate(spots)
    draw(page, DIGITS[7])
    expect_reading(page, 7)
    assert page.evaluate(spots) == before
    assert page.evaluate("shift") < 0.01


def test_the_seal_stands_still_for_those_who_ask_for_it(open_page):
    page = open_page(reduced_motion="reduce")
    draw(page, DIGITS[7])
    expect_reading(page, 7)
    assert page.locator(".stamp-face").evaluate("e => getComputedStyle(e).animationName") == "none"


#: Text and what it stands on, as `static/css/base.css` names them.
PAIRS = [
    *((text, ground) for text in ("ink", "soft", "accent") for ground in ("ground", "paper")),
    ("on-vermilion", "vermilion"),
    ("ink", "sunken"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_legible_in_both_themes(open_page, theme):
    page = open_page(color_scheme=theme)
    names = sorted({name for pair in PAIRS for name in pair} | {"edge"})
    tokens = page.evaluate(
        """names => {
          const style = getComputedStyle(document.documentElement);
          return Object.fromEntries(names.map((n) => [n, style.getPropertyValue(`--${n}`).trim()]));
        }""",
        names,
    )
    for text, ground in PAIRS:
        assert contrast(tokens[text], tokens[ground]) >= 4.5, (text, ground)
    assert contrast(tokens["edge"], tokens["ground"]) >= 3


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours #rrggbb (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour #rrggbb (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_page_that_is_not_there_says_so(open_page):
    page = open_page("/nowhere", troubled=True, locale="ja")
    expect(page.get_by_role("heading")).to_have_text("ページが見つかりません")
    page.get_by_role("link", name="書くページに戻る").click()
    expect_blank(page)


def test_the_interface_is_described(page):
    page.get_by_role("link", name="API").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 568})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
