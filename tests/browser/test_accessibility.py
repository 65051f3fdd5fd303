"""Every page in both languages and themes: WCAG 2.2 AA, the focus, and how it fits its screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe
from tests.browser.classes import logged_in
from tests.browser.conftest import DESKTOP, serving
from tests.browser.every_page import EVERY, PAGES, Shown
from tests.browser.lived_in import LivedIn, lived_in

pytestmark = pytest.mark.browser

LOCALES = ["en-GB", "ja-JP"]


#: The narrowest phone, as wide as a desktop enlarged four times (WCAG 2.2, 1.4.10); a beamer.
SCREENS = [(320, 568), (1920, 1080)]


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> LivedIn:
    """Give a program that nobody else uses."""
    return lived_in(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def server(home) -> Iterator[str]:
    """Serve it."""
    with serving(home.app) as address:
        yield address


@pytest.fixture(scope="module")
def session(home) -> dict:
    """Log in."""
    return logged_in(home.app)


@pytest.fixture(scope="module")
def visit(browser: Browser, server: str, home: LivedIn, session: dict) -> Callable[..., Page]:
    """Give a function that opens a page and prepares it."""

    def visit(shown: Shown, locale: str = "en-GB", **options) -> Page:
        state = {} if shown.is_public else {"storage_state": session}
        still = {"reduced_motion": "reduce", "viewport": DESKTOP, "locale": locale}
        page = browser.new_context(base_url=server, **{**still, **state, **options}).new_page()
        page.context.set_default_timeout(10_000)
        page.goto(shown.path.format(**vars(home)))
        shown.prepare(page)
        return page

    return visit


@pytest.fixture(scope="module", params=LOCALES)
def locale(request) -> str:
    """Name the language."""
    return request.param


@pytest.fixture(scope="module", params=EVERY, ids=lambda shown: shown.path)
def shown(request) -> Shown:
    """Name the page."""
    return request.param


@pytest.fixture(scope="module")
def page(shown: Shown, locale: str, visit) -> Iterator[Page]:
    """Open each page once in each language: all tests look at the same one."""
    page = visit(shown, locale)
    yield page
    page.context.close()


def fail_for(found: list[str]) -> None:
    """Fail where something was found, and print it."""
    assert not found, "\n".join(found)


def found_by_axe(page: Page, locale: str, within: str | None = None) -> list[str]:
    """Return what breaks a rule: in English in both themes, in Japanese in the dark one.

    Another language has other words and other widths, but the same colours, and to measure those
    takes most of the time.
    """
    if locale == LOCALES[0]:
        return axe.in_both_themes(page, within)
    page.emulate_media(color_scheme="dark")
    found = axe.violations(page, within)
    page.emulate_media(color_scheme="light")
    return found


def test_axe_finds_nothing_on_the_page(page, locale):
    fail_for(found_by_axe(page, locale))


def test_a_finger_finds_its_target_on_the_narrowest_phone(page):
    with screen(page, *SCREENS[0]):
        fail_for(axe.violations(page, rules=["target-size"]))


def test_axe_finds_nothing_in_what_opens(page, shown, locale):
    for part, act in shown.opens:
        act(page)
        expect(page.locator(part)).to_be_visible()
        fail_for(found_by_axe(page, locale, within=part))
        page.keyboard.press("Escape")
        expect(page.locator(part)).to_be_hidden()
        page.set_viewport_size(DESKTOP)


def test_it_fits_its_screen(page):
    for size in SCREENS:
        with screen(page, *size):
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size[0], size


@contextmanager
def screen(page: Page, width: int, height: int) -> Iterator[None]:
    """Give the page another screen for a while."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(SETTLED)
    yield
    page.set_viewport_size(DESKTOP)


#: Charts follow their place a frame later.
SETTLED = """async () => {
  scrollTo(0, 0);
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
}"""

#: What Tab reaches, where nothing shows that it has the focus or where all of it is covered.
FOCUS = """() => {
  const wanted = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const reached = [...document.querySelectorAll(wanted)].filter((each) =>
    each.tabIndex >= 0 && !each.disabled && each.checkVisibility({ visibilityProperty: true }));
  const ring = (each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  };
  const steps = [0.02, 0.25, 0.5, 0.75, 0.98];
  const isSeen = (each) => {
    const { left, top, width, height } = each.getBoundingClientRect();
    const own = each.closest('label') ?? each;
    return steps.some((x) => steps.some((y) =>
      own.contains(document.elementFromPoint(left + x * width, top + y * height))));
  };
  const wrong = reached.flatMap((each) => {
    each.focus({ focusVisible: true });
    const name = each.outerHTML.slice(0, 120);
    if (document.activeElement !== each) return [`not reached: ${name}`];
    const shows = [each, each.nextElementSibling, each.closest('label')].some((e) => e && ring(e));
    return [shows || `no focus shown: ${name}`, isSeen(each) || `covered: ${name}`];
  }).filter((each) => each !== true);
  document.activeElement.blur();
  scrollTo(0, 0);
  return { wrong, count: reached.length };
}"""


def test_the_focus_is_seen_and_nothing_hides_it(page):
    for size in (SCREENS[0], tuple(DESKTOP.values())):
        with screen(page, *size):
            found = page.evaluate(FOCUS)
            fail_for(found["wrong"])
            assert found["count"] >= 5


#: How long anything moves, in seconds: the longest transition or animation of any element.
LONGEST = """() => Math.max(...[...document.querySelectorAll('*')].flatMap((each) =>
  [undefined, '::before', '::after'].flatMap((part) => {
    const { animationName, animationDuration, transitionDuration } = getComputedStyle(each, part);
    const animated = animationName === 'none' ? '0s' : animationDuration;
    return `${animated}, ${transitionDuration}`.split(',').map(parseFloat);
  })))"""


def test_nothing_moves_for_those_who_ask_for_it(page):
    assert page.evaluate(LONGEST) <= 0.01
    assert page.evaluate("document.getAnimations().length") == 0


def test_without_that_wish_something_moves(visit):
    page = visit(PAGES["draw.index"][0], reduced_motion="no-preference")
    assert page.evaluate(LONGEST) > 0.1
    page.context.close()


def test_no_page_is_forgotten(home, session):
    client = home.app.test_client()
    for cookie in session["cookies"]:
        client.set_cookie(cookie["name"], cookie["value"])
    facts = {"code": home.code, "secret": home.link, "run_id": home.best}
    facts |= {"model_id": "tutorial-1", "label": 4, "read": 9}
    found = set()
    for rule in home.app.url_map.iter_rules():
        is_stream = rule.endpoint.endswith(".events")
        if "GET" not in rule.methods or is_stream or not rule.arguments <= facts.keys():
            continue
        with home.app.test_request_context():
            path = rule.build({name: facts[name] for name in rule.arguments})[1]
        with client.get(path) as answer:
            if answer.status_code == 200 and answer.data.lstrip().startswith(b"<!doctype html>"):
                found.add(rule.endpoint)
    assert found == PAGES.keys() - {"error"}
