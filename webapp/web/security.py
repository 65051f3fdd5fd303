"""Headers that keep a browser from doing what our pages never need."""

from flask import Flask, Response, request

# Everything a page loads is a file of ours; pictures may also be made on the page itself.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

A_YEAR = "max-age=31536000"
"""For whoever came over https: not to come otherwise for so long (RFC 6797)."""


def init_app(app: Flask) -> None:
    """Send the headers with every response."""
    app.after_request(_harden)


def _harden(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", A_YEAR)
    if response.mimetype == "text/html":
        response.vary.update(("Accept-Language", "Cookie"))
    return response
