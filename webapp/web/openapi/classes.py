"""Classes: what their teacher and their pupils ask."""

from typing import Any

from webapp.records.classrooms import CODE_DIGITS, MOST_PUPILS, TASKS
from webapp.records.sheets import MOST_POINTS, MOST_SHEETS
from webapp.web import class_readers, drawings, pupils
from webapp.web.openapi.drawings import LABEL, STROKES
from webapp.web.openapi.parts import (
    BAD_BODY,
    CHANGING,
    COUNT,
    DIGIT,
    FORGED,
    PNG,
    READING,
    SHARE,
    STRANGER,
    TIME,
    WHERE_RUN,
    answer,
    described,
    in_path,
    located,
    nothing,
    nullable,
    operation,
    ref,
    stream,
    thing,
)

FLAG = {"type": "boolean"}
NUMBER = {"type": "integer", "minimum": 1, "maximum": MOST_PUPILS}
CODE = in_path("code", {"type": "string", "pattern": f"^[0-9]{{{CODE_DIGITS}}}$"})
KEY = in_path(
    "key",
    described(
        "By what a page tells its drawings apart.",
        {"type": "string", "pattern": f"^{pupils.KEY}$"},
    ),
)
WRITER = {
    "name": drawings.HEADER,
    "in": "header",
    "required": True,
    "description": "A random token that the browser keeps: who sends the same is the same pupil.",
    "schema": {"type": "string", "pattern": f"^{drawings.TOKEN}$"},
}
EVENTS = """\
Server-sent events, each with an id. Whatever changes, first comes `class` (a `Class`): where its \
`cleared` is another than before, all drawings heard of are gone. Then comes `sheets` (a list of \
`Sheet`), once or more often, with what is new, drawn on or taken away. `end` when the class is \
over."""


def paths() -> dict[str, Any]:
    """Return the paths with their operations."""
    return {**_classes(), **_wall(), **_teaching(), **_mine()}


def schemas() -> dict[str, Any]:
    """Return the schemas by name."""
    lead = {
        "task": described("Anything, each pupil another digit, or all the same.", {"enum": TASKS}),
        "paused": described("What is drawn is read, but not shown to the class.", FLAG),
    }
    cleared = described("The revision at which the wall was emptied last.", COUNT)
    stands = {**lead, "cleared": cleared}
    kept = described("It hangs on the wall.", FLAG)
    taught = {
        "taught": described("Drawings that it learns from, but for those held out.", COUNT),
        "doubtful": described("Drawings that wait for a moderator instead.", COUNT),
    }
    return {
        "Class": _class(stands),
        "ClassList": thing({"classes": {"type": "array", "items": ref("Class")}}),
        "ClassRequest": {**thing(lead, []), "minProperties": 1},
        "ClassState": thing(stands),
        "ClassRun": {"allOf": [ref("Run"), thing(taught)]},
        "Pupil": thing({"number": NUMBER, **stands}),
        "SheetRequest": _request(),
        "SheetReading": {"allOf": [ref("Reading"), thing({"kept": kept, **stands})]},
        "Sheet": _sheet(),
    }


def _class(stands: dict[str, Any]) -> dict[str, Any]:
    numbers = {"type": "array", "items": NUMBER, "uniqueItems": True}
    return thing(
        {
            "code": described("By what pupils join.", CODE["schema"]),
            **stands,
            "created_at": TIME,
            "revision": described("Grows with every change.", COUNT),
            "since": described("The newest sheet when the task was set.", COUNT),
            "pupils": described("How many have joined; numbered in that order.", COUNT),
            "muted": described("Pupils of whom nothing is shown.", numbers),
            "run": described("The training that was started last.", nullable(COUNT)),
        }
    )


def _request() -> dict[str, Any]:
    fields = {
        "image": described("A PNG image as a data URL.", PNG),
        "strokes": STROKES,
        "label": described("What it is; null: not a digit; left out: nobody says.", LABEL),
    }
    return thing(fields, required=["image"])


def _sheet() -> dict[str, Any]:
    point = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
    strokes = {"type": ["array", "null"], "items": {"type": "array", "items": point}}
    voice = thing({"model": ref("ModelId"), "digit": DIGIT, "is_digit": FLAG, "confidence": SHARE})
    voices = {"type": "array", "items": voice, "maxItems": class_readers.MOST}
    pen = f"In canvas units; null: a picture, or more than {MOST_POINTS:,} points."
    return thing(
        {
            "id": COUNT,
            "pupil": described("Number.", NUMBER),
            "gone": described("It was taken away; nothing else is told of it then.", FLAG),
            "labelled": described("Whether `label` counts.", FLAG),
            "label": LABEL,
            "strokes": described(pen, strokes),
            "image": described("What the network saw, where there are no strokes.", nullable(PNG)),
            "readings": described("By the version in service, then by others.", voices),
        },
        required=["id", "pupil", "gone"],
    )


def _classes() -> dict[str, Any]:
    opened = located("It goes on", "Class", "201", "Where to ask how it stands.")
    going = answer("Those that go on, the newest first", "ClassList")
    listing = operation("listClasses", "List the classes", going, *STRANGER, security=READING)
    opening = operation("openClass", "Open a class", opened, *FORGED, security=CHANGING)
    change = operation(
        *("changeClass", "Set the task of a class, pause it, let it go on"),
        answer("The class as it is now", "Class"),
        *(*FORGED, *BAD_BODY, "NoClass"),
        security=CHANGING,
        body="ClassRequest",
    )
    end = operation(
        *("endClass", "End a class", nothing("All that was drawn in it is deleted")),
        *(*FORGED, "NoClass"),
        security=CHANGING,
    )
    stands = answer("How it stands", "ClassState")
    show = operation(
        "showClass", "Tell a pupil how a class stands", stands, "NoClass", "TooManyMisses"
    )
    return {
        "/api/classes": {"get": listing, "post": opening},
        "/api/classes/{code}": {"parameters": [CODE], "get": show, "patch": change, "delete": end},
    }


def _wall() -> dict[str, Any]:
    follow = stream("followClass", "Follow a class", EVENTS, *STRANGER, "NoNumber")
    clear = operation(
        *("clearWall", "Empty the wall of a class", nothing("It is empty")),
        *(*FORGED, "NoClass"),
        security=CHANGING,
    )
    remove = operation(
        *("takeDown", "Take one drawing off the wall"),
        nothing("It is deleted, and does not come back when it is drawn on"),
        *(*FORGED, "NoSheet"),
        security=CHANGING,
    )
    return {
        "/api/classes/{code}/events": {"parameters": [CODE], "get": follow},
        "/api/classes/{code}/sheets": {"parameters": [CODE], "delete": clear},
        "/api/classes/{code}/sheets/{sheet_id}": {
            "parameters": [CODE, in_path("sheet_id", COUNT)],
            "delete": remove,
        },
    }


def _teaching() -> dict[str, Any]:
    mute = operation(
        *("mutePupil", "Take all of a pupil off the wall, and show nothing more of them"),
        *(nothing("Their own page does not say so"), *FORGED, "NoPupil"),
        security=CHANGING,
    )
    again = operation(
        *("readAgain", "Have the wall read by the version in service"),
        *(nothing("It was read"), *FORGED, "NoClass", "NotReady"),
        security=CHANGING,
    )
    in_line = located("It is in line", "ClassRun", "202", WHERE_RUN)
    train = operation(
        *("trainOnClass", "Improve the version in service with what a class has labelled"),
        *(in_line, *FORGED, "NoClass", "NothingToLearn", "BadSpec", "NotReady"),
        description="The drawings are kept to learn from; the version goes into service if it "
        "reads no worse.",
        security=CHANGING,
    )
    return {
        "/api/classes/{code}/pupils/{number}/muted": {
            "parameters": [CODE, in_path("number", COUNT)],
            "put": mute,
        },
        "/api/classes/{code}/read-again": {"parameters": [CODE], "post": again},
        "/api/classes/{code}/train": {"parameters": [CODE], "post": train},
    }


def _mine() -> dict[str, Any]:
    join = operation(
        *("joinClass", "Join a class", answer("Who one is in it", "Pupil")),
        *("BadToken", "NoClass", "ClassFull", "TooManyMisses"),
        description="Who has joined before is the same pupil.",
    )
    put = operation(
        *("drawInClass", "Read a drawing and lay it on the wall of a class"),
        answer("The reading, and how the class stands", "SheetReading"),
        *("BadSheet", "NoClass", "ClassFull", "BodyTooLong", "NotPNG", "Unreadable"),
        *("TooManyMisses", "NotReady"),
        description="What was sent before under the same key is replaced. Nothing is kept of it "
        f"while the class is paused, nor more than {MOST_SHEETS} drawings of a pupil.",
        body="SheetRequest",
    )
    withdraw = operation(
        *("withdrawFromClass", "Take back a drawing of one's own", nothing("It is deleted")),
        *("BadToken", "NoSheet", "TooManyMisses"),
    )
    return {
        "/api/classes/{code}/pupils": {"parameters": [CODE, WRITER], "post": join},
        "/api/classes/{code}/mine/{key}": {
            "parameters": [CODE, KEY, WRITER],
            "put": put,
            "delete": withdraw,
        },
    }
