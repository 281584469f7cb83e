"""Move records through the desk: review, ready, schedule, publish, archive, the bin and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from beritacli.domain.article import BIN, Article, Correction, next_status
from beritacli.domain.changes import Change, Plan
from beritacli.domain.query import Equals, Query
from beritacli.errors import ValidationError
from beritacli.indonesian.date_format import format_plain
from beritacli.newsroom.checking import check_ready, held_back, reasons
from beritacli.newsroom.desk import Desk, Outcome, plan_of, revised, write
from beritacli.newsroom.hooking import Gate
from beritacli.newsroom.targets import Target, select
from beritacli.newsroom.writing import check_released, going_out
from beritacli.values import replace

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot

_SCHEDULED = Query((Equals("status", ("scheduled",)),))
_BY_ID = (("id", False),)
_PAST = "that time is past: the next 'berita publish --due' will publish it"


def publish(desk: Desk, target: Target, *, force: str = "", correction: str = "") -> Outcome:
    """Publish every record of `target`; a date that is set stays.

    Raises ValidationError naming what is missing, unless `force` gives a
    reason, which the log keeps; and for what is under embargo. With
    `correction` each gets this note to its readers, what is out already too.
    """

    def change(article: Article, snapshot: Snapshot) -> Change | None:
        is_out = next_status(article, "publish") == article.status
        if is_out and not correction:
            return None
        if not (force or is_out):
            check_ready(article, snapshot, desk)
        values = {} if is_out else going_out(article, desk, article.published_at or desk.now)
        if correction:
            values["corrections"] = _corrected(article, correction, desk)
        return revised(article, desk.now, **values)

    reason = force or (f"correction: {correction}" if correction else "")
    return _each(desk, target, change, reason=reason, gate=Gate(desk, reason))


def schedule(
    desk: Desk,
    target: Target,
    when: datetime,
    *,
    force: str = "",
    embargo: datetime | None = None,
) -> Outcome:
    """Have every record of `target` published at `when` by `publish_due`.

    With `embargo` readers must not see it before that. A moment already past
    is accepted with a warning. `force` schedules also what
    is not complete yet, with a warning: `publish_due` holds it back until it is.
    """

    def warnings(articles: Sequence[Article], snapshot: Snapshot) -> Iterator[str]:
        if when <= desk.now:
            yield _PAST
        for article in articles:
            found = held_back(article, snapshot, desk)
            if found:
                why = reasons(found)
                yield f"article {article.id} is held back at its time unless mended: {why}"

    def change(article: Article, snapshot: Snapshot) -> Change | None:
        until = embargo or article.embargo_until
        planned = replace(article, embargo_until=until)
        if article.status == "scheduled" and article.scheduled_at == when and planned == article:
            return None
        check_released(planned, desk, when)
        _check_schedulable(article, desk.now)
        if not force:
            check_ready(article, snapshot, desk, "scheduled")
        values = {"scheduled_at": when, "embargo_until": until}
        return revised(article, desk.now, status="scheduled", **values)

    return _each(desk, target, change, reason=force, warnings=warnings)


def publish_due(desk: Desk) -> Outcome:
    """Publish all that is scheduled up to now, each with the time it was planned for.

    Safe to run again and after any downtime. What lacks a field that publish
    asks for, is under embargo, or is held back by a hook, stays with a warning,
    so that it does not hold the others.
    """
    gate = Gate(desk, holds=True)

    def planner(snapshot: Snapshot) -> Plan:
        changes, warnings = [], []
        for article in snapshot.find(_SCHEDULED, _BY_ID):
            when = article.scheduled_at
            if when is None or when > desk.now:
                continue
            found = held_back(article, snapshot, desk)
            held = reasons(found) if found else gate.held.get(article.id)
            if article.embargo_until and article.is_embargoed(desk.now):
                held = f"under embargo until {format_plain(article.embargo_until, desk.now)}"
            if held:
                warnings.append(f"article {article.id} is held back: {held}")
                continue
            changes.append(revised(article, desk.now, **going_out(article, desk, when)))
        return Plan(tuple(c for c in changes if c), warnings=tuple(warnings))

    return write(desk, planner, asks=False, gate=gate)


def move(desk: Desk, target: Target, action: str) -> Outcome:
    """Apply one of the plain transitions: unpublish, review, ready, archive, delete."""

    def change(article: Article, _: Snapshot) -> Change | None:
        status = next_status(article, action)
        keeps_plan = action == "delete"  # restore brings the planned time back too
        planned = article.scheduled_at if keeps_plan else None
        return revised(article, desk.now, status=status, scheduled_at=planned)

    return _each(desk, target, change)


def restore(desk: Desk, target: Target) -> Outcome:
    """Bring records back from the bin, to the status they had; draft where nobody knows it.

    What is published again goes out again, so the hooks are asked and told. A
    warning names what publish would hold back, and a planned time that is past:
    it may have been so before, by force or by an import, so it is no reason to
    keep it in the bin.
    """

    def warnings(article: Article, snapshot: Snapshot) -> Iterator[str]:
        if article.status == "scheduled" and (article.scheduled_at or desk.now) <= desk.now:
            yield f"article {article.id}: {_PAST}"
        found = held_back(article, snapshot, desk) if article.status == "published" else ()
        if found:
            yield f"article {article.id} is out again as it was: {reasons(found)}"

    def planner(snapshot: Snapshot) -> Plan:
        def change(article: Article) -> Change | None:
            if article.status != BIN:
                return None
            status = snapshot.former_status(article.id) or "draft"
            return revised(article, desk.now, status=status)

        articles = select(target, snapshot, desk, bin_too=True)
        pairs = [(article, change(article)) for article in articles]
        restored = [c.after for _, c in pairs if c is not None and c.after is not None]
        told = chain.from_iterable(warnings(article, snapshot) for article in restored)
        return plan_of(pairs, tuple(told))

    return write(desk, planner, gate=Gate(desk))


def delays(outcome: Outcome, now: datetime) -> list[tuple[Article, timedelta]]:
    """The articles of a `publish_due`, each with how long after its planned time it went out."""
    published = [change.after for change in outcome.plan.changes if change.after]
    return [(a, now - a.published_at) for a in published if a.published_at]


def _corrected(article: Article, text: str, desk: Desk) -> tuple[Correction, ...]:
    if article.published_at is None:
        raise ValidationError(
            f"article {article.id} was never out: there is nothing to correct",
            f"berita publish {article.id}",
        )
    return (*article.corrections, Correction(desk.now, " ".join(text.split())))


def _each(
    desk: Desk,
    target: Target,
    change: Callable[[Article, Snapshot], Change | None],
    *,
    reason: str = "",
    gate: Gate | None = None,
    warnings: Callable[[Sequence[Article], Snapshot], Iterable[str]] = lambda *_: (),
) -> Outcome:
    def planner(snapshot: Snapshot) -> Plan:
        articles = select(target, snapshot, desk)
        pairs = [(article, change(article, snapshot)) for article in articles]
        return plan_of(pairs, tuple(warnings(articles, snapshot)))

    return write(desk, planner, reason=reason, gate=gate)


def _check_schedulable(article: Article, now: datetime) -> None:
    if article.status == "scheduled":
        when = format_plain(article.scheduled_at or now, now)
        raise ValidationError(
            f"article {article.id} is already scheduled for {when}",
            f"berita unpublish {article.id}, then schedule it again",
        )
    next_status(article, "schedule")
