"""Pieces that the document is put together from."""

from typing import Any

from webapp.web.openapi.problems import problem, status_of

JSON = "application/json"
READING = [{"bearer": []}, {"session": []}]
CHANGING = [{"bearer": []}, {"session": [], "csrf": []}]
"""What the admin shows, one of the two: a token, or a session's cookie and what goes with it."""

STRANGER = ("Unauthorized",)
FORGED = (*STRANGER, "Forbidden")
BAD_BODY = ("MalformedBody", "BodyTooLong", "NotJSON")

TIME = {"type": "string", "format": "date-time"}
SHARE = {"type": "number", "minimum": 0, "maximum": 1}
COUNT = {"type": "integer", "minimum": 0}
DIGIT = {"type": "integer", "minimum": 0, "maximum": 9}
PNG = {"type": "string", "pattern": "^data:image/png;base64,"}


def ref(schema: str) -> dict[str, str]:
    """Return a reference to a schema."""
    return {"$ref": f"#/components/schemas/{schema}"}


def described(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with a description."""
    return {**schema, "description": description}


def thing(properties: dict[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    """Return the schema of an object; all its properties are required where none are named."""
    needed = list(properties) if required is None else required
    return {"type": "object", "properties": properties, "required": needed}


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a value that may be null."""
    return {**schema, "type": [schema["type"], "null"]}


def answer(description: str, schema: str, status: str = "200") -> dict[str, Any]:
    """Return a response with a body of JSON, by its status."""
    return {status: {"description": description, "content": {JSON: {"schema": ref(schema)}}}}


def nothing(description: str) -> dict[str, Any]:
    """Return a response without a body, by its status."""
    return {"204": {"description": description}}


def operation(
    operation_id: str,
    summary: str,
    success: dict[str, Any],
    *problems: str,
    body: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return an operation: what it takes, what it answers, what can go wrong.

    ``body``: the schema of the request's; ``problems``: keys of ``PROBLEMS``; ``more``: further
    members, such as ``security``.
    """
    failures = {status_of(name): problem(name) for name in problems}
    content = {JSON: {"schema": ref(body)}} if body else None
    return {
        "operationId": operation_id,
        "summary": summary,
        **more,
        **({"requestBody": {"required": True, "content": content}} if content else {}),
        "responses": {**success, **dict(sorted(failures.items()))},
    }
