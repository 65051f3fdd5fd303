"""A picture file comes in by the picker, by a drop and by a paste, and can be undone."""

import base64

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.hand import DIGITS, Post, draw, expect_blank, expect_reading, picture

pytestmark = pytest.mark.browser

#: Let a file arrive as the system would hand it over: bytes in a DataTransfer.
SEND = """([kind, name, type, data]) => {
  const transfer = new DataTransfer();
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  transfer.items.add(new File([bytes], name, {type}));
  const how = {bubbles: true, cancelable: true, clipboardData: transfer, dataTransfer: transfer};
  const events = kind === 'paste' ? [new ClipboardEvent('paste', how)]
    : ['dragover', 'drop'].map((each) => new DragEvent(each, how));
  for (const event of events) document.body.dispatchEvent(event);
}"""


def send(page, kind: str, file: bytes, name: str = "digit.png", mime: str = "image/png") -> None:
    page.evaluate(SEND, [kind, name, mime, base64.b64encode(file).decode()])


def choose(page, file: bytes, name: str = "digit.png", mime: str = "image/png") -> None:
    page.locator("#picker").set_input_files({"name": name, "mimeType": mime, "buffer": file})


def test_the_picker_opens_by_keyboard_and_stands_in_for_drawing(page):
    files = [{"name": "5.png", "mimeType": "image/png", "buffer": picture(5)}]
    # A standing listener: Chromium is told to hand choosers over before the first key is pressed.
    page.on("filechooser", lambda chooser: chooser.set_files(files))
    page.get_by_role("button", name="Open a picture").focus()
    page.keyboard.press("Enter")
    expect_reading(page, 5)
    files = [{"name": "6.png", "mimeType": "image/png", "buffer": picture(6)}]
    page.keyboard.press("o")
    expect_reading(page, 6)


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_file_that_arrives_is_read(page, kind):
    send(page, kind, picture(2))
    expect_reading(page, 2)


@pytest.mark.parametrize(
    ("size", "ink", "paper", "form"),
    [
        ((900, 600), 40, 205, "JPEG"),
        ((300, 700), 250, 30, "PNG"),
        ((40, 40), 0, 255, "WEBP"),
    ],
    ids=["photograph of grey paper", "chalk on a tall board", "tiny"],
)
def test_pictures_of_all_kinds_are_fitted_and_read(page, size, ink, paper, form):
    choose(page, picture(3, size, ink, paper, form), "digit", f"image/{form.lower()}")
    expect_reading(page, 3)


def test_a_picture_replaces_the_drawing_and_undo_brings_it_back(page):
    post = Post(page)
    draw(page, DIGITS[7])
    expect_reading(page, 7)
    drawn = post.ink()
    choose(page, picture(0))
    expect_reading(page, 0)
    page.get_by_role("button", name="Undo").click()
    expect_reading(page, 7)
    np.testing.assert_array_equal(post.ink(), drawn)


def test_one_can_draw_on_a_picture(page):
    choose(page, picture(1))
    expect_reading(page, 1)
    post = Post(page)
    draw(page, [[(0.3, 0.24), (0.52, 0.2)]])
    expect(page.locator("#bars")).not_to_have_attribute("data-stale", "")
    assert post.ink()[55:72, 85:140].mean() > 0.5


@pytest.mark.parametrize(
    ("name", "mime", "file"),
    [
        ("notes.txt", "text/plain", b"seven"),
        ("broken.png", "image/png", b"\x89PNG\r\n\x1a\n and no more"),
    ],
    ids=["a text", "a broken picture"],
)
def test_what_no_browser_can_show_is_said_and_the_drawing_is_kept(page, name, mime, file):
    draw(page, DIGITS[7])
    expect_reading(page, 7)
    send(page, "drop", file, name, mime)
    notice = page.get_by_role("alert")
    expect(notice).to_have_text("That file is not a picture that this browser can open.")
    expect_reading(page, 7)
    page.keyboard.press("Delete")
    expect_blank(page)
    expect(notice).to_be_hidden()
