"""Model versions on disk and the classifier that reads with them. Needs LiteRT, not Keras."""

from webapp.models import architecture, gate
from webapp.models.classifier import Classifier, Reading
from webapp.models.corrections import Corrections
from webapp.models.errors import (
    BrokenVersion,
    NoChampion,
    StoreError,
    StoreUnreachable,
    UnknownVersion,
)
from webapp.models.inspector import Inspector
from webapp.models.manifest import Manifest
from webapp.models.place import open_store, store_of
from webapp.models.rows import Segment, read_row
from webapp.models.service import ModelService
from webapp.models.spec import PRESETS, SpecError, TrainingSpec
from webapp.models.start import asked_for, check_start
from webapp.models.store import ModelStore

__all__ = [
    "PRESETS",
    "BrokenVersion",
    "Classifier",
    "Corrections",
    "Inspector",
    "Manifest",
    "ModelService",
    "ModelStore",
    "NoChampion",
    "Reading",
    "Segment",
    "SpecError",
    "StoreError",
    "StoreUnreachable",
    "TrainingSpec",
    "UnknownVersion",
    "architecture",
    "asked_for",
    "check_start",
    "gate",
    "open_store",
    "read_row",
    "store_of",
]
