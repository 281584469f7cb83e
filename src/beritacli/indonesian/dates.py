"""Dates as an Indonesian newsroom writes them: read strictly, and written out.

ISO 8601 first, then our own forms, day first. Every form is spelt out as a
pattern and nothing is guessed: a parser that may guess turns `12 Mei 2025` into
the 24th of December. python-dateutil serves the arithmetic of months.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from beritacli.errors import UsageError
from beritacli.indonesian.date_words import (
    DAY_NUMBERS,
    DAYS,
    MONTH_NUMBERS,
    NUMBER_WORDS,
    RELATIVE_DAYS,
    UNITS,
    ZONES,
)

MAX_LENGTH = 100
FORMS = "write 2024-07-11, 11/07/2024, '11 Juli 2024', '11 Juli 2024 14.50 WIB', kemarin or 7d"
_FIXED_ZONES = {
    "Asia/Jakarta": "wib",
    "Asia/Pontianak": "wib",
    "Asia/Makassar": "wita",
    "Asia/Jayapura": "wit",
    "UTC": "utc",
}

_ISO = re.compile(
    r"\d{4}-\d\d-\d\d(?:[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?: ?(?:z|[+-]\d\d:?\d\d))?)?",
    re.ASCII,
)
_LEAD = re.compile(r"(?:[^-]{1,40} - )?(?:(?:diperbarui|dipublikasikan|terbit|updated)\b:? )?")
_ZONE = re.compile(r" ?\b(wib|wita|wit|utc|gmt)$")
_TIME = re.compile(
    r"(?:^|,? +)(?:(?:pukul|pkl\.?|jam) )?([0-2]?\d)[.:]([0-5]\d)(?:[.:]([0-5]\d))?$", re.ASCII
)
_WEEKDAY = re.compile(r"([a-z']+)\.?(?:,? +|$)")
_NUMERIC = re.compile(r"\(?(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{2}|\d{4}))?\)?", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[ -]([a-z]+)\.?(?:,?[ -](\d{4}|\d{2}))?", re.ASCII)
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:,? (\d{4}))?", re.ASCII)
_AWAY = re.compile(r"(in )?(\d{1,4} ?|[a-z ]+? )([a-z]+)( yang lalu| lalu| ago| lagi)?", re.ASCII)


class DateError(UsageError):
    """A date that cannot be read, or that is none."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as it was read: an aware time, whether an hour was given, and a doubt, if any."""

    time: datetime
    has_time: bool
    warning: str = ""


def zone(name: str) -> tzinfo:
    """The zone of an IANA name; raises DateError for an unknown one."""
    if name in _FIXED_ZONES:
        return ZONES[_FIXED_ZONES[name]]
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - Indonesia's zones need no data

    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        raise DateError(f"unknown time zone '{name[:60]}'", "such as Asia/Jakarta") from None


def parse(text: str, now: datetime) -> Moment:
    """Read one date; without a time it is midnight, without an offset in the zone of `now`.

    A date without a year is the one nearest to `now`. A weekday that disagrees
    is a warning. Raises DateError.
    """
    clean = cleaned(text)
    try:
        found = _iso(clean, now) or _relative(clean, now) or _absolute(clean, now)
        if found is not None:
            found.time.astimezone(UTC)  # overflows at the ends of the calendar
            return found
    except (ValueError, OverflowError):
        raise DateError(f"'{text[:40]}' is no date of the calendar", FORMS) from None
    raise DateError(f"'{text[:40]}' is not a date", FORMS)


def cleaned(text: str) -> str:
    """`text` in small letters with single spaces; DateError for an empty or over-long one."""
    if len(text) > MAX_LENGTH:
        raise DateError(f"a date of {len(text)} characters", FORMS)
    clean = " ".join(text.replace("\u2019", "'").replace("\u2018", "'").lower().split())
    if not clean:
        raise DateError("the date is empty", FORMS)
    return clean


def _iso(text: str, now: datetime) -> Moment | None:
    if not _ISO.fullmatch(text):
        return None
    found = datetime.fromisoformat(text.upper().replace(" +", "+").replace(" Z", "Z"))
    return Moment(found if found.tzinfo else found.replace(tzinfo=now.tzinfo), len(text) > 10)


def _relative(text: str, now: datetime) -> Moment | None:
    words = re.sub(r"(?<=[a-z0-9])-(?=[a-z])", " ", text)
    if words in ("sekarang", "now"):
        return Moment(now, has_time=True)
    words, clock = _split_time(words)
    day = _relative_day(words, now)
    if day is not None:
        return _moment(day, clock, now.tzinfo)
    match = _AWAY.fullmatch(words)
    if clock is not None or not match or bool(match[1]) == bool(match[4]):
        return None
    word, unit = match[2].strip(), UNITS.get(match[3], "")
    number = int(word) if word.isdigit() else NUMBER_WORDS.get(word, -1)
    back = match[4] is not None and match[4] != " lagi"
    return None if number < 0 or not unit else _shifted(now, -number if back else number, unit)


def _relative_day(words: str, now: datetime) -> date | None:
    today = now.date()
    if words in RELATIVE_DAYS:
        return today + timedelta(days=RELATIVE_DAYS[words])
    name, _, which = words.removeprefix("next ").partition(" ")
    coming = which in ("", "depan", "ini", "lalu") and name in DAY_NUMBERS
    if coming and not (name == "minggu" and which):
        ahead = (DAY_NUMBERS[name] - today.weekday()) % 7
        if which == "lalu":
            return today - timedelta(days=(7 - ahead) % 7 or 7)
        later = which == "depan" or words.startswith("next ")
        return today + timedelta(days=ahead or (7 if later else 0))
    steps = {"ini": 0, "lalu": -1, "depan": 1}
    if name in ("pekan", "minggu") and which in steps:
        return today - timedelta(days=today.weekday() - 7 * steps[which])
    return None


def _shifted(now: datetime, number: int, unit: str) -> Moment:
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - loaded only when used

    steps: dict[str, Any] = {f"{unit}s": number}
    moved = now + relativedelta(**steps)
    if unit in ("minute", "hour"):
        return Moment(moved.replace(second=0, microsecond=0), has_time=True)
    return _moment(moved.date(), None, now.tzinfo)


def _absolute(text: str, now: datetime) -> Moment | None:
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    place = _ZONE.search(rest)
    where = ZONES[place[1]] if place else now.tzinfo
    rest, clock = _split_time(rest[: place.start()] if place else rest)
    if place and clock is None:
        return None
    weekday = _WEEKDAY.match(rest)
    day_name = weekday[1] if weekday and weekday[1] in DAY_NUMBERS else ""
    if weekday and day_name:
        rest = rest[weekday.end() :]
    day = _day(rest.strip(" ,"), now)
    if day is None:
        return None
    warning = ""
    if day_name and DAY_NUMBERS[day_name] != day.weekday():
        warning = f"{day.isoformat()} is a {DAYS[day.weekday()]}, not '{day_name}'"
    return _moment(day, clock, where, warning)


def _split_time(text: str) -> tuple[str, tuple[int, int, int] | None]:
    """The text before a time at its end, and the time; 24.00 is the end of the day."""
    match = _TIME.search(text)
    if not match or int(match[1]) > 24 or (int(match[1]) == 24 and match[2] != "00"):
        return text, None
    if match.start() == 0 and "pukul" not in text and ":" not in text:
        return text, None  # '10.30' alone could be a day and a month
    return text[: match.start()].rstrip(" ,"), (int(match[1]), int(match[2]), int(match[3] or 0))


def _day(text: str, now: datetime) -> date | None:
    match = _NUMERIC.fullmatch(text)
    if match:
        if match[4] and len(match[4]) == 2:
            raise DateError(
                f"'{text}' can be read in several ways", "write the year with four digits"
            )
        return _dated(int(match[1]), int(match[3]), match[4], now)
    match = _NAMED.fullmatch(text)
    if match and match[2] in MONTH_NUMBERS:
        return _dated(int(match[1]), MONTH_NUMBERS[match[2]], match[3], now)
    match = _MONTH_FIRST.fullmatch(text)
    if match and match[1] in MONTH_NUMBERS:
        return _dated(int(match[2]), MONTH_NUMBERS[match[1]], match[3], now)
    return None


def _dated(day: int, month: int, year: str | None, now: datetime) -> date:
    if year is not None:
        number = int(year)
        return date(
            number + 2000 if number < 70 else number + 1900 if number < 100 else number, month, day
        )
    nearby = []
    for candidate in (now.year - 1, now.year, now.year + 1):
        try:
            nearby.append(date(candidate, month, day))
        except ValueError:
            continue  # the 29th of February stands in leap years only
    if not nearby:
        raise ValueError("no such day in any of three years")
    return min(nearby, key=lambda one: abs(one - now.date()))


def _moment(
    day: date, clock: tuple[int, int, int] | None, where: tzinfo | None, warning: str = ""
) -> Moment:
    hour, minute, second = clock or (0, 0, 0)
    if hour == 24:
        day, hour = day + timedelta(days=1), 0
    found = datetime.combine(day, time(hour, minute, second), where)
    return Moment(found, clock is not None, warning)
