"""Make sure that there is a Chromium for the browser tests; say loudly where there is none.

In this order: one that the machine has; Playwright's own download; Debian's package, where we are
root. Runs in the virtual environment. With `CI=true` no browser is a failure: a green run that
skipped half of its tests would be believed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.chromium import ARGUMENTS, find_chromium  # noqa: E402  (needs the path above)

# Without CJK fonts the Japanese pages are empty boxes on the screenshots.
FONTS = "fonts-noto-cjk"
DEBIAN_PACKAGES = ("chromium-headless-shell", "chromium")  # the first that there is
NO_BROWSER = """
************************************************************************************
***  NO CHROMIUM: THE BROWSER TESTS ARE SKIPPED. What was tried is printed above. ***
***  Install Chromium or Chrome, then run the tests again.                        ***
************************************************************************************
"""


def main():
    """Try one way after the other; return the exit status."""
    for way in (nothing, download, debian_package):
        if way() and starts(find_chromium()):
            return 0
    print(NO_BROWSER, file=sys.stderr, flush=True)
    return 1 if os.environ.get("CI", "").lower() == "true" else 0


def nothing():
    """Take the browser that is there."""
    return True


def download():
    """Let Playwright fetch its own build: no rights are needed, but its server must be reached."""
    print("No Chromium here yet: Playwright downloads its own…", flush=True)
    return succeeds(sys.executable, "-m", "playwright", "install", "chromium")


def debian_package():
    """Install a build of Debian's, with every library that a browser needs."""
    if not may_install():
        print("Not root on Debian: its package is no way out.", flush=True)
        return False
    print("Installing Debian's Chromium…", flush=True)
    return any(install_packages(package, FONTS) for package in DEBIAN_PACKAGES)


def may_install():
    """Tell whether we are root on Debian or one of its kin."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and bool(shutil.which("apt-get"))


def install_packages(*packages):
    """Install Debian's packages; tell whether it went well."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ("apt-get", "install", "-y", "--no-install-recommends", *packages)
    return succeeds("apt-get", "update", env=quiet) and succeeds(*install, env=quiet)


def starts(path):
    """Tell whether the browser at `path` runs: a download can lack the system's libraries."""
    if not path:
        return False
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as playwright:
            playwright.chromium.launch(executable_path=str(path), args=list(ARGUMENTS)).close()
    except Error as error:
        print(f"{path} does not start: {error}", file=sys.stderr, flush=True)
        return False
    return True


def succeeds(*command, env=None):
    """Run a command; tell whether it went well."""
    try:
        return subprocess.run(command, env=env, stdin=subprocess.DEVNULL).returncode == 0
    except OSError as error:
        print(f"{command[0]}: {error}", file=sys.stderr, flush=True)
        return False


if __name__ == "__main__":
    sys.exit(main())
