"""Count views: add some, set a total that came from elsewhere, show them by day.

Counting is no edit: revision and `updated_at` of a record stay as they are.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from beritacli.domain.article import Article
from beritacli.domain.changes import Change, Plan, Recount
from beritacli.domain.counts import DAY, HOUR, Counts, by_day, hour_of
from beritacli.domain.refs import resolve
from beritacli.errors import ValidationError
from beritacli.newsroom.baselines import recount
from beritacli.newsroom.desk import Desk, Outcome, write
from beritacli.values import Value, replace

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot


class Reading(Value):
    """How often an article was read: its total is the baseline and what was counted.

    `days` holds the counts by day, of older ones by month or year, the newest first.
    """

    article: Article
    days: dict[str, int]
    baseline: int
    baseline_at: datetime | None


def add_views(
    desk: Desk, ref: str, views: int, on: datetime | None = None, *, whole_day: bool = True
) -> Outcome:
    """Count `views` of an article: now, or on the day (not `whole_day`: in the hour) of `on`.

    Raises ValidationError for a day to come.
    """
    if on is not None and on > desk.now:
        raise ValidationError(f"nothing was read on {on.date()} yet", "give a day up to today")
    time = (on or desk.now).astimezone(desk.now.tzinfo)
    period = hour_of(time)[: DAY if on is not None and whole_day else HOUR]

    def planner(snapshot: Snapshot) -> Plan:
        article = resolve(ref, snapshot)
        if not views:
            return Plan(unchanged=(article,))
        return counted_plan([(article, {period: views})], snapshot, desk.now)

    return write(desk, planner, asks=False)


def set_views(desk: Desk, ref: str, total: int) -> Outcome:
    """Make `total` the views of an article; its baseline takes up the difference."""

    def planner(snapshot: Snapshot) -> Plan:
        article = resolve(ref, snapshot)
        if article.views == total:
            return Plan(unchanged=(article,))
        change = Change(article, replace(article, views=total).check())
        return Plan((change,), recounts=(recount(article.id, snapshot, desk.now),))

    return write(desk, planner, asks=False)


def read_views(desk: Desk, ref: str) -> Reading:
    """What is known of an article's views."""
    snapshot = desk.repository.read()
    article = resolve(ref, snapshot)
    counts = snapshot.counts(article.id) or Counts()
    baseline = article.views - counts.total
    at = counts.baseline_at if baseline else None
    return Reading(article, by_day(counts.counted), baseline, at)


def counted_plan(
    added: list[tuple[Article, dict[str, int]]], snapshot: Snapshot, now: datetime
) -> Plan:
    """The plan that counts views, by period, of some articles."""
    changes, recounts = [], []
    for article, periods in added:
        before = snapshot.counts(article.id)
        after = (before or Counts()).with_views(periods, now)
        total = article.views + sum(periods.values())
        changes.append(Change(article, replace(article, views=total).check()))
        recounts.append(Recount(article.id, before, after))
    return Plan(tuple(changes), recounts=tuple(recounts))
