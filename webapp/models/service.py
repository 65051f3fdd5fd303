"""The classifiers of a process: the champion, swapped when its pointer changes, and a few more."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

from webapp.models.classifier import Classifier
from webapp.models.errors import NoChampion, StoreError
from webapp.models.files import Stamp
from webapp.models.ids import is_model_id
from webapp.models.inspector import Inspector
from webapp.models.store import ModelStore

log = logging.getLogger(__name__)

T = TypeVar("T")

KEPT = 8
"""How many versions beside the champion stay loaded. Each takes the size of its network, and once
more for each thread that has read with it."""

OPENED = 4
"""How many versions stay opened up. With weights and images each takes some four times the size of
its network, and once more the size for each thread."""

RETRY_S = 2.0
"""How long a champion that cannot be loaded is left alone before it is tried again."""


class _Loaded(Generic[T]):
    """What was loaded of a few versions, those last asked for."""

    def __init__(self, store: ModelStore, load: Callable[[ModelStore, str], T], most: int):
        self._store, self._load, self._most = store, load, most
        self._kept: OrderedDict[str, tuple[Stamp, T]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, model_id: str) -> T:
        """Return what is kept of a version, or load it; raise a ``StoreError``."""
        stamp = self._store.stamp(model_id)  # another after a version was deleted and made anew
        with self._lock:
            if model_id in self._kept and self._kept[model_id][0] == stamp is not None:
                self._kept.move_to_end(model_id)
                return self._kept[model_id][1]
        try:
            loaded = self._load(self._store, model_id)  # outside the lock: others need not wait
        except StoreError as error:
            # Who asks for several must learn which of them to do without.
            error.model_id = model_id if is_model_id(model_id) else None
            raise
        with self._lock:
            self._kept[model_id] = stamp, loaded
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return loaded

    def all(self) -> list[T]:
        """Return what is kept of the versions that are still there."""
        with self._lock:
            return [kept for model_id, (_, kept) in self._kept.items() if self._store.has(model_id)]


class ModelService:
    """Hands out classifiers; keeps the champion current at the price of one ``stat`` a reading.

    When the pointer has changed, the thread that notices loads the new version aside and swaps
    one reference; the others go on with the old one meanwhile. What fails to load is logged, and
    the old one stays; where there is none yet, another version stands in until it can be loaded.
    """

    def __init__(self, store: ModelStore):
        self.store = store
        self._champion: Classifier | None = None
        self._stamp: Stamp = None
        self._failed_stamp: Stamp = None
        self._retry_at = 0.0
        self._swap = threading.Lock()
        self._others = _Loaded(store, Classifier.load, KEPT)
        self._opened = _Loaded(store, Inspector.load, OPENED)

    def champion(self) -> Classifier:
        """Return the champion's classifier; raise a ``StoreError`` where none was ever loaded."""
        stamp = self.store.champion_stamp()
        if stamp != self._stamp or self._champion is None:
            self._refresh(stamp)
        if self._champion is None:
            self.store.champion_id()  # says what is wrong with the pointer, if it is that
            raise NoChampion("The version in service cannot be loaded; the log says why.")
        return self._champion

    def is_current(self) -> bool:
        """Tell whether ``champion`` has nothing to load."""
        return self._champion is not None and self.store.champion_stamp() == self._stamp

    def get(self, model_id: str | None = None) -> Classifier:
        """Return a version's classifier, the champion's by default; raise a ``StoreError``."""
        if model_id is None:
            return self.champion()
        champion = self._champion
        if champion is not None and champion.manifest.id == model_id:
            return champion
        return self._others.get(model_id)

    def inspector(self, model_id: str) -> Inspector:
        """Return a version opened up; raise a ``StoreError``."""
        return self._opened.get(model_id)

    def loaded(self) -> list[Classifier]:
        """Return every classifier that is loaded, the champion's first; none is loaded for it."""
        champion = [] if self._champion is None else [self._champion]
        ids = {each.manifest.id for each in champion}
        return champion + [each for each in self._others.all() if each.manifest.id not in ids]

    def _refresh(self, stamp: Stamp) -> None:
        # With a champion at hand nobody waits for the swap; without one everybody must.
        if not self._swap.acquire(blocking=self._champion is None):
            return
        try:
            current = stamp == self._stamp and self._champion is not None
            failed = stamp == self._failed_stamp and time.monotonic() < self._retry_at
            if not current and not failed:
                self._load_champion(stamp)
        finally:
            self._swap.release()

    def _load_champion(self, stamp: Stamp) -> None:
        try:
            model_id = self.store.champion_id()
            if self._champion is None or self._champion.manifest.id != model_id:
                self._champion = Classifier.load(self.store, model_id)
                log.info("Version %s is in service.", model_id)
            self._stamp = stamp
        except StoreError as error:
            kept = self._champion.manifest.id if self._champion else "none"
            log.error("The champion cannot be loaded (in service: %s): %s", kept, error)
            if self._champion is None:
                self._champion = self._stand_in()
            self._failed_stamp, self._retry_at = stamp, time.monotonic() + RETRY_S

    def _stand_in(self) -> Classifier | None:
        """Return the version that was in service last or else the newest, of those that load."""
        try:
            before = self.store.previous_champion_id()
        except StoreError:
            before = None
        ids = [before, *(manifest.id for manifest in self.store.manifests())]
        for model_id in filter(None, ids):
            with suppress(StoreError):
                loaded = Classifier.load(self.store, model_id)
                log.error("Version %s stands in for the champion.", model_id)
                return loaded
        return None
