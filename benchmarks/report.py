"""Run the benchmarks; write what they print to ``docs/benchmarks.md``, with hardware and versions.

    python benchmarks/report.py [digits.jsonl.gz] [--only NAME …]

Those that need drawn digits, as ``drawn_digits.py`` has them, are left out where no file is given.
Each section is written as soon as it is there; one that is not run keeps what it had.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
PACKAGES = ("ai-edge-litert", "flask", "granian", "keras", "numpy", "pillow", "tensorflow")
DIGITS = "DIGITS"
"""Stands for the file of drawn digits."""

SECTIONS = {
    "serving": ("Readings, beside what demos do", ["serving.py"]),
    "memory": ("Memory of a web worker", ["memory.py"]),
    "slow_clients": ("Readings among slow clients", ["slow_clients.py"]),
    "classroom": ("A class that draws live", ["classroom.py"]),
    "swaps": ("Versions swapped under load", ["swaps.py"]),
    "pages": ("Pages", ["pages.py"]),
    "live": ("Readings while a network is trained", ["live.py"]),
    "inspecting": ("Looking inside", ["inspecting.py"]),
    "fuzz_png": ("Hostile images", ["fuzz_png.py"]),
    "training": ("Training, beside the tutorial's script", ["training.py"]),
    "backends": ("Training by each back end of Keras", ["backends.py"]),
    "drawn_digits": ("Digits that people drew", ["drawn_digits.py", DIGITS]),
    "rows": ("Rows of digits", ["rows.py", DIGITS]),
    "teaching": ("Teaching", ["teaching.py", DIGITS]),
}

HEAD = """\
# Benchmarks

Written by `make bench`; what each of them does stands at the head of its script. Machines are
noisy: believe the ratios, and measure on yours.
"""


def main() -> None:
    """Run what was asked for, one after the other."""
    options = parse()
    names = [name for name in options.only or SECTIONS if options.digits or not needs_digits(name)]
    written = dict(read())
    for name in names:
        title, arguments = SECTIONS[name]
        print(f"{title} …", flush=True)
        command = [options.digits if each == DIGITS else each for each in arguments]
        printed = subprocess.run(
            [sys.executable, HERE / command[0], *command[1:]], stdout=subprocess.PIPE, text=True
        )
        print(printed.stdout, flush=True)
        shown = " ".join(["python", f"benchmarks/{arguments[0]}", *arguments[1:]])
        failed = f" It ended with status {printed.returncode}." if printed.returncode else ""
        written[name] = (
            f"## {title}\n\n`{shown}`; {machine()}.{failed}\n\n```\n{printed.stdout.strip()}\n```\n"
        )
        sections = (written[each] for each in SECTIONS if each in written)
        PAGE.write_text("\n".join([HEAD, *sections]), encoding="utf-8")


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("digits", nargs="?", help="file of drawn digits: JSON lines")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, help="run these alone")
    return parser.parse_args()


def needs_digits(name: str) -> bool:
    """Tell whether a section is about digits that people drew."""
    return DIGITS in SECTIONS[name][1]


def read() -> Iterator[tuple[str, str]]:
    """Give the sections that the page has, by name."""
    text = PAGE.read_text("utf-8") if PAGE.is_file() else ""
    for section in re.split(r"(?m)^(?=## )", text)[1:]:
        for name, (title, _) in SECTIONS.items():
            if section.startswith(f"## {title}\n"):
                yield name, section.rstrip() + "\n"


def machine() -> str:
    """Return when, on what and with what it is run."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores of {processor()}, {memory:.0f} GiB, "
        f"{platform.system()}, CPython {platform.python_version()}, {versions}"
    )


def processor() -> str:
    """Return what the machine calls its processor."""
    try:
        text = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    found = re.search(r"^model name\s*: (.+)$", text, re.MULTILINE)
    return found[1] if found else platform.machine()


if __name__ == "__main__":
    main()
