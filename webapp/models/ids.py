"""Names of model versions: safe as file names, in URLs and on every file system."""

import re
import secrets
from datetime import UTC, datetime

PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+){0,7}"
MAX_LENGTH = 64
DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
"""What no file can be called on Windows."""


def is_model_id(text: object) -> bool:
    """Tell whether a text can be a version's id: lower-case words of letters, digits, hyphens.

    No dot, slash, space or capital: an id can never leave the store's folder, nor mean two
    versions on a file system that ignores case, nor a device of Windows.
    """
    return (
        isinstance(text, str)
        and len(text) <= MAX_LENGTH
        and re.fullmatch(PATTERN, text) is not None
        and DEVICES.fullmatch(text) is None
    )


def new_model_id(name: str) -> str:
    """Return an id that nobody has: ``name``, the day (UTC) and six random hex digits."""
    return f"{name}-{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(3)}"
