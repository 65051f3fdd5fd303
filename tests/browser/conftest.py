"""A real server and a real Chromium for the tests of the pages."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

pytest.importorskip("playwright", reason="playwright is not installed: no browser test ran")

from flask import Flask  # noqa: E402
from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

from tests.browser.chromium import ARGUMENTS, find_chromium  # noqa: E402
from webapp import create_app  # noqa: E402

# A busy machine is slow to paint without a GPU; a right answer that comes late is still right.
expect.set_options(timeout=10_000)

DESKTOP = {"width": 1024, "height": 680}
PHONE = {"width": 390, "height": 844}

#: Tells the console what a browser otherwise tells only the person who has its tools open.
WATCH_POLICY = """addEventListener('securitypolicyviolation', ({blockedURI, violatedDirective}) =>
    console.error(`policy: ${violatedDirective} blocked ${blockedURI}`))"""


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Serve the real application with the versions that ship; give its address."""
    with serving(create_app()) as address:
        yield address


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an application; give its address."""
    httpd = make_server("127.0.0.1", 0, _with_files_closed(app), threaded=True)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def _with_files_closed(app: Flask) -> Callable:
    """Read files before they are sent: Werkzeug leaves one open whose reader has hung up."""

    def answer(environ, start_response):
        body = app(environ, start_response)
        if not environ["PATH_INFO"].startswith("/static/"):
            return body
        try:
            return [b"".join(body)]
        finally:
            body.close()

    return answer


# One browser a module, not one a session: while it runs, Playwright occupies the event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Launch Chromium; without one say loudly that nothing was tested, and fail in CI."""
    executable = find_chromium()
    if executable is None:
        reason = "NO CHROMIUM: THE PAGES WERE NOT TESTED. Install one or set HITOFUDE_CHROMIUM."
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a page as a new visitor would.

    Whatever the console has complained of by the end fails the test, the security policy's
    violations included; ``troubled=True`` lets the complaints about failed requests pass.
    """
    contexts, complaints = [], []

    def open_page(path: str = "/", troubled: bool = False, **options) -> Page:
        context = browser.new_context(
            base_url=server, **{"viewport": DESKTOP, "locale": "en-GB", **options}
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.add_init_script(WATCH_POLICY)
        page = context.new_page()

        def listen(message) -> None:
            expected = troubled and "Failed to load resource" in message.text
            if message.type in ("error", "warning") and not expected:
                complaints.append(message.text)

        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page) -> Page:
    """Open the draw page on a desktop."""
    return open_page()
