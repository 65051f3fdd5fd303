"""Run the program on one machine: granian's web workers, and a trainer beside them."""

import gc
import logging
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from webapp import extras, logs, starting
from webapp.apart import APART
from webapp.config import PREFIX, SETTINGS, load
from webapp.gateway import Gateway
from webapp.models import StoreError
from webapp.run_folder import RunFolder
from webapp.watch import end_with_parent
from webapp.workers import Workers

log = logging.getLogger("_granian")

THREADS = 16
"""Most Python threads a worker: half of them may hold event streams, the rest answer."""

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
"""Keeps NumPy's products on one core: with matrices as small as ours more threads cost twice the
processor time and win nothing. TensorFlow has threads of its own."""

SWITCH_S = 0.0005
"""How long a thread may keep the interpreter while others wait for it, in seconds. A request gives
it up with every look into the database; with Python's 5 ms each of them could cost it as much."""

COLLECTED = (20_000, 20, 20)
"""After how many new objects the collector looks through the youngest, after how many times through
the older and the oldest; Python's 700 are there after a few readings."""

STOP_S = 5
"""How long requests that have begun may take to end, in seconds; and a worker that is told to stop
while it starts, when it cannot hear it yet, is ended after so long."""

RESTART_S = 2.0
"""How long a trainer that ended stays down: one that cannot start must not spin."""


def run(settings: dict[str, Any]) -> None:
    """Serve until a signal says stop; requests that have begun are finished."""
    settings = {**settings, "PORT": settings["PORT"] or free_port(settings["HOST"])}
    # Workers and trainer are processes of their own: they learn the settings as any process does.
    given = {PREFIX + name: _as_text(settings[name]) for name in SETTINGS}
    os.environ.update({name: text for name, text in given.items() if text})
    for name, text in ONE_THREAD.items():
        os.environ.setdefault(name, text)
    logs.configure(settings)
    starting.check(settings)
    with starting.join(settings["DATA"]), RunFolder.opened(settings["DATA"]) as folder:
        # Where each worker keeps what it counts: prometheus_client looks when it is imported.
        os.environ.update(PROMETHEUS_MULTIPROC_DIR=str(folder.counts))
        print_door(settings)
        _serve(settings, folder)


def _serve(settings: dict[str, Any], folder: RunFolder) -> None:
    server = Workers(
        "webapp.server:create_worker",
        folder,
        factory=True,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,  # browsers speak HTTP/2 over TLS alone, which a proxy ends
        address=settings["HOST"],
        port=settings["PORT"],
        workers=settings["WORKERS"],
        workers_kill_timeout=STOP_S,
        websockets=False,
        log_level=LogLevels(settings["LOG_LEVEL"]),
        log_dictconfig=logs.for_granian(settings),
        respawn_failed_workers=True,
    )
    trainer = TrainerKeeper() if settings["TRAINER"] and extras.has("keras", "tensorflow") else None
    if trainer is None:
        log.info("No trainer is started here: what is asked for waits for `hitofude trainer`.")
    try:
        server.serve()
    finally:
        if trainer:
            trainer.stop()


def free_port(host: str) -> int:
    """Return a port of an address that nobody listens on."""
    with socket.create_server((host, 0), family=starting.family(host)) as listener:
        return listener.getsockname()[1]


def create_worker() -> Gateway:
    """Return the application of a web worker, which ends when the server does."""
    from webapp import create_app
    from webapp.web.api import quick_readings
    from webapp.web.imports import LONGER

    end_with_parent()
    sys.setswitchinterval(SWITCH_S)
    settings = load()
    logs.configure(settings)
    app = create_app(settings, RunFolder.of_parent(settings["DATA"]))
    _settle(app)
    most = app.config["MAX_CONTENT_LENGTH"]
    return Gateway(app, THREADS, most, quick_readings(app), LONGER)


def _settle(app: Flask) -> None:
    """Have the version in service loaded, and spare the collector what stays as long as this does.

    It would look through all the modules, too, with every few dozen readings: a tenth of their
    time. What a reading leaves behind is no cycle.
    """
    with suppress(StoreError):  # who asks for a reading will learn it
        app.extensions["hitofude"].models.champion()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED)


def print_door(settings: dict[str, Any]) -> None:
    """Print a one-time link for the first password while there is none, as Jupyter does."""
    from webapp import create_app
    from webapp.records import Account, db

    app = create_app(settings)  # makes folder, tables and secret key before the workers start
    with app.app_context():
        account = Account.admin()
        if settings["ADMIN_PASSWORD"] or account.password_hash:
            account.forget_link()
            secret = None
        else:
            secret = account.new_link()
        db.engine.dispose()  # workers may be forked: none shall inherit a connection
    if secret is None:
        return
    address = f"http://{_reachable(settings['HOST'])}:{settings['PORT']}"
    print(f"\n  To train from the browser, set a password: {address}/setup/{secret}\n", flush=True)


def _reachable(host: str) -> str:
    """Return how a browser on this machine writes an address that is listened on."""
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


class TrainerKeeper:
    """Keeps a trainer running beside the web workers; starts it again when it ends.

    The trainer ends by itself when this process does, whatever way.
    """

    def __init__(self) -> None:
        self._stopping = threading.Event()
        # Here and now, before web workers are forked: one forked in the middle of starting the
        # trainer would hold the pipe that says that it has started, and we should wait for ever.
        self._process = self._start()
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the trainer and wait for it."""
        self._stopping.set()
        self._process.terminate()
        self._thread.join(10)

    def _keep(self) -> None:
        while True:
            code = self._process.wait()
            if self._stopping.wait(RESTART_S):
                return
            log.error("The trainer ended with status %s and is started again.", code)
            self._process = self._start()
            if self._stopping.is_set():  # stop() saw the one before
                self._process.terminate()

    @staticmethod
    def _start() -> subprocess.Popen:
        command = [sys.executable, "-m", "webapp.jobs", "--supervised", str(os.getpid())]
        return subprocess.Popen(command, stdin=subprocess.PIPE, **APART)


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return ",".join(value) if isinstance(value, list) else str(value)
