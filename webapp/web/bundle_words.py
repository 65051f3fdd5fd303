"""Why a bundle is refused, in the reader's language."""

from flask_babel import gettext

from webapp.models.bundle import FILE, BundleError


def bundle_words(error: BundleError) -> str:
    """Return what is wrong with a bundle, for a person; what it names stays as it is."""
    values = {**error.values}
    if values.get("of") == FILE:
        values["of"] = gettext("The file")
    if values.get("name") == FILE:
        values["name"] = gettext("The file")
    return _sentences()[error.kind] % values


def _sentences() -> dict[str, str]:
    return {
        "no-zip": gettext("%(of)s is no zip file, or it is cut short."),
        "long-contents": gettext("%(of)s has a longer table of contents than would be read."),
        "twice": gettext("%(of)s holds %(name)s twice."),
        "packed": gettext(
            "%(name)s is encrypted or packed in a way that is not read: store or deflate it."
        ),
        "too-large": gettext("%(name)s takes %(size)s bytes; at most %(most)s are read."),
        "damaged": gettext("%(of)s is damaged: %(name)s cannot be read."),
        "missing": gettext("%(of)s lacks %(name)s."),
        "unknown": gettext("%(of)s holds %(name)s, which is not expected there."),
        "no-json": gettext("%(name)s is no JSON object."),
        "bad-spec": gettext("spec.json describes no network that can be built: %(reason)s"),
        "bad-format": gettext("It is a bundle of format %(format)s; this release reads format 1."),
        "bad-note": gettext("The note in bundle.json must be a text of at most 1,000 characters."),
        "pickled": gettext(
            "%(name)s holds Python objects, and those are never read: save plain arrays."
        ),
        "no-array": gettext("%(name)s is no array as NumPy saves them."),
        "bad-numbers": gettext("%(name)s has numbers of the kind %(dtype)s; float32 is expected."),
        "bad-shape": gettext(
            "%(name)s has the shape %(shape)s; the network of spec.json needs %(expected)s."
        ),
        "not-finite": gettext("%(name)s has values that are infinite, or no numbers (NaN)."),
        "negative": gettext("%(name)s has negative values, and a variance has none."),
        "bad-count": gettext(
            "The network has %(found)s arrays of weights; that of the spec has %(expected)s."
        ),
        "overflows": gettext(
            "The weights are so large that what the network answers means nothing."
        ),
    }
