"""BERITA POPULER: what was read most, of all time or in a window of the desk's days."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from beritacli.domain.answers import Ranking
from beritacli.domain.article import Article
from beritacli.domain.counts import Counts, around, bounds, moment_of, wall
from beritacli.domain.query import Equals, Not, Query, Within, only_published, released
from beritacli.domain.query_values import in_order, read_span
from beritacli.errors import UsageError
from beritacli.hints import cut, suggestion
from beritacli.indonesian.span import Span
from beritacli.newsroom.desk import Desk
from beritacli.newsroom.reading import POPULAR, Part
from beritacli.newsroom.targets import Filters, build_query
from beritacli.values import Value, replace

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot

RANKS = ("views", "trending")
_HOUR, _MOST_COLUMNS = 3600, 31
_FIRST = Part(POPULAR)


class Wish(Value):
    """Which most read are wanted.

    `half_life`, in hours, is that of a view in a trending list; `evergreen` the tag
    of what is left out with `skip_evergreen`; `max_age` how old an article may be.
    """

    window: str = "all"
    rank: str = "views"
    half_life: float = 24.0
    per_day: bool = False
    max_age: str = ""
    skip_evergreen: bool = False
    evergreen: str = "evergreen"
    one_per_section: bool = False


class Entry(Value):
    """One of the list: its rank now and before (None: not in it), and its days, oldest first."""

    article: Article
    views: int
    score: float
    rank: int
    previous: int | None
    days: Sequence[int]


class Chart(Value):
    """The list. `compared` tells whether there was one before.

    `uncut` are periods that are kept only as a whole and that the window would cut.
    """

    entries: Sequence[Entry]
    compared: bool
    uncut: Sequence[str]


def popular(
    desk: Desk, args: Sequence[str], filters: Filters, part: Part = _FIRST, wish: Wish | None = None
) -> Chart:
    """The most read of a query; published ones unless it speaks of the status.

    Raises UsageError for an unknown rank, a window or an age that is none.
    """
    wish = wish or Wish()
    if wish.rank not in RANKS:
        raise UsageError(f"unknown rank '{cut(wish.rank)}'", suggestion(wish.rank, RANKS))
    span = window_of(wish.window, desk.now)
    snapshot = desk.repository.read()
    wanted = only_published(build_query(args, filters, snapshot, desk))
    query = released(wanted, desk.now) & _limits(wish, desk.now)
    ranking = ranking_of(wish, span, desk.now)
    found = snapshot.most_read(query, ranking, part.limit, part.offset)
    before = _before(snapshot, query, ranking)
    first, last = _days_shown(ranking, desk.now)
    entries = []
    for rank, one in enumerate(found, 1 + part.offset):
        article = snapshot.get(one.id)
        if article is not None:
            days = _by_day(snapshot.counts(one.id) or Counts(), first, last)
            entries.append(Entry(article, one.views, one.score, rank, before.get(one.id), days))
    edges = [edge for edge in (ranking.start, ranking.end) if edge is not None]
    uncut = snapshot.has_counted([period for edge in edges for period in around(edge)])
    return Chart(entries, bool(before), sorted(set(uncut)))


def window_of(text: str, now: datetime) -> Span | None:
    """The window that a text names; None for all time. Raises UsageError.

    The hours of a window are whole ones: the running hour is in it, the one
    that its beginning cuts is not.
    """
    if text.strip().lower() in ("all", "semua"):
        return None
    span = in_order(read_span(text, now))
    if span.start is None:
        return span
    hour = span.start.replace(minute=0, second=0, microsecond=0)
    return replace(span, start=hour if hour == span.start else hour + timedelta(hours=1))


def _limits(wish: Wish, now: datetime) -> Query:
    """What the wish says of the articles themselves."""
    terms: list[Within | Not] = []
    if wish.max_age:
        terms.append(Within("published", (in_order(read_span(wish.max_age, now)),)))
    if wish.skip_evergreen:
        terms.append(Not(Equals("tag", (wish.evergreen,))))
    return Query(tuple(terms))


def ranking_of(wish: Wish, span: Span | None, now: datetime) -> Ranking:
    """The wish as an index takes it; `span` is its window."""
    start = span.start.astimezone(now.tzinfo) if span and span.start else None
    end = span.end.astimezone(now.tzinfo) if span and span.end else None
    closed = end is not None and end <= now  # else the running hour and day are in it
    return Ranking(
        start=wall(start) if start else None,
        end=wall(end) if end and closed else None,
        now=wall(end if end and closed else now),
        half_life=wish.half_life * _HOUR if wish.rank == "trending" else None,
        per_day=wish.per_day,
        since=start,
        until=end if closed else now,
        one_per_section=wish.one_per_section,
    )


def _before(snapshot: Snapshot, query: Query, ranking: Ranking) -> dict[int, int]:
    """The ranks in the window before this one; of fading views, of one half-life ago."""
    if ranking.half_life:
        step = round(ranking.half_life)
        now = (ranking.end if ranking.end is not None else ranking.now) - step
        start = None if ranking.start is None else ranking.start - step
        earlier = replace(ranking, start=start, end=now, now=now)
        since, until = _sooner(ranking.since, step), _sooner(ranking.until, step)
    elif ranking.start is None:
        return {}
    else:
        length = _length_before(ranking.start, ranking)
        earlier = replace(ranking, start=ranking.start - length, end=ranking.start)
        since, until = _sooner(ranking.since, length), ranking.since
    earlier = replace(earlier, since=since, until=until)
    found = snapshot.most_read(query, earlier, None)
    return {one.id: rank for rank, one in enumerate(found, 1)}


def _sooner(time: datetime | None, seconds: int) -> datetime | None:
    return time and time - timedelta(seconds=seconds)


def _length_before(start: int, ranking: Ranking) -> int:
    """Seconds of the window before: as many months where it is whole months, else as long."""
    end = ranking.end if ranking.end is not None else _end(ranking)
    first, last = moment_of(start), moment_of(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    whole = months and all((one.day, one.hour) == (1, 0) for one in (first, last))
    if not whole or ranking.end is None:
        return end - start
    number = first.year * 12 + first.month - 1 - months
    return start - wall(first.replace(year=number // 12, month=number % 12 + 1))


def _end(ranking: Ranking) -> int:
    """Where an open window ends: with the running day, or hour where it begins in a day."""
    unit = 24 * _HOUR if ranking.start is not None and ranking.start % (24 * _HOUR) == 0 else _HOUR
    return (ranking.now // unit + 1) * unit


def _days_shown(ranking: Ranking, now: datetime) -> tuple[int, int]:
    """The days of the line of columns: those of the window, the last ones of a long one."""
    day = 24 * _HOUR
    last = ranking.end if ranking.end is not None else (wall(now) // day + 1) * day
    first = ranking.start if ranking.start is not None else last - _MOST_COLUMNS * day
    return max(first // day * day, last - _MOST_COLUMNS * day), last


def _by_day(counts: Counts, first: int, last: int) -> list[int]:
    """The counts of each day from `first` on; longer periods stand in none."""
    day = 24 * _HOUR
    found = [0] * max(0, math.ceil((last - first) / day))
    for period, views in counts.counted.items():
        start, end = bounds(period)
        if first <= start and end <= last and end - start <= day:
            found[(start - first) // day] += views
    return found
