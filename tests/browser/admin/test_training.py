"""A person trains in the browser: watches, comes back, cancels, puts it into service."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hand import DIGITS, draw
from webapp.models import PRESETS, architecture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUICK = f"{architecture.parameters(PRESETS['quick'].spec):,}"

# Training shares the machine with whatever else runs: it may take its time, but not for ever.
LONG = 90_000

WATCH_BAR = """() => {
  const percent = document.querySelector('[data-part="percent"]');
  window.seen = [parseInt(percent.textContent)];
  new MutationObserver(() => window.seen.push(parseInt(percent.textContent)))
    .observe(percent, { childList: true, characterData: true, subtree: true });
}"""

POINTS = """() => Chart.getChart(document.querySelector('[data-curve="accuracy"]'))
  .data.datasets.map(({ data }) => data.length)"""


def adjust(page: Page, preset: str, **values: int) -> None:
    """Unfold the form with a preset's values and change some."""
    page.get_by_role("button", name=f"Adjust: {preset}").click()
    for name, value in values.items():
        page.locator(f"#{name}").fill(str(value))


def start(page: Page) -> int:
    """Press the form's button; return the run's number once its page is there."""
    page.get_by_role("button", name="Train this").click()
    page.wait_for_url("**/admin/runs/*")
    return int(page.url.rsplit("/", 1)[1])


def epoch_rows(page: Page):
    """Return the rows of the epochs that are done."""
    return page.locator("tbody[data-epochs] tr")


def test_quick_is_trained_watched_put_into_service_and_reads(as_admin, store):
    page = as_admin("/admin", troubled=True)
    page.get_by_label("Put it into service if").uncheck()
    adjust(page, "Quick", train_images=2000, epochs=3, synthetic_digits=500, non_digits=300)
    expect(page.locator('[data-part="parameters"]')).to_have_text(QUICK)
    run = start(page)
    page.evaluate(WATCH_BAR)

    expect(epoch_rows(page).nth(0)).to_be_attached(timeout=LONG)
    expect(page.locator("#log")).to_contain_text("Epoch 1/3")
    expect(page.locator("#log")).to_contain_text(re.compile(r"22/22 ━+ .*ms/step - accuracy: 0\."))
    outcome = page.locator("#outcome")
    into_service = outcome.get_by_role("button", name="Put into service")
    expect(into_service).to_be_visible(timeout=LONG)
    seen = page.evaluate("() => window.seen")
    assert len(set(seen)) > 3 and seen == sorted(seen) and seen[-1] == 100
    expect(epoch_rows(page)).to_have_count(3)
    assert page.evaluate(POINTS) == [3, 3]
    chart = page.get_by_role("img", name=re.compile("Accuracy after 3 epochs: training"))
    expect(chart).to_be_visible()

    name = outcome.get_by_role("link").inner_text()
    assert page.request.get(f"/api/runs/{run}").json()["model"] == name
    mine = store.manifest(name).metrics["validation"]["accuracy"]
    into_service.click()
    question = page.get_by_role("dialog", name="It reads worse than the one in service")
    expect(question).to_contain_text(f"{mine:.2%}")
    expect(question).to_contain_text("99.")
    question.get_by_role("button", name="Leave it").click()
    expect(question).to_be_hidden()
    assert store.champion_id() != name
    into_service.click()
    question.get_by_role("button", name="all the same").click()
    expect(outcome.get_by_text("In service", exact=True)).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text([f"{name} is in service now."])

    page.goto("/")
    draw(page, DIGITS[7])
    expect(page.locator('#stamp[data-state="pressed"]')).to_be_visible()
    expect(page.locator('[data-part="model"]')).to_have_text(name)

    page.goto(f"/models/{name}")
    worst = page.locator(".matrix .shade-5 a").first
    count = int(worst.inner_text())
    worst.click()
    expect(page.locator(".images li")).to_have_count(count)
    sizes = page.locator(".images img").evaluate_all("all => all.map((i) => i.naturalWidth)")
    assert set(sizes) == {28}


def test_a_run_survives_reload_and_loss_and_is_cancelled(as_admin, store):
    before = store.ids()
    page = as_admin("/admin", troubled=True)
    adjust(page, "Tutorial", epochs=200, train_images=20_000)
    run = start(page)
    expect(epoch_rows(page).nth(0)).to_be_attached(timeout=LONG)

    page.reload()  # the whole picture is there at once
    expect(epoch_rows(page).nth(0)).to_be_attached()
    expect(page.locator("#log")).to_contain_text("Epoch 1/200")
    done = epoch_rows(page).count()
    second = page.context.new_page()
    second.goto(f"/admin/runs/{run}")
    for tab in (second, page):
        expect(epoch_rows(tab).nth(done)).to_be_attached(timeout=LONG)

    # A tab that cannot reach the stream says so, and catches up by itself.
    second.route("**/events?*", lambda route: route.abort())
    second.reload()
    expect(second.locator("#connection")).to_be_visible()
    second.unroute("**/events?*")
    expect(second.locator("#connection")).to_be_hidden(timeout=20_000)
    done = epoch_rows(second).count()
    expect(epoch_rows(second).nth(done)).to_be_attached(timeout=LONG)

    # Another run waits its turn, and can be taken out of the line from the list.
    waiting = second
    waiting.goto("/admin")
    waiting.get_by_role("button", name="Train: Best").click()
    waiting.wait_for_url("**/admin/runs/*")
    expect(waiting.locator('[data-part="words"]')).to_have_text("Next in line")
    waiting.goto("/admin")
    rows = waiting.locator("#runs tbody tr")
    expect(rows.nth(1).get_by_role("progressbar")).to_be_visible()
    expect(rows.nth(0)).to_contain_text("Next in line")
    rows.nth(0).get_by_role("button", name="Cancel").click()
    expect(rows.nth(0)).to_contain_text("Cancelled")

    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#outcome")).to_contain_text("It left nothing behind", timeout=20_000)
    expect(page.locator("#head")).to_contain_text("Cancelled")
    expect(rows.nth(1)).to_contain_text("Cancelled", timeout=20_000)
    assert store.ids() == before


def test_wrong_values_are_refused_beside_their_fields(as_admin):
    page = as_admin("/admin", troubled=True)
    adjust(page, "Quick", epochs=0)
    wrong = page.locator("#epochs-error")
    expect(wrong).to_have_text("A whole number from 1 to 200")
    expect(page.locator("#epochs")).to_have_attribute("aria-invalid", "true")
    page.locator("#learning_rate").fill("")
    expect(page.locator("#learning_rate-error")).to_have_text("A number from 0.000001 to 1")
    page.locator("#seed").focus()
    page.get_by_role("button", name="Train this").click()
    expect(page.get_by_text("Some values cannot be trained with")).to_be_visible()
    expect(page.locator("#epochs")).to_be_focused()
    assert page.url.endswith("/admin")

    page.locator("#epochs").fill("3")
    page.locator("#learning_rate").fill("0.001")
    expect(wrong).to_be_hidden()
    expect(page.locator('[data-part="parameters"]')).to_have_text(QUICK)


def test_layers_are_added_sized_and_removed(as_admin):
    page = as_admin("/admin", troubled=True)
    adjust(page, "Quick")
    page.get_by_role("radio", name="Fully connected").check()
    parameters = page.locator('[data-part="parameters"]')
    expect(parameters).to_have_text(f"{784 * 128 + 128 + 128 * 11 + 11:,}")
    page.get_by_role("button", name="Add a layer").click()
    page.get_by_label("Neurons in layer 2").fill("32")
    expect(page.locator("#shape")).to_have_text("784 → 128 → 32 → 11")
    expect(parameters).to_have_text(f"{784 * 128 + 128 + 128 * 32 + 32 + 32 * 11 + 11:,}")
    page.get_by_label("Neurons in layer 2").fill("4000")
    expect(page.locator("#hidden-error")).to_have_text("Each layer has 1 to 2,048 neurons")
    page.get_by_role("button", name="Remove layer 2").click()
    expect(page.locator("#hidden-error")).to_be_hidden()
    page.get_by_role("button", name="Remove layer 1").click()
    expect(page.locator("#shape")).to_have_text("784 → 11")
    expect(parameters).to_have_text(f"{784 * 11 + 11:,}")
