"""Make sure that PostgreSQL and Redis are there for the tests; say loudly where they are not.

Those that the machine has are taken, else Debian's packages, where we are root. The tests start
servers of their own, on free ports and in folders that are gone afterwards.
"""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from ensure_browser import install_packages, may_install  # noqa: E402  (needs the path above)

PROGRAMS = {"initdb": "postgresql", "redis-server": "redis-server"}
MISSING = """
************************************************************************************
***  NOT HERE: {names}. THE TESTS THAT NEED THEM ARE SKIPPED.
***  On Debian and Ubuntu: apt install {names}
************************************************************************************
"""


def main() -> None:
    """Install what is missing, where that can be done."""
    packages = missing()
    if packages and may_install():
        print(f"Installing {' and '.join(packages)}…", flush=True)
        install_packages(*packages)
        packages = missing()
    if packages:
        print(MISSING.format(names=" ".join(packages)), file=sys.stderr, flush=True)


def missing() -> list[str]:
    """Return Debian's packages of the servers that are not there."""
    return [package for program, package in PROGRAMS.items() if not is_there(program)]


def is_there(program: str) -> bool:
    """Tell whether a program can be found; Debian keeps PostgreSQL's aside."""
    aside = Path("/usr/lib/postgresql").glob(f"*/bin/{program}")
    return shutil.which(program) is not None or any(aside)


if __name__ == "__main__":
    main()
