"""Japanese or English: by the browser's wish, or by a switch that is remembered."""

from flask import Blueprint, Flask, Response, abort, current_app, redirect, request
from flask_babel import Babel, get_locale

from webapp.config import LANGUAGES, PACKAGE

COOKIE = "hitofude_language"
YEAR_S = 365 * 24 * 3600

blueprint = Blueprint("language", __name__)


def init_app(app: Flask) -> None:
    """Translate the pages."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(PACKAGE / "translations"))
    Babel(app, default_locale=app.config["LANGUAGE"], locale_selector=select_language)
    app.jinja_env.globals.update(get_locale=get_locale, languages=list(LANGUAGES.items()))


def select_language() -> str:
    """Return the code of the language to speak: the remembered one, else the browser's wish."""
    remembered = request.cookies.get(COOKIE)
    if remembered in LANGUAGES:
        return remembered
    default = current_app.config["LANGUAGE"]
    return request.accept_languages.best_match(list(LANGUAGES), default) or default


@blueprint.get("/language/<code>")
def switch(code: str) -> Response:
    """Remember a language and go back to the page one came from."""
    if code not in LANGUAGES:
        abort(404)
    response = redirect(local_path(request.args.get("next", "/")))
    response.set_cookie(
        COOKIE, code, max_age=YEAR_S, samesite="Lax", httponly=True, secure=request.is_secure
    )
    return response


def local_path(target: str) -> str:
    """Return the target if it is a page of ours, else the start page: no open redirect."""
    # Browsers read "\" as "/" and drop tabs and line ends: "/\evil.example" leaves the site, too.
    stays = target.startswith("/") and not target.startswith("//")
    return target if stays and "\\" not in target and target.isprintable() else "/"
