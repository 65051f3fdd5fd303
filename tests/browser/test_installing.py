"""The pages as an app: what Chromium makes of the manifest and of the icons."""

import io
import json

import pytest
from PIL import Image

pytestmark = pytest.mark.browser

#: What keeps any page in a window of its own from being installed, as tests open one.
OF_THE_TEST = {"in-incognito"}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_chromium_parses_the_manifest_without_a_complaint_in_both_languages(open_page, language):
    page = open_page(locale=language)
    device = page.context.new_cdp_session(page)
    told = device.send("Page.getAppManifest")
    assert told["errors"] == []
    assert told["url"].endswith("/manifest.webmanifest")
    manifest = json.loads(told["data"])
    assert manifest["lang"] == language
    assert manifest["description"] == page.locator("meta[name=description]").get_attribute(
        "content"
    )
    hindrances = device.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {each["errorId"] for each in hindrances} <= OF_THE_TEST


def test_the_icons_are_as_large_as_the_manifest_says(open_page):
    page = open_page()
    manifest = page.request.get("/manifest.webmanifest").json()
    icons = {(each["sizes"], each["purpose"]): each for each in manifest["icons"]}
    for purpose in ("any", "maskable"):
        for side in (192, 512):
            icon = icons[f"{side}x{side}", purpose]
            picture = Image.open(io.BytesIO(page.request.get(icon["src"]).body()))
            assert picture.size == (side, side)
            assert Image.MIME[picture.format] == icon["type"]
            corner = picture.convert("RGBA").getpixel((0, 0))
            assert corner[3] == (255 if purpose == "maskable" else 0), (
                "what a system cuts is filled"
            )
    touch = page.locator("link[rel=apple-touch-icon]").get_attribute("href")
    assert Image.open(io.BytesIO(page.request.get(touch).body())).size == (180, 180)


def test_the_bar_of_the_window_wears_the_theme(open_page):
    page = open_page(color_scheme="light")
    ground = "getComputedStyle(document.documentElement).getPropertyValue('--ground').trim()"
    bars = page.locator("meta[name=theme-color]")
    assert {bars.nth(at).get_attribute("media") for at in range(2)} == {
        "(prefers-color-scheme: light)",
        "(prefers-color-scheme: dark)",
    }
    page.get_by_role("button", name="Dark theme").click()
    dark = page.evaluate(ground)
    assert {bars.nth(at).get_attribute("content") for at in range(2)} == {dark}


@pytest.mark.parametrize("wish", ["light", "dark"])
def test_the_bar_is_right_before_any_script_has_run(open_page, wish):
    page = open_page(color_scheme=wish)
    ground = page.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--ground').trim()"
    )
    plain = open_page(java_script_enabled=False)
    bar = plain.locator(f"meta[name=theme-color][media='(prefers-color-scheme: {wish})']")
    assert bar.get_attribute("content") == ground
    if wish == "light":
        assert page.request.get("/manifest.webmanifest").json()["theme_color"] == ground
