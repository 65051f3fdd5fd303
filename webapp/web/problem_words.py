"""What went wrong, in the words of readers who do not speak English, by the problem's kind."""

from flask_babel import gettext


def problem_words() -> dict[str, str]:
    """Return a sentence for each kind of problem that a person at a page may meet."""
    return {
        "malformed-data-url": gettext("The picture did not arrive whole."),
        "not-png": gettext("The picture must be a PNG image."),
        "blank-canvas": gettext("There is no ink on the paper."),
        "oversize-image": gettext("The picture is too large."),
        "undecodable-image": gettext("The picture is damaged and cannot be decoded."),
        "too-many-parts": gettext(
            "There are too many pieces of ink: write one number in one line."
        ),
        "unreadable-drawing": gettext("The drawing cannot be read."),
        "bad-spec": gettext("Nothing can be trained with these values."),
        "bad-bundle": gettext("No network can be made of this file."),
        "too-many-imports": gettext(
            "Too many files wait to be imported: cancel a run, or wait for one."
        ),
        "unknown-version": gettext("There is no such version."),
        "no-champion": gettext("No version is in service."),
        "broken-version": gettext("The files of the version are damaged."),
        "worse-than-champion": gettext("It reads worse than the one in service"),
        "store": gettext("The version is in service, or there is none to put in its place."),
        "not-collecting": gettext("Drawings are not collected here: nothing was kept."),
        "enough-drawings": gettext(
            "Many drawings wait to be looked at already. Thank you: more can be kept later."
        ),
        "no-store": gettext("The versions cannot be reached just now. Try again in a moment."),
        "no-records": gettext(
            "The records do not answer just now; nothing was kept. Try again in a moment."
        ),
        "unknown-class": gettext("There is no such class, or it is over."),
        "class-full": gettext("So many have joined this class that it is full."),
        "nothing-to-learn": gettext(
            "There is nothing to learn from yet: set a task, or let the pupils tap the right digit."
        ),
        "csrf": gettext("This page is out of date. Reload it and try again."),
        "bad-request": gettext("The request cannot be understood."),
        "unauthorized": gettext("Log in, or send a token."),
        "forbidden": gettext("This page is out of date. Reload it and try again."),
        "not-found": gettext("That is no longer there. Reload the page to see what is."),
        "request-timeout": gettext("The request did not arrive in time. Try again."),
        "conflict": gettext("The run has ended already."),
        "request-entity-too-large": gettext("The request is too large."),
        "length-required": gettext("The request must say how long it is."),
        "unsupported-media-type": gettext("The request must be JSON."),
        "too-many-requests": gettext("Too much at once. Wait a moment and try again."),
        "internal-server-error": gettext(
            "Something went wrong on our side; the log has the details."
        ),
    }
