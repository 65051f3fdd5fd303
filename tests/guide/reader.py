"""A reader who types in all that a page says, in order: shell, Python and patches."""

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

from tests.guide.page import Block

ROOT = Path(__file__).parent.parent.parent
SHOWN = ("text", "json")
"""Languages of blocks that show what the block before them prints; ``…`` stands for anything."""

CHILD = """
import contextlib, io, json, os, sys, traceback

channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)
names = {"__name__": "__main__"}
for line in sys.stdin:
    block = json.loads(line)
    os.environ.update(block["environment"])
    said, failure = io.StringIO(), None
    try:
        with contextlib.redirect_stdout(said):
            code = compile("\\n" * (block["line"] - 1) + block["code"], block["page"], "exec")
            exec(code, names)
    except BaseException:
        failure = traceback.format_exc()
    channel.write(json.dumps({"said": said.getvalue(), "failure": failure}) + "\\n")
    channel.flush()
"""


class Reader:
    """Somebody with a terminal in a folder, and a Python that keeps what was defined."""

    def __init__(self, folder: Path, program: Path, settings: dict[str, str], port: int):
        self.folder = folder
        self.port = port
        tools = folder / ".tools"
        tools.mkdir()
        _tool(tools / "python", f'exec "{sys.executable}" "$@"')
        start = "from webapp.cli import main; main()"
        _tool(tools / "hitofude", f'exec "{sys.executable}" -c "{start}" "$@"')
        kept = {k: v for k, v in os.environ.items() if not k.startswith("HITOFUDE_")}
        self.environment = {
            **kept,
            **settings,
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(program),
            "PYTHONIOENCODING": "utf-8",
            "TF_CPP_MIN_LOG_LEVEL": "3",
        }
        self._python: subprocess.Popen | None = None

    def read(self, page: Path, blocks: list[Block], begun: tuple[str, ...] = ()) -> None:
        """Do what a page says; what it shows must be what comes out.

        ``begun``: how commands begin that stay in the foreground: they were started already.
        """
        said = ""
        for block in blocks:
            where = f"{page.name}:{block.line}"
            if block.language in SHOWN:
                assert _shows(block.code, said), f"{where} shows otherwise:\n{said}"
            elif block.language == "sh" and not block.code.startswith(begun):
                said = self.shell(block.code, where)
            elif block.language == "python":
                said = self.python(block.code, where, block.line)
            elif block.language == "diff":
                self._run(["git", "apply", "-"], where, block.code)

    def shell(self, code: str, where: str) -> str:
        """Run commands and return what they print; exported variables stay."""
        code = f"{self._with_port(code)}\nenv -0 > .environment"
        said = self._run(["bash", "-euo", "pipefail", "-c", code], where)
        pairs = (self.folder / ".environment").read_text("utf-8").split("\0")
        self.environment |= dict(pair.split("=", 1) for pair in pairs if "=" in pair)
        return said

    def python(self, code: str, where: str, line: int = 1) -> str:
        """Run Python and return what it prints; names stay."""
        if self._python is None:
            self._python = subprocess.Popen(
                [sys.executable, "-c", CHILD],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                env=self.environment,
                cwd=self.folder,
            )
        block = {"code": self._with_port(code), "line": line, "page": where.partition(":")[0]}
        self._python.stdin.write(json.dumps({**block, "environment": self.environment}) + "\n")
        self._python.stdin.flush()
        answer = json.loads(self._python.stdout.readline())
        assert answer["failure"] is None, f"{where}\n{answer['failure']}"
        return answer["said"]

    def close(self) -> None:
        """End the Python."""
        if self._python is not None:
            self._python.communicate(timeout=30)

    def _with_port(self, code: str) -> str:
        return code.replace("127.0.0.1:8000", f"127.0.0.1:{self.port}")

    def _run(self, command: list[str], where: str, given: str | None = None) -> str:
        done = subprocess.run(
            command,
            input=given or "",
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=self.environment,
            cwd=self.folder,
            timeout=120,
        )
        assert done.returncode == 0, f"{where}: {done.stdout}{done.stderr}"
        return done.stdout


def _tool(path: Path, command: str) -> None:
    path.write_text(f"#!/bin/sh\n{command}\n")
    path.chmod(0o755)


def _shows(shown: str, said: str) -> bool:
    """Return whether a block shows what was printed; a port may be another."""
    pattern = re.escape(textwrap.dedent(shown).strip()).replace("…", ".*?")
    return re.fullmatch(pattern, said.strip(), re.DOTALL) is not None
