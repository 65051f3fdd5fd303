"""What was measured of a version beyond MNIST's images, arranged for its card.

Versions that older programs made lack most of it: whatever is missing is left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, pgettext

from webapp.web import style_words

HARDEST = 10
"""How many styles are named as the hardest."""

FINE = 0.95
"""Styles of which this share and more is read are not among the hardest."""


@dataclass(frozen=True)
class Style:
    """One way to write a digit, and how well it is read; ``name`` in the reader's language."""

    digit: int
    name: str
    lang: str
    key: str
    count: int
    accuracy: float

    @property
    def bar(self) -> int:
        """Return which share is misread, 0…100, for a bar."""
        return round(100 * (1 - self.accuracy))


@dataclass(frozen=True)
class Family:
    """A family of drawings that are no digits, and which share of it is called digits."""

    name: str
    count: int
    called: float

    @property
    def bar(self) -> int:
        """Return the share that is called digits, 0…100, for a bar."""
        return round(100 * self.called)


@dataclass(frozen=True)
class Course:
    """How the accuracy goes as something is made harder; ``axis`` says what, with its unit."""

    key: str
    name: str
    axis: str
    values: list[float]
    accuracy: list[float]


def styles(figures: Mapping[str, Any]) -> list[Style]:
    """Return the styles, the hardest first."""
    found = [
        _style(title, figure)
        for title, figure in figures.get("by_style", {}).items()
        if title[:1].isdecimal()
    ]
    return sorted(found, key=lambda style: (style.accuracy, style.digit, style.key))


def hardest(figures: Mapping[str, Any]) -> list[Style]:
    """Return the styles that are read worst; empty where all are read well."""
    return [style for style in styles(figures) if style.accuracy < FINE][:HARDEST]


def styles_by_digit(figures: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each digit with its styles, the hardest first, and its accuracy over all of them."""
    every = styles(figures)
    for digit in range(10):
        own = [style for style in every if style.digit == digit]
        count = sum(style.count for style in own)
        if count:
            right = sum(style.count * style.accuracy for style in own)
            yield {"digit": digit, "styles": own, "accuracy": right / count}


def families(figures: Mapping[str, Any]) -> list[Family]:
    """Return the families of non-digits, that which deceives the network most first."""
    names = family_names()
    found = [
        Family(names.get(key, key), figure["count"], figure["called_digits"])
        for key, figure in figures.get("by_family", {}).items()
    ]
    return sorted(found, key=lambda family: -family.called)


def courses(figures: Mapping[str, Any]) -> list[Course]:
    """Return what was made harder step by step, in an order of its own."""
    words = _course_words()
    keys = [key for key in words if key in figures] + [key for key in figures if key not in words]
    found = []
    for key in keys:
        name, axis = words.get(key, (key, figures[key].get("unit", "")))
        values, accuracy = figures[key]["values"], figures[key]["accuracy"]
        found.append(Course(key, name, axis, values, accuracy))
    return found


def family_names() -> dict[str, str]:
    """Return what the families of non-digits are called, by their English names."""
    return {
        "letters": gettext("Letters"),
        "scribbles": gettext("Scribbles"),
        "signs": gettext("Signs"),
        "shapes": gettext("Shapes"),
        "other scripts": gettext("Other scripts"),
        "parts of digits": gettext("Parts of digits"),
        "two at once": gettext("Two at once"),
        "dots and lines": gettext("Dots and lines"),
        "speckle": gettext("Speckles"),
    }


def _course_words() -> dict[str, tuple[str, str]]:
    """Return title and axis by key; the unit is that of the drawing surface, 280 px a side."""
    pixels = gettext("pixels of 280")
    return {
        "shift": (pgettext("robustness", "Moved aside"), pixels),
        "size": (pgettext("robustness", "Large and small"), pixels),
        "rotation": (pgettext("robustness", "Turned"), gettext("degrees")),
        "pen": (pgettext("robustness", "Width of the pen"), pixels),
        "noise": (pgettext("robustness", "Specks and noise"), gettext("share of the contrast")),
    }


def _style(title: str, figure: Mapping[str, Any]) -> Style:
    digit, _, name = title.partition(" ")
    words, lang = style_words.style(name)
    key = title.lower().replace(" ", "-")
    return Style(int(digit[0]), words, lang, key, figure["count"], figure["accuracy"])
