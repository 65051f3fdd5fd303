"""Texts in other languages than English: the catalogues, and how they learn of texts."""

from collections.abc import Iterator
from typing import Any, BinaryIO


def N_(text: str) -> str:  # the name that GNU gettext's manual and its tools know
    """Mark a text for the catalogues where it stands; whoever shows it looks it up."""
    return text


def extract_styles(file: BinaryIO, keywords: Any, tags: Any, options: Any) -> Iterator[tuple]:
    """Tell pybabel of the names under which a file adds styles; ``style`` is their context."""
    from babel.messages.extract import extract_python

    for line, _, name, comments in extract_python(file, {"add": None}, tags, options):
        yield line, "pgettext", ("style", name), comments
