"""What is counted of requests, in files that all workers of a server share.

prometheus_client keeps them: each worker has its own files, and whichever is asked adds all up.
There are no gauges in them, hence none that a dead worker leaves behind; what it has counted stays.
"""

from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
"""Methods that are counted by name; of others there may be as many as somebody makes up."""

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Bounds of the histogram, in seconds."""


class Counts:
    """Counts of this process; with a ``folder`` those of its siblings are added.

    The folder must be named in ``PROMETHEUS_MULTIPROC_DIR`` before prometheus_client is imported.
    """

    def __init__(self, folder: Path | None = None):
        self._folder = folder
        self._registry = registry = CollectorRegistry()
        names = ["endpoint", "method", "status"]
        self._requests = Counter(
            "hitofude_requests", "Requests answered.", names, registry=registry
        )
        self._seconds = Histogram(
            "hitofude_request_seconds",
            "Time until an answer was there; of a stream, its beginning.",
            ["endpoint"],
            buckets=BUCKETS,
            registry=registry,
        )
        self._readings = Counter(
            "hitofude_readings", "Drawings read.", ["model"], registry=registry
        )
        # To look up a labelled one takes as long as to count.
        self._answers: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._versions: dict[str, Counter] = {}

    def answered(self, endpoint: str | None, method: str, status: int, seconds: float) -> None:
        """Count a request; ``endpoint``: ``None`` where there is none of its path."""
        key = (endpoint or "none", method if method in METHODS else "other", status)
        try:
            requests, histogram = self._answers[key]
        except KeyError:
            found = self._requests.labels(*key), self._seconds.labels(key[0])
            requests, histogram = self._answers[key] = found
        requests.inc()
        histogram.observe(seconds)

    def read(self, model_id: str) -> None:
        """Count a drawing that a version has read."""
        try:
            self._versions[model_id].inc()
        except KeyError:
            self._versions[model_id] = self._readings.labels(model_id)
            self._versions[model_id].inc()

    def all(self) -> CollectorRegistry:
        """Return what this process and its siblings have counted."""
        if self._folder is None:
            return self._registry
        registry = CollectorRegistry()
        MultiProcessCollector(registry, str(self._folder))
        return registry
