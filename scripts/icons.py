"""Draw the app's icons from the seal: ``static/icons/*.png``.

Usage: python scripts/icons.py    (anew whenever the seal looks different)

Needs what the browser tests need.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page, sync_playwright  # noqa: E402  (needs the path above)

from tests.browser.chromium import ARGUMENTS, find_chromium  # noqa: E402

ICONS = ROOT / "static" / "icons"

#: Name, side in pixels, and whether the seal fills the square for a system that cuts its shape.
PICTURES = (
    ("seal-192", 192, False),
    ("seal-512", 512, False),
    ("maskable-192", 192, True),
    ("maskable-512", 512, True),
    ("apple-touch", 180, True),
)

# The brush stroke stays within four tenths of the side from the middle, which no shape cuts away
# (W3C, "Web Application Manifest", safe zone).
FILL = """() => {
  const seal = document.querySelector('rect');
  Object.entries({ x: 0, y: 0, width: 64, height: 64, rx: 0 })
    .forEach(([name, value]) => seal.setAttribute(name, value));
}"""


def main() -> None:
    """Write the pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        for name, side, fills in PICTURES:
            page = browser.new_page(viewport={"width": side, "height": side})
            _draw(page, ICONS / f"{name}.png", fills)
            page.close()
        browser.close()


def _draw(page: Page, path: Path, fills: bool) -> None:
    seal = (ICONS / "seal.svg").read_text("utf-8")
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{seal}")
    if fills:
        page.evaluate(FILL)
    page.screenshot(path=path, omit_background=True)


if __name__ == "__main__":
    main()
