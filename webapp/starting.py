"""What a server needs before it starts, said in a line where it is missing.

Better now than as a traceback of a worker, or as a run that fails after an hour.
"""

import logging
import os
import socket
import tempfile
from pathlib import Path
from typing import IO, Any

from webapp import in_use
from webapp.config import PREFIX, ConfigError, resource_folder
from webapp.models import ModelStore, StoreError, StoreUnreachable, shipped, store_of
from webapp.models.place import folder_of
from webapp.records.database import file_of

log = logging.getLogger(__name__)


def check(settings: dict[str, Any]) -> None:
    """Raise ``ConfigError`` where a server cannot run; tell of what it can run without."""
    check_address(settings["HOST"], settings["PORT"])
    check_writable("DATA", settings["DATA"], "the secret key and what the workers share")
    for name, what in (("DATABASE_URL", "records"), ("QUEUE", "the queue")):
        if (path := file_of(settings[name])) is not None:
            check_writable(name, path.parent, what)
            _check_file(name, path)
    store = store_of(settings)
    if folder := folder_of(settings["MODEL_STORE"]):
        fill(store)
        if not os.access(folder, os.W_OK):
            log.warning("%s cannot be written to: nothing can be trained or promoted.", folder)
        _check_store(store)
    else:
        _check_bucket(store)


def join(data: Path) -> IO[bytes]:
    """Use the data folder beside other servers and trainers; keep what is returned meanwhile."""
    try:
        return in_use.join(data)
    except BlockingIOError as error:
        raise ConfigError(
            f"a backup is being restored into {data}: start when it is done."
        ) from error


def check_address(host: str, port: int) -> None:
    """Raise ``ConfigError`` where nobody can listen."""
    try:
        socket.create_server((host, port), family=family(host)).close()
    except OSError as error:
        raise ConfigError(
            f"cannot listen on {host}, port {port}: {error.strerror or error}. "
            f"Choose others with --host and --port, or {PREFIX}HOST and {PREFIX}PORT."
        ) from error


def family(host: str) -> socket.AddressFamily:
    """Return the kind of an address."""
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def check_writable(name: str, folder: Path, what: str) -> None:
    """Raise ``ConfigError`` where a folder cannot be made or nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ConfigError(
            f"cannot write to {folder}, the folder of {what}: {error.strerror}. "
            f"Let the user who runs this write there, or set {PREFIX}{name}."
        ) from error


def fill(store: ModelStore) -> None:
    """Put the versions that ship into a store that is empty; raise ``ConfigError``."""
    try:
        filled = shipped.fill(store, resource_folder("model_store"))
    except OSError as error:
        raise ConfigError(
            f"the model store {store.root} is empty and cannot be filled: {error.strerror}. "
            f"Let the user who runs this write there, or set {PREFIX}MODEL_STORE."
        ) from error
    if filled:
        where = store.place[0]
        log.info("The model store %s was empty: the versions that ship are in it now.", where)


def _check_file(name: str, path: Path) -> None:
    if path.exists() and not (path.is_file() and os.access(path, os.R_OK | os.W_OK)):
        raise ConfigError(
            f"{path} is no file that can be read and written. "
            f"Let the user who runs this have it, or set {PREFIX}{name}."
        )


def _check_bucket(store: ModelStore) -> None:
    """Fill a bucket that is empty; one that does not answer now may do so later."""
    try:
        fill(store)
        _check_store(store)
    except StoreError as error:
        log.warning("The model store is not ready, and may be later: %s", error)


def _check_store(store: ModelStore) -> None:
    try:
        store.verify(store.champion_id())
    except StoreUnreachable:
        raise
    except StoreError as error:
        log.warning(
            "The version in service cannot be used: %s There are: %s. "
            "Train one, or say `hitofude models promote ID`.",
            *(error, ", ".join(store.ids()) or "none"),
        )
