"""The operations, by path."""

from typing import Any

from webapp.web.openapi.parts import (
    BAD_BODY,
    CHANGING,
    COUNT,
    FORGED,
    READING,
    STRANGER,
    WHERE_RUN,
    answer,
    described,
    in_path,
    located,
    nothing,
    operation,
    ref,
    stream,
)

YES_OR_NO = {"enum": ["yes", "no"], "default": "no"}

EVENTS = """\
Server-sent events, each with an id: `state` (queued, running, and how it ended), `phase` (what \
the trainer is about), `batch` and `epoch` (loss, accuracy, steps, time left), `log` (a line), \
`comparison` (the new version beside the one in service), and `end` when nothing more will come."""


def paths() -> dict[str, Any]:
    """Return every path of the API with its operations."""
    return {**_reading(), **_models(), **_champion(), **_runs(), **_run(), **_tokens(), **_self()}


def _reading() -> dict[str, Any]:
    drawn = ("MalformedImage", "NoModel", "BodyTooLong", "NotPNG", "Unreadable", "TooMany")
    success = answer("The reading", "Reading")
    predict = operation(
        "predict", "Read one drawn digit", success, *drawn, "NotReady", body="Drawing"
    )
    row = answer("The readings, from left to right", "RowReading")
    read = operation(
        "read", "Read a number, drawn in one line", row, *drawn, "NotReady", body="Drawing"
    )
    inside = answer("The reading, and how it came about", "Inspection")
    inspect = operation(
        *("inspect", "Look inside the network while it reads", inside),
        *(*drawn, "NotReady"),
        body="InspectionRequest",
    )
    compared = answer("The readings, one of each version", "Comparison")
    compare = operation(
        *("compare", "Read one drawn digit with several versions", compared),
        *(*drawn, "Broken"),
        body="ComparisonRequest",
    )
    return {
        "/api/predict": {"post": predict},
        "/api/read": {"post": read},
        "/api/compare": {"post": compare},
        "/api/inspect": {"post": inspect},
    }


def _models() -> dict[str, Any]:
    found = answer("All versions, the newest first", "ModelList")
    shown = answer("How it was made and how well it reads", "Model")
    noted = answer("What it is called now", "Note")
    lost = ("NoModel", "Broken")
    content = {"application/zip": {}}
    bundle = (
        "The spec as JSON, the weights as `.npz`, the temperature that divides their logits and "
        "the threshold as JSON, the network for LiteRT"
    )
    packed = {"200": {"description": bundle, "content": content}}
    gone = nothing("It is gone")
    return {
        "/api/models": {
            "get": operation("listModels", "List the model versions", found),
            "post": _import(),
        },
        "/api/models/{model_id}": {
            "parameters": [in_path("model_id", ref("ModelId"))],
            "get": operation("showModel", "Show a model version", shown, *lost),
            "patch": operation(
                *("annotateModel", "Give a version a name and a note for people", noted),
                *(*FORGED, *BAD_BODY, *lost),
                security=CHANGING,
                body="NoteRequest",
            ),
            "delete": operation(
                *("deleteModel", "Remove a version that is not in service", gone),
                *(*FORGED, *lost, "InService"),
                security=CHANGING,
            ),
        },
        "/api/models/{model_id}/download": {
            "parameters": [in_path("model_id", ref("ModelId"))],
            "get": operation("downloadModel", "Download a version", packed, *lost),
        },
    }


def _import() -> dict[str, Any]:
    name = described("What the file is called, to be shown.", {"type": "string"})
    promote = described("Whether it goes into service, if it reads no worse.", YES_OR_NO)
    return operation(
        *("importModel", "Make a version of a network that was trained elsewhere"),
        _accepted("Its import is in line"),
        *(*FORGED, "BadQuery", "NoLength", "BundleTooLong", "NotZip", "BadBundle"),
        "TooManyImports",
        description="The body is a bundle as the download of a version is one: `spec.json` and "
        "`weights.npz` in a zip. The network is built anew, measured, and published by a run.",
        security=CHANGING,
        parameters=[
            {"name": "name", "in": "query", "schema": name},
            {"name": "promote", "in": "query", "schema": promote},
        ],
        requestBody={"required": True, "content": {"application/zip": {}}},
    )


def _champion() -> dict[str, Any]:
    serving = answer("The version in service now", "Champion")
    promote = operation(
        *("promoteModel", "Put a version into service", serving),
        *(*FORGED, *BAD_BODY, "NoModel", "Worse", "Broken"),
        security=CHANGING,
        body="ChampionRequest",
    )
    roll_back = operation(
        *("rollBack", "Put the previous version back into service", serving),
        *(*FORGED, "NoPrevious", "Broken"),
        security=CHANGING,
    )
    return {
        "/api/champion": {"put": promote},
        "/api/champion/rollback": {"post": roll_back},
    }


def _runs() -> dict[str, Any]:
    newest = answer("The latest runs, the newest first", "RunList")
    refused = (*FORGED, *BAD_BODY, "BadSpec", "Broken")
    in_line = _accepted("It is in line")
    forecast = answer("How large the network is and how long its training will take", "Estimate")
    how = {"security": CHANGING, "body": "RunRequest"}
    return {
        "/api/runs": {
            "get": operation("listRuns", "List the runs", newest, *STRANGER, security=READING),
            "post": operation("createRun", "Train a network", in_line, *refused, **how),
        },
        "/api/runs/estimate": {
            "post": operation("estimateRun", "Estimate a training", forecast, *refused, **how),
        },
    }


def _run() -> dict[str, Any]:
    parameters = [in_path("run_id", COUNT)]
    known = (*STRANGER, "NoRun")
    run = answer("The run as it stands", "Run")
    stopped = _accepted("It is out of the line, or its trainer was told to stop")
    copied = _accepted("A run with the same spec is in line")
    show = operation("showRun", "Show a run", run, *known, security=READING)
    follow = stream("followRun", "Follow a run, live or afterwards", EVENTS, *known)
    cancel = operation(
        "cancelRun", "Stop a run", stopped, *FORGED, "NoRun", "Ended", security=CHANGING
    )
    again = operation(
        *("repeatRun", "Train once more with the spec of a run", copied),
        *(*FORGED, "NoRun", "NoRepeat", "BadSpec", "Broken"),
        security=CHANGING,
    )
    return {
        "/api/runs/{run_id}": {"parameters": parameters, "get": show},
        "/api/runs/{run_id}/events": {"parameters": parameters, "get": follow},
        "/api/runs/{run_id}/cancel": {"parameters": parameters, "post": cancel},
        "/api/runs/{run_id}/again": {"parameters": parameters, "post": again},
    }


def _tokens() -> dict[str, Any]:
    known = answer("All tokens, the oldest first, without their secrets", "TokenList")
    issued = answer("The token with its secret, shown this once", "IssuedToken", "201")
    worthless = nothing("It opens nothing any more")
    issue = operation(
        *("issueToken", "Make a token for a program", issued),
        *(*FORGED, *BAD_BODY),
        security=CHANGING,
        body="TokenRequest",
    )
    revoke = operation(
        *("revokeToken", "Revoke a token", worthless),
        *(*FORGED, "NoToken"),
        security=CHANGING,
    )
    return {
        "/api/tokens": {
            "get": operation("listTokens", "List the tokens", known, *STRANGER, security=READING),
            "post": issue,
        },
        "/api/tokens/{token_id}": {
            "parameters": [in_path("token_id", COUNT)],
            "delete": revoke,
        },
    }


def _self() -> dict[str, Any]:
    alive = answer("It lives", "Health")
    ready = answer("It can, by which version, and how the rest is", "Readiness")
    itself = answer("The document", "Document")
    return {
        "/api/openapi.json": {"get": operation("describe", "Describe the API", itself)},
        "/healthz": {"get": operation("alive", "Tell that the program lives", alive)},
        "/readyz": {"get": operation("ready", "Tell whether it can read", ready, "Unready")},
    }


def _accepted(description: str) -> dict[str, Any]:
    return located(description, "Run", "202", WHERE_RUN)
