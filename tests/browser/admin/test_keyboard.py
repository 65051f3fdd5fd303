"""The admin trains and puts into service without a mouse."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.hand import tab_to

pytestmark = pytest.mark.browser


def test_a_network_is_adjusted_and_trained_by_keyboard(as_admin, past):
    page = as_admin("/admin")
    asked = []

    def answer(route):
        asked.append(json.loads(route.request.post_data))
        route.fulfill(status=201, json={"id": past["tutorial"]})

    page.route("**/api/runs", answer)
    tab_to(page, page.get_by_role("button", name="Adjust: Quick"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Convolutional")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("radio", name="Fully connected")).to_be_checked()
    tab_to(page, page.get_by_label("Epochs", exact=True))
    page.keyboard.press("Control+a")
    page.keyboard.type("7")
    tab_to(page, page.get_by_role("button", name="Train this"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/admin/runs/{past['tutorial']}")
    assert [(each["network"], each["epochs"]) for each in asked] == [("dense", 7)]


def test_a_version_is_put_into_service_and_back_by_keyboard(as_admin, store):
    before = store.champion_id()
    page = as_admin("/admin/models", troubled=True)
    row = page.locator("#version-tutorial-1")
    button = row.get_by_role("button", name="Put into service")
    question = page.get_by_role("dialog")
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(question.get_by_role("button", name="Leave it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(button).to_be_focused()
    assert store.champion_id() == before
    page.keyboard.press("Enter")
    tab_to(page, question.get_by_role("button", name="all the same"))
    page.keyboard.press("Enter")
    expect(row).to_contain_text("In service")
    assert store.champion_id() == "tutorial-1"
    page.reload()
    tab_to(page, page.get_by_role("button", name="Back to the previous"))
    page.keyboard.press("Enter")
    tab_to(page, question.get_by_role("button", name="Put it back"))
    page.keyboard.press("Enter")
    expect(page.locator(f"#version-{before}")).to_contain_text("In service")
    assert store.champion_id() == before
