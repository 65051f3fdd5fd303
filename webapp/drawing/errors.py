"""What can be wrong with a drawing, each with words for the person who drew it."""


class DrawingError(ValueError):
    """A drawing that cannot be read. The message is fit to be shown to a person."""


class MalformedDataURL(DrawingError):
    """The text is not a data URL with base64 data (RFC 2397)."""


class NotPNG(DrawingError):
    """The data URL declares another media type than ``image/png``."""


class UndecodableImage(DrawingError):
    """The bytes are not a whole PNG image."""


class OversizeImage(DrawingError):
    """A side of the image is longer than ``webapp.drawing.png.MAX_SIDE``."""


class BlankCanvas(DrawingError):
    """There is no ink on the paper."""


class TooManyParts(DrawingError):
    """There are more pieces of ink than one number in one line has."""
