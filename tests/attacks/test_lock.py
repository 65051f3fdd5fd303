"""``requirements.lock`` holds what ``setup.cfg`` asks for, what this needs, and their hashes."""

import configparser
import re
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent.parent
LINE = re.compile(
    r"^([\w.-]+)==([\w.]+)(?: ; (.+?))?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", re.M
)
HERE = {"extra": ""}


def asked() -> list[Requirement]:
    """Return what the program says it needs."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", "utf-8")
    lines = setup["options"]["install_requires"].splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def locked() -> dict[str, str]:
    """Give the versions for this machine by their packages."""
    text = (ROOT / "requirements.lock").read_text("utf-8")
    found = LINE.findall(text)
    assert LINE.sub("", text).strip() == ""  # nothing without a hash, nothing from elsewhere
    return {name: version for name, version, marker, _ in found if not marker or is_here(marker)}


def is_here(marker: str) -> bool:
    return Marker(marker).evaluate()


def test_what_the_program_asks_for_is_locked(locked):
    for requirement in asked():
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)])


def test_what_that_needs_is_locked_too(locked):
    """As far as it is installed here: in the same version, or it may need something else."""
    waiting, seen = asked(), set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        version = locked[name]
        assert requirement.specifier.contains(version), (requirement, version)
        if name in seen:
            continue
        seen.add(name)
        try:
            needs = map(Requirement, requires(name) or [])
        except PackageNotFoundError:
            continue
        waiting += [each for each in needs if not each.marker or each.marker.evaluate(HERE)]
    assert set(locked) - seen <= {"colorama"}  # nothing is in it that nobody needs
