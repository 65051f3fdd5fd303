"""Locks on files: threads and processes go one after the other."""

import subprocess
import sys
import threading
import time

from webapp.locks import locked

HOLD = """
import sys, time
from pathlib import Path
from webapp.locks import locked
with locked(Path(sys.argv[1])):
    print("mine", flush=True)
    sys.stdin.readline()
"""


def test_threads_take_turns(tmp_path):
    inside, most = [], []

    def write() -> None:
        for _ in range(20):
            with locked(tmp_path / "turns"):
                inside.append(1)
                most.append(len(inside))
                time.sleep(0)
                inside.pop()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 160
    assert set(most) == {1}


def test_one_that_stumbles_lets_the_next_go_on(tmp_path):
    try:
        with locked(tmp_path / "turns"):
            raise ValueError
    except ValueError:
        pass
    with locked(tmp_path / "turns"):
        pass


def test_another_process_is_waited_for_also_one_that_is_killed(tmp_path):
    file = tmp_path / "turns"
    for end in (lambda other: other.communicate("done\n"), lambda other: other.kill()):
        command = [sys.executable, "-c", HOLD, str(file)]
        with subprocess.Popen(command, stdin=-1, stdout=-1, text=True) as other:
            assert other.stdout.readline() == "mine\n"
            had = threading.Event()

            def wait(had: threading.Event = had) -> None:
                with locked(file):
                    had.set()

            waiting = threading.Thread(target=wait)
            waiting.start()
            assert not had.wait(0.2)
            end(other)
            waiting.join(10)
            assert had.is_set()
