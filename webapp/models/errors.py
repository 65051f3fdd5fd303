"""What can be wrong with the model store."""

from webapp.errors import HitofudeError


class StoreError(HitofudeError):
    """Something is wrong with the store."""

    model_id: str | None = None
    """The version that it is about, where that was asked for by its id."""


class StoreUnreachable(StoreError):
    """The store does not answer, or refuses; what was asked may be right, and go well later."""


class UnknownVersion(StoreError):
    """There is no version of that id."""


class BrokenVersion(StoreError):
    """A version's manifest or files are not what was published."""


class NoChampion(StoreError):
    """No version is in service."""
