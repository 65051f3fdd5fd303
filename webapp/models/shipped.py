"""The versions that come with the program, and a store that has none yet."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from webapp.locks import locked
from webapp.models.errors import StoreError, StoreUnreachable
from webapp.models.pointer import DEFAULT
from webapp.models.store import LOCK, ModelStore

if TYPE_CHECKING:
    from webapp.models.remote import RemoteStore

SHIPPED = ("best-1", "tutorial-1")
"""Their ids; which of them serves says the file ``DEFAULT`` beside them."""


def fill(root: Path, source: Path) -> bool:
    """Put the versions of ``source`` into a store that is empty; tell whether that was done.

    A store beside the database is thus as good as the program's own, which nobody may write to
    where it is installed for all. Raises ``OSError``.
    """
    store = ModelStore(root)
    if not _is_empty(store):
        return False
    root.mkdir(parents=True, exist_ok=True)
    with locked(root / LOCK):
        if not _is_empty(store):  # another node was first
            return False
        for model_id in set(SHIPPED) - set(store.ids()):
            _copy(source / model_id, store)
        shutil.copyfile(source / DEFAULT, root / DEFAULT)
    return True


def fill_bucket(store: "RemoteStore", source: Path) -> bool:
    """Put the versions of ``source`` into a bucket that is empty; tell whether that was done.

    Nodes that do so at once write the same, and the pointer last. Raises ``StoreError``.
    """
    if not _is_empty(store):
        return False
    shipped = ModelStore(source)
    for model_id in set(SHIPPED) - set(store.ids()):
        _publish(shipped, model_id, store)
    return store.ship_champion((source / DEFAULT).read_bytes())


def _is_empty(store: ModelStore) -> bool:
    """Tell whether nobody has used a store; one that was being filled may hold some versions."""
    return store.champion_stamp() is None and set(store.ids()) <= set(SHIPPED)


def _copy(version: Path, store: ModelStore) -> None:
    with store.draft(version.name) as draft:
        copy = draft / version.name
        copy.mkdir()
        for file in version.iterdir():
            shutil.copyfile(file, copy / file.name)
        copy.rename(store.root / version.name)


def _publish(shipped: ModelStore, model_id: str, store: ModelStore) -> None:
    manifest = shipped.manifest(model_id)
    try:
        with store.draft(model_id) as draft:
            for name in manifest.files:
                (draft / name).write_bytes(shipped.read(model_id, name))
            store.publish(draft, manifest)
    except StoreUnreachable:
        raise
    except StoreError:
        if not store.has(model_id):  # else another node was first
            raise
