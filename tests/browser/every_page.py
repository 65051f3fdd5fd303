"""Every page of the program: its address, what is done on it first, and what opens on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.hand import DIGITS, draw, expect_reading


def drawn(page: Page) -> None:
    """Have a digit read."""
    draw(page, DIGITS[7])
    expect_reading(page, 7)


def written(page: Page) -> None:
    """Have a number read."""
    draw(page, [[(x * 0.3 + 0.1, y) for x, y in stroke] for stroke in DIGITS[7]])
    expect(page.locator("#number .stamp[data-state=pressed]")).to_be_visible()


def compared(page: Page) -> None:
    """Have versions read an example."""
    page.locator("#tries button").nth(2).click()
    expect(page.locator("#cards .stamp[data-state=pressed]").first).to_be_visible()


def opened_up(page: Page) -> None:
    """Have a digit followed through the network, and a unit opened up."""
    page.locator("#example").click()
    expect(page.locator("#stamp[data-state=pressed]")).to_be_visible()
    page.locator("#layers .layer [role=radio]").first.click()
    expect(page.locator(".unit .formula .value").last).not_to_have_text("–")


def unfolded(page: Page) -> None:
    """Open what can be unfolded."""
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")


def filled(page: Page) -> None:
    """Open the form with a preset's values, of which one cannot be trained with."""
    page.locator("[data-adjust=quick]").click()
    expect(page.locator("#estimate [data-part=seconds]")).not_to_have_text("–")
    page.locator("#epochs").fill("0")
    expect(page.locator("#epochs-error")).to_be_visible()


def looked_through(page: Page) -> None:
    """Select a drawing."""
    page.locator("#grid [role=option]").first.click()
    unfolded(page)


def hung(page: Page) -> None:
    """Wait for the drawings of the class."""
    expect(page.locator("#tiles .tile[data-state]:not([data-state=blank])").last).to_be_visible()


def token_made(page: Page) -> None:
    """Have a token shown."""
    page.locator("#token-name").fill("nightly")
    page.locator("#issue button").click()
    expect(page.locator("#secret")).to_be_visible()
    expect(page.locator("#tokens tbody tr").first).to_be_visible()


def refused(page: Page) -> None:
    """Knock with a wrong password."""
    page.locator("#password").fill("a wrong password")
    page.locator("main form button").click()
    expect(page.locator("#password-error")).not_to_be_empty()


def nothing(page: Page) -> None:
    """Leave the page as it comes."""


def key(name: str) -> Callable[[Page], None]:
    """Return what presses a key."""
    return lambda page: page.keyboard.press(name)


def click(selector: str) -> Callable[[Page], None]:
    """Return what clicks."""
    return lambda page: page.locator(selector).first.click()


def tap(selector: str) -> Callable[[Page], None]:
    """Return what clicks on a page as narrow as a phone's."""

    def tap(page: Page) -> None:
        page.set_viewport_size(PHONE)
        page.locator(selector).first.click()

    return tap


def show(dialog: str) -> Callable[[Page], None]:
    """Return what shows a dialog that only appears when something else fails."""
    return lambda page: page.locator(dialog).evaluate("dialog => dialog.showModal()")


@dataclass(frozen=True)
class Shown:
    """A page: its address, what is done on it before one looks, and what opens on it by what."""

    path: str
    prepare: Callable[[Page], None] = nothing
    opens: tuple[tuple[str, Callable[[Page], None]], ...] = ()
    is_public: bool = False


HELP = ("#help", key("?"))
MENU = ("#menu", tap(".menu-button"))

PAGES = {
    "draw.index": [
        Shown(
            "/",
            drawn,
            (
                HELP,
                ("#share", show("#share")),
                MENU,
                ("#more-panel", tap("[data-action=more]")),
                ("#width-panel", tap("[data-action=width]")),
            ),
        )
    ],
    "draw.number": [Shown("/number", written, (HELP,))],
    "draw.inside": [Shown("/inside", opened_up, (HELP,))],
    "draw.compare": [Shown("/compare", compared, (HELP,))],
    "models.index": [Shown("/models", unfolded)],
    "models.show": [Shown("/models/measured-1", unfolded)],
    "models.confusion": [Shown("/models/tutorial-1/confusion/4/9")],
    "classroom.index": [Shown("/class"), Shown("/class", is_public=True)],
    "classroom.board": [
        Shown(
            "/class/{code}",
            hung,
            (
                ("#door", key("q")),
                ("#keys", key("?")),
                ("#single", click("#tiles .tile-open")),
                ("#many", click(".tally-open:enabled")),
                ("#question", key("c")),
            ),
        )
    ],
    "classroom.paper": [Shown("/c/{code}", drawn, (HELP,))],
    "docs.index": [Shown("/api/docs")],
    "auth.login": [Shown("/login", refused, is_public=True)],
    "auth.setup": [Shown("/setup/{link}", is_public=True), Shown("/setup/of-old", is_public=True)],
    "admin.index": [Shown("/admin", filled)],
    "admin.run": [
        Shown("/admin/runs/{best}", unfolded),
        Shown("/admin/runs/{failed}"),
        Shown("/admin/runs/{running}"),
    ],
    "admin.compare": [Shown("/admin/compare?runs={best},{tutorial},{failed}")],
    "admin.models": [
        Shown(
            "/admin/models",
            unfolded,
            (
                ("#question", click("[data-act=delete]")),
                ("#editor", click("[data-act=edit]")),
                ("#importer", click("#import-button")),
                # The comparison in numbers with what is in service.
                ("#question", click("#version-tutorial-1 [data-act=promote]")),
            ),
        )
    ],
    "admin.drawings": [
        Shown("/admin/drawings", looked_through, (("#relabel", tap("#relabel-button")),))
    ],
    "admin.tokens": [
        Shown("/admin/tokens", token_made, (("#question", click("[data-act=revoke]")),))
    ],
    "error": [Shown("/nowhere", is_public=True)],
}

EVERY = [shown for several in PAGES.values() for shown in several]
