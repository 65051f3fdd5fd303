"""The classifiers of a process: the champion, swapped when its pointer changes, and a few more."""

import logging
import threading
import time
from collections import OrderedDict

from webapp.models.classifier import Classifier
from webapp.models.errors import NoChampion, StoreError
from webapp.models.pointer import Stamp
from webapp.models.store import ModelStore

log = logging.getLogger(__name__)

KEPT = 8
"""How many versions beside the champion stay loaded; each takes a few hundred kilobytes."""

RETRY_S = 2.0
"""How long a champion that cannot be loaded is left alone before it is tried again."""


class ModelService:
    """Hands out classifiers; keeps the champion current at the price of one ``stat`` a reading.

    When the pointer has changed, the thread that notices loads the new version aside and swaps
    one reference; the others go on with the old one meanwhile. What fails to load is logged, and
    the old one stays.
    """

    def __init__(self, store: ModelStore):
        self.store = store
        self._champion: Classifier | None = None
        self._stamp: Stamp = None
        self._failed_stamp: Stamp = None
        self._retry_at = 0.0
        self._swap = threading.Lock()
        self._others: OrderedDict[str, Classifier] = OrderedDict()
        self._others_lock = threading.Lock()

    def champion(self) -> Classifier:
        """Return the champion's classifier; raise a ``StoreError`` where none was ever loaded."""
        stamp = self.store.champion_stamp()
        if stamp != self._stamp or self._champion is None:
            self._refresh(stamp)
        if self._champion is None:
            self.store.champion_id()  # says what is wrong with the pointer, if it is that
            raise NoChampion("The version in service cannot be loaded; the log says why.")
        return self._champion

    def get(self, model_id: str | None = None) -> Classifier:
        """Return a version's classifier, the champion's by default; raise a ``StoreError``."""
        if model_id is None:
            return self.champion()
        champion = self._champion
        if champion is not None and champion.manifest.id == model_id:
            return champion
        with self._others_lock:
            if model_id in self._others and self.store.has(model_id):
                self._others.move_to_end(model_id)
                return self._others[model_id]
        loaded = Classifier.load(self.store, model_id)  # outside the lock: others need not wait
        with self._others_lock:
            self._others[model_id] = loaded
            while len(self._others) > KEPT:
                self._others.popitem(last=False)
        return loaded

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
            self._failed_stamp, self._retry_at = stamp, time.monotonic() + RETRY_S
