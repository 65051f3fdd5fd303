"""What people draw that is no digit: letters, signs, shapes, scribbles, parts, pairs."""

from webapp.learning.pen.catalogue import Kind
from webapp.learning.pen.latin_capitals import CAPITALS
from webapp.learning.pen.latin_small import ACCENTED, SMALL
from webapp.learning.pen.lines import LINES
from webapp.learning.pen.other_scripts import OTHER_SCRIPTS
from webapp.learning.pen.pairs import PAIRS
from webapp.learning.pen.parts import PARTS
from webapp.learning.pen.scribbles import SCRIBBLES
from webapp.learning.pen.shapes import SHAPES
from webapp.learning.pen.signs import SIGNS
from webapp.learning.pen.speckle import SPECKLE

__all__ = ["BOTH", "KINDS", "Kind"]

BOTH = ("I", "l", "O", "o", "S", "s", "Z", "z", "|", "/", "\\", "(", ")")
"""Letters and signs that are digits as well: nobody can tell them apart, so no verdict counts them.

Some ways to write other letters are left out for the same reason: a g or q like a 9, a b or G like
a 6, a B like an 8, a D or Q like a 0, a y like a 4, a T or J like a 7 or 1.
"""

KINDS: list[Kind] = [
    *CAPITALS,
    *SMALL,
    *ACCENTED,
    *OTHER_SCRIPTS,
    *SIGNS,
    *SHAPES,
    *SCRIBBLES,
    *PARTS,
    *PAIRS,
    *LINES,
    *SPECKLE,
]
"""All kinds, a family's together. Their order is part of what a seed draws."""
