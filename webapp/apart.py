"""How a process is started that Ctrl-C is not for: whoever looks after it ends it."""

import os
import subprocess
from typing import Any

if os.name == "nt":
    APART: dict[str, Any] = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    ASIDE: dict[str, Any] = {
        "creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.IDLE_PRIORITY_CLASS
    }
else:
    APART = {"start_new_session": True}
    ASIDE = APART
"""Options of ``Popen``. ``ASIDE``: it gives way to readings, too; elsewhere than on Windows such a
process lowers its priority itself."""
