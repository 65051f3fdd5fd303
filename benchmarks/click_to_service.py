"""A whole Hitofude with a warm trainer, driven over HTTP as its pages do."""

import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from servers import children, cpu_time, free_port

from webapp.config import resource_folder
from webapp.models import ModelStore

PATIENCE_S = 900.0
POLL_S = 0.05


class Trainable:
    """A server on a free local port, with a copy of the versions that ship and folders of its own.

    Used as a context; on entering, the trainer's waiting process has imported TensorFlow.
    """

    def __enter__(self) -> "Trainable":
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.store = ModelStore(Path(self.folder.name, "store"))
        shutil.copytree(resource_folder("model_store"), self.store.root)
        settings = {"HITOFUDE_DATA": self.folder.name, "HITOFUDE_RATE_LIMIT": "off"}
        settings |= {"HITOFUDE_MODEL_STORE": str(self.store.root)}
        environment = {**os.environ, **settings}
        command = str(Path(sys.executable).with_name("hitofude"))
        self.token = subprocess.check_output(
            [command, "admin", "token", "benchmark"], env=environment, text=True
        ).strip()
        self.port = free_port()
        self.process = subprocess.Popen(
            [command, "serve", f"--port={self.port}"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._await_warm_trainer()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(30)
        self.folder.cleanup()

    def train(self, spec: dict[str, Any]) -> str:
        """Ask for a run and wait for its end; return the version that it made."""
        run = self.call("POST", "/api/runs", spec)
        deadline = time.perf_counter() + PATIENCE_S
        while time.perf_counter() < deadline:
            now = self.call("GET", f"/api/runs/{run['id']}")
            if now["state"] == "succeeded":
                return now["model"]
            if now["state"] not in ("queued", "running"):
                raise SystemExit(f"The run {now['state']}: {now['reason']}")
            time.sleep(POLL_S)
        raise SystemExit("The run did not end.")

    def estimate(self, spec: dict[str, Any]) -> float:
        """Return how long the server thinks that a run takes, in seconds."""
        return self.call("POST", "/api/runs/estimate", spec)["seconds"]

    def promote(self, model_id: str) -> None:
        """Put a version into service."""
        self.call("PUT", "/api/champion", {"model": model_id, "insist": True})

    def champion(self) -> str:
        """Return the version that a worker has in service."""
        return self.call("GET", "/readyz")["champion"]

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send a request as the admin; return the JSON of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        connection.request(method, path, body and json.dumps(body), headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if answer.status >= 400:
            raise SystemExit(f"{method} {path}: {answer.status} {content[:500]!r}")
        return json.loads(content)

    def _await_warm_trainer(self) -> None:
        """Wait until the waiting training process has stopped working."""
        before = -1.0
        while True:
            processes = [leaf for child in children(self.process.pid) for leaf in children(child)]
            spent = sum(map(cpu_time, processes))
            if processes and spent == before and spent > 1.0:
                return
            before = spent
            time.sleep(1.0)
