"""The queue: a bell that tells a trainer to look for the next run.

The database says which runs wait; the queue only wakes whoever works. A bell rung twice or lost
does no harm: a trainer takes the oldest waiting run, and looks for one when it starts.
"""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.consumer import Consumer
from sqlalchemy.engine import make_url

from webapp import extras
from webapp.records import postgres
from webapp.records.database import file_of

NAME = "hitofude"

POLL_S = 0.1
"""How often an idle consumer looks into an SQLite file, in seconds: a click shall not wait. Redis
and PostgreSQL wake it themselves."""

LONGEST_S = 5.0
"""How long one waits at most before it asks a server again that did not answer, in seconds."""

REDIS_PATIENCE = {"socket_connect_timeout": 3, "socket_timeout": 5}
"""How long Redis is waited for, in seconds: longer than a consumer listens at a time."""

LOCK = 0x68697471
"""Number of PostgreSQL's advisory lock: "hitq"."""


class Queue:
    """A Huey queue with one task, ``work``."""

    def __init__(self, url: str, work: Callable[[], None] | None = None):
        """Open the queue of a URL: ``sqlite:///``, ``redis://`` or ``postgresql://``."""
        self.huey = _open(url)
        # A function of this module, whoever works: asker and trainer must mean the same task.
        self._task = self.huey.task(name="work")(lambda: (work or _nobody)())

    def ring(self) -> None:
        """Wake a trainer."""
        self._task()

    def __len__(self) -> int:
        return self.huey.pending_count()

    def close(self) -> None:
        """Let go of the connection to the server; the next call makes another."""
        self.huey.storage.close()

    def consumer(self) -> Consumer:
        """Return a consumer that works one task at a time until a signal says stop."""
        wakes = self.huey.storage.blocking
        self.huey.on_shutdown(name="close")(self.close)  # in the thread that has worked
        return self.huey.create_consumer(
            workers=1,
            periodic=False,
            initial_delay=POLL_S,
            backoff=2.0 if wakes else 1.0,
            max_delay=LONGEST_S if wakes else POLL_S,
            shutdown_timeout=0,  # a training may take hours: whoever says stop does not wait
        )


def _open(url: str) -> Huey:
    # Results are not kept: what became of a run stands in the database.
    scheme = url.partition(":")[0]
    if scheme in ("redis", "rediss"):
        extras.need("redis", "redis")
        return RedisHuey(NAME, url=_with(url, REDIS_PATIENCE), results=False)
    if scheme.startswith("postgresql"):
        extras.need("psycopg", "postgres")
        return _on_postgres(url)
    path = file_of(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(NAME, filename=str(path), results=False, fsync=True)


def _on_postgres(url: str) -> Huey:
    # Psycopg takes the URL as it is, without SQLAlchemy's name of a driver.
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    dsn = _with(plain, postgres.PATIENCE)
    huey = PostgresHuey(NAME, dsn=dsn, results=False, create_tables=False)
    with huey.storage.db(commit=True, close=True) as cursor:
        # "if not exists" is not enough where several processes start at once.
        cursor.execute("select pg_advisory_xact_lock(%s)", (LOCK,))
        for statement in huey.storage.ddl:
            cursor.execute(statement)
    return huey


def _with(url: str, patience: Mapping[str, int]) -> str:
    """Return a URL with how long its server is waited for, unless it says that itself."""
    parsed = urlsplit(url)
    given = dict(parse_qsl(parsed.query))
    return urlunsplit(parsed._replace(query=urlencode({**patience, **given})))


def _nobody() -> None:
    raise RuntimeError("This process asks for work; only a trainer does it.")
