"""Dates in a query: the day, month, year or range that a person means."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from beritacli.indonesian.date_relative import monday_of, spelt
from beritacli.indonesian.date_words import MONTH_NUMBERS, PERIODS, WHICH
from beritacli.indonesian.dates import FORMS, DateError, Moment, cleaned, parse
from beritacli.indonesian.span import Span
from beritacli.patterns import pattern

_SPANS = FORMS.replace(" or ", ", ") + ", 2024-07 or 7d"  # what a query takes beside a day
_BACK = pattern(r"(\d{1,4}) ?(d|hari|h|jam)( terakhir)?", re.ASCII)
_MONTH = pattern(r"(\d{4})-(\d\d)", re.ASCII)
_NAMED_MONTH = pattern(r"([a-z]+)[ -](\d{4})", re.ASCII)
_YEAR = pattern(r"[12]\d{3}", re.ASCII)


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


def _span(text: str, now: datetime) -> Span:
    clean = cleaned(text)
    words = spelt(clean)
    try:
        for rule in (_span_back, _span_month, _span_period):
            span = rule(clean, words, now)
            if span is not None:
                return span
        found = _moment(text, now)
        step = timedelta(minutes=1) if found.has_time else timedelta(days=1)
        return Span(found.time, found.time + step)
    except (ValueError, OverflowError):
        raise DateError(f"'{text[:40]}' is no date of the calendar", _SPANS) from None


def _moment(text: str, now: datetime) -> Moment:
    try:
        return parse(text, now)
    except DateError as error:
        hint = _SPANS if error.hint == FORMS else error.hint
        raise DateError(error.message, hint) from None


def _span_back(clean: str, _: str, now: datetime) -> Span | None:
    """`7d`: today and the six days before; `3h`, `3 jam terakhir`: the last three hours."""
    match = _BACK.fullmatch(clean)
    if not match or (" " in clean and not match[3]):
        return None
    number = int(match[1])
    if match[2] in ("h", "jam"):
        return Span(now - timedelta(hours=number), now + timedelta(seconds=1))
    end = _midnight(now.date(), now) + timedelta(days=1)
    return Span(end - timedelta(days=number), end)


def _span_month(clean: str, _: str, now: datetime) -> Span | None:
    """`2024-07`, `juli 2024` and `2024`."""
    if _YEAR.fullmatch(clean):
        return _year_span(int(clean), now)
    match = _MONTH.fullmatch(clean)
    if match:
        return _month_span(int(match[1]), int(match[2]), now)
    match = _NAMED_MONTH.fullmatch(clean)
    if match and match[1] in MONTH_NUMBERS:
        return _month_span(int(match[2]), MONTH_NUMBERS[match[1]], now)
    return None


def _span_period(_: str, words: str, now: datetime) -> Span | None:
    """This, the last or the next week, month or year."""
    name, _gap, which = words.partition(" ")
    period = PERIODS.get(name)
    if period is None or which not in WHICH:
        return None
    if period == "week":
        monday = monday_of(which, now.date())
        return Span(_midnight(monday, now), _midnight(monday + timedelta(days=7), now))
    if period == "year":
        return _year_span(now.year + WHICH[which], now)
    months = now.year * 12 + now.month - 1 + WHICH[which]
    return _month_span(months // 12, months % 12 + 1, now)


def _year_span(year: int, now: datetime) -> Span:
    return Span(_midnight(date(year, 1, 1), now), _midnight(date(year + 1, 1, 1), now))


def _month_span(year: int, month: int, now: datetime) -> Span:
    after = date(year + month // 12, month % 12 + 1, 1)
    return Span(_midnight(date(year, month, 1), now), _midnight(after, now))


def _midnight(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time(), now.tzinfo)
