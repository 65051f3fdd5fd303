"""The API as an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.0)."""

from importlib.metadata import version
from typing import Any

from webapp.web.openapi import classes, drawings, paths, problems, progress, schemas, training

SECURITY_SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A program's token, made on the page of the tokens or by the command line.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "hitofude_session",
        "description": "The session of a browser whose admin has given the password at `/login`.",
    },
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRFToken",
        "description": "Whatever changes something needs it beside the session: the value of "
        '`<meta name="csrf-token">` on any page of the admin.',
    },
}


def document() -> dict[str, Any]:
    """Return the document as JSON values."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hitofude",
            "version": version("hitofude"),
            "summary": "Draw a digit and have it read; train the network that reads it.",
            "description": "Whole numbers are written without a fraction: 2, and not 2.0.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": {
            **paths.paths(),
            **drawings.paths(),
            **progress.paths(),
            **classes.paths(),
        },
        "components": {
            "schemas": {
                **schemas.schemas(),
                **training.schemas(),
                **drawings.schemas(),
                **progress.schemas(),
                **classes.schemas(),
            },
            "responses": problems.responses(),
            "securitySchemes": SECURITY_SCHEMES,
        },
    }
