"""Packages that only some installations need: the extras in ``setup.cfg``."""

from importlib.util import find_spec

from webapp.errors import HitofudeError


class MissingExtra(HitofudeError):
    """Something is asked for that was not installed."""


def has(*packages: str) -> bool:
    """Tell whether packages are installed, without importing them."""
    return all(map(find_spec, packages))


def need(package: str, extra: str, what: str = "The settings need") -> None:
    """Raise ``MissingExtra`` where a package is not installed, and say how to mend it."""
    if not has(package):
        raise MissingExtra(f"{what} {package}: pip install 'hitofude[{extra}]'.")


def need_training() -> None:
    """Raise ``MissingExtra`` where nothing can be trained."""
    need("tensorflow", "train", "Training needs")
