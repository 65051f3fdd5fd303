"""The lock files hold what ``setup.cfg`` asks for, what this needs, and their hashes."""

import configparser
import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent.parent
SERVER, TRAINER = "requirements.lock", "requirements-train.lock"
EXTRAS = {SERVER: {"postgres", "redis", "s3"}, TRAINER: {"postgres", "redis", "s3", "train"}}
LINE = re.compile(
    r"^([\w.-]+)==([\w.]+)(?: ; (.+?))?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", re.M
)
FLOORS = {"flask": "3.1.3", "keras": "3.15.1", "pillow": "12.3"}
"""Below these stand weaknesses that are known."""

PYTHONS = ("3.11.0", "3.11.9", "3.12.4", "3.13.1", "3.14.0")
PLATFORMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "darwin": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "win32": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}


class Pin(NamedTuple):
    """A line of a lock file."""

    name: str
    version: str
    marker: str
    hashes: str

    def is_for(self, environment: dict[str, str]) -> bool:
        """Tell whether it is installed there; an empty environment is this machine's."""
        return not self.marker or Marker(self.marker).evaluate(environment)


def pins(file: str) -> list[Pin]:
    """Return what a lock file holds."""
    text = (ROOT / file).read_text("utf-8")
    assert LINE.sub("", text).strip() == ""  # nothing without a hash, nothing from elsewhere
    return [Pin(*found) for found in LINE.findall(text)]


def setup() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", "utf-8")
    return parser


def asked(extras: set[str]) -> list[Requirement]:
    """Return what the program says it needs: to run, for these extras, and to be built."""
    declared, build = setup(), tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    texts = [declared["options"]["install_requires"]]
    texts += [declared["options.extras_require"][extra] for extra in sorted(extras)]
    lines = [*"\n".join(texts).splitlines(), *build["build-system"]["requires"]]
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


@pytest.fixture(params=[SERVER, TRAINER])
def file(request) -> str:
    return request.param


@pytest.fixture
def locked(file) -> dict[str, str]:
    """Give the versions for this machine by their packages."""
    return {pin.name: pin.version for pin in pins(file) if pin.is_for({})}


def test_every_extra_is_locked_somewhere():
    extras = set(setup()["options.extras_require"])
    # Tests and notebooks run where a program is written, not where it is deployed.
    assert EXTRAS[SERVER] | EXTRAS[TRAINER] == extras - {"notebook", "test"}


def test_what_the_program_asks_for_is_locked(file, locked):
    for requirement in asked(EXTRAS[file]):
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)])


def test_what_that_needs_is_locked_too(file, locked):
    """As far as it is installed here: in the same version, or it may need something else."""
    waiting, seen = asked(EXTRAS[file]), set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        version = locked[name]
        assert requirement.specifier.contains(version), (requirement, version)
        for extra in {"", *requirement.extras} - {extra for each, extra in seen if each == name}:
            seen.add((name, extra))
            waiting += needs(name, extra)
    # Nothing is in it that nobody needs.
    assert set(locked) - {name for name, _ in seen} <= {"colorama"}


def needs(name: str, extra: str) -> list[Requirement]:
    """Return what a package that is installed here needs, with an extra of its own or without."""
    try:
        found = map(Requirement, requires(name) or [])
    except PackageNotFoundError:
        return []
    return [each for each in found if not each.marker or each.marker.evaluate({"extra": extra})]


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_wherever_it_runs_each_package_is_there_once(file, python, platform):
    environment = {
        **PLATFORMS[platform],
        "python_full_version": python,
        "python_version": python.rpartition(".")[0],
    }
    names = [pin.name for pin in pins(file) if pin.is_for(environment)]
    assert len(names) == len(set(names))
    assert {canonicalize_name(each.name) for each in asked(EXTRAS[file])} <= set(names)


def test_what_both_hold_is_the_same():
    assert set(pins(SERVER)) <= set(pins(TRAINER))


def test_a_server_gets_nothing_that_trains():
    names = {pin.name for pin in pins(SERVER)}
    assert not names & {"keras", "tensorflow"}
    assert {"keras", "tensorflow"} <= {pin.name for pin in pins(TRAINER)}


@pytest.mark.parametrize("name", FLOORS)
def test_nothing_is_older_than_is_safe(name):
    floor = Version(FLOORS[name])
    found = [pin.version for file in EXTRAS for pin in pins(file) if pin.name == name]
    assert found and all(Version(version) >= floor for version in found)
    (declared,) = [each for each in asked(EXTRAS[TRAINER]) if each.name == name]
    (oldest,) = [each.version for each in declared.specifier if each.operator == ">="]
    assert Version(oldest) >= floor  # nor where it is installed without a lock file
