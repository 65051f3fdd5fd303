"""The manifest of a model version: what it is, how it was made, and a hash of each file."""

import json
import math
from collections.abc import Mapping
from dataclasses import Field, asdict, dataclass, field, fields
from datetime import datetime
from typing import Any, get_origin

from webapp.models.spec import LISTS, TrainingSpec

FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """Read from ``manifest.json``; written last, so that a version with one is whole.

    ``created_at``: RFC 3339 in UTC. ``code_version``: of this program. ``data_sha256``: of the
    file that was trained on. ``files``: SHA-256 by file name. ``threshold``: the digitness
    (``Reading.digitness``, 0…1) below which a drawing is not called a digit. ``temperature``: by
    which the logits are divided, so that confidence is how often it is right; the classifier's
    file has it built in. ``metrics``: as ``evaluation`` names them. ``imported``: where it comes
    from if it was trained elsewhere, the name of the ``file`` and the ``note`` in it; what its spec
    says of its training is what that file said.
    """

    id: str
    spec: TrainingSpec
    created_at: str
    code_version: str
    data_sha256: str
    parameters: int
    threshold: float
    temperature: float = 1.0
    metrics: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    imported: dict[str, str] = field(default_factory=dict)

    def dumps(self) -> str:
        """Return the manifest as JSON text."""
        values = {"format": FORMAT, **asdict(self), "spec": self.spec.to_json()}
        if not self.imported:  # so that an older program reads it, too
            del values["imported"]
        return json.dumps(values, indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def loads(cls, text: str | bytes) -> "Manifest":
        """Return the manifest in a JSON text; raise ``ValueError`` where it is none."""
        try:
            values = json.loads(text)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        if not isinstance(values, Mapping) or values.get("format") != FORMAT:
            raise ValueError(f"not a manifest of format {FORMAT}")
        values = {name: value for name, value in values.items() if name != "format"}
        try:
            spec = {
                **values["spec"],
                **{name: tuple(values["spec"][name]) for name in LISTS if name in values["spec"]},
            }
            manifest = cls(**{**values, "spec": TrainingSpec(**spec)})
        except (TypeError, KeyError) as error:
            raise ValueError(f"not a whole manifest: {error}") from error
        wrong = [f.name for f in fields(cls) if type(getattr(manifest, f.name)) not in _types(f)]
        if wrong:
            raise ValueError(f"not a whole manifest: {wrong[0]} is of the wrong type")
        if not all(isinstance(kept, dict | float | int) for kept in manifest.metrics.values()):
            raise ValueError("not a whole manifest: metrics are no figures")
        if not 0 < manifest.temperature < math.inf:  # NaN compares false
            raise ValueError("not a whole manifest: the temperature is not above zero")
        datetime.fromisoformat(manifest.created_at)  # raises ValueError itself
        return manifest


def _types(described: Field) -> tuple[type, ...]:
    """Return the types that a field's value may have; a threshold of 1 is a number, too."""
    of = get_origin(described.type) or described.type
    return (int, float) if of is float else (of,)
