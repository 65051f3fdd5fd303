"""What a catalogue holds: styles of digits, and kinds of drawings that are none."""

from collections.abc import Callable
from dataclasses import dataclass

from webapp.learning.hand import Strokes, Writers

Draw = Callable[[Writers], Strokes]


@dataclass(frozen=True)
class Style:
    """One way to write a digit. ``draw`` gives the strokes of so many writers."""

    digit: int
    name: str
    draw: Draw

    @property
    def title(self) -> str:
        """Return the name that figures are listed by, such as ``0 slashed``."""
        return f"{self.digit} {self.name}"


@dataclass(frozen=True)
class Kind:
    """One kind of drawing that is no digit; ``family`` groups kinds in figures."""

    family: str
    name: str
    draw: Draw


class Catalogue(list):
    """Styles of one digit, or kinds of one family, in the order in which they are added.

    ``entry`` makes one of its name and the function that draws it.
    """

    def __init__(self, entry: Callable[[str, Draw], Style | Kind]):
        super().__init__()
        self.entry = entry

    def add(self, name: str) -> Callable[[Draw], Draw]:
        """Return a decorator that adds a function under a name."""

        def register(draw: Draw) -> Draw:
            self.append(self.entry(name, draw))
            return draw

        return register
