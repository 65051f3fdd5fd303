"""What kinds of files are served, whatever this machine takes them for."""

import mimetypes

from flask import Flask

TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}


def init_app(_app: Flask) -> None:
    """Have files served as what they are.

    On Windows Python believes the registry, in which any program may have called JavaScript plain
    text; a browser runs no module that comes as such, and the page would be dead.
    """
    for ending, kind in TYPES.items():
        mimetypes.add_type(kind, ending)
