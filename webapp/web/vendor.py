"""Chart.js out of the wheel that brings it: our own server hands it out, no other is asked."""

import importlib.util
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, url_for
from flask.blueprints import BlueprintSetupState

from webapp.web.compression import compress, of_file
from webapp.web.static_files import keep

WHEEL = "chartkick"
FILE = Path("django", "static", "chartkick", "Chart.bundle.js")

blueprint = Blueprint("vendor", __name__, url_prefix="/vendor")


class ChartJs:
    """The file, read once a process; the wheel's Python is never run."""

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


@blueprint.record_once
def _install(state: BlueprintSetupState) -> None:
    chart_js = state.app.extensions["hitofude.chart_js"] = ChartJs()
    state.app.jinja_env.globals["chart_js_url"] = lambda: url_for(
        "vendor.chart_js", version=chart_js.version
    )


@blueprint.get("/chart-<version>.js")
def chart_js(version: str) -> Response:
    """Hand out Chart.js: another version has another address."""
    file: ChartJs = current_app.extensions["hitofude.chart_js"]
    if version != file.version:
        abort(404)
    response = keep(Response(file.plain, mimetype="text/javascript"))
    return compress(response, of_file)
