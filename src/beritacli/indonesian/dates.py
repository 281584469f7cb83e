"""Dates as an Indonesian newsroom writes them, read strictly; ISO 8601 first."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from beritacli.indonesian.date_absolute import absolute
from beritacli.indonesian.date_base import FORMS, MAX_LENGTH, DateError, Moment, cleaned
from beritacli.indonesian.date_format import format_date
from beritacli.indonesian.date_relative import relative
from beritacli.patterns import pattern

__all__ = ["FORMS", "DateError", "Moment", "cleaned", "parse"]

_ISO = pattern(
    r"\d{4}-\d\d-\d\d(?:[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?: ?(?:z|[+-]\d\d:?\d\d))?)?",
    re.ASCII,
)


def parse(text: str, now: datetime) -> Moment:
    """Read one date; without a time it is midnight, without an offset in the zone of `now`.

    A date without a year is the one nearest to `now`. A weekday that disagrees
    is a warning. Raises DateError, which says how much of the text was
    understood.
    """
    try:
        found = _moment(cleaned(text), now)
    except DateError as error:
        raise DateError(error.message + _beginning(text, now), error.hint or FORMS) from None
    if found is None:
        raise DateError(f"'{text[:40]}' is not a date{_beginning(text, now)}", FORMS)
    return found


def _moment(clean: str, now: datetime) -> Moment | None:
    try:
        found = _iso(clean, now) or relative(clean, now) or absolute(clean, now)
        if found is not None:
            found.time.astimezone(UTC)  # overflows at the ends of the calendar
    except DateError:
        raise
    except (ValueError, OverflowError):
        raise DateError(f"'{clean[:40]}' lies outside the calendar") from None
    return found


def _iso(text: str, now: datetime) -> Moment | None:
    if not _ISO.fullmatch(text) or text[10:16] == " 24:00":  # the end of the day
        return None
    try:
        found = datetime.fromisoformat(text.upper().replace(" +", "+").replace(" Z", "Z"))
    except ValueError as error:
        raise DateError(f"'{text}' was read as ISO 8601: {error}") from None
    return Moment(found if found.tzinfo else found.replace(tzinfo=now.tzinfo), len(text) > 10)


def _beginning(text: str, now: datetime) -> str:
    """What was understood: the longest beginning of `text` that is a date, in words."""
    words = text[:MAX_LENGTH].split()
    for count in range(min(len(words) - 1, 8), 0, -1):
        part = " ".join(words[:count])
        try:
            found = _moment(cleaned(part), now)
        except DateError:
            continue
        if found is not None:
            return f": '{part}' alone would be {format_date(found.time)}"
    return ""
