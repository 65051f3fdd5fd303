"""Figures for Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats).

What was counted comes from ``counts``; the rest is measured when it is asked for, and the same
whichever worker is asked.
"""

import ipaddress
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from flask import Blueprint, Response, current_app, request
from flask_login import current_user
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.exposition import generate_latest
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import NotFound, Unauthorized

from webapp.models import StoreError
from webapp.records.workload import Workload
from webapp.web import services

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
"""Headers by which a proxy says for whom it asks."""

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
def show() -> Response:
    """Show all figures to the admin, and to programs on this machine."""
    access = current_app.config["METRICS"]
    if access == "off":
        raise NotFound("There are no metrics here.")
    if access != "open" and not (_is_local() or current_user.is_authenticated):
        raise Unauthorized(
            "Ask from the machine itself, or send a token: 'Authorization: Bearer …'.",
            www_authenticate=WWWAuthenticate("bearer"),
        )
    ledger, moment = services.services().ledger, CollectorRegistry()
    ledger.settle()
    moment.register(Moment())
    text = generate_latest(ledger.counts.all()) + generate_latest(moment)
    return Response(text, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _is_local() -> bool:
    """Tell whether the one at the other end is a program here, which asks for nobody else."""
    original = request.environ.get("werkzeug.proxy_fix.orig", request.environ)
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(original["REMOTE_ADDR"] or "").is_loopback
    except ValueError:
        return False


class Moment:
    """What is measured when it is asked for; what cannot be had is left out."""

    def collect(self) -> Iterator[Gauge]:
        """Yield the gauges."""
        yield from self._champion()
        yield from self._workload()
        yield from self._queue()

    @staticmethod
    def describe() -> list[Gauge]:
        """Return nothing: whoever registers shall not collect for it."""
        return []

    @staticmethod
    def _champion() -> Iterator[Gauge]:
        with suppress(StoreError):
            manifest = services.models().champion().manifest
            info = Gauge("hitofude_champion_info", "The version in service.", labels=["model"])
            info.add_metric([manifest.id], 1)
            yield info
            made = datetime.fromisoformat(manifest.created_at)
            age = (datetime.now(UTC) - made).total_seconds()
            yield Gauge("hitofude_champion_age_seconds", "Since it was trained.", value=age)

    @staticmethod
    def _workload() -> Iterator[Gauge]:
        work = services.asked(Workload.now)
        yield Gauge("hitofude_database_up", "Whether the records answer.", value=work is not None)
        if work is None:
            return
        runs = Gauge("hitofude_runs", "Trainings that wait or run.", labels=["state"])
        runs.add_metric(["queued"], work.queued)
        runs.add_metric(["running"], work.running)
        yield runs
        yield Gauge("hitofude_drawings_waiting", "For a moderator.", value=work.drawings)
        yield Gauge("hitofude_trainers", "Seen in the last 20 s.", value=work.trainers)
        if work.trainer_seen_at:
            seen = work.trainer_seen_at.replace(tzinfo=UTC).timestamp()
            yield Gauge("hitofude_trainer_seen_timestamp_seconds", "The latest sign.", value=seen)

    @staticmethod
    def _queue() -> Iterator[Gauge]:
        length = services.queue_length()
        yield Gauge("hitofude_queue_up", "Whether the queue answers.", value=length is not None)
        if length is not None:
            yield Gauge("hitofude_queue_length", "Bells not heard yet.", value=length)
