"""Write requirements.lock: what a server is installed from, each file by its hash.

    python scripts/lock.py

It holds for every platform and every Python that the program runs on. ``uv`` must be there
(``pip install uv``); nothing else of the project needs it.
"""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
OLDEST = "3.11"

KEPT_BACK = "backports-strenum<1.3\n"
"""What uv would take and pip refuses: newer ones say that they are for Pythons before 3.11."""

COMMAND = (
    *("uv", "pip", "compile", "setup.cfg", "--universal", "--generate-hashes"),
    *("--python-version", OLDEST, "--no-header", "--no-annotate", "--quiet", "--upgrade"),
    *("--constraints", "-", "--output-file", "requirements.lock"),
)

if __name__ == "__main__":
    subprocess.run(
        COMMAND, cwd=ROOT, check=True, input=KEPT_BACK, text=True, stdout=subprocess.DEVNULL
    )
