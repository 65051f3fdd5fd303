"""Take pictures of pages for README and manuals: a film of drawing, and a class at the board.

Usage: python scripts/page_pictures.py    (anew whenever these pages look different)

Serves the program, draws with a real pointer in a real Chromium, and lets a class of made-up hands
draw beside it. Needs what the browser tests need.
"""

import io
import re
import secrets
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from flask.testing import FlaskClient  # noqa: E402  (needs the path above)
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from tests.browser.chromium import ARGUMENTS, find_chromium  # noqa: E402
from tests.browser.classes import logged_in, school  # noqa: E402
from tests.browser.conftest import serving  # noqa: E402
from tests.browser.hand import DIGITS, SMILEY, places  # noqa: E402
from webapp.drawing import encode_data_url, render  # noqa: E402
from webapp.drawing.strokes import CANVAS, Stroke  # noqa: E402
from webapp.learning.hand import Writers, vary  # noqa: E402
from webapp.learning.styles import STYLES  # noqa: E402

IMAGES = ROOT / "docs" / "images"
SIZE = {"width": 1280, "height": 800}
FILM_SIZE = {"width": 1000, "height": 620}
SMALL = (700, 434)
SHOWN_MS, RESTS_MS = 80, 1600
"""How long a picture of the film is shown, and the one in which a drawing is done."""

COLOURS = 48
PUPILS = 28
PEN = 15.0
SEED = 4


def main() -> None:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        app = school(Path(folder))
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        with serving(app) as address:
            _film(browser, address)
            _class_page(browser, address, logged_in(app), app.test_client())
        browser.close()


def _film(browser: Browser, address: str) -> None:
    """Film how the reading follows the pen: digits, and what is none."""
    page = browser.new_page(viewport=FILM_SIZE)
    page.goto(address)
    pictures, shown = [], []
    for strokes in (DIGITS[3], DIGITS[8], SMILEY, DIGITS[4]):
        for picture in _drawn(page, strokes):
            pictures.append(picture)
            shown.append(SHOWN_MS)
        shown[-1] = RESTS_MS
        page.keyboard.press("Delete")
        page.wait_for_timeout(300)
    palette = pictures[-1].quantize(COLOURS)  # one for all: what does not change is not kept again
    quantized = [each.quantize(palette=palette, dither=Image.Dither.NONE) for each in pictures]
    first, *others = quantized
    options = {"save_all": True, "append_images": others, "duration": shown, "loop": 0}
    first.save(IMAGES / "draw.gif", optimize=True, **options)


def _drawn(page: Page, strokes: list) -> list[Image.Image]:
    """Draw strokes; return a picture of every other step, and of what became of them."""
    pictures = []
    for stroke in strokes:
        start, *others = places(page, _finer(stroke))
        page.mouse.move(**start)
        page.mouse.down()
        for number, spot in enumerate(others):
            page.mouse.move(**spot)
            if number % 2:
                pictures.append(_taken(page))
        page.mouse.up()
    page.wait_for_timeout(900)  # until seal and bars have come to rest
    return [*pictures, _taken(page)]


def _finer(stroke: list) -> list:
    """Return a stroke with points so close that a hand seems to move along them."""
    points = [stroke[0]]
    for (x, y), (to_x, to_y) in zip(stroke, stroke[1:], strict=False):
        steps = max(1, round(np.hypot(to_x - x, to_y - y) / 0.06))
        parts = [step / steps for step in range(1, steps + 1)]
        points += [(x + (to_x - x) * part, y + (to_y - y) * part) for part in parts]
    return points


def _taken(page: Page) -> Image.Image:
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        return picture.convert("RGB").resize(SMALL, Image.Resampling.LANCZOS)


def _class_page(browser: Browser, address: str, session: dict, pupils: FlaskClient) -> None:
    board = browser.new_page(viewport=SIZE, storage_state=session)
    board.goto(f"{address}/class")
    board.locator('form[action="/class"] button').click()
    board.wait_for_url(re.compile(r"/class/\d{6}$"))
    url = f"/api/classes/{board.url[-6:]}"
    for number, (label, strokes) in enumerate(_hands(PUPILS)):
        writer = {"X-Writer": secrets.token_urlsafe(16)}
        body = {"image": encode_data_url(render(strokes, PEN)), "strokes": strokes, "label": label}
        answer = pupils.put(f"{url}/mine/{number}", json=body, headers=writer)
        assert answer.status_code == 200, answer.text
    for locale, name in (("en-GB", "class-page.png"), ("ja-JP", "class-page.ja.png")):
        page = browser.new_page(viewport=SIZE, storage_state=session, locale=locale)
        page.goto(board.url)
        page.locator("[data-sheet]").nth(PUPILS - 1).wait_for()
        page.wait_for_timeout(1000)
        page.screenshot(path=IMAGES / name)


def _hands(count: int) -> list[tuple[int, list[Stroke]]]:
    """Return digits as so many hands write them, in the styles that the network learns."""
    rng = np.random.default_rng(SEED)
    drawn = []
    for number in rng.permutation(len(STYLES))[:count]:
        writer = Writers(1, rng)
        strokes = [stroke[0] for stroke in vary(writer, STYLES[number].draw(writer))]
        points = np.concatenate(strokes)
        low, high = points.min(axis=0), points.max(axis=0)
        scale = CANVAS * 0.68 / (high - low).max()
        shift = (CANVAS - scale * (low + high)) / 2
        placed = [(stroke * scale + shift).round(1).tolist() for stroke in strokes]
        drawn.append((STYLES[number].digit, placed))
    return drawn


if __name__ == "__main__":
    main()
