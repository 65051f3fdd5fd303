"""What keeps a server from starting is said in a line; what does not, is told."""

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from tests.conftest import FIRST
from tests.test_server import COMMAND, Server
from webapp import in_use, starting
from webapp.config import ConfigError, load
from webapp.models import ModelStore, shipped

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "model_store"
ORDINARY = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="whoever may write everywhere is refused nothing"
)


@pytest.fixture
def settings(tmp_path: Path, store: ModelStore) -> dict:
    return load({"DATA": tmp_path / "data", "MODEL_STORE": store.root, "PORT": starting_port()})


def starting_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def refused(settings: dict, **changes: object) -> str:
    with pytest.raises(ConfigError) as raised:
        starting.check({**settings, **changes})
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_all_is_well(settings, caplog):
    starting.check(settings)
    assert not caplog.records


def test_a_port_that_is_taken(settings):
    with socket.create_server(("127.0.0.1", settings["PORT"])):
        assert "HITOFUDE_PORT" in refused(settings)


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid", "::ffff:192.0.2.1"])
def test_an_address_that_is_not_ours(settings, host):
    assert host in refused(settings, HOST=host)


@pytest.mark.parametrize(
    ("name", "value"),
    [("DATA", "{}"), ("DATABASE_URL", "sqlite:///{}/a.db"), ("QUEUE", "sqlite:///{}/b.db")],
)
def test_a_folder_that_is_a_file(settings, tmp_path, name, value):
    (tmp_path / "file").touch()
    value = value.format(tmp_path / "file")
    message = refused(settings, **{name: Path(value) if name == "DATA" else value})
    assert f"HITOFUDE_{name}" in message and str(tmp_path / "file") in message


@ORDINARY
def test_a_folder_that_cannot_be_written_to(settings, tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    assert "HITOFUDE_DATA" in refused(settings, DATA=tmp_path / "closed" / "data")


def test_a_folder_where_writing_fails(settings, monkeypatch):
    def fail(**_: object):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(starting.tempfile, "TemporaryFile", fail)
    assert "Read-only file system" in refused(settings)


def test_a_database_that_is_a_folder(settings, tmp_path):
    (tmp_path / "folder").mkdir()
    message = refused(settings, DATABASE_URL=f"sqlite:///{tmp_path}/folder")
    assert "HITOFUDE_DATABASE_URL" in message


def test_a_store_without_versions_gets_those_that_ship(settings, tmp_path):
    root = tmp_path / "empty" / "store"
    starting.check({**settings, "MODEL_STORE": root})
    store = ModelStore(root)
    assert store.ids() == sorted(shipped.SHIPPED)
    for model_id in store.ids():
        store.verify(model_id)
    assert not shipped.fill(store, SOURCE)


def test_a_store_that_was_half_filled_is_filled(settings, tmp_path):
    store = ModelStore(tmp_path / "store")
    shipped.fill(store, SOURCE)
    shutil.rmtree(store.root / "best-1")
    (store.root / "champion.default").unlink()
    assert shipped.fill(store, SOURCE)
    store.verify("best-1")
    assert store.champion_id() == "best-1"


def test_a_store_that_is_used_is_left_alone(settings, store):
    (store.root / "champion").unlink()
    before = sorted(store.root.iterdir())
    assert not shipped.fill(store, SOURCE)
    assert sorted(store.root.iterdir()) == before


@pytest.mark.parametrize("how", ["no pointer", "broken"])
def test_a_store_without_a_champion_is_told(settings, store, caplog, how):
    if how == "broken":
        (store.root / FIRST / "classifier.tflite").write_bytes(b"")
    else:
        (store.root / "champion").unlink()
    starting.check(settings)
    assert "cannot be used" in caplog.text and "promote" in caplog.text


def test_a_store_that_is_a_file(settings, tmp_path):
    (tmp_path / "file").touch()
    assert "HITOFUDE_MODEL_STORE" in refused(settings, MODEL_STORE=tmp_path / "file")


def test_shipped_are_the_versions_of_the_package():
    listed = re.findall(r"^    ([\w-]+)/\*$", (ROOT / "setup.cfg").read_text(), re.M)
    assert [name for name in listed if name != "data"] == list(shipped.SHIPPED)


def test_nothing_starts_while_a_backup_is_restored(settings):
    with in_use.take(settings["DATA"]), pytest.raises(ConfigError, match="restored"):
        starting.join(settings["DATA"])


def test_servers_and_trainers_go_together(settings):
    with starting.join(settings["DATA"]), starting.join(settings["DATA"]):
        assert in_use.take(settings["DATA"]) is None
    with in_use.take(settings["DATA"]):
        pass


def test_the_command_says_it_in_one_line(tmp_path):
    (tmp_path / "file").touch()
    environment = {**os.environ, "HITOFUDE_DATA": str(tmp_path / "file")}
    done = subprocess.run(
        [*COMMAND, "--port", str(starting_port())],
        **{"env": environment, "capture_output": True, "text": True, "timeout": 60},
    )
    assert done.returncode == 1
    assert done.stderr.startswith("hitofude: cannot write to ") and done.stderr.count("\n") == 1


def test_a_server_that_runs_keeps_restoring_away_and_leaves_nothing(tmp_path):
    data = tmp_path / "data"
    left = data / "run" / "gone-1" / "metrics"  # of a server that was killed
    left.mkdir(parents=True)
    server = Server(data, "--workers", "1")
    try:
        server.wait_until_ready()
        assert in_use.take(data) is None
        assert not left.exists()
        server.stop()
        with in_use.take(data):
            assert not (data / "run").exists()
    finally:
        server.kill()
