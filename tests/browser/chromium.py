"""Find a Chromium that Playwright can drive."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

#: The build that has no window: it paints by the same code, and tests need half the time.
SHELL = "chromium-headless-shell"

#: Names under which distributions install the browser itself, the commonest first.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

#: Switches that keep a test browser from calling home and from needing a GPU or a sandbox.
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium(whole: bool = False) -> str | None:
    """Return the executable to launch, or None where the machine has none.

    ``whole``: the browser as people have it, and no build without a window.

    ``HITOFUDE_CHROMIUM`` wins, then the PATH, then what ``playwright install`` downloaded: a
    browser that the distribution keeps up to date needs no second copy.
    """
    named = os.environ.get("HITOFUDE_CHROMIUM")
    if named:
        return shutil.which(named)
    names = NAMES if whole else (SHELL, *NAMES)
    return next(filter(None, map(shutil.which, names)), None) or _playwrights_own()


def _playwrights_own() -> str | None:
    """Return the path of Playwright's downloaded browser if the file is really there."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.is_file() else None
