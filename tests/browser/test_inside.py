"""Look inside: the way of a drawing, the layers, one unit's numbers, and why this digit."""

import base64
import io
import json
import re
import zipfile

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.hand import DIGITS, draw, draw_with_finger, expect_room_for_a_finger
from webapp import drawing

pytestmark = pytest.mark.browser

INSPECT = "**/api/inspect"


@pytest.fixture
def page(open_page):
    return open_page("/inside")


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


def test_a_blank_page_offers_an_example_and_nothing_moves_when_it_is_taken(page):
    titles = "[...document.querySelectorAll('h2, h3')].map(e => Math.round(e.offsetTop))"
    before = page.evaluate(titles)
    expect(page.locator("#way-verdict")).to_have_text(re.compile("Draw a digit"))
    expect(page.locator(".step img").first).to_be_hidden()
    page.get_by_role("button", name="Try this 7").click()
    expect_read(page, 7)
    expect(page.locator("#way-verdict")).to_contain_text("With all steps it reads 7")
    expect(page.locator(".step img")).to_have_count(6)
    expect(page.locator(".step img").last).to_be_visible()
    assert page.evaluate(titles) == before
    expect(page.get_by_role("button", name="Try this 7")).to_be_hidden()
    page.keyboard.press("Delete")
    expect(page.get_by_role("button", name="Try this 7")).to_be_visible()
    expect(page.locator(".step img").last).to_be_hidden()


def test_a_step_switched_off_changes_the_reading_line(page):
    asked = Asked(page)
    choose_version_first(page, "tutorial-1")
    draw(page, DIGITS[4])
    verdict = page.locator("#way-verdict")
    expect(verdict).to_contain_text("With all steps it reads 4")
    page.get_by_role("switch", name="Laid on white").uncheck()
    expect(verdict).to_contain_text("Without ‘Laid on white’ it")
    expect(verdict).to_contain_text("was ")
    assert asked.bodies[-1]["without"] == ["paper"]
    page.get_by_role("button", name="only resize").click()
    expect(verdict).to_contain_text("Without these 3 steps it")
    for name in ("Cut to the ink", "Fitted into 20 × 20", "Centred on 28 × 28"):
        expect(page.get_by_role("switch", name=name)).not_to_be_checked()
    truth = page.request.post("/api/inspect", data={**asked.bodies[-1], "parts": []}).json()
    expected = f"reads {truth['digit']}" if truth["is_digit"] else "sees no digit"
    expect(verdict).to_contain_text(expected)
    page.get_by_role("button", name="All on again").click()
    expect(verdict).to_contain_text("With all steps it reads 4")
    expect(page.get_by_role("switch", name="Cut to the ink")).to_be_checked()


def choose_version_first(page, model):
    """Choose a version before anything is drawn: then nothing tells that it is in use yet."""
    page.get_by_label("Version", exact=True).select_option(model)


@pytest.mark.parametrize("model", ["best-1", "tutorial-1"])
def test_resizing_alone_fails_for_a_small_digit_in_a_corner(page, model):
    choose_version_first(page, model)
    page.get_by_role("button", name="Small, in a corner").click()
    expect_read(page, 4)
    page.get_by_role("button", name="only resize").click()
    verdict = page.locator("#way-verdict")
    expect(verdict).to_have_text(
        re.compile(r"^Without these 3 steps it (sees no digit|reads [^4]) \(was 4\)")
    )
    page.get_by_role("button", name="All steps on").click()
    page.keyboard.press("Delete")
    draw(page, DIGITS[7])
    page.get_by_role("button", name="only resize").click()
    expect(verdict).to_contain_text("You wrote large and in the middle, as MNIST has it.")


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


def test_what_is_posted_is_a_real_canvas(page):
    asked = Asked(page)
    draw(page, DIGITS[7])
    expect_read(page, 7)
    pixels = drawing.decode_data_url(asked.bodies[-1]["image"])
    assert pixels.shape == (280, 280, 4)
    assert pixels[0, 0].tolist() == [0, 0, 0, 0]
    assert pixels[..., 3].max() == 255


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


def test_the_ink_that_carries_the_reading_and_what_would_have_to_go(page):
    draw(page, DIGITS[7])
    expect_read(page, 7)
    page.get_by_role("link", name="Why this digit").click()
    expect(page.locator("#margin")).to_contain_text("7 leads: its logit is")
    words, spoken = page.locator("#removal p"), page.locator("#removal-announcer")
    expect(spoken).to_be_empty()
    with page.expect_request(lambda request: '"target":1' in (request.post_data or "")) as request:
        page.get_by_role("button", name="1", exact=True).click()
    truth = page.request.post("/api/inspect", data=json.loads(request.value.post_data)).json()
    expect(words).to_have_text(removal_words(truth["removal"]))
    expect(spoken).to_have_text(words.inner_text())
    expect_settled(page)
    red, _, blue = np.moveaxis(colours(page, "#occlusion"), -1, 0)
    assert (red - blue).max() > 100
    page.get_by_role("button", name="7", exact=True).click()
    expect(words).to_have_text("It already reads 7.")
    logits = page.locator('[data-layer="logits"] .vote-number')
    page.get_by_role("link", name="Through the layers").click()
    expect(logits.nth(7)).not_to_have_text("–")
    values = logits.evaluate_all("all => all.slice(0, 10).map(e => +e.dataset.value)")
    margin = float(page.locator("#margin").get_attribute("data-value"))
    assert margin == pytest.approx(values[7] - max(values[:7] + values[8:]), abs=1e-3)


def removal_words(removal):
    """Return how the sentence about what would have to go begins."""
    target = removal["target"]
    if not removal["reached"]:
        return f"I found no ink to take away that turns it into {target}."
    if not removal["is_digit"]:
        return f"Without the marked ink it is not a digit, it seems; closest: {target}."
    perhaps = ": perhaps" if removal["probability"] < 0.75 else ""
    return re.compile(f"^Without the marked ink it reads{perhaps} {target}, ")


def test_training_images_that_look_alike(page):
    draw(page, DIGITS[7])
    page.get_by_role("link", name="Why this digit").click()
    expect_settled(page)
    with page.expect_response(
        lambda answer: "nearest" in (answer.request.post_data or "")
    ) as answer:
        draw(page, [[(0.45, 0.8), (0.45, 0.81)]])
    nearest = answer.value.json()["nearest"]
    assert nearest
    expect(page.locator(".near img:visible")).to_have_count(len(nearest))
    expect(page.locator(".near-words").first).to_contain_text(f"{nearest[0]['label']} · ")
    expect(page.locator("#nearest-words")).to_contain_text("look most alike")


def test_a_version_without_training_images_says_so(page):
    def answer(route):
        reply = route.fetch()
        route.fulfill(response=reply, json={**reply.json(), "nearest": None})

    page.route(INSPECT, answer)
    draw(page, DIGITS[7])
    page.get_by_role("link", name="Why this digit").click()
    expect(page.locator("#nearest-words")).to_contain_text("cannot show")
    expect(page.locator("#nearest")).to_be_hidden()


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


@pytest.mark.parametrize("digit", [1, 4])
def test_every_picture_of_the_way_lies_in_its_frame(page, digit):
    draw(page, DIGITS[digit])
    expect_settled(page)
    expect(page.locator(".step img:visible")).to_have_count(6)
    outside = page.locator(".step-frame").evaluate_all(
        """frames => frames.filter((frame) => {
             const [outer, inner] = [frame, frame.firstElementChild].map(
               (element) => element.getBoundingClientRect());
             return inner.left < outer.left - 1 || inner.right > outer.right + 1
               || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1;
           }).map((frame) => frame.outerHTML.slice(0, 90))"""
    )
    assert outside == []


def test_the_switches_are_the_steps_that_can_be_left_out(page):
    values = page.locator(".switch").evaluate_all("all => all.map(({value}) => value)")
    assert values == list(drawing.STEPS)


def test_states_show_where_the_system_chooses_the_colours(open_page):
    page = open_page("/inside", forced_colors="active")
    choose_version_first(page, "tutorial-1")
    draw(page, DIGITS[7])
    expect_read(page, 7)
    paint = "(e, pseudo) => getComputedStyle(e, pseudo ?? null).backgroundColor"
    switch = page.get_by_role("switch", name="Cut to the ink")
    on = switch.evaluate(paint)
    switch.uncheck()
    assert switch.evaluate(paint) != on
    assert switch.evaluate(paint, "::after") != switch.evaluate(paint)
    cells = layer(page, "Hidden layer 1").get_by_role("radio")
    cells.nth(5).click()
    expect_settled(page)
    assert len(set(cells.evaluate_all(f"all => all.map((e) => ({paint})(e))"))) > 5
    outline = "e => getComputedStyle(e).outlineStyle"
    page.locator("h1").click()
    assert cells.nth(5).evaluate(outline) == "solid"
    assert cells.nth(6).evaluate(outline) == "none"
    for vote in page.locator('[data-layer="logits"] .vote').all():
        fill, track = (vote.locator(f".vote-{part}") for part in ("fill", "track"))
        assert fill.evaluate(paint) != track.evaluate(paint)
    target = page.locator(".target").nth(1)
    target.click()
    page.locator("h1").click()
    assert target.evaluate(outline) == "solid"


def test_only_what_is_on_the_screen_is_asked_for(page):
    asked = Asked(page)
    draw(page, DIGITS[7])
    expect_read(page, 7)
    assert any("steps" in body["parts"] for body in asked.bodies)
    assert not any("occlusion" in body["parts"] for body in asked.bodies)
    with page.expect_request(lambda request: "occlusion" in (request.post_data or "")):
        page.get_by_role("link", name="Why this digit").click()
    expect_settled(page)
    until_now = len(asked.bodies)
    page.get_by_role("link", name="Why this digit").click()
    draw(page, [[(0.45, 0.8), (0.45, 0.82)]])
    expect_settled(page)
    assert not any("steps" in body["parts"] for body in asked.bodies[until_now:])


def test_drawing_waits_for_no_answer(page):
    parked = []
    page.route(INSPECT, lambda route: parked.append(route))
    with page.expect_request(INSPECT):
        draw(page, DIGITS[3])
    before = page.locator("#pad").screenshot()
    draw(page, [[(0.1, 0.9), (0.9, 0.9)]])
    assert page.locator("#pad").screenshot() != before
    assert len(parked) == 1
    page.unroute(INSPECT)
    page.get_by_role("button", name="Undo").click()
    expect_read(page, 3)


def test_trouble_is_told_and_passes(open_page):
    page = open_page("/inside", troubled=True)
    page.route(INSPECT, lambda route: route.abort())
    draw(page, DIGITS[7])
    expect(page.locator('[data-part="headline"]')).to_have_text("The server cannot be reached")
    page.unroute(INSPECT)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect_read(page, 7)
    expect(page.locator("#way-verdict")).to_contain_text("reads 7")


def test_the_view_is_kept_in_this_tab(page):
    draw(page, DIGITS[7])
    choose_version(page, "tutorial-1")
    expect(layer(page, "Hidden layer 1")).to_be_visible()
    page.reload()
    expect(layer(page, "Hidden layer 1")).to_be_visible()
    expect(page.locator('[data-part="model"]')).to_have_text("tutorial-1")
    page.get_by_role("switch", name="Cut to the ink").uncheck()
    layer(page, "Hidden layer 1").get_by_role("radio").nth(3).click()
    page.get_by_role("link", name="日本語").click()
    expect(page.locator('.switch[value="crop"]')).not_to_be_checked()
    expect(page.locator('[data-layer="hidden_1"] .unit')).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("switch", name="Cut to the ink")).not_to_be_checked()
    page.get_by_role("switch", name="Cut to the ink").check()
    choose_version(page, "best-1")
    expect(layer(page, "Convolution 4")).to_be_visible()
    expect(layer(page, "Hidden layer 1")).to_be_hidden()


def test_a_link_brings_the_drawing_and_the_view(page):
    code = page.evaluate(
        """async () => {
          const {encode} = await import('/static/js/stroke-code.js');
          const {SEVEN} = await import('/static/js/examples.js');
          return encode(SEVEN);
        }"""
    )
    page.goto("about:blank")
    page.goto(f"/inside#s={code}&model=tutorial-1&without=fit&unit=hidden_1.3")
    expect(page.get_by_role("switch", name="Fitted into 20 × 20")).not_to_be_checked()
    unit(page, "Neuron 4 · Hidden layer 1")
    expect(page.locator("#way-verdict")).to_contain_text("Without ‘Fitted into 20 × 20’")


def test_the_draw_page_leads_inside_with_its_drawing(open_page):
    page = open_page("/")
    draw(page, DIGITS[7])
    expect_read(page, 7)
    page.get_by_role("link", name="What it saw").click()
    expect(page.get_by_role("heading", name="Look inside", level=1)).to_be_visible()
    expect_read(page, 7)


def test_the_theme_can_change_while_one_looks(page):
    draw(page, DIGITS[7])
    expect_read(page, 7)
    assert colours(page, ".layer-input")[0, 0].min() > 200
    page.get_by_role("button", name="Dark theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert colours(page, ".layer-input")[0, 0].max() < 60


@pytest.mark.parametrize("viewport", [PHONE, {"width": 320, "height": 568}])
def test_on_a_phone_the_paper_stays_and_everything_is_in_reach(open_page, viewport):
    options = {"has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
    page = open_page("/inside", viewport=viewport, color_scheme="dark", **options)
    choose_version_first(page, "tutorial-1")
    draw_with_finger(page, DIGITS[7])
    expect_read(page, 7)
    page.get_by_role("link", name="Through the layers").tap()
    desk = page.locator("#desk")
    assert desk.bounding_box()["height"] <= 0.45 * viewport["height"]
    layer(page, "Hidden layer 1").get_by_role("radio").nth(3).tap()
    unit(page, "Neuron 4 · Hidden layer 1")
    assert desk.bounding_box()["y"] == pytest.approx(0, abs=1)
    wide = page.evaluate(
        """[...document.querySelectorAll('main *')].filter(
             e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('svg, .marks')
           ).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    targets = page.locator("main :is(button, a, select, label:has(input)):visible")
    expect_room_for_a_finger(targets, least=60)
    switch = page.locator(".switch").first
    assert switch.evaluate("e => getComputedStyle(e).transitionProperty") in ("all", "none")
    assert switch.evaluate("e => getComputedStyle(e).transitionDuration") == "0s"
