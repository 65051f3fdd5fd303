"""Numbers, sizes and times in the reader's language: filters for every template."""

import math
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint
from flask_babel import format_datetime, format_decimal, format_timedelta, gettext

SUREST = 0.999

DASH = "–"
"""Stands where a number is missing: never measured, or no number, as a loss that diverged."""

blueprint = Blueprint("formats", __name__)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


@blueprint.app_template_filter()
def percent(share: float | None, digits: int = 2) -> str:
    """Return a share of 0…1 as percent; a dash where there is none.

    Rounded, but 100 % is said of what is whole alone; as ``format.js`` does.
    """
    if not _is_number(share):
        return DASH
    most = 100 if share >= 1 else 100 - 10**-digits
    number = min(share * 100, most)
    return format_decimal(number, "#,##0" + ("." + "0" * digits if digits else "")) + "%"


@blueprint.app_template_filter()
def decimals(number: float | None, digits: int = 4) -> str:
    """Return a number with so many decimals; a dash where there is none."""
    if not _is_number(number):
        return DASH
    return format_decimal(number, "#,##0." + "0" * digits)


@blueprint.app_template_filter()
def certainty(share: float) -> str:
    """Return a confidence as percent, 99.9 % at most: a softmax never reaches 1.

    As ``verdict.js`` does.
    """
    return percent(min(share, SUREST), 1)


@blueprint.app_template_filter()
def whole(number: float) -> str:
    """Return a number without decimals, with the language's separators."""
    return format_decimal(round(number))


@blueprint.app_template_filter()
def significant(number: float | None) -> str:
    """Return a number with two significant digits; a dash where there is none."""
    if not _is_number(number):
        return DASH
    return format_decimal(float(f"{number:.2g}"), "#,##0.######")


@blueprint.app_template_filter()
def kilobytes(size: int) -> str:
    """Return a size in bytes as kB or MB."""
    if size >= 1e6:
        return f"{significant(size / 1e6)} MB"
    return f"{whole(size / 1e3)} kB"


@blueprint.app_template_filter()
def duration(seconds: float | None) -> str:
    """Return a duration in the two units that matter; a dash where there is none."""
    if not _is_number(seconds):
        return DASH
    if seconds < 60:
        return gettext("%(s)s s", s=significant(seconds) if seconds < 10 else whole(seconds))
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return gettext("%(m)s min %(s)s s", m=minutes, s=rest)
    return gettext("%(h)s h %(m)s min", h=minutes // 60, m=minutes % 60)


@blueprint.app_template_filter()
def moment(time: datetime | str) -> datetime:
    """Return a time with its zone, from RFC 3339 or from the database, which keeps UTC."""
    time = datetime.fromisoformat(time) if isinstance(time, str) else time
    return time if time.tzinfo else time.replace(tzinfo=UTC)


@blueprint.app_template_filter()
def age(time: datetime | str) -> str:
    """Return how long ago something was, as "3 minutes ago"."""
    return format_timedelta(moment(time) - datetime.now(UTC), add_direction=True)


@blueprint.app_template_filter()
def date(time: datetime | str) -> str:
    """Return a day and time, in UTC."""
    return format_datetime(moment(time), "medium", rebase=False)
