"""Every setting of the program: its name, default, meaning and check.

A setting is read from the variable ``HITOFUDE_<NAME>``, then from the mapping that a test or a
command gives; nothing else in the program reads the environment. ``docs/configuration.md`` is
the same list for people; a test compares the two.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from webapp.errors import HitofudeError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

PREFIX = "HITOFUDE_"
PACKAGE = Path(__file__).parent
REDIS = ("redis://", "rediss://")
POSTGRES = ("postgresql://", "postgresql+psycopg://")
QUEUES = ("sqlite:///", *REDIS, *POSTGRES)
HOST = re.compile(r"\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*")
"""A name or an IPv4 address; after a dot, all names that end so."""
LANGUAGES = {"en": "English", "ja": "日本語"}


class ConfigError(HitofudeError, ValueError):
    """A setting has a value that the program cannot run with."""


def resource_folder(name: str) -> Path:
    """Return the folder of templates, static files or shipped versions.

    They stand beside the package in a checkout and inside it once it is installed.
    """
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def parse(value: Any) -> int:
        number = int(value)
        if not low <= number <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return number

    return parse


def _one_of(*allowed: str) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        if value not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}")
        return value

    return parse


def _text(value: Any) -> str:
    if not str(value).strip():
        raise ValueError("must not be empty")
    return str(value)


def _rate_limit(value: Any) -> str:
    from limits import parse_many

    if value != "off":
        parse_many(str(value).replace(";", ","))  # raises ValueError where it is no limit
    return str(value)


def _url(value: Any) -> str:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(value) if value else None
    except ArgumentError as error:
        raise ValueError("must be a URL such as sqlite:////var/lib/hitofude/records.db") from error
    return _absolute(url).render_as_string(hide_password=False) if url else ""


def _absolute(url: "URL") -> "URL":
    """Return the URL of an SQLite file from the root: what opens it may start from elsewhere."""
    file = url.database or ":memory:"
    if url.get_backend_name() != "sqlite" or file.startswith((":memory:", "file:")):
        return url
    return url.set(database=str(Path(file).absolute()))


def _url_of(schemes: tuple[str, ...], examples: str) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        if value and not str(value).startswith(schemes):
            raise ValueError(f"must be a URL such as {examples}")
        return _url(value)

    return parse


def _store(value: Any) -> Path | str:
    """Return a folder, or the URL of a bucket as it is."""
    text = str(value)
    if "://" not in text:
        return Path(value)
    bucket = text.removeprefix("s3://").partition("/")[0]
    if not text.startswith("s3://") or not bucket:
        raise ValueError("must be a folder, or a URL such as s3://bucket/prefix")
    return text.rstrip("/")


def _hosts(value: Any) -> list[str]:
    """Return names of hosts, written one after the other with commas or already in a list."""
    names = value.split(",") if isinstance(value, str) else value or []
    hosts = [name.strip().lower() for name in names if name.strip()]
    if not all(HOST.fullmatch(name) for name in hosts):
        raise ValueError("must be names of hosts without ports, as in example.org,.school.example")
    return hosts


def _secret(shortest: int) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        if value and len(value) < shortest:
            raise ValueError(f"must have at least {shortest} characters")
        return value

    return parse


def _switch(value: Any) -> bool:
    return value if isinstance(value, bool) else _one_of("on", "off")(value) == "on"


def _data_folder() -> Path:
    """Return ``instance/`` in a checkout, a folder in the user's home once installed."""
    in_checkout = (PACKAGE.parent / "setup.cfg").is_file()
    return PACKAGE.parent / "instance" if in_checkout else Path.home() / ".hitofude"


def _queue_beside(database: str, data: Path) -> str:
    return database if database.startswith(POSTGRES) else f"sqlite:///{data}/queue.sqlite3"


@dataclass(frozen=True)
class Setting:
    """One setting: ``default`` is parsed as a given value is."""

    default: Any
    parse: Callable[[Any], Any]
    meaning: str
    secret: bool = False


SETTINGS: dict[str, Setting] = {
    "HOST": Setting("127.0.0.1", _text, "Address to listen on; `0.0.0.0` lets others in."),
    "PORT": Setting(8000, _whole(0, 65535), "Port to listen on; 0 takes a free one."),
    "WORKERS": Setting(
        1 if os.name == "nt" else min(os.cpu_count() or 1, 4),  # granian has no more there
        _whole(1, 256),
        "Web worker processes; one a core, and on Windows one in all.",
    ),
    "MODEL_STORE": Setting(
        str(resource_folder("model_store")),
        _store,
        "Where the model versions are: a folder, or `s3://bucket/prefix`.",
    ),
    "DATA": Setting(_data_folder(), Path, "Folder of the database, the queue and the secret key."),
    "DATABASE_URL": Setting(
        "", _url, "Where records are kept; by default an SQLite file in `DATA`.", secret=True
    ),
    "QUEUE": Setting(
        "",
        _url_of(
            QUEUES, "sqlite:////var/lib/hitofude/queue.db, redis://host/0 or postgresql://host/db"
        ),
        "Where runs wait; by default with the records in PostgreSQL, or a file in `DATA`.",
        secret=True,
    ),
    "LIMITS": Setting(
        "",
        _url_of(REDIS, "redis://host/0"),
        "The Redis that counts requests; by default that of `QUEUE`, else a file in `DATA`.",
        secret=True,
    ),
    "TRAINER": Setting("on", _switch, "Whether `serve` starts a trainer beside the web workers."),
    "WARM_TRAINER": Setting(
        "on", _switch, "Whether a trainer keeps TensorFlow loaded for the next run."
    ),
    "PRECISION": Setting(
        "single",
        _one_of("single", "mixed"),
        "Whether trainings compute with 32 bits, or with 16, for GPUs: processors are slower then.",
    ),
    "ADMIN_PASSWORD": Setting(
        "", _secret(10), "The admin's password, in place of one set in the database.", secret=True
    ),
    "SECRET_KEY": Setting(
        "", _secret(32), "Signs sessions; by default a random one kept in `DATA`.", secret=True
    ),
    "RATE_LIMIT": Setting(
        "200/second;6000/minute",
        _rate_limit,
        "Readings an address may ask for; `off` switches the limit off.",
    ),
    "PROXIES": Setting(
        0, _whole(0, 8), "Proxies before the server whose `X-Forwarded-…` headers are believed."
    ),
    "TRUSTED_HOSTS": Setting(
        "", _hosts, "Names under which the server may be asked for; by default under any."
    ),
    "LANGUAGE": Setting(
        "en", _one_of(*LANGUAGES), "Language where the browser wishes for none that we speak."
    ),
    "LOG_LEVEL": Setting(
        "info", _one_of("debug", "info", "warning", "error"), "How much the log tells."
    ),
    "LOG_FORMAT": Setting(
        "text", _one_of("text", "json"), "Lines for people, or JSON for programs."
    ),
    "METRICS": Setting(
        "private",
        _one_of("private", "open", "off"),
        "Who may ask for `/metrics`: the admin and this machine, whoever comes, nobody.",
    ),
}


def load(overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return all settings, checked; raise ``ConfigError`` naming the variable and the mend."""
    overrides = overrides or {}
    loaded = {}
    for name, setting in SETTINGS.items():
        given = overrides.get(name, os.environ.get(PREFIX + name, setting.default))
        try:
            loaded[name] = setting.parse(given)
        except (TypeError, ValueError) as error:
            shown = "set" if setting.secret else repr(given)  # no secret in a log
            raise ConfigError(f"{PREFIX}{name} is {shown}: {error}. {setting.meaning}") from error
    data = loaded["DATA"].absolute()
    loaded["DATABASE_URL"] = loaded["DATABASE_URL"] or f"sqlite:///{data}/records.sqlite3"
    loaded["QUEUE"] = loaded["QUEUE"] or _queue_beside(loaded["DATABASE_URL"], data)
    if loaded["QUEUE"].startswith(REDIS):
        loaded["LIMITS"] = loaded["LIMITS"] or loaded["QUEUE"]
    return loaded
