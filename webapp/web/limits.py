"""How often an address may ask for a reading."""

import math
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, Response
from flask_limiter import Limiter, RequestLimit
from flask_limiter.util import get_remote_address
from limits import parse
from limits.strategies import RateLimiter
from werkzeug.exceptions import TooManyRequests

from webapp import extras
from webapp.records import UnknownClass
from webapp.web.limit_storage import RedisOrShared, SharedStorage
from webapp.web.problems import problem

READINGS = (
    "api.predict",
    "compare.compare",
    "inspection.inspect",
    "progress.show",
    "rows.read",
)
"""Endpoints that let a network run, which is expensive; they change nothing and read no cookie."""

WRITERS = ("drawings.create", "drawings.mine", "drawings.forget_mine", "drawings.take_back")
"""Endpoints for who gives drawings: they go by a token of the browser's and read no cookie."""

PUPILS = ("pupils.join", "pupils.put", "pupils.withdraw")
"""Endpoints for who draws in a class: likewise, and as often as one may have something read."""

FINDING = ("classroom.paper", "pupils.show", *PUPILS)
"""Endpoints that tell whether there is a class of a number."""

MISSES = "30/minute"
"""Numbers without a class that an address may try: a million are tried in three weeks. The same
one again is no other try, or the phones of a class that is over would count."""

TABLE = "limits"
"""The file in ``DATA`` that the workers of a machine count in."""

WRITERS_LIMIT = "10/second;300/minute"
"""Drawings an address may give, besides what it may have read: a class corrects behind one."""


def init_app(app: Flask) -> None:
    """Limit the endpoints that read, once registered; a pen that draws live stays below."""
    limit = app.config["RATE_LIMIT"]
    limiter = Limiter(get_remote_address, enabled=limit != "off", **_storage(app))
    limiter.init_app(app)
    if limiter.enabled:
        limited = limiter.limit(limit, on_breach=_refuse)
        for endpoint in READINGS + PUPILS:
            app.view_functions[endpoint] = limited(app.view_functions[endpoint])
        limited = limiter.limit(f"{limit};{WRITERS_LIMIT}", on_breach=_refuse)
        for endpoint in WRITERS:
            app.view_functions[endpoint] = limited(app.view_functions[endpoint])
        for endpoint in FINDING:
            view = app.view_functions[endpoint]
            app.view_functions[endpoint] = _count_misses(limiter.limiter, view)


def _storage(app: Flask) -> dict[str, Any]:
    """Return where is counted: what one worker has let pass no other lets pass again."""
    if redis := app.config["LIMITS"]:
        extras.need("redis", "redis")
    scheme = (RedisOrShared if redis else SharedStorage).STORAGE_SCHEME[0]
    options = {"path": app.config["DATA"] / TABLE, **({"redis": redis} if redis else {})}
    return {"storage_uri": f"{scheme}://", "storage_options": options}


def _count_misses(counts: RateLimiter, view: Callable[..., Any]) -> Callable[..., Any]:
    """Return a view that refuses whoever has tried too many numbers, the right ones too."""
    most, once = parse(MISSES), parse("1/minute")

    @wraps(view)
    def guarded(code: str, **values: Any) -> Any:
        who = ("classes", get_remote_address())
        if not counts.test(most, *who):
            wait_s = _wait_s(counts.get_window_stats(most, *who).reset_time)
            detail = "This address asks for too many classes that there are not. "
            raise TooManyRequests(f"{detail}Try again in {wait_s} s.", retry_after=wait_s)
        try:
            return view(code=code, **values)
        except UnknownClass:
            if counts.hit(once, *who, code):
                counts.hit(most, *who)
            raise

    return guarded


def _refuse(breached: RequestLimit) -> Response:
    wait_s = _wait_s(breached.reset_at)
    detail = f"This address asks too often: {breached.limit} is the most. "
    detail += f"Try again in {wait_s} s."
    response = problem(429, "too-many-requests", "Too Many Requests", detail)
    response.headers["Retry-After"] = str(wait_s)
    return response


def _wait_s(reset_at: float) -> int:
    return max(1, math.ceil(reset_at - time.time()))
