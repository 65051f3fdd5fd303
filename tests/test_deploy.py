"""What deploys the program, as far as that can be looked at without a container engine."""

import json
import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.test_server import Server
from webapp.config import PREFIX, SETTINGS

ROOT = Path(__file__).parent.parent
UNITS = sorted((ROOT / "deploy").glob("*.service"))


class Stage:
    """A stage of a Containerfile: its base, its name, its instructions in order."""

    def __init__(self, base: str, name: str):
        self.base, self.name = base, name
        self.instructions: list[tuple[str, str]] = []

    def all(self, instruction: str) -> list[str]:
        return [rest for name, rest in self.instructions if name == instruction]


def stages() -> dict[str, Stage]:
    text = (ROOT / "Containerfile").read_text("utf-8")
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.M)
    found: dict[str, Stage] = {}
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        name, _, rest = line.strip().partition(" ")
        if name == "FROM":
            base, as_, stage = rest.split()
            assert as_ == "AS"
            found[stage] = Stage(base, stage)
        elif name and found:
            list(found.values())[-1].instructions.append((name, rest))
    return found


STAGES = stages()


def lineage(name: str) -> list[Stage]:
    """Return a stage and what it is made from, the oldest first."""
    stage = STAGES[name]
    return [*(lineage(stage.base) if stage.base in STAGES else []), stage]


def environment(name: str) -> dict[str, str]:
    lines = [rest for stage in lineage(name) for rest in stage.all("ENV")]
    return dict(pair.split("=", 1) for line in lines for pair in line.split())


def is_ignored(path: str) -> bool:
    """Tell whether a path is kept out of the build, by the last pattern that fits."""
    ignored = False
    for line in (ROOT / ".containerignore").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        keeps, pattern = line.startswith("!"), line.removeprefix("!")
        parts = [path, *(str(parent) for parent in Path(path).parents)]
        if any(fnmatch(part, pattern.replace("**/", "*")) for part in parts):
            ignored = not keeps
    return ignored


def made_of(name: str) -> list[Stage]:
    """Return the stages of which anything is in a stage, also those it only copies from."""
    found = []
    for stage in lineage(name):
        copied = re.findall(r"--from=(\S+)", " ".join(stage.all("COPY")))
        found += [each for source in copied for each in made_of(source)]
        found.append(stage)
    return found


def commands(stages: list[Stage]) -> list[str]:
    """Return every command that is run in these stages."""
    lines = [line for stage in stages for line in stage.all("RUN")]
    return [each.strip() for line in lines for each in re.split(r"[&|;]+", line)]


def locks(name: str) -> set[str]:
    """Return the lock files from which an image is installed."""
    return set(re.findall(r" -r (\S+)", " ".join(commands(made_of(name)))))


def test_there_are_two_images_and_only_one_trains():
    assert {"web", "trainer"} <= set(STAGES)
    assert "train" not in str([stage.instructions for stage in made_of("web")])
    assert [each for each in STAGES["web"].all("COPY") if each.startswith("--from=build ")]
    assert locks("web") == {"requirements.lock"}
    assert locks("trainer") == {"requirements.lock", "requirements-train.lock"}
    assert [each for each in STAGES["trainer"].all("COPY") if "--from=build-trainer " in each]


@pytest.mark.parametrize("name", ["web", "trainer"])
def test_it_runs_as_a_user_without_rights(name):
    *_, stage = lineage(name)
    order = [instruction for instruction, _ in stage.instructions]
    users = stage.all("USER")
    assert len(users) == 1 and re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[0])  # by number: Kubernetes
    assert not {"RUN", "COPY", "ADD"} & set(order[order.index("USER") :])
    made = str([each.all("RUN") for each in lineage(name)])
    assert f"--uid {users[0].partition(':')[0]}" in made


@pytest.mark.parametrize("name", ["web", "trainer"])
def test_its_settings_are_settings_and_only_its_volume_is_written_to(name):
    values = environment(name)
    for variable, value in values.items():
        if variable.startswith(PREFIX):
            SETTINGS[variable.removeprefix(PREFIX)].parse(value)
    (volume,) = [rest for stage in lineage(name) for rest in stage.all("VOLUME")]
    for variable in ("HITOFUDE_DATA", "HITOFUDE_MODEL_STORE", "HOME", "TMPDIR"):
        assert Path(values[variable]).is_relative_to(volume)
    assert not any(re.search("SECRET|PASSWORD|TOKEN", variable) for variable in values)


def test_whatever_is_copied_is_there_and_not_ignored():
    copied = [
        source
        for stage in STAGES.values()
        for line in stage.all("COPY")
        if not line.startswith("--from")
        for source in line.split()[:-1]
    ]
    assert {"webapp", "static", "templates", "setup.cfg"} <= set(copied)
    for source in copied:
        assert (ROOT / source).exists(), source
        inside = [source] if (ROOT / source).is_file() else [f"{source}/x.py"]
        if source == "model_store":
            inside = [f"{source}/{name}" for name in ("best-1/manifest.json", "champion.default")]
        assert not any(map(is_ignored, inside)), source


@pytest.mark.parametrize(
    "path",
    [".git/config", ".venv/bin/python", "instance/secret_key", "instance/records.sqlite3"]
    + ["model_store/champion", "model_store/conv-1/manifest.json", "tests/support.py", ".env"]
    + ["webapp/__pycache__/a.pyc"],
)
def test_what_is_nobodys_business_stays_out(path):
    assert is_ignored(path)


PIP = "/opt/hitofude/bin/pip "
FROM_LOCK = f"{PIP}install --require-hashes --only-binary :all: -r "
FROM_HERE = {
    f"{PIP}wheel --no-index --no-deps --no-build-isolation --wheel-dir /wheels .",
    f"{PIP}install --no-index --no-deps /wheels/*.whl",
}


def test_only_what_is_locked_is_installed():
    """From the lock files, each by its hash; the program itself without looking elsewhere."""
    run = commands(list(STAGES.values()))
    installing = {each for each in run if re.search(r"\bpip\b", each)}
    assert installing - FROM_HERE == {FROM_LOCK + file for file in locks("trainer")}
    assert not [each for each in run if re.search(r"\b(curl|wget|git|apt|apt-get|uv)\b", each)]
    assert not [stage.name for stage in STAGES.values() if stage.all("ADD")]


def test_what_it_needs_is_in_the_lock_file():
    def text(name: str) -> str:
        return "".join((ROOT / file).read_text("utf-8") for file in locks(name))

    assert "\nflask==" in text("web") and "tensorflow==" not in text("web")
    assert "\ntensorflow==" in text("trainer")


def test_what_it_needs_comes_before_the_program():
    """A layer is made anew when one before it is: so nothing that changes daily stands there."""
    for name in ("needs", "needs-trainer"):
        copied = [line for stage in made_of(name) for line in stage.all("COPY")]
        assert all(re.fullmatch(r"requirements\S*\.lock \./", line) for line in copied)
    for name, needs in (("build", "needs"), ("build-trainer", "needs-trainer")):
        assert STAGES[name].base == needs
    for name in ("web", "trainer"):  # what builds stays behind
        assert not [each for each in commands(lineage(name)) if "pip" in each]


@pytest.mark.parametrize(
    "line", [line for stage in STAGES.values() for line in stage.all("RUN")], ids=lambda it: it[:30]
)
def test_the_shell_understands_it(line):
    done = subprocess.run(["sh", "-n", "-c", line], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_health_check_tells_whether_it_is_ready(tmp_path):
    (check,) = STAGES["web"].all("HEALTHCHECK")
    _, *command = json.loads(check[check.index("[") :])
    server = Server(tmp_path / "data", "--workers", "1")
    try:
        server.wait_until_ready()
        values = {**os.environ, "HITOFUDE_PORT": str(server.port)}
        assert subprocess.run([sys.executable, *command], env=values).returncode == 0
        server.stop()
        failed = subprocess.run([sys.executable, *command], env=values, capture_output=True)
        assert failed.returncode == 1
    finally:
        server.kill()


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_run_a_command_that_there_is_with_settings_that_there_are(unit):
    from webapp.cli import cli

    text = unit.read_text("utf-8")
    (command,) = re.findall(r"^ExecStart=/\S+/hitofude (\w+)$", text, re.M)
    assert command in cli.commands
    for name, value in re.findall(rf"^Environment={PREFIX}(\w+)=(.+)$", text, re.M):
        SETTINGS[name].parse(value)
    assert re.search(r"^User=(?!root)", text, re.M)
    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="):
        assert f"\n{line}\n" in text


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd")
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_finds_nothing_wrong(unit, tmp_path):
    text = re.sub(r"/opt/hitofude/bin/hitofude", shutil.which("true"), unit.read_text("utf-8"))
    (tmp_path / unit.name).write_text(text)
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_both_units_are_there():
    assert [path.name for path in UNITS] == ["hitofude-trainer.service", "hitofude.service"]
