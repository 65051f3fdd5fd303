"""Learning from people: what the Train page offers, and what is asked before a worse one serves."""

import json
import shutil
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE
from tests.records.arriving import arrival
from webapp import create_app
from webapp.records import Drawing, DrawingState, db, lessons

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def app(settings, server) -> Iterator[Flask]:
    """Give an application with the server's database."""
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def accepted(app) -> Iterator[lessons.Supply]:
    """Have drawings that were accepted; none is left."""
    with app.app_context():
        ids = [Drawing.keep(arrival(seed))[0] for seed in range(20)]
        Drawing.moderate(ids, DrawingState.ACCEPTED)
        yield lessons.supply(db.session)
        db.session.execute(db.delete(Drawing))
        db.session.commit()


@pytest.fixture
def worse(store) -> Iterator[str]:
    """Put a version into the store that learnt corrections and forgot the styles."""
    folder = shutil.copytree(store.root / "best-1", store.root / "forgetful-1")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["id"] = "forgetful-1"
    manifest["spec"] |= {"corrections": True, "start_from": "best-1"}
    manifest["metrics"]["styles"]["accuracy"] = 0.5
    (folder / "manifest.json").write_text(json.dumps(manifest))
    yield "forgetful-1"
    shutil.rmtree(folder)


def train(page: Page) -> Locator:
    return page.get_by_role("button", name="Train: Improve")


def adjust(page: Page, preset: str = "Improve") -> None:
    page.get_by_role("button", name=f"Adjust: {preset}").click()
    expect(page.locator('[data-part="parameters"]')).not_to_have_text("–")


def corrections(page: Page) -> Locator:
    return page.get_by_role("checkbox", name="Learn what people corrected")


def start(page: Page) -> None:
    page.get_by_role("button", name="Train this").click()


def test_where_there_is_nothing_to_learn_the_button_is_off_and_says_why(as_admin):
    page = as_admin("/admin")
    expect(train(page)).to_have_attribute("aria-disabled", "true")
    expect(train(page)).to_have_accessible_description(
        "Nothing to learn from yet: no drawing has been accepted. To the drawings"
    )
    train(page).click(force=True)
    expect(page.get_by_role("alert")).to_have_text("")
    page.get_by_role("link", name="To the drawings").click()
    page.wait_for_url("**/admin/drawings")


def test_what_is_accepted_makes_it_ready(as_admin, accepted):
    page = as_admin("/admin")
    expect(train(page)).to_be_enabled()
    expect(page.locator("#lesson")).to_have_text(
        f"Learns from {accepted.to_learn} accepted drawings. "
        f"Held out to measure by: {accepted.to_measure}."
    )


@pytest.mark.usefixtures("accepted")
def test_adjusted_it_still_learns_corrections_from_the_champion(as_admin, store):
    page = as_admin("/admin", troubled=True)
    adjust(page)
    expect(corrections(page)).to_be_checked()
    expect(page.locator("#start_from")).to_have_value(store.champion_id())
    page.locator("#epochs").fill("1")
    sent = []

    def refuse(route) -> None:
        sent.append(route.request.post_data_json)
        route.fulfill(status=503, json={"detail": "for a test"})

    page.route("**/api/runs", refuse)
    start(page)
    expect(page.get_by_role("alert")).not_to_have_text("")
    (spec,) = sent
    assert (spec["corrections"], spec["start_from"]) == (True, store.champion_id())
    assert (spec["epochs"], spec["learning_rate"]) == (1, 0.0015)
    adjust(page, "Quick")
    expect(corrections(page)).not_to_be_checked()
    expect(page.locator("#start_from")).to_have_value("")


def test_what_cannot_be_learnt_is_said_at_its_field(as_admin):
    page = as_admin("/admin", troubled=True)
    adjust(page)
    start(page)
    expect(page.locator("#corrections-error")).to_contain_text("no drawing has been accepted")
    expect(corrections(page)).to_have_attribute("aria-invalid", "true")
    expect(corrections(page)).to_be_focused()
    page.get_by_role("radio", name="The tutorial's").check()
    expect(page.locator("#start_from-error")).to_contain_text("another network")
    page.locator("#start_from").select_option("tutorial-1")
    expect(page.locator("#start_from-error")).to_be_hidden()


def test_a_page_out_of_date_says_why_nothing_begins(as_admin, app, accepted):
    page = as_admin("/admin", troubled=True)
    with app.app_context():
        db.session.execute(db.update(Drawing).values(state=DrawingState.REJECTED))
        db.session.commit()
    train(page).click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing to learn from yet")
    expect(train(page)).to_be_enabled()


def test_the_cards_stand_four_two_or_one_in_a_row(as_admin):
    page = as_admin("/admin")
    places = "() => [...document.querySelectorAll('.preset')].map((card) => card.offsetTop)"
    for width, rows in ((1280, 1), (1024, 2), (390, 4)):
        page.set_viewport_size({"width": width, "height": 800})
        assert len(set(page.evaluate(places))) == rows, width


@pytest.mark.parametrize("size", [{}, PHONE | {"width": 320}], ids=["desk", "phone"])
def test_all_figures_are_side_by_side_before_a_worse_one_serves(
    as_admin, store, worse, accepted, size
):
    before = store.champion_id()
    options = {"viewport": size} if size else {}
    page = as_admin("/admin/models", troubled=True, **options)
    page.locator(f"#version-{worse}").get_by_role("button", name="Put into service").click()
    question = page.get_by_role("dialog", name="It reads worse than the one in service")
    expect(question).to_contain_text(f"{worse} beside {before}.")
    expect(question).to_contain_text("may be chance")
    rows = question.locator("tbody tr")
    expect(rows).to_have_count(3)
    styles = store.manifest(before).metrics["styles"]["accuracy"]
    marked = question.locator("tbody .marked")
    expect(marked).to_have_count(1)
    expect(marked.locator("th")).to_have_text("All stylesof 3,000too low")
    expect(marked.locator("td").nth(0)).to_have_text(f"{styles:.2%}")
    expect(marked.locator("td").nth(1)).to_have_text("50.00%")
    expect(rows.nth(2)).to_contain_text(f"People's drawingsof {accepted.to_measure}")
    inside = "table => table.scrollWidth <= table.clientWidth"
    assert question.locator("table").evaluate(inside)
    question.get_by_role("button", name="Leave it").click()
    assert store.champion_id() == before
