"""Digits as people of the world write them: each style as parametric pen strokes.

The catalogue is in the files named here; importing this one fills ``STYLES``.
"""

from webapp.learning import (  # noqa: F401  (they register their styles)
    styles_0_and_1,
    styles_2_and_3,
    styles_4_and_5,
    styles_6_and_7,
    styles_8_and_9,
)
from webapp.learning.styles_registry import STYLES, Style, style

__all__ = ["STYLES", "Style", "style"]
