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

WHERE_RUN = "Where to ask for the run."
EVENT = {
    "description": "Each of https://html.spec.whatwg.org/#server-sent-events",
    "type": "object",
    "properties": {
        "id": {"type": "string", "pattern": "^[0-9]+$"},
        "event": {"type": "string"},
        "data": {"type": "string", "contentMediaType": JSON},
    },
}
RESUMED = (
    "Where the connection ends without `end`, open it again with the id of the last event in "
    "`Last-Event-ID`, as browsers do by themselves."
)


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
    if "type" in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def answer(description: str, schema: str, status: str = "200") -> dict[str, Any]:
    """Return a response with a body of JSON, by its status."""
    return {status: {"description": description, "content": {JSON: {"schema": ref(schema)}}}}


def nothing(description: str) -> dict[str, Any]:
    """Return a response without a body, by its status."""
    return {"204": {"description": description}}


def located(description: str, schema: str, status: str, what: str) -> dict[str, Any]:
    """Return a response as ``answer`` does, which says in ``Location`` where to ask for more."""
    location = described(what, {"schema": {"type": "string"}})
    success = answer(description, schema, status)
    success[status]["headers"] = {"Location": location}
    return success


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


def stream(operation_id: str, summary: str, events: str, *problems: str) -> dict[str, Any]:
    """Return the operation that answers with server-sent events, which ``events`` describes."""
    meaning = "Only what came after the event of this id; all there is, where there is no such id."
    after = {"schema": {"type": "string"}, "description": meaning}
    content = {"text/event-stream": {"schema": EVENT}}
    return operation(
        *(operation_id, summary),
        {"200": {"description": "The events, as they come", "content": content}},
        *problems,
        description=f"{events} {RESUMED}",
        security=READING,
        parameters=[
            {"name": "Last-Event-ID", "in": "header", **after},
            {"name": "after", "in": "query", **after},
        ],
    )


def in_path(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the parameter of a path."""
    return {"name": name, "in": "path", "required": True, "schema": schema}
