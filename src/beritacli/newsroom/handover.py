"""What a shift hands over to the next: what went out, what waits, what was put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from beritacli.domain.article import Article
from beritacli.domain.query import Equals, Not, Query, Term, Within, embargoed
from beritacli.indonesian.span import Span
from beritacli.newsroom.desk import Desk
from beritacli.values import Value

_ORDER = {
    "published": "published_at",
    "scheduled": "scheduled_at",
    "embargoed": "embargo_until",
}


class Handover(Value):
    """The articles of each group, in the order of their times; an empty group is there too."""

    since: datetime
    now: datetime
    groups: Mapping[str, Sequence[Article]]


def handover(desk: Desk, since: datetime) -> Handover:
    """What happened from `since` to now, and what waits now."""
    snapshot = desk.repository.read()
    shift = (Span(since, desk.now + timedelta(microseconds=1)),)
    hidden = embargoed(desk.now)
    wanted: dict[str, tuple[Term, ...]] = {
        "published": (_status("published"), Within("published", shift), Not(hidden)),
        "review": (_status("review"),),
        "ready": (_status("ready"),),
        "scheduled": (_status("scheduled"),),
        "embargoed": (hidden,),
        "corrected": (_status("published"), Within("corrected", shift)),
    }
    groups = {
        name: snapshot.find(Query(terms), ((_ORDER.get(name, "id"), False),))
        for name, terms in wanted.items()
    }
    return Handover(since, desk.now, groups)


def start_of_shift(now: datetime, shifts: Sequence[time]) -> datetime:
    """The last of the times of day `shifts` up to `now`, yesterday's where none has come today."""
    days = (now, now - timedelta(days=1))
    starts = [datetime.combine(day.date(), start, now.tzinfo) for day in days for start in shifts]
    return max(start for start in starts if start <= now)


def _status(name: str) -> Equals:
    return Equals("status", (name,))
