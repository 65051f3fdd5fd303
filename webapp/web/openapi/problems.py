"""What can go wrong, each described once."""

from typing import Any

from webapp.drawing.png import MAX_SIDE
from webapp.records.classrooms import MOST_PUPILS
from webapp.records.imports import MOST_BYTES
from webapp.web.api import MAX_BODY

PROBLEMS = {
    "MalformedBody": ("400", "The JSON is malformed, or a field is missing or of another type."),
    "MalformedImage": ("400", "The JSON, the data URL or the base64 is malformed."),
    "Unauthorized": ("401", "Neither a valid token nor a session was sent."),
    "Forbidden": ("403", "A session was sent without its `X-CSRFToken`, or with another's."),
    "NoModel": ("404", "There is no such model version."),
    "NoRun": ("404", "There is no such run."),
    "BadQuery": ("400", "A parameter of the query has a value that it cannot have."),
    "BadToken": ("400", "The header has no token of a writer."),
    "NotCollecting": (
        "403",
        "The admin has switched it off that drawings are kept (`type` ends in `/not-collecting`).",
    ),
    "NoDrawing": ("404", "There is no such drawing."),
    "NoClass": ("404", "There is no such class, or it is over."),
    "NoNumber": ("404", "No class can have this number."),
    "NoSheet": ("404", "There is no such class, or no such drawing on its wall."),
    "NoPupil": ("404", "There is no such class, or no such pupil in it."),
    "BadSheet": (
        "400",
        "The header has no token of a writer, the key is none, the JSON, the data URL or the "
        "base64 is malformed, or a field is missing or of another type.",
    ),
    "ClassFull": ("409", f"{MOST_PUPILS} pupils have joined the class already."),
    "NothingToLearn": (
        "409",
        "No drawing of the class says which digit it is, or the version in service is sure of "
        "another in each of them.",
    ),
    "NoToken": ("404", "There is no such token."),
    "Worse": (
        "409",
        "The version reads worse than the one in service (`type` ends in `/worse-than-champion`; "
        "`figures` shows both): `insist` puts it into service all the same.",
    ),
    "NoPrevious": ("409", "No other version was in service before."),
    "InService": ("409", "The version is in service: put another into service first."),
    "Ended": ("409", "The run has ended already."),
    "BodyTooLong": ("413", f"The body is longer than {MAX_BODY // 1024**2} MiB."),
    "NotJSON": ("415", "The body is not JSON."),
    "NoRepeat": ("409", "The run was an import, whose file is gone: send it again."),
    "NoLength": ("411", "The head does not say how long the body is."),
    "BundleTooLong": ("413", f"The body is longer than {MOST_BYTES // 1024**2} MiB."),
    "NotZip": ("415", "The body is not said to be a zip."),
    "BadBundle": ("422", "No network can be made of the file; `detail` says why."),
    "TooManyImports": ("429", "Too many files wait to be imported: cancel a run, or wait for one."),
    "NotPNG": ("415", "The body is not JSON, or the image not PNG."),
    "Unreadable": (
        "422",
        "The canvas is blank (`type` ends in `/blank-canvas`), more pieces of ink are on it than "
        "a row of digits has (`/too-many-parts`; where one digit is read, that is no problem), or "
        f"the image cannot be decoded or is longer than {MAX_SIDE} pixels a side.",
    ),
    "BadSpec": ("422", "Nothing can be trained so; `errors` says why, field by field."),
    "TooMany": (
        "429",
        "Too many requests from this address; `Retry-After` says when to try again.",
    ),
    "TooManyMisses": (
        "429",
        "Too many requests from this address, or too many for classes that there are not; "
        "`Retry-After` says when to try again.",
    ),
    "EnoughDrawings": (
        "429",
        "Too many requests from this address, or too many drawings wait to be looked at (`type` "
        "ends in `/enough-drawings`).",
    ),
    "NotReady": ("503", "No version is in service, or its files are not what was published."),
    "Unready": (
        "503",
        "No version is in service, or the database does not answer; `checks` tells which.",
    ),
    "Broken": ("503", "A version, or what says which is in service, cannot be read."),
}
"""Status and meaning by name."""


def responses() -> dict[str, Any]:
    """Return a response for each problem, by name."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {name: {"description": text, "content": content} for name, (_, text) in PROBLEMS.items()}


def problem(name: str) -> dict[str, str]:
    """Return a reference to a problem's response."""
    return {"$ref": f"#/components/responses/{name}"}


def status_of(name: str) -> str:
    """Return a problem's HTTP status."""
    return PROBLEMS[name][0]
