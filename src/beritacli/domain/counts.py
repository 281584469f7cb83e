"""What was counted of an article's views: by hour, then by day, month and year.

A period is a text in the desk's own time: `2026-11-25T10` an hour, `2026-11-25` a
day, `2026-11` a month, `2026` a year. The longer one is the beginning of the
shorter one, so to round is to cut. Beside what was counted, a record has a
baseline: the part of its total that came from elsewhere. It has a date, and
belongs to no window of time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from beritacli.domain.article import MAX_INTEGER
from beritacli.errors import ValidationError
from beritacli.patterns import pattern
from beritacli.values import Value

HOUR, DAY, MONTH, YEAR = 13, 10, 7, 4  # characters of a period's name
HOURS_FOR, DAYS_FOR, MONTHS_FOR = 2, 90, 24  # days, days and months until the next longer one
_PERIOD = pattern(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T[0-9]{2})?)?)?")
_FILLED = ("-01-01T00", "-01T00", "T00", "")  # what makes an hour of a year, month, day, hour

Counted = Mapping[str, int]
NONE: Counted = MappingProxyType({})


class Counts(Value):
    """The views of one article that were counted, by period; `baseline_at` dates its baseline."""

    counted: Counted = NONE
    baseline_at: datetime | None = None

    @property
    def total(self) -> int:
        """All that was counted."""
        return sum(self.counted.values())

    def to_document(self) -> dict[str, Any]:
        """The row of the table `views`."""
        document: dict[str, Any] = {}
        if self.baseline_at is not None:
            document["baseline_at"] = self.baseline_at.isoformat()
        if self.counted:
            document["counted"] = dict(self.counted)
        return document

    def with_views(self, added: Counted, now: datetime) -> Counts:
        """These counts and `added`, by hour; what is old by `now` goes into longer periods."""
        counted: dict[str, int] = {}
        limits = _limits(now)
        for period, views in [*self.counted.items(), *added.items()]:
            kept = rounded(period, limits)
            counted[kept] = counted.get(kept, 0) + views
        periods = sorted(period for period, views in counted.items() if views)
        return Counts({period: counted[period] for period in periods}, self.baseline_at)


def counts_from_document(document: Any) -> Counts:
    """The counts of a row; raises ValidationError naming what is wrong with it."""
    if not isinstance(document, Mapping):
        raise ValidationError("a row must be a JSON object")
    unknown = document.keys() - {"baseline_at", "counted"}
    if unknown:
        raise ValidationError(f"it holds '{min(unknown)[:40]}', which nothing reads")
    counted = document.get("counted", {})
    if not isinstance(counted, Mapping):
        raise ValidationError("counted must be an object of periods and numbers")
    for period, views in counted.items():
        _check(period, views)
    at = document.get("baseline_at")
    return Counts(dict(counted), None if at is None else moment("baseline_at", at))


def moment(name: str, text: Any) -> datetime:
    """A time with its offset; raises ValidationError."""
    try:
        time = datetime.fromisoformat(text)
        time.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        time = None
    if time is None or time.tzinfo is None:
        raise ValidationError(f"{name} must be an ISO 8601 time with its offset, not '{text}'")
    return time


def hour_of(time: datetime) -> str:
    """The hour in which a moment lies, `time` being in the desk's zone."""
    return time.isoformat()[:HOUR]


def wall(time: datetime) -> int:
    """The seconds of the clock on the wall since 1970-01-01T00, whatever its zone."""
    return round((time.replace(tzinfo=UTC) - _EPOCH).total_seconds())


def moment_of(seconds: int) -> datetime:
    """What the clock on the wall showed, the inverse of `wall`; as if in UTC."""
    return _EPOCH + timedelta(seconds=seconds)


def bounds(period: str) -> tuple[int, int]:
    """Where a period begins and ends, as `wall` counts."""
    start = _start(period)
    if len(period) == HOUR:
        end = start + timedelta(hours=1)
    elif len(period) == DAY:
        end = start + timedelta(days=1)
    elif len(period) == MONTH:
        end = (start + timedelta(days=31)).replace(day=1)
    else:
        end = start.replace(year=start.year + 1)
    return wall(start), wall(end)


def rounded(period: str, limits: tuple[str, str, str]) -> str:
    """The period that holds `period` once it is as old as the limits say.

    They are the first hour kept as such, the first month whose days are kept,
    and the first year whose months are kept.
    """
    hours, days, months = limits
    if len(period) == HOUR and period < hours:
        period = period[:DAY]
    if len(period) >= DAY and period[:MONTH] < days:
        period = period[:MONTH]
    if len(period) == MONTH and period[:YEAR] < months:
        period = period[:YEAR]
    return period


def around(edge: int) -> list[str]:
    """The day, month and year that a moment (as `wall` counts) would cut in two."""
    text = moment_of(edge).isoformat()[:HOUR]
    periods = (text[:DAY], text[:MONTH], text[:YEAR])
    return [period for period in periods if bounds(period)[0] < edge]


def by_day(counted: Counted) -> dict[str, int]:
    """The counts with the hours gathered into days, the newest first."""
    found: dict[str, int] = {}
    for period, views in counted.items():
        found[period[:DAY]] = found.get(period[:DAY], 0) + views
    return {period: found[period] for period in sorted(found, reverse=True)}


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Any, Any]:
    """What two documents do not share, from either side; `None` where one has nothing.

    Objects in them are compared key by key.
    """
    one: dict[str, Any] = {}
    other: dict[str, Any] = {}
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if isinstance(old or {}, Mapping) and isinstance(new or {}, Mapping):
            one[key], other[key] = difference(old or {}, new or {})
        else:
            one[key], other[key] = old, new
    return one, other


def _limits(now: datetime) -> tuple[str, str, str]:
    """The limits of `rounded`: whole days, months and years go at once."""
    first_hours = now - timedelta(days=HOURS_FOR)
    first_days = now - timedelta(days=DAYS_FOR)
    years = now.year - (MONTHS_FOR // 12)
    return hour_of(first_hours)[:DAY], hour_of(first_days)[:MONTH], f"{years:04}"


def _check(period: str, views: Any) -> None:
    if isinstance(views, bool) or not isinstance(views, int) or not 0 < views <= MAX_INTEGER:
        raise ValidationError(
            f"counted of '{period[:20]}' must be a whole number from 1, not {str(views)[:40]!r}"
        )
    try:
        if not _PERIOD.fullmatch(period):
            raise ValueError(period)
        bounds(period)
    except (ValueError, OverflowError):
        raise ValidationError(
            f"counted of '{period[:40]}': no hour (2026-11-25T10), day, month or year"
        ) from None


def _start(period: str) -> datetime:
    return datetime.fromisoformat(f"{period}{_FILLED[(len(period) - 4 + 2) // 3]}:00").replace(
        tzinfo=UTC
    )


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
