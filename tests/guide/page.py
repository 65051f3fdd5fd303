"""A page of the guide: its blocks of code, in order, and what it points to."""

import re
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COMMENT = re.compile(r"[ \t]*(^|\s)#[ \t][^\n]*", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block. ``line``: where its code begins, from 1."""

    language: str
    code: str
    line: int

    @property
    def bare(self) -> str:
        """Return the code without comments, which each language has in its own words."""
        lines = COMMENT.sub("", self.code).splitlines()
        return "\n".join(line.rstrip() for line in lines if line.strip())


def blocks(path: Path) -> list[Block]:
    """Return the blocks of a page."""
    text = path.read_text("utf-8")
    return [
        Block(found[1], found[2], text.count("\n", 0, found.start()) + 2)
        for found in FENCE.finditer(text)
    ]


def links(path: Path) -> list[str]:
    """Return what a page links to or shows, but for the web."""
    prose = FENCE.sub("", path.read_text("utf-8"))
    found = (first or second for first, second in LINK.findall(prose))
    return [link for link in found if not link.startswith(("http:", "https:"))]


def anchors(path: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    prose = FENCE.sub("", path.read_text("utf-8"))
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in HEADING.findall(prose)
    }
