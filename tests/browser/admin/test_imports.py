"""The admin brings in a network that was trained elsewhere."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.bundles import HOSTILE, weights
from webapp.models import TrainingSpec
from webapp.models.bundle import Bundle
from webapp.records.imports import MOST_BYTES

pytestmark = pytest.mark.browser

LONG = 120_000

SPEC = TrainingSpec(network="dense", hidden=(500,))
"""Its weights are longer than the bodies of other requests may be."""


def choose(page: Page, name: str, data: bytes) -> None:
    """Choose a file in the dialog and send it."""
    file = {"name": name, "mimeType": "application/zip", "buffer": data}
    page.get_by_label("Bundle").set_input_files(file)
    page.get_by_role("button", name="Import", exact=True).click()


def open_dialog(page: Page) -> None:
    page.get_by_role("button", name="Import a network").click()
    expect(page.get_by_role("dialog", name="Import a network")).to_be_visible()


def test_what_is_no_bundle_is_refused_with_the_reason(as_admin, tmp_path):
    page = as_admin("/admin/models", troubled=True)
    open_dialog(page)
    reason = page.get_by_role("dialog").get_by_role("alert")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(reason).to_have_text("Choose a file first.")
    choose(page, "words.zip", HOSTILE["a text"][0])
    expect(reason).to_have_text("The file is no zip file, or it is cut short.")
    choose(page, "turned.zip", HOSTILE["another shape"][0])
    expect(reason).to_have_text(re.compile(r"hidden_1/kernel has the shape '\(3, 784\)'"))
    large = tmp_path / "large.zip"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    page.get_by_label("Bundle").set_input_files(large)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(reason).to_have_text(re.compile("too large: at most"))
    page.get_by_role("button", name="Cancel").click()
    open_dialog(page)
    expect(reason).to_be_hidden()
    assert page.url.endswith("/admin/models")


def test_the_reason_is_told_in_the_language_of_the_page(as_admin):
    page = as_admin("/admin/models", troubled=True, locale="ja")
    page.locator("#import-button").click()
    page.locator("#importer-file").set_input_files(
        {"name": "x.zip", "mimeType": "application/zip", "buffer": b"x"}
    )
    page.locator("#importer [data-part=yes]").click()
    expect(page.locator("#importer [role=alert]")).not_to_be_empty()


@pytest.mark.slow
def test_a_bundle_becomes_a_run_and_a_version(as_admin, store):
    small = {name: array / 20 for name, array in weights(SPEC).items()}
    data = Bundle(SPEC, small, "made of <b>rain</b>").dumps()
    assert 1024**2 < len(data) < MOST_BYTES
    before = store.champion_id()
    page = as_admin("/admin/models")
    open_dialog(page)
    page.get_by_label("Put it into service if").check()
    choose(page, "rain.zip", data)
    page.wait_for_url("**/admin/runs/*")
    expect(page.locator("#facts")).to_contain_text("rain.zip")
    expect(page.locator("#facts")).to_contain_text("made of <b>rain</b>")
    expect(page.get_by_role("button", name="Train again")).to_have_count(0)

    outcome = page.locator("#outcome")
    expect(outcome.get_by_role("button", name="Put into service")).to_be_visible(timeout=LONG)
    expect(outcome).to_contain_text("It was not put into service: what is too low is marked.")
    assert store.champion_id() == before
    name = outcome.get_by_role("link").first.inner_text()
    assert store.manifest(name).imported == {"file": "rain.zip", "note": "made of <b>rain</b>"}
    outcome.get_by_role("link").first.click()
    expect(page.locator("article")).to_contain_text("It was trained elsewhere and imported here")
    expect(page.locator("article")).to_contain_text("rain.zip")
    page.goto(page.url.partition("/models/")[0] + "/admin/models")
    expect(page.locator(f"#version-{name}")).to_contain_text("Imported")
    store.delete(name)
