"""Answers as they travel: compressed, where how short they get tells nobody a secret.

So are files, and pages that are long and the same for whoever may see them. In other pages what
somebody sent may stand beside a token (the BREACH attack, https://breachattack.com).
"""

import gzip
from collections.abc import Callable
from functools import lru_cache

from flask import Response, request

MOST_FILES = 256
"""Files that are kept compressed: all of ours, and room for some that have changed since."""


@lru_cache(MOST_FILES)
def of_file(plain: bytes) -> bytes:
    """Return a file compressed, once a process: by what is in it, whatever it is called."""
    return gzip.compress(plain, 9, mtime=0)


def of_page(plain: bytes) -> bytes:
    """Return a page compressed, to a tenth more than a file, in a fifth of the time."""
    return gzip.compress(plain, 5, mtime=0)


def compress(response: Response, how: Callable[[bytes], bytes] = of_page) -> Response:
    """Send an answer compressed to whoever takes that, unless a part of it is asked for."""
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"]:
        return response
    if response.status_code == 304:
        _weaken(response)  # it is about what was sent compressed
    if response.status_code != 200:
        return response
    response.direct_passthrough = False
    plain = response.get_data()
    short = how(plain)
    if len(short) >= len(plain):
        return response
    response.set_data(short)
    response.content_encoding = "gzip"
    response.headers.pop("Accept-Ranges", None)
    _weaken(response)
    return response


def _weaken(response: Response) -> None:
    """Say that the bytes may be others, and the content is the same (RFC 9110, 8.8.1)."""
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)
