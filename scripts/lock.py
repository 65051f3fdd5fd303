"""Write what is installed, each file by its hash: for a server, and for what trains as well.

    python scripts/lock.py

Both have what databases, Redis and buckets need, and what builds the program itself. They hold for
every platform and every Python that the program runs on. ``uv`` must be there (``pip install uv``);
nothing else of the project needs it.
"""

import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
OLDEST = "3.11"

SERVER, TRAINER = "requirements.lock", "requirements-train.lock"
EXTRAS = ("postgres", "redis", "s3")

KEPT_BACK = "backports-strenum<1.3"
"""What uv would take and pip refuses: newer ones say that they are for Pythons before 3.11."""

COMMAND = (
    *("uv", "pip", "compile", "setup.cfg", "-", "--universal", "--generate-hashes"),
    *("--python-version", OLDEST, "--no-header", "--no-annotate", "--quiet", "--upgrade"),
)


def lock(output: str, extras: tuple[str, ...], *options: str) -> None:
    """Write a file with the newest versions that are allowed."""
    chosen = [word for extra in extras for word in ("--extra", extra)]
    subprocess.run(
        [*COMMAND, *chosen, *options, "--output-file", output],
        cwd=ROOT,
        check=True,
        input="\n".join([*build_needs(), KEPT_BACK]),
        text=True,
        stdout=subprocess.DEVNULL,
    )


def build_needs() -> list[str]:
    """Return what builds the program."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return settings["build-system"]["requires"]


if __name__ == "__main__":
    lock(TRAINER, (*EXTRAS, "train"))
    lock(SERVER, EXTRAS, "--constraints", TRAINER)  # the same versions in both
