"""What pupils send, made by rule."""

from typing import Any

from tests.records.arriving import image
from webapp.records import Page

VOICES = [{"model": "best-1", "digit": 7, "is_digit": True, "confidence": 0.91}]


def page(key: str = "a", seed: int = 0, **more: Any) -> Page:
    given = {"strokes": [[(1.0, 2.0), (3.0, 4.0)]], "labelled": False, "label": None}
    return Page(key, image(seed), **{**given, "readings": VOICES, **more})


def labelled(key: str, label: int | None, seed: int = 0) -> Page:
    return page(key, seed, labelled=True, label=label)
