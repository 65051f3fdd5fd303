"""What differs on Windows and macOS, as far as Linux can show it.

``tests/like_windows`` makes Pythons behave as on Windows for our own code; they start web workers
by ``spawn``, as macOS does, too.
"""

import http.client
import json
import mimetypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support import SHIPPED, drawing
from tests.test_server import Server
from tests.test_shutdown import INSPECTION, begun, stopped
from tests.waiting import until
from webapp import create_app
from webapp.config import load
from webapp.models import ModelStore, StoreError, TrainingSpec
from webapp.models.ids import is_model_id
from webapp.records import Run, Token

ROOT = Path(__file__).parent.parent
HITOFUDE = [sys.executable, "-c", "from webapp.cli import main; main()"]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="imitates Windows on Linux")


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every Python that is started behave as on Windows; its output goes into a pipe."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "tests" / "like_windows"))
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    monkeypatch.setenv("PYTHONWARNDEFAULTENCODING", "1")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder for a store with the versions that ship, and for data."""
    shutil.copytree(SHIPPED, tmp_path / "store")
    monkeypatch.setenv("HITOFUDE_MODEL_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("HITOFUDE_DATA", str(tmp_path / "data"))
    return tmp_path


def hitofude(*arguments: object) -> str:
    """Return what a command says in the end, which must go well."""
    command = [*HITOFUDE, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="cp1252", timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@LINUX
def test_the_imitation_differs_from_linux(windows, tmp_path):
    script = """
import os, sys
from pathlib import Path
from webapp import locks, watch
assert locks.os.name == "nt" and not hasattr(watch.signal, "SIGHUP") and "msvcrt" in vars(locks)
file = Path(sys.argv[1], "a")
file.touch()
for change in (file.unlink, lambda: file.rename(file.with_name("b")), file.parent.rmdir):
    with file.open("rb"):
        try:
            change()
        except OSError:
            continue
    raise SystemExit(f"{change} was let pass")
"""
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, check=True)


@LINUX
def test_commands_where_the_console_knows_no_blocks(windows, place):
    assert hitofude("predict", ROOT / "docs" / "images" / "seven.png").startswith("7 ")


@LINUX
def test_versions_and_backups(windows, place):
    backup = place / "backup.zip"
    hitofude("models", "promote", "tutorial-1", "--insist")
    hitofude("models", "delete", "best-1", "--yes")
    hitofude("backup", backup)
    assert "the records" in hitofude("restore", "--force", backup)
    assert ModelStore(place / "store").ids() == ["tutorial-1"]
    assert ModelStore(place / "store").champion_id() == "tutorial-1"


@LINUX
@pytest.mark.parametrize(
    ("opened", "command"),
    [
        ("champion", ["promote", "tutorial-1", "--insist"]),
        ("tutorial-1/classifier.tflite", ["delete", "tutorial-1", "--yes"]),
    ],
)
def test_whoever_reads_is_waited_for(windows, place, monkeypatch, opened, command):
    """A reader, or a virus scanner, has the file open when it is first tried."""
    store = ModelStore(place / "store")
    store.set_champion("best-1")
    refused = place / "refused"
    monkeypatch.setenv("LIKE_WINDOWS_REFUSED", str(refused))
    with ThreadPoolExecutor(1) as pool:
        with (place / "store" / opened).open("rb"):
            done = pool.submit(hitofude, "models", *command)
            until(refused.exists)
        done.result()
    assert store.champion_id() == ("tutorial-1" if opened == "champion" else "best-1")
    assert store.has("tutorial-1") is (opened == "champion")


@pytest.fixture
def server(windows, tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "data")
    server.wait_until_ready()
    yield server
    server.kill()


@LINUX
def test_ctrl_c_lets_what_has_begun_end(server, tmp_path):
    """The terminal sends it to server and worker alike; nothing else ends a worker well there."""
    app = create_app({"DATA": tmp_path / "data", "MODEL_STORE": SHIPPED})
    with app.app_context():
        token, run_id = Token.issue("a program")[1], Run.ask(TrainingSpec()).id
    bearer = {"Authorization": f"Bearer {token}"}
    stream = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    stream.request("GET", f"/api/runs/{run_id}/events", headers=bearer)
    response = stream.getresponse()
    assert response.readline() == b"retry: 400\n"
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    finish = begun(connection, "/api/inspect", INSPECTION)
    time.sleep(0.05)
    os.killpg(server.process.pid, signal.SIGINT)
    response.read()  # raises IncompleteRead where it is cut off
    status, answer = finish()
    assert (status, answer["digit"]) == (200, 4)
    _, log = stopped(server)
    assert "Spawning worker-1" in log and "Spawning worker-2" not in log
    assert "ERROR" not in log and "WARNING" not in log
    for each in (stream, connection):
        each.close()


SWEEPS = """
import sys
from pathlib import Path
from webapp.run_folder import RunFolder
with RunFolder.opened(Path(sys.argv[1])):
    pass
"""


@LINUX
def test_a_worker_ends_with_a_server_that_was_killed(server, tmp_path):
    assert server.ask("POST", "/api/predict", json.dumps({"image": drawing(4)}).encode())[0] == 200
    left = list((tmp_path / "data" / "run").iterdir())
    server.process.kill()
    until(lambda: not answers(server))
    command = [sys.executable, "-c", SWEEPS, str(tmp_path / "data")]
    subprocess.run(command, cwd=ROOT, check=True)
    assert left and not any(each.exists() for each in left)


def answers(server: Server) -> bool:
    try:
        return server.ask("GET", "/healthz")[0] == 200
    except OSError:
        return False


@LINUX
def test_a_trainer_ends_with_its_server(windows, place, monkeypatch):
    monkeypatch.setenv("HITOFUDE_WARM_TRAINER", "off")
    command = [sys.executable, "-m", "webapp.jobs", "--supervised", str(os.getpid())]
    with subprocess.Popen(command, stdin=-1, cwd=ROOT) as trainer:
        try:
            until((place / "data" / "queue.sqlite3").exists)
            with pytest.raises(subprocess.TimeoutExpired):
                trainer.wait(0.5)
            trainer.stdin.close()
            assert trainer.wait(10) != 0  # ended, not asked to: that cannot be there
        finally:
            trainer.kill()


STARTS = """
import sys, time
from webapp import apart
from webapp.jobs import process
process.TrainingProcess.command = (sys.executable, "-c", "import time; time.sleep(30)")
started = process.TrainingProcess()
print(started.pid, flush=True)
time.sleep(0.5)
print(started.is_alive(), flush=True)
started.kill()
"""


@LINUX
def test_ctrl_c_is_not_for_a_training_which_gives_way(windows):
    command = [sys.executable, "-c", f"import signal; signal.signal(2, lambda *_: None){STARTS}"]
    with subprocess.Popen(command, stdout=-1, cwd=ROOT, start_new_session=True) as parent:
        pid = int(parent.stdout.readline())
        assert os.getpriority(os.PRIO_PROCESS, pid) > 10
        os.killpg(parent.pid, signal.SIGINT)
        assert parent.stdout.readline() == b"True\n"


@LINUX
def test_a_lock_keeps_others_out_whoever_has_it(windows, tmp_path):
    script = """
import sys
from pathlib import Path
from webapp import in_use
with in_use.join(Path(sys.argv[1])):
    print(in_use.take(Path(sys.argv[1])), flush=True)
    sys.stdin.readline()
print(in_use.take(Path(sys.argv[1])) is not None)
"""
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdin=-1, stdout=-1, cwd=ROOT, text=True) as first:
        assert first.stdout.readline() == "None\n"
        with subprocess.Popen(command, stdin=-1, stdout=-1, cwd=ROOT, text=True) as second:
            assert second.stdout.readline() == "None\n"  # beside each other they may be
            assert first.communicate("\n")[0] == "False\n"
            assert second.communicate("\n")[0] == "True\n"


@pytest.mark.parametrize("name", ["con", "nul", "aux", "prn", "com1", "lpt9"])
def test_no_version_is_called_as_a_device(name, tmp_path):
    assert not is_model_id(name)
    assert is_model_id(f"{name}-1")
    with pytest.raises(StoreError, match="device"):
        ModelStore(tmp_path).check_new(name)


@pytest.mark.parametrize("text", ["C:\\models", "C:/models", "\\\\host\\share", "models"])
def test_a_drive_is_no_bucket(text):
    assert load({"MODEL_STORE": text})["MODEL_STORE"] == Path(text)


def test_scripts_are_served_as_such_whatever_the_registry_says(tmp_path):
    for ending in (".js", ".css", ".svg"):
        mimetypes.add_type("text/plain", ending)  # as an editor may write it there
    client = create_app({"DATA": tmp_path, "MODEL_STORE": SHIPPED}).test_client()
    types = {}
    for file in Path(ROOT, "static").rglob("*.*"):
        with client.get(f"/static/{file.relative_to(ROOT / 'static').as_posix()}") as answer:
            types.setdefault(file.suffix, set()).add(answer.mimetype)
    assert types == {
        ".css": {"text/css"},
        ".js": {"text/javascript"},
        ".png": {"image/png"},
        ".svg": {"image/svg+xml"},
    }


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_a_checkout_on_windows_has_the_files_that_were_hashed(tmp_path):
    """Git for Windows turns ends of lines around unless it is told not to."""
    shutil.copytree(SHIPPED / "tutorial-1", tmp_path / "tutorial-1")
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    settings = ("-c", "core.autocrlf=true", "-c", "user.name=a", "-c", "user.email=a@b")

    def git(*words: str) -> None:
        command = ("git", *settings, *words)
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)

    for words in (("init",), ("add", "-A"), ("commit", "-m", "all")):
        git(*words)
    shutil.rmtree(tmp_path / "tutorial-1")
    git("checkout", "--", ".")
    ModelStore(tmp_path).verify("tutorial-1")
    assert b"\r" not in (tmp_path / "tutorial-1" / "manifest.json").read_bytes()


COMMAND = """
import signal, sys, time
signal.signal(signal.SIGINT, lambda *_: sys.exit(7))
print("there", flush=True)
time.sleep(0.01)
try:
    time.sleep(20)
finally:
    time.sleep(0.6)  # longer than subprocess leaves who is waited for when Ctrl-C comes
"""


def test_ctrl_c_reaches_what_make_started_where_nothing_can_be_handed_over():
    script = """
import os, sys
import scripts.dev as dev
os.name = "nt"
dev.become(sys.executable, "-c", sys.argv[1])
"""
    command = [sys.executable, "-c", script, COMMAND]
    with subprocess.Popen(command, stdout=-1, cwd=ROOT, start_new_session=True) as made:
        assert made.stdout.readline() == b"there\n"
        os.killpg(made.pid, signal.SIGINT)
        assert made.wait(10) == 7


def test_where_there_are_no_builds_that_is_said():
    script = """
import subprocess
import scripts.dev as dev
subprocess.call = lambda command, **options: "pip" in command
dev.installed = lambda wanted: None
dev.run([])
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Intel Macs" in done.stderr and "container" in done.stderr
