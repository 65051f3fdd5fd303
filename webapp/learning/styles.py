"""Digits as people of the world write them: each style as parametric pen strokes."""

from webapp.learning.pen import (
    digit_0,
    digit_1,
    digit_2,
    digit_3,
    digit_4,
    digit_5,
    digit_6,
    digit_7,
    digit_8,
    digit_9,
)
from webapp.learning.pen.catalogue import Style

__all__ = ["STYLES", "Style"]

STYLES: list[Style] = [
    *digit_0.STYLES,
    *digit_1.STYLES,
    *digit_2.STYLES,
    *digit_3.STYLES,
    *digit_4.STYLES,
    *digit_5.STYLES,
    *digit_6.STYLES,
    *digit_7.STYLES,
    *digit_8.STYLES,
    *digit_9.STYLES,
]
"""All styles. Their order is part of what a seed draws."""
