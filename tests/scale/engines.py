"""Real servers for the tests: PostgreSQL, Redis and an S3-compatible one, each on a free port.

They are started for the tests and ended with them; a test is skipped, and says so, where the
machine has none.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from tests.waiting import until

HOST = "127.0.0.1"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""For tests alone: what a power cut would lose does not matter here."""


def free_port() -> int:
    with socket.create_server((HOST, 0)) as listener:
        return listener.getsockname()[1]


def listens(port: int) -> bool:
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex((HOST, port)) == 0


def postgres_program(name: str) -> str:
    """Return the path of one of PostgreSQL's programs; Debian keeps them aside."""
    aside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    found = shutil.which(name) or next(map(str, aside), None)
    if found is None:
        pytest.skip(f"PostgreSQL's {name} is not installed here (Debian: postgresql)")
    return found


class Postgres:
    """A running PostgreSQL; ``database()`` makes an empty one and returns its URL."""

    def __init__(self, port: int):
        self.port = port
        self._numbers = count(1)
        self._admin = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        until(self._answers, within_s=30)

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@{HOST}:{self.port}/{name}"

    def database(self) -> str:
        name = f"test_{next(self._numbers)}_{uuid4().hex[:8]}"
        with self._admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        return self.url(name)

    def close(self) -> None:
        self._admin.dispose()

    def _answers(self) -> bool:
        try:
            with self._admin.connect():
                return True
        except OperationalError:
            return False


@contextmanager
def running(
    command: list[str], end: signal.Signals = signal.SIGTERM, **how
) -> Iterator[subprocess.Popen]:
    """Run a server as long as the context lasts; ``end`` is the signal that ends it."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **how)
    try:
        yield process
    finally:
        process.send_signal(end)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def run_postgres() -> Iterator[Postgres]:
    """Run PostgreSQL on a data folder of its own."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install '.[postgres]'")
    initdb, server = postgres_program("initdb"), postgres_program("postgres")
    # It refuses to run as root; Debian makes a user for it.
    who = {"user": "postgres", "group": "postgres"} if os.getuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="hitofude-postgres-"))
    try:
        if who:
            shutil.chown(folder, **who)
        data, port = folder / "data", free_port()
        made = [initdb, "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"]
        subprocess.run(made, check=True, capture_output=True, cwd=folder, **who)
        command = [server, "-D", str(data), "-h", HOST, "-p", str(port), "-k", str(folder)]
        command += [part for setting in FAST for part in ("-c", setting)]
        # On SIGTERM it would wait for whoever is still connected.
        with running(command, signal.SIGINT, cwd=folder, **who):
            postgres = Postgres(port)
            yield postgres
            postgres.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def run_redis() -> Iterator[str]:
    """Run Redis, which keeps nothing on the disk; give its URL."""
    pytest.importorskip("redis", reason="redis is not installed: pip install '.[redis]'")
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed here (Debian: redis-server)")
    port = free_port()
    with running([program, "--port", str(port), "--bind", HOST, "--save", ""]):
        until(lambda: listens(port))
        yield f"redis://{HOST}:{port}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Give a running PostgreSQL."""
    with run_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """Give the URL of a running Redis, without a database's number."""
    with run_redis() as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """Give the URL of an empty database of Redis."""
    from redis import Redis

    Redis.from_url(redis_server).flushall()
    return f"{redis_server}/0"


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """Give the address of an S3-compatible server: moto's, which keeps objects in memory."""
    pytest.importorskip("s3fs", reason="s3fs is not installed: pip install '.[s3]'")
    pytest.importorskip("moto.server", reason="moto is not installed: pip install '.[test]'")
    port = free_port()
    with running([sys.executable, "-m", "moto.server", "-H", HOST, "-p", str(port)]):
        until(lambda: listens(port), within_s=60)
        yield f"http://{HOST}:{port}"


@pytest.fixture
def s3_settings(s3_server: str) -> dict[str, str]:
    """Give what a process must find in its environment to reach the server."""
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    return {**keys, "AWS_ENDPOINT_URL": s3_server, "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.fixture
def bucket_url(s3_settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the URL of an empty place in a new bucket."""
    for name, value in s3_settings.items():
        monkeypatch.setenv(name, value)
    name = f"test-{uuid4().hex[:12]}"
    request = Request(f"{s3_settings['AWS_ENDPOINT_URL']}/{name}", method="PUT")
    with urlopen(request, timeout=30) as answer:
        assert answer.status == 200
    return f"s3://{name}/some/prefix"
