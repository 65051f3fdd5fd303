"""Make this Python behave as on Windows, as far as that can be had on Linux.

With this folder in ``PYTHONPATH`` every Python does so when it starts, whoever starts it. Our own
code sees ``os``, ``signal`` and ``subprocess`` without what Windows lacks, and ``msvcrt`` in place
of ``fcntl``; everybody's files cannot be renamed or removed while anybody has them open.

What it cannot show: what Windows does besides, and how libraries run there.
"""

import builtins
import errno
import fcntl
import importlib.machinery
import os
import signal
import struct
import subprocess
import sys
import threading
import types
import warnings
from contextlib import suppress
from multiprocessing import popen_fork, set_start_method

MISSING_MODULES = {"fcntl", "grp", "pwd", "resource", "termios", "pty", "tty"}
MISSING = {
    "os": """O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK O_SYNC SCHED_BATCH SCHED_IDLE SCHED_OTHER
    WNOHANG chown fchmod fchown fork forkpty getegid geteuid getgid getloadavg getpgid getpriority
    getuid killpg mkfifo mknod nice openpty pipe2 posix_fallocate posix_spawn pread pwrite
    register_at_fork sched_getaffinity sched_param sched_setaffinity sched_setscheduler sendfile
    setpgid setpriority setsid statvfs sync sysconf uname wait waitid""",
    "signal": """SIGALRM SIGCHLD SIGHUP SIGKILL SIGPIPE SIGQUIT SIGUSR1 SIGUSR2 alarm pause
    pthread_kill pthread_sigmask setitimer sigwait""",
}


def links():
    """Return what is open in all processes that we may look at."""
    for pid in filter(str.isdecimal, os.listdir("/proc")):
        with suppress(OSError):
            for file in os.listdir(f"/proc/{pid}/fd"):
                with suppress(OSError):  # closed meanwhile
                    yield os.readlink(f"/proc/{pid}/fd/{file}")


def open_somewhere(path: str) -> bool:
    """Tell whether any process has a file open, or mapped by this one, or one in a folder."""
    place = os.path.realpath(path)
    inside = place + os.sep
    for link in links():
        if (link == place and os.path.isfile(link)) or link.startswith(inside):
            return True
    with open("/proc/self/maps", encoding="utf-8") as maps:
        return any(line.rstrip("\n").endswith(place) or inside in line for line in maps)


def refuse(*paths: str) -> None:
    for path in paths:
        if os.path.lexists(path) and open_somewhere(path):
            with suppress(KeyError), open(os.environ["LIKE_WINDOWS_REFUSED"], "ab"):
                pass  # whoever has set it waits for that
            raise PermissionError(errno.EACCES, "The file is used by another process", str(path))


real = {
    name: getattr(os, name) for name in ("unlink", "rename", "replace", "open", "fsync", "kill")
}


def unlink(path, *, dir_fd=None):
    refuse(path)
    real["unlink"](path, dir_fd=dir_fd)


def rename(source, target, **more):
    refuse(source)
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, "There is a file already", str(target))
    real["rename"](source, target, **more)


def replace(source, target, **more):
    refuse(source, target)
    if os.path.isdir(target):
        raise PermissionError(errno.EACCES, "It is a folder", str(target))
    real["replace"](source, target, **more)


def open_(path, flags, mode=0o777, *, dir_fd=None):
    if dir_fd is None and os.path.isdir(path) and not flags & getattr(os, "O_TMPFILE", 0):
        raise PermissionError(errno.EACCES, "It is a folder", str(path))
    return real["open"](path, flags, mode, dir_fd=dir_fd)


def fsync(file):
    number = file if isinstance(file, int) else file.fileno()
    if fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
        raise OSError(errno.EBADF, "It is open for reading only")
    real["fsync"](number)


def kill(pid, _signal):
    """End a process at once, whatever the signal: Windows knows no other way."""
    real["kill"](pid, signal.SIGKILL)


def locking(descriptor, mode, count):
    """Lock or unlock bytes of this very handle, from where it stands."""
    kind = fcntl.F_UNLCK if mode == 0 else fcntl.F_WRLCK
    start = os.lseek(descriptor, 0, os.SEEK_CUR)
    asked = struct.pack("hhqqi4x", kind, os.SEEK_SET, start, count, 0)
    try:
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, asked)
    except OSError as error:
        raise PermissionError(errno.EACCES, "Permission denied") from error


class Popen(subprocess.Popen):
    """As there: no sessions, groups that hear no Ctrl-C, and an end without warning."""

    def __init__(self, *arguments, creationflags=0, start_new_session=False, **more):
        if more.get("preexec_fn") or more.get("pass_fds"):
            raise ValueError("not supported on Windows platforms")
        super().__init__(*arguments, start_new_session=bool(creationflags & 0x200), **more)
        if creationflags & 0x40:
            os.setpriority(os.PRIO_PROCESS, self.pid, 11)

    def terminate(self):
        self.kill()


def wait(self, timeout=None, waits=threading.Event.wait):
    """Wait; what has no end hears no signal meanwhile."""
    if timeout is not None or threading.current_thread() is not threading.main_thread():
        return waits(self, timeout)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        return waits(self, None)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def like_windows(module, **own):
    """Return a module as our code finds it there."""
    made = types.ModuleType(module.__name__)
    lacks = MISSING.get(module.__name__, "").split()
    vars(made).update({name: value for name, value in vars(module).items() if name not in lacks})
    vars(made).update(own)
    return made


def import_(name, namespace=None, local=None, fromlist=(), level=0):
    if level == 0 and name in MISSING_MODULES:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    if level == 0 and name in modules:
        return modules[name]
    return builtins.__import__(name, namespace, local, fromlist, level)


class Loader(importlib.machinery.SourceFileLoader):
    def exec_module(self, module):
        module.__dict__["__builtins__"] = {**vars(builtins), "__import__": import_}
        super().exec_module(module)


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] != "webapp":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = Loader(name, spec.loader.path)
        return spec


for patched in (unlink, rename, replace, fsync):
    setattr(os, patched.__name__, patched)
os.remove, os.open = unlink, open_
threading.Event.wait = wait
popen_fork.Popen.terminate = popen_fork.Popen.kill
set_start_method("spawn")
warnings.filterwarnings("error", category=EncodingWarning, module=r"webapp\b")
modules = {
    "os": like_windows(os, name="nt", kill=kill),
    "signal": like_windows(signal, SIGBREAK=signal.SIGTERM),
    "subprocess": like_windows(
        subprocess, Popen=Popen, CREATE_NEW_PROCESS_GROUP=0x200, IDLE_PRIORITY_CLASS=0x40
    ),
    "msvcrt": types.SimpleNamespace(locking=locking, LK_UNLCK=0, LK_NBLCK=2),
}
sys.meta_path.insert(0, Finder)
