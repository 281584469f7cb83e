"""What all readers of dates share: the value, the error, the clean text, the time of day."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone, tzinfo

from beritacli.errors import UsageError
from beritacli.indonesian.zones import ZONES
from beritacli.patterns import pattern
from beritacli.values import Value

MAX_LENGTH = 100  # characters; the longest date of a real page has half of that
FORMS = "write 2024-07-11, 11/07/2024, '11 Juli 2024', '11 Juli 2024 14.50 WIB' or kemarin"

Clock = tuple[int, int, int]  # hour (24 is the end of the day), minute, second

_CLOCK = pattern(
    r"(?:^|,? +(?:[|/-] +)?)(?P<word>pukul |pkl\.? |jam |at )?"
    r"(?P<hour>[0-2]?\d)(?:(?P<mark>[.:])(?P<minute>[0-5]\d)(?:[.:](?P<second>[0-5]\d))?)?$",
    re.ASCII,
)

_ZONE = pattern(r" ?\b(wib|wita|wit|utc|gmt)$")
_OFFSET = pattern(r"(?<=[0-9][.:][0-9]{2}) ?([+-])(0[0-9]|1[0-4]):?([0-5][0-9])$", re.ASCII)


class DateError(UsageError):
    """A date that cannot be read, or that is none."""


class Moment(Value):
    """A date as it was read: an aware time, whether an hour was given, and a doubt, if any."""

    time: datetime
    has_time: bool
    warning: str = ""


def cleaned(text: str) -> str:
    """`text` in small letters with single spaces; DateError for an empty or over-long one."""
    if len(text) > MAX_LENGTH:
        raise DateError(f"a date of {len(text)} characters, beginning '{text[:40]}'", FORMS)
    clean = " ".join(text.replace("\u2019", "'").replace("\u2018", "'").lower().split())
    if not clean:
        raise DateError("the date is empty", FORMS)
    return clean


def split_zone(text: str) -> tuple[str, tzinfo | None]:
    """The text before a zone at its end, a name or behind a time an offset, and the zone."""
    place = _ZONE.search(text)
    if place:
        return text[: place.start()], ZONES[place[1]]
    offset = _OFFSET.search(text)
    if not offset:
        return text, None
    east = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
    return text[: offset.start()], timezone(east if offset[1] == "+" else -east)


def split_clock(text: str, *, zoned: bool = False) -> tuple[str, Clock | None]:
    """The text before a time of day at its end, and the time: `10.30`, `10:30`, `pukul 6`.

    24.00 is the end of the day. `10.30` with nothing else could be a day and a
    month, so it is left alone unless a zone stood behind it.
    """
    match = _CLOCK.search(text)
    if not match or not (match["mark"] or match["word"]):
        return text, None
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0)
    if (hour, minute, second) > (24, 0, 0):
        return text, None
    if match.start() == 0 and match["mark"] != ":" and not (match["word"] or zoned):
        return text, None
    return text[: match.start()].rstrip(" ,"), (hour, minute, second)


def at_clock(day: date, clock: Clock | None, where: tzinfo | None, warning: str = "") -> Moment:
    """`day` at a time of day, midnight where none is given."""
    hour, minute, second = clock or (0, 0, 0)
    if hour == 24:
        day, hour = day + timedelta(days=1), 0
    found = datetime.combine(day, time(hour, minute, second), where)
    return Moment(found, clock is not None, warning)
