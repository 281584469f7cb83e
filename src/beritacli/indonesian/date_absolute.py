"""Dates that name a day: `Kamis, 11 Juli 2024 14.50 WIB`, `10-Sep-19 23:04`, `08-10-2026`.

What stands around the day (a publisher, a weekday, a time, a zone) is taken off
first. The day itself must have one of four shapes; python-dateutil's parser,
with our `parserinfo`, says what it means. Nothing is guessed: a parser that may
guess turns `12 Mei 2025` into the 24th of December.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from beritacli.indonesian.date_base import DateError, Moment, at_clock, split_clock, split_zone
from beritacli.indonesian.date_words import DAY_NUMBERS, DAYS, MONTH_NUMBERS, MONTHS
from beritacli.patterns import pattern

_LEAD = pattern(
    r"(?:(?:(?![0-9])[^ -]+ ){1,5}- (?![0-2]?[0-9][.:][0-9]{2}\b))?"
    r"(?:(?:diperbarui|dipublikasikan|diterbitkan|terbit|updated|published)(?: pada| on)?\b:? )?"
)
_LEAP = 8  # years; at most so many lie between two 29ths of February
_WEEKDAY = pattern(r"([a-z']+)\.?(?:,? +|$)")

# The shapes of a day. Only in the first could the order be doubted: it is day first.
_NUMERIC = pattern(r"\(?(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})(?:\2(?P<year>\d{2}|\d{4}))?\)?")
_NAMED = pattern(r"(?P<day>\d{1,2})[ -](?P<month>[a-z]+)\.?(?:,?[ -](?P<year>\d{4}|\d{2}))?")
_MONTH_FIRST = pattern(r"(?P<month>[a-z]+)\.? (?P<day>\d{1,2})(?:,? (?P<year>\d{4}))?")
_YEAR_FIRST = pattern(r"(?P<year>\d{4})([/-])(?P<month>\d\d)\2(?P<day>\d\d)")


def absolute(text: str, now: datetime) -> Moment | None:
    """The moment of cleaned `text`, or None where it names no day.

    Without an offset it is in the zone of `now`; without a year it is the day
    nearest to `now`. Raises DateError for a day that is none or that can be
    read in several ways.
    """
    rest = _after_lead(text)
    rest, zone = split_zone(rest)
    rest, clock = split_clock(rest)
    if zone and clock is None:
        return None
    weekday = _WEEKDAY.match(rest)
    named = weekday[1] if weekday and weekday[1] in DAY_NUMBERS else ""
    if weekday and named:
        rest = rest[weekday.end() :]
    day = _day(rest.strip(" ,"), now)
    if day is None:
        return None
    warning = ""
    if named and DAY_NUMBERS[named] != day.weekday():
        warning = f"{day.isoformat()} is a {DAYS[day.weekday()]}, not '{named}'"
    return at_clock(day, clock, zone or now.tzinfo, warning)


def _after_lead(text: str) -> str:
    lead = _LEAD.match(text)
    return text[lead.end() :] if lead else text


def _day(text: str, now: datetime) -> date | None:
    if not text.isascii():
        return None  # other scripts have digits of their own
    shapes = (_NUMERIC, _NAMED, _MONTH_FIRST, _YEAR_FIRST)
    shape = next((match for match in (form.fullmatch(text) for form in shapes) if match), None)
    if shape is None:
        return None
    numeric = shape["month"].isdigit()
    if not numeric and shape["month"] not in MONTH_NUMBERS:
        return None
    readings = _readings(shape) if numeric and len(shape["year"] or "") == 2 else ""
    if readings:
        raise DateError(f"'{text}' can be read as {readings}", "write the year with four digits")
    found = _parsed(shape, now)
    # The parser takes 32 for a year where no month has such a day.
    if found is None or (found.day, found.month) != (int(shape["day"]), _month(shape)):
        raise DateError(f"there is no such day: '{text}' was read as {_understood(shape)}")
    return found


def _parsed(shape: re.Match[str], now: datetime) -> date | None:
    """The day; of one without a year the nearest to `now`."""
    from beritacli.indonesian.date_parserinfo import PARSER  # noqa: PLC0415 - loaded only when used

    parts = (shape["day"], shape["month"], shape["year"])
    numeric = shape["month"].isdigit()
    text = "/".join(filter(None, parts)) if numeric else shape[0].replace(".", "")
    years = [now.year] if shape["year"] else range(now.year - _LEAP, now.year + _LEAP + 1)
    found = []
    for year in years:
        try:
            default = datetime(year, 1, 1)  # noqa: DTZ001 - only the day of it is used
            found.append(PARSER.parse(text, default=default).date())
        except (ValueError, OverflowError):
            continue  # no such day in this year
    return min(found, key=lambda day: abs(day - now.date()), default=None)


def _month(shape: re.Match[str]) -> int:
    return MONTH_NUMBERS.get(shape["month"]) or int(shape["month"])


def _understood(shape: re.Match[str]) -> str:
    number = _month(shape)
    month = f"month {number}" + (f" ({MONTHS[number - 1]})" if 0 < number <= 12 else "")
    year = f", year {shape['year']}" if shape["year"] else ""
    return f"day {int(shape['day'])}, {month}{year}"


def _readings(shape: re.Match[str]) -> str:
    """The days that a date such as `10-11-12` may be: day, year or month first; '' for none."""
    one, two, three = (int(shape[name]) for name in ("day", "month", "year"))
    days = {}
    for day, month, year in ((one, two, three), (three, two, one), (two, one, three)):
        try:
            found = date(2000 + year, month, day)
        except ValueError:
            continue
        days[found] = f"{found.day} {MONTHS[found.month - 1]} {found.year}"
    return " or ".join(days.values())
