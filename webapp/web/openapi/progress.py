"""How well the versions read what people drew."""

from typing import Any

from webapp.records.progress import MOST_DRAWINGS, MOST_VERSIONS
from webapp.web.openapi.parts import (
    COUNT,
    SHARE,
    TIME,
    answer,
    described,
    nullable,
    operation,
    ref,
    thing,
)

FLAG = {"type": "boolean"}


def paths() -> dict[str, Any]:
    """Return the path with its operation."""
    show = operation(
        *("showProgress", "Tell how well the versions read what people drew"),
        answer("What is known so far", "Progress"),
        "TooMany",
        description="All versions read the same drawings, which were held out: no version learns "
        "from them. Where `complete` is false, ask again: each time some more versions are read.",
    )
    return {"/api/progress": {"get": show}}


def schemas() -> dict[str, Any]:
    """Return the schemas by name."""
    drawings = f"Digits of people that were held out, the newest {MOST_DRAWINGS:,} at most."
    versions = f"The newest {MOST_VERSIONS} and the one in service, the oldest first."
    return {
        "Progress": thing(
            {
                "drawings": described(drawings, COUNT),
                "people": described("How many drew them.", COUNT),
                "complete": described("Nothing more will come.", FLAG),
                "versions": described(versions, {"type": "array", "items": ref("VersionProgress")}),
            }
        ),
        "VersionProgress": _version(),
    }


def _version() -> dict[str, Any]:
    interval = {"type": "array", "items": SHARE, "minItems": 2, "maxItems": 2}
    named = "What people call it; its id where nobody named it."
    right = "How many of the drawings it reads right; null until it has read them, and for good "
    right += "where it cannot be read, or there is no drawing."
    return thing(
        {
            "model": ref("ModelId"),
            "name": described(named, {"type": "string"}),
            "created_at": TIME,
            "in_service": FLAG,
            "right": described(right, nullable(COUNT)),
            "accuracy": nullable(SHARE),
            "interval": described("Wilson's 95 % interval of `accuracy`.", nullable(interval)),
        }
    )
