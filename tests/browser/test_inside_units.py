"""Look inside: the layers, and a unit's numbers, recomputed from the weights."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.hand import DIGITS, draw
from tests.browser.looking import (
    Asked,
    choose_version_first,
    expect_read,
    expect_settled,
    layer,
    unit,
    value,
    weights_of,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page):
    return open_page("/inside")


def test_a_chosen_unit_comes_into_sight_but_not_under_the_arrow_keys(open_page):
    page = open_page("/inside", viewport=PHONE, reduced_motion="reduce")
    choose_version_first(page, "tutorial-1")
    draw(page, DIGITS[7])
    expect_read(page, 7)
    cells = layer(page, "Hidden layer 1").get_by_role("radio")
    cells.first.focus()
    page.keyboard.press("ArrowRight")
    panel = unit(page, "Neuron 2 · Hidden layer 1")
    cells.nth(1).evaluate("e => scrollBy(0, e.getBoundingClientRect().bottom + 60 - innerHeight)")
    before = page.evaluate("scrollY")
    page.keyboard.press("ArrowRight")
    unit(page, "Neuron 3 · Hidden layer 1")
    assert page.evaluate("scrollY") == before
    cells.nth(3).click()
    panel = unit(page, "Neuron 4 · Hidden layer 1")
    for part in (".unit-head", '[data-part="story"]', ".equation"):
        expect(panel.locator(part)).to_be_in_viewport(ratio=0.99)
    assert panel.bounding_box()["y"] >= page.locator("#desk").bounding_box()["height"]


def test_a_neuron_tells_the_formula_with_the_numbers_of_the_drawing(page):
    asked = Asked(page)
    choose_version_first(page, "tutorial-1")
    draw(page, DIGITS[7])
    expect_read(page, 7)
    weights = weights_of(page, "tutorial-1")
    image = asked.image().astype(np.float64).ravel()
    hidden = image @ weights["hidden_1/kernel"] + weights["hidden_1/bias"]
    for index in (int(hidden.argmax()), int(hidden.argmin())):
        layer(page, "Hidden layer 1").get_by_role("radio").nth(index).click()
        panel = unit(page, f"Neuron {index + 1} · Hidden layer 1")
        column = weights["hidden_1/kernel"][:, index].astype(np.float64)
        output = max(0.0, hidden[index])
        assert value(page, "sum") == pytest.approx(image @ column, abs=1e-4)
        assert value(page, "bias") == pytest.approx(weights["hidden_1/bias"][index], abs=1e-4)
        assert value(page, "z") == pytest.approx(hidden[index], abs=1e-4)
        assert value(page, "output") == pytest.approx(output, abs=1e-4)
        expect(panel.locator('[data-part="story"]')).to_contain_text(
            "it fires" if output else "stays silent"
        )
        votes = panel.locator(".vote-number").evaluate_all("all => all.map(e => +e.dataset.value)")
        assert votes == pytest.approx(list(output * weights["logits/kernel"][index]), abs=1e-4)
        terms = panel.locator(".largest li").evaluate_all(
            "all => all.map(e => [...e.querySelectorAll('span')].map(s => +s.dataset.value))"
        )
        largest = np.sort(np.abs(image * column))[::-1][:8]
        assert [abs(product) for *_, product in terms] == pytest.approx(list(largest), abs=1e-4)
        assert all(w * x == pytest.approx(product, abs=1e-4) for w, x, product in terms)


def test_the_numbers_follow_the_pen(page):
    asked = Asked(page)
    choose_version_first(page, "tutorial-1")
    draw(page, DIGITS[7])
    expect_read(page, 7)
    layer(page, "Hidden layer 1").get_by_role("radio").nth(5).click()
    unit(page, "Neuron 6 · Hidden layer 1")
    before = value(page, "sum")
    draw(page, [[(0.2, 0.5), (0.8, 0.5)]])
    expect(page.locator('.unit [data-part="sum"]')).not_to_have_attribute("data-value", str(before))
    expect_settled(page)
    kernel = weights_of(page, "tutorial-1")["hidden_1/kernel"][:, 5]
    assert value(page, "sum") == pytest.approx(float(asked.image().ravel() @ kernel), abs=1e-4)


def test_units_are_reached_and_left_by_keyboard(page):
    choose_version_first(page, "tutorial-1")
    draw(page, DIGITS[7])
    cells = layer(page, "Hidden layer 1").get_by_role("radio")
    cells.first.focus()
    page.keyboard.press("ArrowRight")
    unit(page, "Neuron 2 · Hidden layer 1")
    expect(cells.nth(1)).to_be_focused()
    expect(cells.nth(1)).to_be_checked()
    page.keyboard.press("ArrowDown")
    row = cells.evaluate_all("all => all.filter(e => e.offsetTop === all[0].offsetTop).length")
    unit(page, f"Neuron {row + 2} · Hidden layer 1")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    panel = unit(page, "Neuron 1 · Hidden layer 1")
    panel.get_by_role("button", name="Close").focus()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(cells.first).to_be_focused()
    assert cells.evaluate_all("all => all.filter(e => e.tabIndex === 0).length") == 1


def test_a_convolution_tells_its_sum_at_a_place(page):
    asked = Asked(page)
    choose_version_first(page, "best-1")
    draw(page, DIGITS[7])
    expect_read(page, 7)
    layer(page, "Convolution 1").get_by_role("radio").nth(3).click()
    panel = unit(page, "Map 4 · Convolution 1")
    weights, image = weights_of(page, "best-1"), asked.image()
    kernel = weights["conv_1/kernel"][:, :, 0, 3].astype(np.float64)

    def sums():
        patches = np.lib.stride_tricks.sliding_window_view(image, (5, 5))[::2, ::2]
        return np.einsum("rckl,kl->rc", patches, kernel)

    norm = {
        name: float(weights[f"norm_1/{name}"][3])
        for name in ("gamma", "beta", "moving_mean", "moving_variance")
    }
    z = norm["beta"] + norm["gamma"] * (sums() - norm["moving_mean"]) / np.sqrt(
        norm["moving_variance"] + 1e-3
    )
    row, column = np.unravel_index(int(z.argmax()), z.shape)
    expect(panel.locator('[data-part="story"]')).to_contain_text("Patch × kernel adds up to")
    panel.get_by_role("application", name="Their products").focus()
    page.keyboard.press("ArrowRight")
    term = panel.locator('[data-part="term"]')
    weight = f"{kernel[0, 1]:.4f}".replace("-", "−")
    expect(term).to_contain_text(f" × {weight} = ")
    place = panel.locator('[data-part="place"]')
    expect(place).to_have_text(f"row {row + 1}, column {column + 1}")
    assert value(page, "sum") == pytest.approx(sums()[row, column], abs=1e-4)
    assert value(page, "z") == pytest.approx(z[row, column], abs=1e-4)
    assert value(page, "output") == pytest.approx(max(0.0, z[row, column]), abs=1e-4)
    expect(place).to_have_attribute("aria-live", "off")
    panel.get_by_role("application", name="The map, large").focus()
    page.keyboard.press("ArrowUp" if row else "ArrowDown")
    row += -1 if row else 1
    expect(place).to_have_text(f"row {row + 1}, column {column + 1}")
    expect(place).to_have_attribute("aria-live", "polite")
    expect(panel).not_to_have_attribute("data-waiting", "")
    assert value(page, "z") == pytest.approx(z[row, column], abs=1e-4)


def test_maps_pooling_and_outputs_open_up_too(page):
    choose_version_first(page, "best-1")
    draw(page, DIGITS[7])
    expect_read(page, 7)
    maps = layer(page, "Convolution 4").get_by_role("radio")
    shown = maps.count()
    page.locator('[data-layer="relu_4"]').get_by_role("button", name="Show all 96").click()
    expect(maps).to_have_count(96)
    assert shown == 16
    maps.nth(90).click()
    panel = unit(page, "Map 91 · Convolution 4")
    expect(panel.locator(".channel")).to_have_count(4)
    expect(panel.locator('[data-part="others"]')).to_contain_text("and 92 more maps together")
    layer(page, "Pooling").get_by_role("radio").nth(2).click()
    panel = unit(page, "Map 3 · Pooling")
    four = panel.locator(".four span").evaluate_all("all => all.map(e => +e.dataset.value)")
    assert max(four) == pytest.approx(value(page, "output"))
    outputs = layer(page, "Output").get_by_role("radio")
    expect(outputs).to_have_count(11)
    outputs.nth(7).click()
    unit(page, "Logit of 7 · Output")
    logit = float(outputs.nth(7).locator(".vote-number").get_attribute("data-value"))
    assert value(page, "z") == pytest.approx(logit, abs=0.05)
    assert value(page, "z") == pytest.approx(value(page, "sum") + value(page, "bias"))


def test_a_unit_tells_its_number_in_its_name_once_the_reading_has_settled(page):
    choose_version_first(page, "tutorial-1")
    page.get_by_role("link", name="Through the layers").click()
    cell = layer(page, "Hidden layer 1").get_by_role("radio").nth(5)
    logit = layer(page, "Output").get_by_role("radio").nth(7)
    expect(cell).to_have_attribute("aria-label", "Neuron 6")
    expect(logit).to_have_attribute("aria-label", "Logit of 7")
    draw(page, DIGITS[7])
    expect_read(page, 7)
    expect(cell).to_have_attribute("aria-label", re.compile(r"^Neuron 6: \d+\.\d\d$"))
    logit.scroll_into_view_if_needed()
    number = logit.locator(".vote-number")
    expect(logit).to_have_attribute("aria-label", re.compile("^Logit of 7: "))
    shown = float(number.get_attribute("data-value"))
    assert logit.get_attribute("aria-label") == f"Logit of 7: {shown:.2f}".replace("-", "−")
    cell.click()
    unit(page, "Neuron 6 · Hidden layer 1")
    named = float(cell.get_attribute("aria-label").partition(": ")[2])
    assert named == pytest.approx(value(page, "output"), abs=0.03)
    page.keyboard.press("Delete")
    expect(cell).to_have_attribute("aria-label", "Neuron 6")


def test_what_fills_a_panel_is_asked_for_when_a_unit_of_its_kind_is_chosen(open_page):
    page = open_page("/compare")
    loaded = []
    page.on("request", lambda request: loaded.append(request.url.rpartition("/")[2]))
    page.goto("/inside")
    choose_version_first(page, "best-1")
    draw(page, DIGITS[7])
    expect_read(page, 7)
    bodies = {"neuron.js", "convolution.js", "pooling.js"}
    assert not bodies & set(loaded)
    layer(page, "Pooling").get_by_role("radio").nth(2).click()
    unit(page, "Map 3 · Pooling")
    assert bodies & set(loaded) == {"pooling.js"}
    layer(page, "Output").get_by_role("radio").nth(7).click()
    unit(page, "Logit of 7 · Output")
    assert bodies & set(loaded) == {"pooling.js", "neuron.js"}


def test_a_panel_stands_while_what_fills_it_is_on_its_way_and_survives_that_it_does_not_come(
    open_page,
):
    page = open_page("/inside", troubled=True)
    choose_version_first(page, "tutorial-1")
    draw(page, DIGITS[7])
    expect_read(page, 7)
    page.route("**/neuron.js", lambda route: route.abort())
    cells = layer(page, "Hidden layer 1").get_by_role("radio")
    cells.nth(3).click()
    panel = page.get_by_role("region", name="Neuron 4 · Hidden layer 1", exact=True)
    expect(panel).to_have_attribute("data-waiting", "")
    expect(panel.locator(".equation")).to_be_visible()
    height = panel.bounding_box()["height"]
    page.unroute("**/neuron.js")
    cells.nth(4).click()
    panel = unit(page, "Neuron 5 · Hidden layer 1")
    assert panel.bounding_box()["height"] >= height
