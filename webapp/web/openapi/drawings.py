"""Drawings of people: what is sent, kept, looked through, taken out and in."""

from typing import Any

from webapp.drawing.lines import FARTHEST, MOST_POINTS
from webapp.drawing.strokes import CANVAS
from webapp.records import DrawingState, Source
from webapp.records.arrivals import HELD_OUT
from webapp.records.drawings import MOST_UNSEEN
from webapp.records.searches import Order
from webapp.records.suspicions import FLAGS
from webapp.web import drawings, moderation
from webapp.web.openapi.parts import (
    BAD_BODY,
    CHANGING,
    COUNT,
    FORGED,
    READING,
    SHARE,
    STRANGER,
    TIME,
    answer,
    described,
    nothing,
    nullable,
    operation,
    ref,
    thing,
)

FLAG = {"type": "boolean"}
DIGIT = {"type": "integer", "minimum": 0, "maximum": 9}
LABEL = described("What was drawn; null: not a digit.", nullable(DIGIT))
STATE = {"enum": [str(state) for state in DrawingState]}
PNG = {"type": "string", "pattern": "^data:image/png;base64,"}
HASH = described(
    "SHA-256 of the writer's token, which tells writers apart and not who they are.",
    {"type": "string", "pattern": "^[0-9a-f]{64}$"},
)
XY = {"type": "number", "minimum": -FARTHEST * CANVAS, "maximum": FARTHEST * CANVAS}
POINT = {"type": "array", "items": XY, "minItems": 2, "maxItems": 2}
STROKES = described(
    f"Of points [x, y] on a canvas {CANVAS} wide, {MOST_POINTS:,} at most; null: a picture.",
    {
        "type": ["array", "null"],
        "items": {"type": "array", "items": POINT},
        "contains": {"type": "array", "minItems": 1},
    },
)
FORMAT = """\
A line for each drawing: `label` (0…9; null or other text is no digit), `strokes` (a list of lists \
of points [x, y], y downwards) and `writer`. Beside them: `canvas`, the side of the canvas that \
the strokes are on, and `image`, the 28 × 28 bytes that the network sees, in base64."""


def paths() -> dict[str, Any]:
    """Return the paths with their operations."""
    whole = {"/api/drawings": {"post": _give(), "get": _look_through()}}
    return {**whole, **_mine(), **_collecting(), **_judging(), **_lines()}


def schemas() -> dict[str, Any]:
    """Return the schemas by name."""
    kept = {"id": COUNT, "label": LABEL, "model": ref("ModelId")}
    read = {"digit": DIGIT, "is_digit": FLAG, "confidence": SHARE}
    number = {**COUNT, "maximum": 2**63 - 1}
    ids = {"type": "array", "items": number, "minItems": 1, "maxItems": moderation.MOST_AT_ONCE}
    verdict = {"state": described("Null: as it is.", nullable(STATE)), "label": LABEL}
    says = {"anyOf": [{"required": ["label"]}, thing({"state": STATE})]}
    error = described(
        "Number of the line, from 1, and why it was left out.",
        {"type": "array", "prefixItems": [COUNT, {"type": "string"}], "minItems": 2, "maxItems": 2},
    )
    return {
        "DrawingRequest": _request(),
        "KeptDrawing": thing({**kept, **read}),
        "DrawingCount": thing({"count": COUNT}),
        "DrawingsDeleted": thing({"deleted": COUNT}),
        "Collecting": thing({"collecting": FLAG}),
        "PersonsDrawing": thing({**kept, **read, **_known()}),
        "DrawingList": _list(),
        "DrawingVerdict": {**thing(verdict, []), **says},
        "BulkVerdict": {**thing({"ids": ids, **verdict}, ["ids"]), **says},
        "BulkCounts": thing({"changed": COUNT, "missing": COUNT}),
        "BulkIds": thing({"ids": ids}),
        "BulkDeleted": thing({"deleted": COUNT, "missing": COUNT}),
        "ImportReport": thing(
            {"imported": COUNT, "skipped": COUNT, "errors": {"type": "array", "items": error}}
        ),
    }


def _request() -> dict[str, Any]:
    token = {"type": "string", "pattern": f"^{drawings.TOKEN}$"}
    fields = {
        "image": described("A PNG image as a data URL.", PNG),
        "label": LABEL,
        "writer": described(
            "A random token that the browser keeps, to count and to delete.", token
        ),
        "strokes": STROKES,
        "model": described(
            "The version that was asked before; null: the one in service.", nullable(ref("ModelId"))
        ),
    }
    return thing(fields, required=["image", "label", "writer"])


def _known() -> dict[str, Any]:
    held_out = f"Nothing learns from it: it is one in {HELD_OUT}, to measure with."
    doubt = "0 where the version reads what the label says, 1 where it would swear to the opposite."
    flags = {"type": "array", "items": {"enum": list(FLAGS)}}
    return {
        "created_at": TIME,
        "state": STATE,
        "source": {"enum": [str(source) for source in Source]},
        "held_out": described(held_out, FLAG),
        "flags": described("What a moderator should look at.", flags),
        "writer": HASH,
        "doubt": described(doubt, SHARE),
        "image": described("The 28 × 28 image that the network sees.", PNG),
    }


def _list() -> dict[str, Any]:
    cursor = {"type": ["string", "null"]}
    properties = {
        "drawings": {"type": "array", "items": ref("PersonsDrawing")},
        "next": described("`cursor` of the drawings that come next; null at the end.", cursor),
        "total": described("How many there are in all.", COUNT),
    }
    return thing(properties)


def _give() -> dict[str, Any]:
    kept = answer("It is kept", "KeptDrawing", "201")
    known = answer("It was kept before, and has this label now", "KeptDrawing")
    return operation(
        *("giveDrawing", "Say what a drawing is", {**known, **kept}),
        *("MalformedImage", "NotCollecting", "NoModel", "BodyTooLong", "NotPNG", "Unreadable"),
        *("EnoughDrawings", "NotReady"),
        body="DrawingRequest",
        description="One's own drawings can be counted and deleted by the token that they came "
        f"with. At most {MOST_UNSEEN} of a token wait for a moderator.",
    )


def _mine() -> dict[str, Any]:
    token = {"schema": {"type": "string", "pattern": f"^{drawings.TOKEN}$"}}
    header = {"name": drawings.HEADER, "in": "header", "required": True, **token}
    how_many = answer("So many are kept", "DrawingCount")
    gone = answer("So many were deleted", "DrawingsDeleted")
    count = operation("countMine", "Count one's own drawings", how_many, "BadToken", "TooMany")
    forget = operation("forgetMine", "Delete one's own drawings", gone, "BadToken", "TooMany")
    one = operation(
        *("takeBack", "Delete one drawing of one's own", nothing("It is gone")),
        *("BadToken", "NoDrawing", "TooMany"),
    )
    number = {"name": "drawing_id", "in": "path", "required": True, "schema": COUNT}
    return {
        "/api/drawings/mine": {"parameters": [header], "get": count, "delete": forget},
        "/api/drawings/mine/{drawing_id}": {"parameters": [header, number], "delete": one},
    }


def _collecting() -> dict[str, Any]:
    now = answer("Whether drawings are kept", "Collecting")
    change = operation(
        *("setCollecting", "Begin or stop to keep drawings", now),
        *(*FORGED, *BAD_BODY),
        security=CHANGING,
        body="Collecting",
    )
    show = operation("isCollecting", "Tell whether drawings are kept", now)
    return {"/api/collecting": {"get": show, "put": change}}


def _look_through() -> dict[str, Any]:
    cursor = {"type": "string", "description": "`next` of the page before."}
    page = {
        "sort": {"enum": [str(order) for order in Order], "default": str(Order.DOUBT)},
        "cursor": cursor,
        "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
    }
    return operation(
        *("listDrawings", "Look through drawings", answer("Some of them", "DrawingList")),
        *("BadQuery", *STRANGER),
        security=READING,
        parameters=_in_query({**_filters(), **page}),
    )


def _judging() -> dict[str, Any]:
    number = {"name": "drawing_id", "in": "path", "required": True, "schema": COUNT}
    judged = answer("The drawing as it is now", "PersonsDrawing")
    judge = operation(
        *("judgeDrawing", "Accept, reject or relabel a drawing", judged),
        *(*FORGED, *BAD_BODY, "NoDrawing"),
        security=CHANGING,
        body="DrawingVerdict",
    )
    delete = operation(
        *("deleteDrawing", "Remove a drawing for good", nothing("It is gone")),
        *(*FORGED, "NoDrawing"),
        security=CHANGING,
    )
    bulk = operation(
        *("judgeDrawings", "Accept, reject or relabel many drawings"),
        answer("How many there were", "BulkCounts"),
        *(*FORGED, *BAD_BODY),
        security=CHANGING,
        body="BulkVerdict",
    )
    bulk_delete = operation(
        *("deleteDrawings", "Remove many drawings for good"),
        answer("How many there were", "BulkDeleted"),
        *(*FORGED, *BAD_BODY),
        security=CHANGING,
        body="BulkIds",
    )
    return {
        "/api/drawings/{drawing_id}": {"parameters": [number], "patch": judge, "delete": delete},
        "/api/drawings/bulk": {"post": bulk},
        "/api/drawings/bulk/delete": {"post": bulk_delete},
    }


def _lines() -> dict[str, Any]:
    lines = {moderation.LINES: {"schema": {"type": "string"}}}
    pictures = described("`yes`: those without strokes as well.", {"enum": ["yes", "no"]})
    export = operation(
        *("exportDrawings", "Take drawings out as lines of JSON"),
        {"200": {"description": "The lines", "content": lines}},
        *("BadQuery", *STRANGER),
        description=FORMAT,
        security=READING,
        parameters=_in_query({**_filters(), "pictures": pictures}),
    )
    put_in = operation(
        *("importDrawings", "Put drawings in, from lines of JSON"),
        answer("What became of the lines", "ImportReport"),
        *("BadQuery", *FORGED, "BodyTooLong", "NotReady"),
        description=f"{FORMAT} At most {moderation.MOST_LINES:,} lines.",
        security=CHANGING,
        parameters=_in_query({"state": described("Of lines that tell none.", STATE)}),
        requestBody={"content": lines},
    )
    return {"/api/drawings/export": {"get": export}, "/api/drawings/import": {"post": put_in}}


def _filters() -> dict[str, Any]:
    labels = {"enum": [*"0123456789", moderation.NO_DIGIT]}
    return {
        "label": labels,
        "state": STATE,
        "model": ref("ModelId"),
        "digit": described("As the version read it.", DIGIT),
        "writer": HASH,
        "since": TIME,
        "until": TIME,
        "flag": {"enum": list(FLAGS)},
    }


def _in_query(schemas: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"name": name, "in": "query", "schema": schema} for name, schema in schemas.items()]
