"""How often an address may ask for a reading."""

import math
import time

from flask import Flask, Response
from flask_limiter import Limiter, RequestLimit
from flask_limiter.util import get_remote_address

from webapp.web.problems import problem

READINGS = ("api.predict", "compare.compare", "inspection.inspect", "rows.read")
"""Endpoints that let a network run, which is expensive; they change nothing and read no cookie."""


def init_app(app: Flask) -> None:
    """Limit the endpoints that read, once registered; a pen that draws live stays below."""
    limit = app.config["RATE_LIMIT"]
    limiter = Limiter(get_remote_address, enabled=limit != "off", storage_uri="memory://")
    limiter.init_app(app)
    if limiter.enabled:
        limited = limiter.limit(limit, on_breach=_refuse)
        for endpoint in READINGS:
            app.view_functions[endpoint] = limited(app.view_functions[endpoint])


def _refuse(breached: RequestLimit) -> Response:
    wait_s = max(1, math.ceil(breached.reset_at - time.time()))
    detail = f"This address asks too often: {breached.limit} is the most. "
    detail += f"Try again in {wait_s} s."
    response = problem(429, "too-many-requests", "Too Many Requests", detail)
    response.headers["Retry-After"] = str(wait_s)
    return response
