"""The names of the ways to write a digit, in the reader's language."""

from flask_babel import get_locale, pgettext


def style(name: str) -> tuple[str, str]:
    """Return a style's name and the language that it is in; English where it is not translated.

    Names stand in ``webapp.learning.pen``, beside the strokes; those of another release's version
    may be unknown here.
    """
    words = pgettext("style", name)
    return words, str(get_locale()) if words != name else "en"
