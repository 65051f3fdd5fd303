"""What the admin's and the public pages show, on desk and phone, in both languages."""

import json
import re
import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.web import measured
from webapp.models import PRESETS

pytestmark = pytest.mark.browser

NARROW = {**PHONE, "width": 320}

PAGES = (
    "/admin",
    "/admin/runs/{best}",
    "/admin/runs/{failed}",
    "/admin/compare?runs={best},{tutorial},{failed}",
    "/admin/models",
    "/admin/drawings",
    "/admin/tokens",
    "/models",
    "/models/best-1",
    "/models/measured-1",
    "/models/tutorial-1/confusion/4/9",
)


@pytest.fixture
def measured_card(store):
    """Put a version into the store that has every figure."""
    folder = shutil.copytree(store.root / "best-1", store.root / "measured-1")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "id": "measured-1"}))
    measured.measure(store, "measured-1")
    yield "/models/measured-1"
    shutil.rmtree(folder)


@pytest.mark.parametrize("locale", ["en-GB", "ja-JP"])
@pytest.mark.usefixtures("measured_card")
def test_no_page_is_wider_than_the_narrowest_phone(as_admin, past, locale):
    page = as_admin("/admin", viewport=NARROW, is_mobile=True, has_touch=True, locale=locale)
    for path in PAGES:
        page.goto(path.format(**past))
        if path == "/admin":
            page.locator("[data-adjust=quick]").click()
        page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
        widths = page.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1] == 320, f"{path} is {widths[0]} px wide"
        expect(page.locator("html")).to_have_attribute("lang", locale[:2])


def test_runs_are_compared_curve_over_curve_and_what_differs_is_marked(as_admin, past):
    page = as_admin("/admin")
    compare = page.get_by_role("link", name="Compare selected")
    expect(compare).to_have_attribute("aria-disabled", "true")
    for name in ("best", "tutorial"):
        page.get_by_role("checkbox", name=f"Compare run {past[name]}").check()
    compare.click()
    page.wait_for_url(re.compile(r"/admin/compare\?runs="))
    lines = """() => Chart.getChart(document.querySelector('[data-curve="loss"]'))
      .data.datasets.map(({ label, data }) => [label, data.length])"""
    ids = sorted((past["best"], past["tutorial"]), reverse=True)  # as they stand in the list
    epochs = {past["best"]: PRESETS["best"].spec.epochs, past["tutorial"]: 5}
    assert page.evaluate(lines) == [[f"Run {each}", epochs[each]] for each in ids]
    page.get_by_role("checkbox", name="With the training images").check()
    assert len(page.evaluate(lines)) == 4
    expect(page.get_by_role("row", name="Epochs (differs)")).to_contain_text(
        str(epochs[past["best"]])
    )
    expect(page.get_by_role("row", name="Seed 0 0")).to_be_visible()


def test_a_failed_run_says_why_in_plain_words_and_can_be_started_again(as_admin, past):
    page = as_admin(f"/admin/runs/{past['failed']}")
    expect(page.locator("#outcome")).to_contain_text("The training failed")
    expect(page.locator("#outcome")).to_contain_text("No space left on device")
    expect(page.get_by_role("button", name="Train again")).to_be_enabled()


def test_the_model_card_needs_no_script(open_page, shipped):
    test = shipped.manifest("tutorial-1").metrics["test"]
    cell = f"{test['confusion'][4][9]} × drawn 4, read as 9"
    page = open_page("/models", java_script_enabled=False)
    page.get_by_role("link", name="tutorial-1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("tutorial-1")
    expect(page.get_by_text(f"{test['accuracy']:.2%}", exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name=cell)).to_be_visible()
    page.get_by_role("link", name=cell).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Drawn 4, read as 9")
    expect(page.get_by_text(f"{test['confusion'][4][9]} of 10,000 test images.")).to_be_visible()


def test_the_curves_follow_the_theme(open_page):
    page = open_page("/models/best-1", color_scheme="light")
    colour = """() => Chart.getChart(document.querySelector('[data-curve="loss"]'))
      .data.datasets[0].borderColor"""
    light = page.evaluate(colour)
    page.get_by_role("button", name="Dark theme").click()
    assert page.evaluate(colour) != light


def test_chart_js_comes_from_here_compressed_and_is_kept(open_page):
    page = open_page("/models")
    with page.expect_response("**/vendor/chart-*.js") as told:
        page.goto("/models/best-1")
    headers = told.value.all_headers()
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
    assert int(headers["content-length"]) < 300_000


@pytest.mark.parametrize("locale", ["en-GB", "ja-JP"])
def test_robustness_is_drawn_on_one_scale_and_follows_the_theme(open_page, measured_card, locale):
    page = open_page(measured_card, locale=locale, color_scheme="light")
    charts = """() => [...document.querySelectorAll('[data-course]')].map((canvas) => {
      const { data: { datasets: [{ data, borderColor }] }, scales: { y } } = Chart.getChart(canvas);
      return [data.length, y.min, y.max, borderColor];
    })"""
    light = page.evaluate(charts)
    assert [points for points, *_ in light] == [len(v) for _, v, _ in measured.ROBUSTNESS.values()]
    assert {tuple(scale) for _, *scale, _ in light} == {(0.4, 1)}
    page.locator("[data-theme-switch]").click()
    assert {colour for *_, colour in page.evaluate(charts)}.isdisjoint(c for *_, c in light)


def test_every_style_has_its_picture_on_the_card(open_page, measured_card):
    page = open_page(measured_card)
    row = page.get_by_role("row", name="4 lightning")
    expect(row).to_contain_text("43.0%")
    drawn = row.locator(".style-picture use").evaluate("use => use.getBBox().width")
    assert drawn > 10
    fold = page.get_by_text("All 9 styles, digit by digit")
    expect(page.get_by_role("heading", name="9 88.0%")).to_be_hidden()
    fold.click()
    expect(page.get_by_role("heading", name="9 88.0%")).to_be_visible()


def test_the_form_tells_of_the_eleventh_output(as_admin):
    page = as_admin("/admin", troubled=True)
    page.get_by_role("button", name="Adjust: Quick").click()
    page.get_by_label("Drawn non-digits").fill("0")
    expect(page.locator("#shape")).to_have_text(re.compile(" → 10$"))
    page.get_by_label("Drawn non-digits").fill("1000")
    expect(page.locator("#shape")).to_have_text(re.compile(" → 11$"))
    page.get_by_label("Drawn digits").fill("100001")
    wrong = page.locator("#synthetic_digits-error")
    expect(wrong).to_have_text("A whole number from 0 to 100,000")
    page.get_by_label("Drawn digits").fill("100000")
    expect(wrong).to_be_hidden()
    page.get_by_role("radio", name="The tutorial's").check()
    expect(page.get_by_label("Drawn non-digits")).to_be_hidden()
    expect(page.locator("#shape")).to_have_text("784 → 128 → 10")
    expect(page.locator('[data-part="parameters"]')).to_have_text("101,770")


def test_how_long_ago_goes_on(as_admin, past):
    page = as_admin(f"/admin/runs/{past['best']}")
    expect(page.get_by_role("link", name="Training", exact=True)).to_have_attribute(
        "aria-current", "true"
    )
    age = page.locator("time[data-age]").first
    page.evaluate("d => { document.querySelector('[data-age]').dateTime = d; }", _ago(page, 20))
    expect(age).to_have_text(re.compile(r"^2\d seconds ago$"))
    page.evaluate("d => { document.querySelector('[data-age]').dateTime = d; }", _ago(page, 7200))
    expect(age).to_have_text("2 hours ago")


def _ago(page, seconds: int) -> str:
    return page.evaluate("s => new Date(Date.now() - s * 1000).toISOString()", seconds)
