"""A hand that draws: digits as strokes, moved along with real pointer events."""

from __future__ import annotations

import base64
import io
import json
import math
from collections.abc import Iterable

import numpy as np
from PIL import Image, ImageDraw
from playwright.sync_api import CDPSession, Locator, Page, Route, expect

Point = tuple[float, float]
Stroke = list[Point]


def arc(cx: float, cy: float, rx: float, ry: float, start: float, stop: float) -> Stroke:
    """Return points on an ellipse; angles in degrees, clockwise from three o'clock."""
    steps = max(2, round(abs(stop - start) / 24))
    angles = (math.radians(start + (stop - start) * i / steps) for i in range(steps + 1))
    return [(cx + rx * math.cos(angle), cy + ry * math.sin(angle)) for angle in angles]


#: Each digit as a person writes it, in parts of the canvas: (0, 0) is at its top left.
DIGITS: dict[int, list[Stroke]] = {
    0: [arc(0.5, 0.5, 0.19, 0.3, -90, 275)],
    1: [[(0.52, 0.2), (0.5, 0.8)]],
    2: [[*arc(0.48, 0.35, 0.17, 0.15, -160, 40), (0.33, 0.78), (0.7, 0.77)]],
    3: [[*arc(0.47, 0.35, 0.16, 0.14, -150, 90), *arc(0.47, 0.64, 0.19, 0.16, -90, 145)]],
    4: [[(0.42, 0.2), (0.3, 0.55), (0.7, 0.55)], [(0.6, 0.35), (0.57, 0.82)]],
    5: [
        [(0.36, 0.22), (0.34, 0.46), *arc(0.46, 0.62, 0.19, 0.18, -120, 140)],
        [(0.36, 0.22), (0.66, 0.2)],
    ],
    6: [[(0.6, 0.18), (0.42, 0.38), *arc(0.49, 0.64, 0.15, 0.16, 190, -175)]],
    7: [[(0.3, 0.24), (0.68, 0.22), (0.58, 0.45), (0.45, 0.8)]],
    8: [
        [
            *arc(0.5, 0.35, 0.13, 0.14, -60, -270),
            *arc(0.5, 0.65, 0.16, 0.16, -90, 270),
            *arc(0.5, 0.35, 0.13, 0.14, 90, -60),
        ]
    ],
    9: [[*arc(0.48, 0.36, 0.15, 0.15, -20, -340), (0.63, 0.36), (0.57, 0.82)]],
}

SMILEY: list[Stroke] = [
    arc(0.5, 0.5, 0.32, 0.34, -90, 270),
    [(0.4, 0.38), (0.4, 0.42)],
    [(0.6, 0.38), (0.6, 0.42)],
    arc(0.5, 0.52, 0.18, 0.16, 150, 30),
]


def places(page: Page, points: Iterable[Point]) -> list[dict[str, float]]:
    """Return where on the screen points of the canvas lie, in CSS pixels."""
    box = page.locator("#pad").bounding_box()
    assert box is not None
    x, y, width, height = (box[side] for side in ("x", "y", "width", "height"))
    return [{"x": x + left * width, "y": y + top * height} for left, top in points]


def place(page: Page, point: Point) -> dict[str, float]:
    """Return where on the screen a point of the canvas lies, in CSS pixels."""
    return places(page, [point])[0]


def draw(page: Page, strokes: Iterable[Stroke]) -> None:
    """Draw with the mouse."""
    for stroke in strokes:
        start, *others = places(page, stroke)
        page.mouse.move(**start)
        page.mouse.down()
        for spot in others:
            page.mouse.move(**spot)
        page.mouse.up()


def draw_with_finger(page: Page, strokes: Iterable[Stroke]) -> None:
    """Draw with one finger."""
    device = page.context.new_cdp_session(page)
    for stroke in strokes:
        start, *others = places(page, stroke)
        touch(device, "touchStart", [start])
        for spot in others:
            touch(device, "touchMove", [spot])
        touch(device, "touchEnd", [])


def touch(device: CDPSession, kind: str, points: list[dict[str, float]]) -> None:
    """Send one touch event; fingers are numbered in order."""
    numbered = [{**point, "id": finger} for finger, point in enumerate(points)]
    device.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": numbered})


def draw_with_pen(page: Page, stroke: Stroke, force: float) -> None:
    """Draw with a pen that measures its pressure, 0…1."""
    device = page.context.new_cdp_session(page)

    def send(kind: str, spot: dict[str, float]) -> None:
        more = {
            "button": "left",
            "buttons": 1,
            "clickCount": 1,
            "pointerType": "pen",
            "force": force,
        }
        device.send("Input.dispatchMouseEvent", {"type": kind, **spot, **more})

    spots = places(page, stroke)
    send("mousePressed", spots[0])
    for spot in spots[1:]:
        send("mouseMoved", spot)
    send("mouseReleased", spots[-1])


def stamp(page: Page) -> Locator:
    """Return the seal that carries the reading."""
    return page.locator("#stamp")


def expect_reading(page: Page, digit: int) -> None:
    """Wait until the seal of this digit has been pressed."""
    seal = page.locator(f'#stamp[data-state="pressed"][data-digit="{digit}"]')
    expect(seal).to_be_visible()
    expect(page.locator(f"#bars .bar:nth-child({digit + 1})")).to_have_attribute("data-top", "")


def expect_blank(page: Page) -> None:
    """Wait until the page invites to draw and claims to have read nothing."""
    expect(page.locator("#sheet")).to_have_attribute("data-blank", "")
    expect(stamp(page)).to_have_attribute("data-state", "blank")


#: Has a page remember from where on the sheet it cut each picture that it posts.
WATCH_CUTS = """(() => {
    if (window.cuts) return;
    window.cuts = new Map();
    let at = [0, 0];
    const { drawImage } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.drawImage = function (source, ...more) {
        if (source instanceof HTMLCanvasElement && more.length === 2) at = [-more[0], -more[1]];
        return drawImage.call(this, source, ...more);
    };
    const { toDataURL } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.toDataURL = function (...more) {
        const url = toDataURL.apply(this, more);
        window.cuts.set(url, at);
        return url;
    };
    let taken = at; // a picture in grey is written a little later than its pixels are taken
    const { getImageData } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.getImageData = function (...more) {
        taken = at;
        return getImageData.apply(this, more);
    };
    const { btoa } = window;
    window.btoa = (text) => {
        const data = btoa(text);
        window.cuts.set(`data:image/png;base64,${data}`, taken);
        return data;
    };
})()"""


class Post:
    """The pictures that a page posts from now on, as arrays.

    What reaches the network is the truth about where the ink lies: it does not depend on how
    the screen is scaled.
    """

    def __init__(self, page: Page, path: str = "/api/predict") -> None:
        """Begin to collect."""
        self.path = path
        self.bodies: list[str] = []
        self._page = page
        page.add_init_script(WATCH_CUTS)
        page.evaluate(WATCH_CUTS)
        page.on("request", self._collect)

    def _collect(self, request) -> None:
        if request.url.endswith(self.path):
            self.bodies.append(request.post_data)

    def ink(self) -> np.ndarray:
        """Return the newest picture's ink on the sheet: float, 280×280, 0 paper … 1 ink."""
        ink, margin = self.ink_of_any_size(), 280
        left, top = self._page.evaluate("url => window.cuts.get(url)", self.url)
        sheet = np.zeros((280 + 2 * margin, 280 + 2 * margin))
        height, width = ink.shape
        sheet[margin + top : margin + top + height, margin + left : margin + left + width] = ink
        return sheet[margin:-margin, margin:-margin]

    @property
    def url(self) -> str:
        """Return the newest picture as it was posted."""
        return json.loads(self.bodies[-1])["image"]

    def ink_of_any_size(self) -> np.ndarray:
        """Return the newest picture's ink: float, 0 paper … 1 ink."""
        _, _, data = self.url.partition(",")
        picture = Image.open(io.BytesIO(base64.b64decode(data)))
        return 1 - np.asarray(picture.convert("L"), dtype=float) / 255

    def centre(self) -> Point:
        """Return the ink's centre of mass, in parts of the canvas."""
        ink = self.ink()
        rows, columns = np.indices(ink.shape) + 0.5
        return (columns * ink).sum() / ink.sum() / 280, (rows * ink).sum() / ink.sum() / 280


class Flights:
    """A server that takes its time, and how many of a page's requests it has at once."""

    def __init__(self, page: Page, url: str) -> None:
        """Begin to count."""
        self.page = page
        self.flying = 0
        self.counts: list[int] = []
        page.route(url, self._answer)

    def _answer(self, route: Route) -> None:
        self.flying += 1
        self.counts.append(self.flying)
        reply = route.fetch()
        self.page.wait_for_timeout(100)  # longer than a page waits between two requests
        self.flying -= 1
        route.fulfill(response=reply)

    def expect_one_at_a_time(self, least: int) -> None:
        """Check that at least so many flew, and none while another did."""
        assert len(self.counts) >= least
        assert max(self.counts) == 1


def tab_to(page: Page, target: Locator, most: int = 60) -> None:
    """Go on with Tab until the target has the focus, as one does without a mouse."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("target => target === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached with {most} times Tab.")


def expect_room_for_a_finger(targets: Locator, least: int = 1) -> None:
    """Check that at least so many targets are there, each 44 CSS pixels wide and high."""
    assert targets.count() >= least
    small = targets.evaluate_all(
        """all => all.filter((e) => Math.min(e.offsetWidth, e.offsetHeight) < 44)
             .map((e) => [e.outerHTML.slice(0, 90), e.offsetWidth, e.offsetHeight])"""
    )
    assert small == []


def picture(
    digit: int,
    size: tuple[int, int] = (200, 200),
    ink: int = 0,
    paper: int = 255,
    form: str = "PNG",
) -> bytes:
    """Return an image file of a digit, written in the middle of a grey sheet."""
    image = Image.new("L", size, paper)
    side = min(size)
    left, top = (size[0] - side) / 2, (size[1] - side) / 2
    for stroke in DIGITS[digit]:
        points = [(left + x * side, top + y * side) for x, y in stroke]
        ImageDraw.Draw(image).line(points, fill=ink, width=side // 14, joint="curve")
    file = io.BytesIO()
    image.save(file, form)
    return file.getvalue()
