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
    MONTHS,
    NUMBER_WORDS,
    RELATIVE_DAYS,
    UNITS,
    ZONES,
)

MAX_LENGTH = 100
_FORMS = "write 2024-07-11, 11/07/2024, '11 Juli 2024', '11 Juli 2024 14.50 WIB', kemarin or 7d"
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
_BACK = re.compile(r"(\d{1,4})(d|hari|h|jam)", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
_NAMED_MONTH = re.compile(r"([a-z]+) (\d{4})", re.ASCII)
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)


class DateError(UsageError):
    """A date that cannot be read, or that is none."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as it was read: an aware time, whether an hour was given, and a doubt, if any."""

    time: datetime
    has_time: bool
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open [start, end) between aware instants; None is an open end."""

    start: datetime | None
    end: datetime | None


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
    clean = _clean(text)
    try:
        found = _iso(clean, now) or _relative(clean, now) or _absolute(clean, now)
        if found is not None:
            found.time.astimezone(UTC)  # overflows at the ends of the calendar
            return found
    except (ValueError, OverflowError):
        raise DateError(f"'{text[:40]}' is no date of the calendar", _FORMS) from None
    raise DateError(f"'{text[:40]}' is not a date", _FORMS)


def parse_span(text: str, now: datetime) -> Span:
    """What a date means in a query: its day, month, year or minute; `a..b` from one to the other.

    A range takes in the whole of its end. Raises DateError.
    """
    first, dots, last = text.partition("..")
    if dots:
        start = _span(first, now).start if first.strip() else None
        end = _span(last, now).end if last.strip() else None
        if start is None and end is None:
            raise DateError("the range '..' has neither end", "such as 2024-07-01..2024-07-31")
        return Span(start, end)
    return _span(text, now)


def format_date(moment: datetime) -> str:
    """`Kamis, 11 Juli 2024`, in the moment's own zone; the day has two digits."""
    return f"{DAYS[moment.weekday()]}, {moment.day:02} {MONTHS[moment.month - 1]} {moment.year}"


def format_datetime(moment: datetime) -> str:
    """`Kamis, 11 Juli 2024 14.50 WIB`."""
    return f"{format_date(moment)} {moment:%H.%M} {_zone_name(moment)}"


def format_relative(moment: datetime, now: datetime) -> str:
    """`2 jam lalu`, `kemarin 14.50`, `3 hari lagi`; beyond a week the date."""
    local = moment.astimezone(now.tzinfo)
    days = (local.date() - now.date()).days
    minutes = round((now - moment).total_seconds() / 60)
    word = "lalu" if minutes >= 0 else "lagi"
    if minutes == 0:
        return "baru saja"
    if abs(minutes) < 60:
        return f"{abs(minutes)} menit {word}"
    if days == 0:
        return f"{abs(minutes) // 60} jam {word}"
    if abs(days) == 1:
        return f"{'kemarin' if days < 0 else 'besok'} {local:%H.%M}"
    return f"{abs(days)} hari {word}" if abs(days) <= 7 else format_date(local)


def _clean(text: str) -> str:
    if len(text) > MAX_LENGTH:
        raise DateError(f"a date of {len(text)} characters", _FORMS)
    clean = " ".join(text.replace("\u2019", "'").replace("\u2018", "'").lower().split())
    if not clean:
        raise DateError("the date is empty", _FORMS)
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


def _span(text: str, now: datetime) -> Span:
    clean = _clean(text)
    words = clean.replace("-", " ")
    try:
        for rule in (_span_back, _span_month, _span_period):
            span = rule(clean, words, now)
            if span is not None:
                return span
        found = parse(text, now)
        step = timedelta(minutes=1) if found.has_time else timedelta(days=1)
        return Span(found.time, found.time + step)
    except (ValueError, OverflowError):
        raise DateError(f"'{text[:40]}' is no date of the calendar", _FORMS) from None


def _span_back(clean: str, _: str, now: datetime) -> Span | None:
    """`7d`: today and the six days before; `3h`: the last three hours."""
    match = _BACK.fullmatch(clean)
    if not match:
        return None
    number = int(match[1])
    if match[2] in ("h", "jam"):
        return Span(now - timedelta(hours=number), now + timedelta(seconds=1))
    end = _midnight(now.date(), now) + timedelta(days=1)
    return Span(end - timedelta(days=number), end)


def _span_month(clean: str, _: str, now: datetime) -> Span | None:
    """`2024-07`, `juli 2024` and `2024`."""
    if _YEAR.fullmatch(clean):
        year = int(clean)
        return Span(_midnight(date(year, 1, 1), now), _midnight(date(year + 1, 1, 1), now))
    match = _MONTH.fullmatch(clean)
    if match:
        return _month_span(int(match[1]), int(match[2]), now)
    match = _NAMED_MONTH.fullmatch(clean)
    if match and match[1] in MONTH_NUMBERS:
        return _month_span(int(match[2]), MONTH_NUMBERS[match[1]], now)
    return None


def _span_period(_: str, words: str, now: datetime) -> Span | None:
    """This, the last or the next week or month."""
    name, _gap, which = words.partition(" ")
    steps = {"ini": 0, "lalu": -1, "depan": 1}
    if which not in steps:
        return None
    if name in ("pekan", "minggu"):
        monday = now.date() - timedelta(days=now.weekday() - 7 * steps[which])
        return Span(_midnight(monday, now), _midnight(monday + timedelta(days=7), now))
    if name == "bulan":
        months = now.year * 12 + now.month - 1 + steps[which]
        return _month_span(months // 12, months % 12 + 1, now)
    return None


def _month_span(year: int, month: int, now: datetime) -> Span:
    after = date(year + month // 12, month % 12 + 1, 1)
    return Span(_midnight(date(year, month, 1), now), _midnight(after, now))


def _midnight(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time(), now.tzinfo)


def _zone_name(moment: datetime) -> str:
    offset = moment.utcoffset() or timedelta()
    for name in ("wib", "wita", "wit"):
        if ZONES[name].utcoffset(None) == offset:
            return name.upper()
    return moment.isoformat()[-6:] if offset else "UTC"
