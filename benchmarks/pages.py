"""Measure what a browser waits for: first paint, and how much it loads, of each public page.

As a stranger's first page, nothing of ours in the cache, and as the page after another.

    python benchmarks/pages.py [--rounds 11]

A real Chromium and the program itself on this machine. Bytes are those of the files as they travel,
without the compression of a proxy; 300 for the headers is what Resource Timing counts
(https://www.w3.org/TR/resource-timing/#dom-performanceresourcetiming-transfersize).
"""

import argparse
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402  (needs the path above)
from servers import Server, ours  # noqa: E402
from serving import drawings  # noqa: E402
from table import show  # noqa: E402

from tests.browser.chromium import ARGUMENTS, find_chromium  # noqa: E402

PAGES = ("/", "/number", "/inside", "/compare", "/models", "/api/docs", "/login")
LOOK = """() => {
  const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN;
  const entries = (kind) => performance.getEntriesByType(kind);
  // Of what is in the cache nothing travels; 300 stands for the headers, whatever they are.
  const all = [...entries('navigation'), ...entries('resource')];
  const travelled = all.map((file) => file.transferSize - 300).filter((size) => size >= 0);
  return [paint, travelled.reduce((sum, size) => sum + size, 0), travelled.length];
}"""


def main() -> None:
    """Visit each page some times; print medians."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=11)
    options = parser.parse_args()
    server = Server(ours, 2, drawings(0)[0])
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=find_chromium(whole=True), args=list(ARGUMENTS)
            )
            visit(browser, server.port, "/")  # the browser's own first start is not the page's
            rows = [row(browser, server.port, path, options.rounds) for path in PAGES]
    finally:
        server.stop()
    print(f"Chromium, 1024 × 680; medians of {options.rounds} visits\n")
    show(["page", "first paint ms", "kB", "files", "after another: ms", "kB", "files"], rows)


def visit(browser: Browser, port: int, *paths: str) -> tuple[float, int, int]:
    """Open pages one after the other as a stranger.

    Returns of the last one first contentful paint in ms, and what travelled: bytes and files.
    """
    with browser.new_context(viewport={"width": 1024, "height": 680}) as context:
        page = context.new_page()
        for path in paths:
            page.goto(f"http://127.0.0.1:{port}{path}", wait_until="networkidle")
        return tuple(page.evaluate(LOOK))


def row(browser: Browser, port: int, path: str, rounds: int) -> list[str]:
    """Format one page's medians."""
    before = next(each for each in PAGES if each != path)
    cells = [path]
    for ways in ([path], [before, path]):
        visits = (visit(browser, port, *ways) for _ in range(rounds))
        paint, size, files = map(median, zip(*visits, strict=True))
        cells += [f"{paint:.0f}", f"{size / 1000:.0f}", f"{files:.0f}"]
    return cells


if __name__ == "__main__":
    main()
