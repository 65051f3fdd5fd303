"""The admin logs in, looks after versions and hands out tokens."""

import json
import re
import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.admin.conftest import PASSWORD

pytestmark = pytest.mark.browser

DOOR = re.compile(r"/login\?next=")


def test_the_door_opens_to_the_password_alone_and_leads_where_one_was_going(open_page):
    page = open_page("/admin/models", troubled=True)
    page.wait_for_url(DOOR)
    page.get_by_label("Password").fill("a wrong password")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_have_text("That is not the password.")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/models")
    page.get_by_role("button", name="Log out").click()
    page.goto("/admin")
    page.wait_for_url(DOOR)


def test_a_session_that_has_ended_leads_to_the_door_and_back(as_admin):
    page = as_admin("/admin/tokens", troubled=True)
    page.context.clear_cookies()
    page.get_by_label("What is it for?").fill("too late")
    page.get_by_role("button", name="Make a token").click()
    page.wait_for_url(re.compile(r"/login\?next=.*tokens"))


def test_a_page_whose_token_is_out_of_date_helps_itself(as_admin):
    page = as_admin("/admin/tokens", troubled=True)
    page.evaluate("() => document.querySelector('[name=csrf-token]').content = 'of yesterday'")
    page.get_by_label("What is it for?").fill("patience")
    page.get_by_role("button", name="Make a token").click()
    expect(page.locator("#tokens")).to_contain_text("patience")


def test_a_version_is_named_remarked_and_deleted(as_admin, store):
    folder = shutil.copytree(store.root / "tutorial-1", store.root / "doomed-1")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "id": "doomed-1"}))
    page = as_admin("/admin/models")
    row = page.locator("#version-doomed-1")
    row.get_by_role("button", name="Name and note").click()
    editor = page.get_by_role("dialog", name="Name and note")
    editor.get_by_label("Name").fill("Grandmother's")
    editor.get_by_label("Note").fill("reads <b>sevens</b> well")
    editor.get_by_role("button", name="Save").click()
    expect(row.get_by_role("link", name="Grandmother's", exact=True)).to_be_visible()
    expect(row).to_contain_text("reads <b>sevens</b> well")

    row.get_by_role("button", name="Delete").click()
    question = page.get_by_role("dialog", name="Delete Grandmother's?")
    question.get_by_role("button", name="Cancel").click()
    assert store.has("doomed-1")
    row.get_by_role("button", name="Delete").click()
    question.get_by_role("button", name="Delete").click()
    expect(row).to_have_count(0)
    assert not store.has("doomed-1")
    champion = page.locator(f"#version-{store.champion_id()}")
    expect(champion.get_by_role("button", name="Delete")).to_have_count(0)


def test_a_version_is_put_into_service_and_back(as_admin, store):
    before = store.champion_id()
    page = as_admin("/admin/models", troubled=True)
    row = page.locator("#version-tutorial-1")
    row.get_by_role("button", name="Put into service").click()
    page.get_by_role("button", name="all the same").click()
    expect(row).to_contain_text("In service")
    assert store.champion_id() == "tutorial-1"
    page.get_by_role("button", name="Back to the previous").click()
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator(f"#version-{before}")).to_contain_text("In service")
    assert store.champion_id() == before


def test_a_token_is_shown_once_works_and_is_revoked(as_admin, server, browser):
    page = as_admin("/admin/tokens")
    page.get_by_label("What is it for?").fill("nightly")
    page.get_by_role("button", name="Make a token").click()
    secret = page.get_by_label("The token", exact=True)
    expect(secret).to_be_visible()
    program = browser.new_context(
        extra_http_headers={"Authorization": f"Bearer {secret.input_value()}"}
    )
    assert program.request.get(f"{server}/api/runs").status == 200
    page.reload()
    expect(secret).to_be_hidden()
    row = page.locator("#tokens tbody tr", has_text="nightly")
    row.get_by_role("button", name="Revoke").click()
    page.get_by_role("dialog", name="Revoke nightly?").get_by_role("button", name="Revoke").click()
    expect(row).to_have_count(0)
    assert program.request.get(f"{server}/api/runs").status == 401
    program.close()
