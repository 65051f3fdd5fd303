"""The API's description: for programs as OpenAPI, for people as a page."""

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from webapp.web.compression import compress
from webapp.web.openapi import document

METHODS = ("get", "post", "put", "patch", "delete")

blueprint = Blueprint("docs", __name__, url_prefix="/api")


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Return the OpenAPI document."""
    return jsonify(document())


@blueprint.get("/docs")
def index() -> Response:
    """Show the document as a page: a long one, and the same for everybody, so it is compressed."""
    described = document()
    page = render_template(
        "docs/index.html",
        operations=_operations(described),
        schemas=described["components"]["schemas"],
        root=request.url_root.rstrip("/"),
    )
    return compress(make_response(page))


def _operations(described: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the operations in order, each with its path and the responses that it refers to."""
    shared = described["components"]["responses"]
    return [
        {
            **operation,
            "path": path,
            "method": method.upper(),
            "responses": {
                status: shared[_name(response)] if "$ref" in response else response
                for status, response in operation["responses"].items()
            },
        }
        for path, item in described["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def _name(reference: dict[str, str]) -> str:
    return reference["$ref"].rpartition("/")[2]
