"""axe-core out of the wheel that carries it: asks it what of a page breaks WCAG 2.2 AA."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")

#: The five levels that AA is made of, and what axe's authors hold good practice besides.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

#: What another theme may break: the rest of a page is the same in both.
OF_COLOUR = ["color-contrast", "link-in-text-block"]

#: A single digit is no text to axe unless it is told: here most texts are just that.
RUN = """async ([within, runOnly]) => {
  const checks = { 'color-contrast': { options: { ignoreLength: true } } };
  const options = { runOnly, checks, resultTypes: ['violations'] };
  const { violations } = await axe.run(within ?? document, options);
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html, target, failureSummary }) =>
    `${id}: ${help}\\n  ${target}\\n  ${html.slice(0, 200)}\\n  ${failureSummary}`));
}"""


def violations(page: Page, within: str | None = None, rules: list[str] | None = None) -> list[str]:
    """Return what axe finds on a page, each with its rule, the element and the way to mend it.

    ``within``: a CSS selector of the part to look at; ``rules``: those alone.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(SCRIPT)
    wanted: Any = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    return page.evaluate(RUN, [within, wanted])


def in_both_themes(page: Page, within: str | None = None) -> list[str]:
    """Return what axe finds in the light theme, and what the dark one breaks besides."""
    page.emulate_media(color_scheme="light")
    found = violations(page, within)
    page.emulate_media(color_scheme="dark")
    found += [f"dark theme, {each}" for each in violations(page, within, OF_COLOUR)]
    page.emulate_media(color_scheme="light")
    return found
