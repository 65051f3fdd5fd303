"""Files as they travel: ours compressed, and Chart.js out of the wheel that brings it.

Our own server hands all of them out, no other is asked. None holds a secret, nor what anybody sent:
how short they get tells nobody anything. Of most pages that is not so: they stay as they are.
"""

import gzip
import importlib.util
from collections.abc import Callable
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request, url_for
from flask.blueprints import BlueprintSetupState

WHEEL = "chartkick"
FILE = Path("django", "static", "chartkick", "Chart.bundle.js")
YEAR_S = 365 * 24 * 3600

TEXT = ("text/css", "text/javascript", "image/svg+xml")
"""What gets shorter; a picture of ours in pixels is compressed as it is."""

blueprint = Blueprint("vendor", __name__, url_prefix="/vendor")


def _gzip(plain: bytes, level: int = 9) -> bytes:
    """Compress, always to the same bytes."""
    return gzip.compress(plain, level, mtime=0)


def _quickly(plain: bytes) -> bytes:
    """Compress what is another each time: to a tenth more, in a fifth of the time."""
    return _gzip(plain, level=5)


class ChartJs:
    """The file, read and compressed once a process; the wheel's Python is never run."""

    @cached_property
    def version(self) -> str:
        """Return the wheel's version, which names the file for caches."""
        return version(WHEEL)

    @cached_property
    def plain(self) -> bytes:
        """Return the file; raise ``FileNotFoundError`` where the wheel is not installed."""
        spec = importlib.util.find_spec(WHEEL)
        if spec is None or spec.origin is None:
            raise FileNotFoundError(f"{WHEEL} is not installed.")
        return (Path(spec.origin).parent / FILE).read_bytes()

    @cached_property
    def zipped(self) -> bytes:
        """Return the file compressed: a quarter of its size."""
        return _gzip(self.plain)


class Zipped:
    """Files compressed: once a process, and again when they have changed."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def of(self, etag: str, plain: bytes) -> bytes:
        """Return a file compressed; ``etag`` tells files and their states apart.

        It is the file's, not the address's: a file has many, such as ``css/../css/base.css``.
        """
        if etag not in self._kept:
            self._kept[etag] = _gzip(plain)
        return self._kept[etag]


@blueprint.record_once
def _install(state: BlueprintSetupState) -> None:
    state.app.extensions["hitofude.zipped"] = Zipped()
    chart_js = state.app.extensions["hitofude.chart_js"] = ChartJs()
    state.app.jinja_env.globals["chart_js_url"] = lambda: url_for(
        "vendor.chart_js", version=chart_js.version
    )


@blueprint.get("/chart-<version>.js")
def chart_js(version: str) -> Response:
    """Hand out Chart.js, for a year: another version has another address."""
    file: ChartJs = current_app.extensions["hitofude.chart_js"]
    if version != file.version:
        abort(404)
    zipped = _takes_gzip()
    response = Response(file.zipped if zipped else file.plain, mimetype="text/javascript")
    if zipped:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.cache_control.public = True
    response.cache_control.max_age = YEAR_S
    response.cache_control.immutable = True
    return response


@blueprint.after_app_request
def _zip(response: Response) -> Response:
    """Send static files compressed."""
    if request.endpoint != "static" or response.mimetype not in TEXT:
        return response
    files: Zipped = current_app.extensions["hitofude.zipped"]
    etag, _ = response.get_etag()
    return compress(response, lambda plain: files.of(etag, plain) if etag else _quickly(plain))


def compress(response: Response, how: Callable[[bytes], bytes] = _quickly) -> Response:
    """Send an answer compressed to whoever takes that, unless a part of it is asked for.

    Only for what holds no secret: its length tells of what is in it.
    """
    response.vary.add("Accept-Encoding")
    if not _takes_gzip():
        return response
    if response.status_code == 304:
        _weaken(response)  # it is about what was sent compressed
    if response.status_code != 200:
        return response
    response.direct_passthrough = False
    plain = response.get_data()
    zipped = how(plain)
    if len(zipped) >= len(plain):
        return response
    response.set_data(zipped)
    response.content_encoding = "gzip"
    response.headers.pop("Accept-Ranges", None)
    _weaken(response)
    return response


def _weaken(response: Response) -> None:
    """Say that the bytes may be others, and the content is the same (RFC 9110, 8.8.1)."""
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)


def _takes_gzip() -> bool:
    return request.accept_encodings["gzip"] > 0
