"""What the tests of looking inside have in common: asking the page, and reading it."""

import base64
import io
import json
import zipfile

import numpy as np
from PIL import Image
from playwright.sync_api import expect

from webapp import drawing

INSPECT = "**/api/inspect"


class Asked:
    """What the page asks the server from now on."""

    def __init__(self, page):
        self.bodies = []
        page.on("request", self._collect)

    def _collect(self, request):
        if request.url.endswith("/api/inspect"):
            self.bodies.append(json.loads(request.post_data))

    def image(self):
        """Return what the network reads of the newest picture, as the evaluation prepares it."""
        return drawing.prepare(drawing.decode_data_url(self.bodies[-1]["image"]))


def weights_of(page, model):
    """Return a version's weights as anybody can download them."""
    answer = page.request.get(f"/api/models/{model}/download")
    with zipfile.ZipFile(io.BytesIO(answer.body())) as archive:
        name = next(name for name in archive.namelist() if name.endswith("weights.npz"))
        with np.load(io.BytesIO(archive.read(name))) as arrays:
            return dict(arrays)


def choose_version(page, model):
    page.get_by_label("Version", exact=True).select_option(model)
    expect(page.locator('[data-part="model"]')).to_have_text(model)


def choose_version_first(page, model):
    """Choose a version before anything is drawn: then nothing tells that it is in use yet."""
    page.get_by_label("Version", exact=True).select_option(model)


def expect_read(page, digit):
    expect(page.locator(f'#stamp[data-state="pressed"][data-digit="{digit}"]')).to_be_visible()


def expect_settled(page):
    """Wait until everything on the screen is about the drawing as it stands."""
    expect(page.locator("#sections")).not_to_have_attribute("data-outdated", "")


def colours(page, selector):
    """Return what is painted on a canvas: integers, rows × columns × red, green, blue."""
    url = page.locator(selector).evaluate("canvas => canvas.toDataURL()")
    picture = Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2])))
    return np.asarray(picture.convert("RGB"), int)


def value(page, name):
    """Return a number of the unit that is opened up."""
    return float(page.locator(f'.unit [data-part="{name}"]').get_attribute("data-value"))


def unit(page, title):
    """Return the panel of a unit once its numbers have come."""
    panel = page.get_by_role("region", name=title, exact=True)
    expect(panel).to_be_visible()
    expect(panel).not_to_have_attribute("data-waiting", "")
    expect(panel.locator(".formula .value").last).not_to_have_text("–")
    return panel


def layer(page, title):
    return page.get_by_role("radiogroup", name=title, exact=True)
