"""The versions that come with the program, and a store that has none yet."""

from pathlib import Path

from webapp.locks import locked
from webapp.models.errors import StoreError, StoreUnreachable
from webapp.models.pointer import DEFAULT
from webapp.models.store import LOCK, ModelStore

SHIPPED = ("best-1", "tutorial-1")
"""Their ids; which of them serves says the file ``DEFAULT`` beside them."""


def fill(store: ModelStore, source: Path) -> bool:
    """Put the versions of ``source`` into a store that is empty; tell whether that was done.

    A store beside the database, or in a bucket, is thus as good as the program's own, which nobody
    may write to where it is installed for all. Machines that do so at once write the same, and the
    pointer last. Raises ``OSError`` or ``StoreError``.
    """
    if not _is_empty(store):
        return False
    store.root.mkdir(parents=True, exist_ok=True)
    with locked(store.root / LOCK):
        if not _is_empty(store):  # another process was first
            return False
        shipped = ModelStore(source)
        for model_id in set(SHIPPED) - set(store.ids()):
            _publish(shipped, model_id, store)
        return store.ship_champion((source / DEFAULT).read_text("ascii"))


def _is_empty(store: ModelStore) -> bool:
    """Tell whether nobody has used a store; one that was being filled may hold some versions."""
    return store.champion_stamp() is None and set(store.ids()) <= set(SHIPPED)


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
        if not store.has(model_id):  # else another machine was first
            raise
