"""Settings: every one from its variable, every bad value named, every one documented."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from webapp import config, create_app
from webapp.config import PREFIX, SETTINGS, ConfigError, load

DOCUMENT = Path(__file__).parent.parent / "docs" / "configuration.md"

# For each setting a good value as text, and bad ones.
VALUES: dict[str, tuple[str, list[str]]] = {
    "HOST": ("0.0.0.0", ["", "  "]),
    "PORT": ("8080", ["", "http", "-1", "65536", "80.5"]),
    "WORKERS": ("3", ["", "0", "-1", "257", "many"]),
    "MODEL_STORE": ("/srv/models", ["s3://", "https://host/models"]),
    "DATA": ("/srv/data", []),
    "DATABASE_URL": ("postgresql://u@host/db", ["not a url"]),
    "QUEUE": ("sqlite:////srv/queue.db", ["not a url", "redis:/host", "mysql://u@host/db"]),
    "LIMITS": ("rediss://u:secret@host:6380/1", ["not a url", "memory://", "sqlite:////a.db"]),
    "TRAINER": ("off", ["", "maybe", "1"]),
    "WARM_TRAINER": ("off", ["", "maybe", "1"]),
    "PRECISION": ("mixed", ["", "half", "32"]),
    "ADMIN_PASSWORD": ("long enough it is", ["short"]),
    "SECRET_KEY": ("k" * 32, ["k" * 31]),
    "RATE_LIMIT": ("10/second;100/minute", ["", "often", "10/fortnight", "-1/second", "on"]),
    "PROXIES": ("1", ["", "-1", "9", "yes"]),
    "TRUSTED_HOSTS": (
        "example.org,.school.example",
        ["http://a", "a:80", "a b", "a,*", ".", "[::1]"],
    ),
    "LANGUAGE": ("ja", ["", "fr", "JA", "en-GB"]),
    "LOG_LEVEL": ("debug", ["", "INFO", "loud"]),
    "LOG_FORMAT": ("json", ["", "JSON", "xml"]),
    "METRICS": ("open", ["", "on", "Off"]),
}


def test_this_test_knows_every_setting():
    assert set(VALUES) == set(SETTINGS)


@pytest.mark.parametrize("name", VALUES)
def test_a_setting_comes_from_its_variable(name, monkeypatch):
    good, _ = VALUES[name]
    monkeypatch.setenv(PREFIX + name, good)
    loaded = load()
    if isinstance(loaded[name], bool):
        assert loaded[name] is (good == "on")
    elif isinstance(loaded[name], list):
        assert ",".join(loaded[name]) == good
    else:
        assert str(loaded[name]) == good
    assert {n: v for n, v in loaded.items() if n != name} == {
        n: v for n, v in load({name: good}).items() if n != name
    }


@pytest.mark.parametrize(
    ("name", "bad"), [(n, bad) for n, (_, all_) in VALUES.items() for bad in all_]
)
def test_a_bad_value_is_named_with_its_variable(name, bad, monkeypatch):
    monkeypatch.setenv(PREFIX + name, bad)
    with pytest.raises(ConfigError) as raised:
        load()
    message = str(raised.value)
    assert message.startswith(f"{PREFIX}{name} is ")
    assert SETTINGS[name].meaning in message
    assert "\n" not in message
    assert (repr(bad) in message) is not SETTINGS[name].secret


def test_what_a_command_gives_goes_before_the_variable(monkeypatch):
    monkeypatch.setenv("HITOFUDE_PORT", "1234")
    assert load({"PORT": "8080"})["PORT"] == 8080


def test_defaults_are_good():
    loaded = load()
    assert loaded["HOST"] == "127.0.0.1"
    assert loaded["PORT"] == 8000
    assert loaded["RATE_LIMIT"] != "off"
    assert (loaded["MODEL_STORE"] / "champion.default").is_file()


QUEUES = ["redis://:pw@host:6379/0", "postgresql://u@host/db", "postgresql+psycopg://u@host/db"]


@pytest.mark.parametrize("url", QUEUES)
def test_a_queue_may_be_a_server(url, monkeypatch):
    monkeypatch.setenv("HITOFUDE_QUEUE", url)
    assert load()["QUEUE"] == url


@pytest.mark.parametrize("name", ["DATABASE_URL", "QUEUE"])
def test_a_relative_file_is_one_file_wherever_one_is(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load({name: "sqlite:///folder/x.db"})[name] == f"sqlite:///{tmp_path}/folder/x.db"
    assert load({name: "sqlite:////srv/x.db"})[name] == "sqlite:////srv/x.db"
    assert make_url(load({name: "sqlite:///:memory:"})[name]).database == ":memory:"


def test_the_records_of_a_relative_file_are_where_one_started(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    create_app({"DATA": tmp_path / "data", "DATABASE_URL": "sqlite:///x.db", "TESTING": True})
    made = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.db")]
    assert made == ["x.db"]


def test_a_server_serves_for_what_else_it_can():
    on_postgres = load({"DATABASE_URL": "postgresql+psycopg://u@host/db"})
    assert on_postgres["QUEUE"] == on_postgres["DATABASE_URL"]
    assert on_postgres["LIMITS"] == ""
    assert load({"QUEUE": "redis://host/0"})["LIMITS"] == "redis://host/0"
    both = load({"QUEUE": "redis://host/0", "LIMITS": "redis://other/0"})
    assert both["LIMITS"] == "redis://other/0"


def test_versions_may_be_in_a_bucket():
    assert load({"MODEL_STORE": "s3://bucket/prefix/"})["MODEL_STORE"] == "s3://bucket/prefix"


def test_flasks_own_settings_are_let_through(app):
    assert app.testing
    assert app.config["MAX_CONTENT_LENGTH"] == 1024 * 1024


def test_every_setting_is_documented_and_nothing_else():
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", DOCUMENT.read_text("utf-8"), re.M)
    documented = {name: meaning for name, _, meaning in rows}
    assert documented == {PREFIX + name: setting.meaning for name, setting in SETTINGS.items()}


@pytest.mark.parametrize(
    "name", ["PORT", "HOST", "RATE_LIMIT", "LANGUAGE", "LOG_LEVEL", "LOG_FORMAT", "METRICS"]
)
def test_documented_defaults_are_the_real_ones(name):
    text = DOCUMENT.read_text("utf-8")
    assert f"| `{PREFIX}{name}` | `{SETTINGS[name].default}` |" in text


def test_nothing_else_reads_the_environment():
    package = Path(config.__file__).parent
    readers = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"os\.environ(?!\.(setdefault|update))|getenv", path.read_text("utf-8"))
    }
    assert readers <= {"config.py"}


def test_the_command_says_it_in_one_line():
    environment = {**os.environ, "HITOFUDE_PORT": "many"}
    command = [sys.executable, "-m", "webapp.cli", "models", "list"]
    command[1:3] = ["-c", "from webapp.cli import main; main()"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("hitofude: HITOFUDE_PORT is 'many': ")
    assert done.stderr.count("\n") == 1
