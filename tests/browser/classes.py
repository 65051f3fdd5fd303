"""A class as its tests hold it: the teacher at the board, the pupils at their papers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.hand import DIGITS, draw, expect_reading
from webapp import create_app

PASSWORD = "correct horse battery staple"

PROJECTOR = {"width": 1280, "height": 720}

#: What the board calls itself: documentation's own, so that no machine has it (RFC 5737).
ADDRESS = "192.0.2.7"


def school(folder: Path, **settings: object) -> Flask:
    """Return an application that keeps its records in a folder of its own."""
    own = {"DATA": str(folder), "RATE_LIMIT": "off", "ADMIN_PASSWORD": PASSWORD, "HOST": ADDRESS}
    return create_app({**own, **settings})


def logged_in(app: Flask) -> dict:
    """Return the admin's session as a browser's storage holds it."""
    client = app.test_client()
    page = client.get("/login").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    answer = client.post("/login", data={"password": PASSWORD, "csrf_token": token})
    assert answer.status_code == 302, answer.text
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    here = {"domain": "127.0.0.1", "path": "/"}
    return {"cookies": [{"name": cookie.key, "value": cookie.value, **here}], "origins": []}


class Lesson:
    """One class that goes on."""

    def __init__(self, app: Flask, open_page: Callable[..., Page], **options: object) -> None:
        """Open it as the admin."""
        self._open_page = open_page
        projector = {"viewport": PROJECTOR, "troubled": True, "storage_state": logged_in(app)}
        board = open_page("/class", **{**projector, **options})
        board.locator('form[action="/class"] button').click()
        board.wait_for_url(re.compile(r"/class/\d{6}$"))
        self.board = board
        self.code = board.url[-6:]

    def pupil(self, **options: object) -> Page:
        """Let one more join; give their page."""
        phone = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "troubled": True}
        page = self._open_page(f"/c/{self.code}", **{**phone, **options})
        expect(number(page)).not_to_be_empty()
        return page

    def press(self, *keys: str) -> None:
        """Press keys on the board."""
        for key in keys:
            self.board.keyboard.press(key)

    def set_task(self, key: str, *pupils: Page) -> None:
        """Set a task by its key; wait until the pupils have it."""
        self.press(key)
        for page in pupils:
            look(page)
            expect(task(page)).to_have_text(f"Write {key}")

    def tile(self, pupil: int) -> Locator:
        """Return a pupil's place on the wall."""
        return self.board.locator("#tiles .tile").nth(pupil - 1)

    def expect_tile(self, pupil: int, state: str, seal: str) -> None:
        """Wait until a pupil's place shows what was read."""
        expect(self.tile(pupil)).to_have_attribute("data-state", state)
        expect(self.tile(pupil).locator(".tile-seal")).to_have_text(seal)

    def expect_counted(self, pupils: int, drawings: int) -> None:
        """Wait until the board counts so many."""
        words = f"Pupils: {pupils} · drawings: {drawings}"
        expect(self.board.locator("#pupils")).to_have_text(words)


def look(page: Page) -> None:
    """Have a pupil's page ask at once how the class stands: it would within two seconds."""
    page.evaluate("dispatchEvent(new Event('online'))")


def write(page: Page, digit: int) -> None:
    """Write a digit and wait until it was read."""
    draw(page, DIGITS[digit])
    expect_reading(page, digit)
    expect(next_sheet(page)).to_have_attribute("aria-disabled", "false")


def task(page: Page) -> Locator:
    """Return what a pupil is asked to write."""
    return page.locator("#strip [data-part=task]")


def number(page: Page) -> Locator:
    """Return the words that tell a pupil's number."""
    return page.locator("#strip [data-part=number]")


def next_sheet(page: Page) -> Locator:
    """Return the button that gives another sheet."""
    return page.locator("#strip [data-part=next]")


def veil(page: Page) -> Locator:
    """Return what covers the sheet while nothing can be drawn."""
    return page.locator("#veil")
