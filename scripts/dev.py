"""Set up `.venv` and run, test or measure Hitofude, on any system that has CPython 3.11+.

    python scripts/dev.py run [options of `hitofude serve`]
    python scripts/dev.py test [options of pytest]
    python scripts/dev.py bench [FILE of drawn digits, JSON lines]
    python scripts/dev.py format

Only the standard library is used here: this runs before anything is installed. What is installed
already is not installed again, hence a second run starts at once.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "hitofude.json"
OLDEST = (3, 11)
NO_BUILDS = """
What Hitofude needs could not be installed (see above). There are builds for Linux, for macOS on
Apple silicon and for 64-bit Windows on Intel and AMD; where there are none, as on Intel Macs, it
runs in a container: docs/operations.md. Else see whether the network is there, and try again.
"""
MOST_AT_ONCE = 4  # processes that test: each trains the small networks that its tests share


def main(arguments):
    """Carry out the command named first; the rest are its own options."""
    if sys.version_info < OLDEST:
        sys.exit("Hitofude needs CPython 3.11 or newer; this is " + sys.version.split()[0] + ".")
    commands = {"run": run, "test": test, "bench": bench, "format": layout}
    if not arguments or arguments[0] not in commands:
        sys.exit(__doc__)
    os.chdir(ROOT)
    commands[arguments[0]](arguments[1:])


def run(options):
    """Serve the page. Training comes along where TensorFlow has a build for this machine."""
    if not install({"train"}, must=False):
        print(
            "\nTensorFlow could not be installed here (see above): drawings are read, but nothing\n"
            "can be trained. It is tried again at the next start.\n",
            flush=True,
        )
        if not install(set(), must=False):
            sys.exit(NO_BUILDS)
    become(BIN / "hitofude", "serve", *options)


def test(options):
    """Check the style, make sure of a browser and of servers, and run the tests side by side."""
    install({"train", "test"})
    call(PYTHON, "-m", "ruff", "check", ".")
    call(PYTHON, "-m", "ruff", "format", "--check", ".")
    call(PYTHON, ROOT / "scripts" / "ensure_browser.py")
    call(PYTHON, ROOT / "scripts" / "ensure_servers.py")
    at_once = ("-n", min(os.cpu_count() or 1, MOST_AT_ONCE))
    by_file = ("--dist", "loadfile", "--no-loadscope-reorder")  # tests/conftest.py orders them
    become(PYTHON, "-m", "pytest", *at_once, *by_file, *options)


def bench(digits):
    """Write the tables of `benchmarks/` to docs/benchmarks.md; some need a file of digits."""
    install({"train"})
    call(PYTHON, ROOT / "benchmarks" / "report.py", *digits)


def layout(_options):
    """Lay out the code and sort its imports."""
    install({"train", "test"})
    call(PYTHON, "-m", "ruff", "check", "--fix", ".")
    call(PYTHON, "-m", "ruff", "format", ".")


def install(extras, must=True):
    """Install the project with `extras` unless that was done; return whether it is there."""
    if not usable():
        create()
    wanted = requirements()
    done = installed(wanted)
    if done is not None and extras <= done:
        return True
    extras = extras | (done or set())
    print("Installing what Hitofude needs into .venv (a few minutes, this once)…", flush=True)
    target = "." + (f"[{','.join(sorted(extras))}]" if extras else "")
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--editable", target]
    if code := subprocess.call(pip, cwd=ROOT):
        if must:
            sys.exit(code)
        return False
    STAMP.write_text(json.dumps({"of": wanted, "extras": sorted(extras)}), encoding="utf-8")
    return True


def requirements():
    """Name what an installation depends on: the declarations, and where the checkout lies."""
    declared = (ROOT / "setup.cfg").read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(declared + str(ROOT).encode()).hexdigest()


def installed(wanted):
    """Return the extras that are installed as `wanted`, or None where it must be done anew."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        return set(stamp["extras"]) if stamp["of"] == wanted else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def usable():
    """Tell whether `.venv` has a working Python that is new enough."""
    check = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    try:
        return subprocess.call([PYTHON, "-c", check], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def create():
    """Make `.venv` anew: its Python is missing, too old or was removed from the system."""
    try:
        import ensurepip  # noqa: F401  (Debian packs it, and with it venv, apart)
    except ImportError:
        version = "{}.{}".format(*sys.version_info)
        sys.exit(
            f"This Python has no 'venv'. On Debian and Ubuntu: apt install python{version}-venv"
        )
    print(f"Making .venv with CPython {sys.version.split()[0]}…", flush=True)
    call(sys.executable, "-m", "venv", "--clear", VENV)


def call(*command):
    """Run a command and stop with its exit status where it fails."""
    if code := subprocess.call([str(part) for part in command], cwd=ROOT):
        sys.exit(code)


def become(*command):
    """Hand over to a command, so that signals reach it; Windows has no such thing."""
    command = [str(part) for part in command]
    if os.name == "nt":
        # The command hears Ctrl-C, too: whoever waits for it must not end it before it is done.
        signal.signal(signal.SIGINT, lambda *_: None)
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
