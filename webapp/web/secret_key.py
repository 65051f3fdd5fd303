"""The key that signs sessions, kept beside the records."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def kept_secret(folder: Path) -> str:
    """Return the secret key of this installation, made at the first start."""
    path = folder / "secret_key"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=path.parent)  # readable by its owner alone
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:  # another worker was first: its key counts
            pass
        except OSError:  # a file system without hard links
            os.replace(draft, path)
        with suppress(FileNotFoundError):
            os.unlink(draft)
    return path.read_text("utf-8")
