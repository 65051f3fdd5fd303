"""How well the versions read people, one after another: all read the same drawings.

Those are the digits that were held out: no version learns from them, whenever it is trained. They
change as people teach, and then every version reads all of them anew: only so do the figures of an
old version and a new one mean the same.
"""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TypeVar

import numpy as np
from sqlalchemy import func, select

from webapp.drawing import all_from_bytes, to_unit
from webapp.models import Classifier, Manifest, ModelStore, StoreError
from webapp.models.classifier import CLASSIFIER_FILE
from webapp.records.database import db
from webapp.records.drawings import Drawing
from webapp.records.lessons import HELD_OUT_DIGITS
from webapp.records.scores import Score

T = TypeVar("T")

MOST_DRAWINGS = 1000
"""Drawings that a version reads, the newest: a small network takes a tenth of a second for them."""

MOST_VERSIONS = 20
"""Versions that are shown, the newest; the one in service beside them."""

BUDGET_S = 0.5
"""After so long no further version is read for the one who asks; what is missing comes next."""


@dataclass(frozen=True)
class Exam:
    """The drawings that every version reads.

    ``images``: ``uint8`` ``(n, 28, 28)``, ink bright; ``labels``: ``uint8`` ``(n,)``, 0…9;
    ``people``: how many drew them.
    """

    images: np.ndarray
    labels: np.ndarray
    people: int

    @classmethod
    def newest(cls) -> "Exam":
        """Return the newest drawings that were held out."""
        rows = db.session.execute(_newest(Drawing.image, Drawing.label, Drawing.writer)).all()
        db.session.rollback()  # whoever reads for a while holds no connection
        return cls(
            all_from_bytes(row.image for row in rows),
            np.array([row.label for row in rows], np.uint8),
            len({row.writer for row in rows}),
        )

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def digest(self) -> str:
        """Return what tells these drawings and labels from others."""
        return hashlib.sha256(self.images.tobytes() + self.labels.tobytes()).hexdigest()

    def fingerprint(self, version: Manifest) -> str:
        """Return what changes with the drawings, and with a version made anew under its name."""
        file = version.files.get(CLASSIFIER_FILE, "")
        return hashlib.sha256(f"{self.digest}/{file}".encode()).hexdigest()

    def hits(self, classifier: Classifier) -> int:
        """Return how many drawings a version reads right, as the gate counts them."""
        read = (classifier.read(image).digit for image in to_unit(self.images))
        return sum(digit == label for digit, label in zip(read, self.labels.tolist(), strict=True))


@dataclass(frozen=True)
class Progress:
    """How many drawings of the exam each version reads, as far as that is known.

    ``versions``: the oldest first; ``hits``: by version; one that cannot be read has none.
    ``is_complete``: nothing more will come.
    """

    exam: Exam
    versions: list[Manifest]
    hits: dict[str, int]
    is_complete: bool


def progress(
    store: ModelStore, champion: str | None, turn: Lock, budget_s: float = BUDGET_S
) -> Progress:
    """Let versions read that have not yet read these drawings, and return what is known then.

    ``turn``: who does not get it reads nothing: one at a time is enough work for a process. At
    least one version is read, however long it takes.
    """
    exam, versions = Exam.newest(), shown(store.manifests(), champion)
    prints = {version.id: exam.fingerprint(version) for version in versions}
    hits = Score.known(prints)
    missing = [version.id for version in reversed(versions) if version.id not in hits]
    if len(exam) and missing and turn.acquire(blocking=False):
        until = time.monotonic() + budget_s
        try:
            while missing:
                _read(store, exam, missing.pop(0), prints, hits)
                if time.monotonic() >= until:
                    break
        finally:
            turn.release()
    return Progress(exam, versions, hits, not len(exam) or not missing)


def shown(newest_first: Sequence[T], champion: str | None) -> list[T]:
    """Return the versions whose progress is shown, the oldest first; each has an ``id``."""
    kept = [
        version
        for place, version in enumerate(newest_first)
        if place < MOST_VERSIONS or version.id == champion
    ]
    return kept[::-1]


def size() -> tuple[int, int]:
    """Return how many drawings the exam has, and how many people drew them."""
    newest = _newest(Drawing.writer).subquery()
    counted = select(func.count(), func.count(newest.c.writer.distinct())).select_from(newest)
    drawings, people = db.session.execute(counted).one()
    return drawings, people


def _newest(*columns):
    return select(*columns).where(HELD_OUT_DIGITS).order_by(Drawing.id.desc()).limit(MOST_DRAWINGS)


def _read(
    store: ModelStore, exam: Exam, model_id: str, prints: dict[str, str], hits: dict[str, int]
) -> None:
    """Let a version read, and keep what came of it; nothing of one that cannot."""
    try:
        hits[model_id] = exam.hits(Classifier.load(store, model_id))
    except StoreError:
        return
    Score.keep(model_id, prints[model_id], hits[model_id])
