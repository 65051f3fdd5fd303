"""Backup and restore through the commands: whole, or nothing is touched."""

import hashlib
import json
import re
import shutil
import sqlite3
import stat
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import FIRST, SECOND
from webapp import create_app, in_use
from webapp.backups import restoring
from webapp.cli import cli
from webapp.errors import HitofudeError
from webapp.models import ModelStore
from webapp.models.shipped import SHIPPED
from webapp.records import Account, Note, Token, db


class Place:
    """An installation: a folder of data and a store."""

    def __init__(self, folder: Path):
        self.data, self.store = folder / "data", ModelStore(folder / "model_store")
        self.settings = {"DATA": self.data, "MODEL_STORE": self.store.root, "TESTING": True}

    def run(self, *arguments: str | Path, **environment: str) -> Result:
        environment = {"HITOFUDE_DATA": str(self.data), **environment}
        command = ["--store", str(self.store.root), *map(str, arguments)]
        return CliRunner().invoke(cli, command, env=environment)

    def files(self) -> dict[str, bytes]:
        """Return every file and its content, but for the lock's and SQLite's own."""
        found = (path for root in (self.data, self.store.root) for path in root.rglob("*"))
        return {
            str(path): path.read_bytes()
            for path in found
            if path.is_file()
            and path.suffix in ("", ".sqlite3", ".json", ".tflite")
            and not path.name.startswith(".")
        }

    def note(self, model_id: str, text: str | None = None) -> str:
        """Write a note and read it, as the program does."""
        app = create_app(self.settings)
        with app.app_context():
            if text is not None:
                Note.write(model_id, text, "")
            name = Note.read(model_id)[0]
            db.engine.dispose()
        return name


@pytest.fixture
def here(tmp_path: Path, store: ModelStore) -> Place:
    """Give an installation that has been used."""
    place = Place(tmp_path)
    place.note(FIRST, "the first one")
    store.set_champion(SECOND)
    return place


@pytest.fixture
def elsewhere(tmp_path: Path) -> Place:
    """Give an installation that has not."""
    return Place(tmp_path / "elsewhere")


@pytest.fixture
def saved(here: Place, tmp_path: Path) -> Path:
    path = tmp_path / "saved.zip"
    result = here.run("backup", path)
    assert result.exit_code == 0, result.output
    return path


def test_what_is_saved_is_restored_elsewhere(here, elsewhere, saved):
    result = elsewhere.run("restore", saved)
    assert result.exit_code == 0, result.output
    assert re.search(r"made at 20\d\d-\d\d-\d\dT\S+, by Hitofude \d+\.\d", result.output)
    assert elsewhere.store.champion_id() == SECOND
    assert elsewhere.store.previous_champion_id() == FIRST
    for model_id in (FIRST, SECOND):
        elsewhere.store.verify(model_id)
        assert elsewhere.store.manifest(model_id) == here.store.manifest(model_id)
    assert set(elsewhere.store.ids()) == {FIRST, SECOND, *SHIPPED}
    assert elsewhere.note(FIRST) == "the first one"
    assert not [path for path in elsewhere.store.root.iterdir() if path.name.startswith(".draft")]


def test_the_file_is_private_and_holds_no_secret_key(here, saved):
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    key = (here.data / "secret_key").read_bytes()
    with zipfile.ZipFile(saved) as zipped:
        assert not any(key in zipped.read(name) for name in zipped.namelist())


def test_versions_that_ship_are_not_saved(elsewhere, tmp_path):
    elsewhere.run("backup", tmp_path / "none.zip")
    shutil.copytree(
        Path(__file__).parents[2] / "model_store" / "tutorial-1",
        elsewhere.store.root / "tutorial-1",
    )
    elsewhere.store.set_champion("tutorial-1")
    assert elsewhere.run("backup", tmp_path / "some.zip").exit_code == 0
    with zipfile.ZipFile(tmp_path / "some.zip") as zipped:
        assert sorted(zipped.namelist()) == ["backup.json", "champion"]
    other = Place(tmp_path / "third")
    assert other.run("restore", tmp_path / "some.zip").exit_code == 0
    other.store.verify(other.store.champion_id())


def test_a_backup_is_never_written_over(here, saved):
    before = saved.read_bytes()
    result = here.run("backup", saved)
    assert isinstance(result.exception, HitofudeError)
    assert saved.read_bytes() == before


def test_a_broken_version_is_told(here, tmp_path):
    (here.store.root / FIRST / "classifier.tflite").write_bytes(b"")
    result = here.run("backup", tmp_path / "some.zip")
    assert result.exit_code == 0
    assert f"lacks the version {FIRST}" in result.output
    with zipfile.ZipFile(tmp_path / "some.zip") as zipped:
        assert not any(FIRST in name for name in zipped.namelist())


def test_it_is_of_one_moment_while_others_write(here, elsewhere, tmp_path):
    """Two tables change together, again and again: the copy never shows one change alone."""
    stop, path = threading.Event(), here.data / "records.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE a (n); CREATE TABLE b (n);")

    def write() -> None:
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            while not stop.is_set():
                with connection:
                    connection.execute("INSERT INTO a VALUES (1)")
                    connection.execute("INSERT INTO b VALUES (1)")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            assert here.run("backup", tmp_path / f"{number}.zip").exit_code == 0
    finally:
        stop.set()
        writer.join()
    assert elsewhere.run("restore", tmp_path / "4.zip").exit_code == 0
    with closing(sqlite3.connect(elsewhere.data / "records.sqlite3")) as connection:
        counts = [connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in "ab"]
    assert counts[0] == counts[1] > 0


def test_nothing_is_restored_while_a_server_or_trainer_runs(elsewhere, saved):
    with in_use.join(elsewhere.data):
        result = elsewhere.run("restore", saved, "--force")
    assert "stop it first" in str(result.exception)
    assert not elsewhere.store.ids()


def test_nothing_is_replaced_unless_it_shall_be(here, saved):
    assert here.note(FIRST, "a later name") == "a later name"
    before = here.files()
    result = here.run("restore", saved)
    assert "--force" in str(result.exception)
    assert here.files() == before
    assert here.run("restore", saved, "--force").exit_code == 0
    assert here.note(FIRST) == "the first one"


def test_a_version_of_the_same_name_is_kept_unless(here, saved):
    shutil.rmtree(here.store.root / FIRST)
    shutil.copytree(here.store.root / SECOND, here.store.root / FIRST)
    (here.data / "records.sqlite3").unlink()
    result = here.run("restore", saved)
    assert f"the version {FIRST}" in str(result.exception)
    assert here.run("restore", saved, "--force").exit_code == 0
    here.store.verify(FIRST)


def test_sessions_and_what_the_log_held_end_with_a_restoration(here, saved):
    app = create_app(here.settings)
    with app.app_context():
        Token.issue("later")  # in SQLite's log only, as the connection stays open
        assert Account.admin() is not None
        key = (here.data / "secret_key").read_text()
        assert here.run("restore", saved, "--force").exit_code == 0
        db.session.rollback()
        db.engine.dispose()
    assert not (here.data / "secret_key").exists()
    app = create_app(here.settings)
    with app.app_context():
        assert Token.all() == []
        db.engine.dispose()
    assert (here.data / "secret_key").read_text() != key


class FailsForStore:
    """Fails for the store's own folder, after the renames."""

    def __init__(self, fail):
        self._fail, self._real = fail, restoring.sync_folder

    def __call__(self, path: Path) -> None:
        self._fail() if path.name == "model_store" else self._real(path)


@pytest.mark.parametrize("step", ["pointer", "records"])
def test_what_fails_in_the_middle_is_undone(here, saved, monkeypatch, step):
    here.note(FIRST, "a later name")
    here.store.set_champion(FIRST)
    shutil.rmtree(here.store.root / SECOND)
    before = here.files()

    def fail(*_: object) -> None:
        raise OSError("the disk is gone")

    if step == "records":
        monkeypatch.setattr(restoring.os, "replace", fail)
    else:
        monkeypatch.setattr(restoring, "sync_folder", FailsForStore(fail))
    result = here.run("restore", saved, "--force")
    assert "the disk is gone" in str(result.exception)
    monkeypatch.undo()
    after, records = here.files(), str(here.data / "records.sqlite3")
    before.pop(records), after.pop(records)  # what its log held is in it now
    assert after == before
    assert here.note(FIRST) == "a later name"


def test_postgres_is_left_to_pg_dump(here, tmp_path):
    url = {"HITOFUDE_DATABASE_URL": "postgresql://u@host/db"}
    result = here.run("backup", tmp_path / "some.zip", **url)
    assert result.exit_code == 0 and "pg_dump" in result.output
    with zipfile.ZipFile(tmp_path / "some.zip") as zipped:
        assert "records.sqlite3" not in zipped.namelist()


def test_versions_in_a_bucket_are_left_to_it(here, elsewhere, saved, tmp_path):
    bucket = {"HITOFUDE_MODEL_STORE": "s3://bucket/hitofude"}
    path, runner = tmp_path / "some.zip", CliRunner()
    for place, arguments, says in (
        (here, ["backup", str(path)], "in a bucket"),
        (elsewhere, ["restore", str(path)], "Restored: the records"),
        (elsewhere, ["restore", "--force", str(saved)], "names no folder"),
    ):
        environment = {"HITOFUDE_DATA": str(place.data), **bucket}
        result = runner.invoke(cli, arguments, env=environment)
        assert says in (result.output or "") + str(result.exception)
    assert elsewhere.note(FIRST) == "the first one"


def test_where_it_goes_is_told(elsewhere, saved):
    result = elsewhere.run("restore", saved)
    assert result.exit_code == 0
    assert f"to {elsewhere.data}, versions go to {elsewhere.store.root}." in result.output


def test_records_of_sqlite_do_not_go_into_postgres(elsewhere, saved):
    result = elsewhere.run("restore", saved, HITOFUDE_DATABASE_URL="postgresql://u@host/db")
    assert "HITOFUDE_DATABASE_URL" in str(result.exception)


# What somebody could send instead of a backup.


def rewritten(saved: Path, change) -> Path:
    """Return a copy whose entries and list ``change`` has had in hand."""
    with zipfile.ZipFile(saved) as zipped:
        entries = {name: zipped.read(name) for name in zipped.namelist()}
    listed = json.loads(entries.pop("backup.json"))
    infos = change(entries, listed) or {}
    path = saved.with_name("changed.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in entries.items():
            zipped.writestr(infos.get(name, name), data)
        zipped.writestr("backup.json", json.dumps(listed))
    return path


def add(name: str, data: bytes = b"x", listed_as: dict | None = None):
    def change(entries: dict, listed: dict) -> None:
        entries[name] = data
        right = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        listed["files"][name] = right if listed_as is None else listed_as

    return change


def link(entries: dict, listed: dict) -> dict:
    info = zipfile.ZipInfo("champion")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    entries["champion"] = b"/etc/passwd"
    add("champion", entries["champion"])(entries, listed)
    return {"champion": info}


def other_content(entries: dict, listed: dict) -> None:
    name = next(name for name in entries if name.endswith("classifier.tflite"))
    entries[name] = entries[name][:-1] + b"?"


def not_listed(entries: dict, listed: dict) -> None:
    entries["models/first/more.json"] = b"{}"


def missing(entries: dict, listed: dict) -> None:
    entries.pop("records.sqlite3")


def of_another_version(entries: dict, listed: dict) -> None:
    name = f"models/{FIRST}/classifier.tflite"
    add(name, entries[f"models/{SECOND}/classifier.tflite"])(entries, listed)


def bomb(entries: dict, listed: dict) -> None:
    entries["records.sqlite3"] = bytes(50_000_000)  # its size is told as that of a small one


def no_database(entries: dict, listed: dict) -> None:
    add("records.sqlite3", b"no database at all" * 100)(entries, listed)


def unknown_champion(entries: dict, listed: dict) -> None:
    add("champion", b"none-such\n")(entries, listed)


OUTSIDE = [
    *("../evil.txt", "/tmp/evil.txt", "models/../../evil/x.json", "models/first/../../x.json"),
    *("models/first/..", "models/UPPER/x.json", "models/first/a/b.json", "models/first/.hidden"),
    *("C:\\evil.txt", "models\\first\\x.json", "champion/", "secret_key", "models/first/x.json\n"),
]


@pytest.mark.parametrize(
    "change",
    [
        *(add(name) for name in OUTSIDE),
        add("champion", b"first\n", {"size": 6, "sha256": "0" * 64}),
        add("champion", b"first\n", {"size": -1, "sha256": "0" * 64}),
        add("champion", b"first\n", {"size": 7, "sha256": "0" * 64}),
        add("champion", b"first\n", {"size": 6}),
        add("champion", b"first\n", "x"),
        add("champion", b"first\n" * 100_000),
        *(link, other_content, not_listed, missing, of_another_version, bomb, no_database),
        unknown_champion,
        lambda entries, listed: listed.update(format=2),
        lambda entries, listed: listed.update(files=[]),
    ],
)
def test_what_is_no_whole_backup_touches_nothing(here, elsewhere, saved, change):
    changed = rewritten(saved, change)
    for place in (here, elsewhere):
        before = place.files()
        result = place.run("restore", changed, "--force")
        assert isinstance(result.exception, HitofudeError), result.output
        assert place.files() == before
    assert not [path for path in saved.parent.rglob("*evil*")]


@pytest.mark.parametrize("cut", [0, 1, 100, 5000, -1, -30])
def test_a_file_that_was_cut_off(elsewhere, saved, cut):
    saved.write_bytes(saved.read_bytes()[:cut])
    result = elsewhere.run("restore", saved)
    assert isinstance(result.exception, HitofudeError), result.output
    assert not elsewhere.files()


def test_damage_anywhere_is_found_or_harmless(elsewhere, saved):
    """One byte in so many is turned over; it is refused, or what is restored is right."""
    whole = saved.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        saved.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        result = elsewhere.run("restore", saved, "--force")
        if result.exception:
            assert isinstance(result.exception, HitofudeError), (place, result.exception)
        else:
            for model_id in (FIRST, SECOND):
                elsewhere.store.verify(model_id)


def test_a_disk_without_room(elsewhere, saved, monkeypatch):
    usage = shutil._ntuple_diskusage(10**9, 10**9, 10_000)
    monkeypatch.setattr(restoring.shutil, "disk_usage", lambda _: usage)
    result = elsewhere.run("restore", saved)
    assert "MB are free" in str(result.exception)


def test_records_of_a_newer_release_are_refused(elsewhere, saved, monkeypatch):
    monkeypatch.setattr(restoring, "NEWEST", "0000")
    assert "newer release" in str(elsewhere.run("restore", saved).exception)
