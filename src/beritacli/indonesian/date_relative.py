"""Dates that count from today: `besok pukul 06.00`, `3 hari lalu`, `next Monday`."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from beritacli.indonesian.date_base import Clock, Moment, at_clock, split_clock, split_zone
from beritacli.indonesian.date_words import (
    DAY_NUMBERS,
    NUMBER_WORDS,
    PERIODS,
    RELATIVE_DAYS,
    UNITS,
    WHICH,
    WHICH_ENGLISH,
)
from beritacli.patterns import pattern

_HYPHEN = pattern(r"(?<=[a-z0-9])-(?=[a-z])")  # hari-ini, 3-hari-lalu: no quotes needed
_ONE = pattern(r"^se(?=(?:menit|jam|hari|pekan|minggu|bulan|tahun) )")  # sejam lagi
_AWAY = pattern(
    r"(in )?(\d{1,4} ?|[a-z ]+? )([a-z]+)( yang lalu| lalu| ago| lagi| from now)?", re.ASCII
)


def relative(text: str, now: datetime) -> Moment | None:
    """The moment of cleaned `text`, or None where it does not count from today.

    Days are at midnight unless a time is given; minutes and hours are to the
    minute.
    """
    before, zone = split_zone(text)
    if zone:
        found = _in_zone(before, now.astimezone(zone), zoned=True)
        return found if found and found.has_time else None
    return _in_zone(text, now)


def _in_zone(text: str, now: datetime, *, zoned: bool = False) -> Moment | None:
    words = spelt(text)
    if words in ("sekarang", "now"):
        return Moment(now, has_time=True)
    words, clock = split_clock(words, zoned=zoned)
    day = now.date() if not words and clock else _day(words, now.date())
    if day is not None:
        return at_clock(day, clock, now.tzinfo)
    return _away(words, clock, now)


def spelt(text: str) -> str:
    """`text` with spaces for hyphens, and `next week` in the order of `pekan depan`."""
    words = _ONE.sub("satu ", _HYPHEN.sub(" ", text))
    first, _, rest = words.partition(" ")
    if first in WHICH_ENGLISH and rest:
        name, *more = rest.split(" ", 1)
        words = " ".join([name, WHICH_ENGLISH[first], *more])
    return words


def monday_of(which: str, today: date) -> date:
    """The Monday of this, the last or the next week."""
    return today - timedelta(days=today.weekday() - 7 * WHICH[which])


def _day(words: str, today: date) -> date | None:
    if words in RELATIVE_DAYS:
        return today + timedelta(days=RELATIVE_DAYS[words])
    name, _, rest = words.partition(" ")
    if PERIODS.get(name) == "week" and rest in WHICH:  # 'minggu depan' is a week, not a Sunday
        return monday_of(rest, today)
    return _weekday(DAY_NUMBERS[name], rest, today) if name in DAY_NUMBERS else None


def _weekday(number: int, which: str, today: date) -> date | None:
    """`Senin`, `Senin ini`, `Senin depan`, `Senin lalu`, `Senin pekan depan`."""
    period, _, week = spelt(which).partition(" ")
    if PERIODS.get(period) == "week" and week in WHICH:
        return monday_of(week, today) + timedelta(days=number)
    if which and which not in WHICH:
        return None
    ahead = (number - today.weekday()) % 7
    if which == "lalu":
        return today - timedelta(days=7 - ahead)
    return today + timedelta(days=ahead or (7 if which == "depan" else 0))


def _away(words: str, clock: Clock | None, now: datetime) -> Moment | None:
    """`3 hari lalu`, `dua jam lagi`, `in 2 hours`."""
    match = _AWAY.fullmatch(words)
    if not match or bool(match[1]) == bool(match[4]):
        return None
    word, unit = match[2].strip(), UNITS.get(match[3], "")
    number = int(word) if word.isdigit() else NUMBER_WORDS.get(word, -1)
    to_the_minute = unit in ("minute", "hour")
    if number < 0 or not unit or (clock and to_the_minute):
        return None
    back = match[4] in (" yang lalu", " lalu", " ago")
    moved = _shifted(now, -number if back else number, unit)
    if to_the_minute:
        return Moment(moved.replace(second=0, microsecond=0), has_time=True)
    return at_clock(moved.date(), clock, now.tzinfo)


def _shifted(now: datetime, number: int, unit: str) -> datetime:
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - loaded only when used

    steps: dict[str, Any] = {f"{unit}s": number}
    return now + relativedelta(**steps)
