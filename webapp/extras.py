"""Packages that only some installations need: the extras in ``setup.cfg``."""

from importlib.util import find_spec

from webapp.errors import HitofudeError


class MissingExtra(HitofudeError):
    """A setting asks for what was not installed."""


def need(package: str, extra: str) -> None:
    """Raise ``MissingExtra`` where a package is not installed, and say how to mend it."""
    if find_spec(package) is None:
        raise MissingExtra(f"The settings need {package}: pip install 'hitofude[{extra}]'.")
