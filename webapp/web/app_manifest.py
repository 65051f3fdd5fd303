"""What a browser needs to install the pages as an app (W3C, "Web Application Manifest")."""

from flask import Blueprint, Response, jsonify, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

MIMETYPE = "application/manifest+json"
GROUND = "#f4efe4"
"""The light theme's, as ``static/css/base.css`` has it: a manifest knows one colour alone."""

ICONS = (
    ("seal.svg", "any", "any"),
    ("seal-192.png", "192x192", "any"),
    ("seal-512.png", "512x512", "any"),
    ("maskable-192.png", "192x192", "maskable"),
    ("maskable-512.png", "512x512", "maskable"),
)
"""File, size and purpose; ``scripts/icons.py`` makes the pictures."""

blueprint = Blueprint("app_manifest", __name__)


@blueprint.get("/manifest.webmanifest")
def show() -> Response:
    """Describe the app in the reader's language."""
    start = url_for("draw.index")
    response = jsonify(
        id=start,
        start_url=start,
        scope=start,
        name="一筆 Hitofude",
        short_name="Hitofude",
        description=_("Draw a digit in the browser; a network that you can train reads it."),
        lang=str(get_locale()),
        dir="ltr",
        display="standalone",
        theme_color=GROUND,
        background_color=GROUND,
        categories=["education"],
        icons=[_icon(*each) for each in ICONS],
        shortcuts=[_shortcut(*each) for each in _pages()],
    )
    response.mimetype = MIMETYPE
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def _icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    kind = "image/svg+xml" if name.endswith(".svg") else "image/png"
    source = url_for("static", filename=f"icons/{name}")
    return {"src": source, "sizes": sizes, "type": kind, "purpose": purpose}


def _pages() -> list[tuple[str, str]]:
    """Return the pages that a long press on the icon offers."""
    return [
        (_("Number"), "draw.number"),
        (_("Inside"), "draw.inside"),
        (_("Compare"), "draw.compare"),
    ]


def _shortcut(name: str, endpoint: str) -> dict[str, str]:
    return {"name": name, "url": url_for(endpoint)}
