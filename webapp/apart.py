"""How a process is started that Ctrl-C is not for: whoever looks after it ends it.

``APART`` and ``ASIDE`` are options of ``subprocess.Popen``. What is started ``ASIDE`` gives way to
readings, too; elsewhere than on Windows such a process lowers its priority itself.
"""

import os
import subprocess
from typing import Any

APART: dict[str, Any] = {"start_new_session": True}
ASIDE = APART
if os.name == "nt":
    APART = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    ASIDE = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.IDLE_PRIORITY_CLASS}
