"""Errors as ``application/problem+json`` (RFC 9457), and as a page for people."""

from flask import Flask, Response, current_app, json, render_template, request
from flask_babel import get_locale, gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import ObjectDeletedError
from werkzeug.exceptions import HTTPException, SecurityError

from webapp.drawing import (
    BlankCanvas,
    DrawingError,
    MalformedDataURL,
    NotPNG,
    OversizeImage,
    TooManyParts,
    UndecodableImage,
)
from webapp.models import (
    BrokenVersion,
    NoChampion,
    SpecError,
    StoreError,
    StoreUnreachable,
    UnknownVersion,
    gate,
)
from webapp.models.bundle import BundleError
from webapp.records import (
    ClassFull,
    EnoughDrawings,
    NotCollecting,
    NothingToLearn,
    TooManyImports,
    UnknownClass,
)
from webapp.web.bundle_words import bundle_words
from webapp.web.problem_words import problem_words
from webapp.web.request_log import request_id

TYPES = "/problems"
ENGLISH = "en"

# The error, its status, and the last word of its type; the first that fits counts.
KINDS: tuple[tuple[type[Exception], int, str], ...] = (
    (MalformedDataURL, 400, "malformed-data-url"),
    (NotPNG, 415, "not-png"),
    (BlankCanvas, 422, "blank-canvas"),
    (OversizeImage, 422, "oversize-image"),
    (UndecodableImage, 422, "undecodable-image"),
    (TooManyParts, 422, "too-many-parts"),
    (DrawingError, 422, "unreadable-drawing"),
    (SpecError, 422, "bad-spec"),
    (BundleError, 422, "bad-bundle"),
    (TooManyImports, 429, "too-many-imports"),
    (UnknownVersion, 404, "unknown-version"),
    (NoChampion, 503, "no-champion"),
    (BrokenVersion, 503, "broken-version"),
    (gate.WorseThanChampion, 409, "worse-than-champion"),
    (StoreError, 409, "store"),
    (NotCollecting, 403, "not-collecting"),
    (EnoughDrawings, 429, "enough-drawings"),
    (UnknownClass, 404, "unknown-class"),
    (ClassFull, 409, "class-full"),
    (NothingToLearn, 409, "nothing-to-learn"),
)


def init_app(app: Flask) -> None:
    """Answer every error in the one shape."""
    for kind, _, _ in KINDS:
        app.register_error_handler(kind, _domain_error)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(ObjectDeletedError, _deleted)
    app.register_error_handler(OperationalError, _no_records)
    app.register_error_handler(StoreUnreachable, _no_store)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _bug)


def problem(
    status: int, kind: str, title: str, detail: str, local: str | None = None, **members: object
) -> Response:
    """Return a problem document; ``members`` are RFC 9457's extension members.

    ``local``: the detail in the reader's language, where that can say as much.
    """
    words, language = translated(kind, detail, local)
    document = {"type": f"{TYPES}/{kind}", "title": title, "status": status, "detail": words}
    if own := request_id():
        document["request_id"] = own
    body = json.dumps({**document, **members})
    response = current_app.response_class(body, status, mimetype="application/problem+json")
    response.content_language.add(language)
    return response


def translated(kind: str, detail: str, local: str | None = None) -> tuple[str, str]:
    """Return a detail in the reader's language if there are words for it, and that language.

    The English ones name what came and what was expected; the others say what kind of thing is
    wrong, for people who are at the pages.
    """
    language = str(get_locale())
    words = detail if language == ENGLISH else local or problem_words().get(kind, detail)
    return words, ENGLISH if words == detail else language


def _domain_error(error: Exception) -> Response:
    status, kind = next((status, kind) for cls, status, kind in KINDS if isinstance(error, cls))
    return _respond(
        status, kind, kind.replace("-", " ").capitalize(), str(error), **_members(error)
    )


def _members(error: Exception) -> dict[str, object]:
    if isinstance(error, SpecError):
        return {"errors": error.errors}
    if isinstance(error, BundleError):
        return {"local": bundle_words(error)}
    if isinstance(error, gate.WorseThanChampion):
        return error.comparison.to_json()
    if isinstance(error, StoreError) and error.model_id:
        return {"model": error.model_id}
    return {}


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:  # a redirect is no error
        return error.get_response()
    kind = (error.name or "error").lower().replace(" ", "-")
    response = _respond(status, kind, error.name, error.description or error.name)
    for name, value in error.get_headers():  # Allow, Retry-After, …
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _forged(error: CSRFError) -> Response:
    detail = f"{error.description} Reload the page and try again."
    return _respond(403, "csrf", "Forbidden", detail)


def _deleted(_: ObjectDeletedError) -> Response:
    return _respond(404, "not-found", "Not Found", "It was deleted a moment ago.")


def _no_records(error: OperationalError) -> Response:
    """Ask for patience: the database is locked or gone, or its disk is full."""
    current_app.logger.error("%s %s: %s", request.method, request.endpoint, error.orig)
    detail = "The records do not answer just now; nothing was kept. Try again in a moment."
    response = _respond(503, "no-records", "Service Unavailable", detail)
    response.headers["Retry-After"] = "5"
    return response


def _no_store(error: StoreUnreachable) -> Response:
    """Ask for patience: the bucket of the versions is gone, or refuses."""
    current_app.logger.error("%s %s: %s", request.method, request.endpoint, error)
    detail = "The versions cannot be reached just now. Try again in a moment."
    response = _respond(503, "no-store", "Service Unavailable", detail, **_members(error))
    response.headers["Retry-After"] = "5"
    return response


def _bug(error: Exception) -> Response:
    if current_app.testing:
        raise error
    # The endpoint, not the path: a path may hold a secret.
    current_app.logger.exception("%s %s failed", request.method, request.endpoint)
    detail = "Something went wrong on our side; the log has the details."
    return _respond(500, "internal-server-error", "Internal Server Error", detail)


def _respond(status: int, kind: str, title: str, detail: str, **members: object) -> Response:
    if _wants_page():
        page = render_template(
            "error.html", status=status, title=gettext(title), detail=gettext(detail)
        )
        return current_app.response_class(page, status)
    return problem(status, kind, title, detail, **members)


def _wants_page() -> bool:
    if isinstance(request.routing_exception, SecurityError):
        return False  # asked for under a name that is not ours: no link of a page could be made
    if request.path.startswith("/api/") and request.path != "/api/docs":
        return False
    # "*/*", as programs send it, is no wish for a page.
    wish = request.accept_mimetypes.best_match(("application/problem+json", "text/html"))
    return wish == "text/html"
