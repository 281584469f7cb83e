"""The date of a baseline: when a total came from elsewhere, typed in or imported."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from beritacli.domain.changes import CHANGE, Change, Plan, Recount
from beritacli.domain.counts import Counts
from beritacli.values import replace

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot


def with_baselines(plan: Plan, snapshot: Snapshot, now: datetime) -> Plan:
    """`plan`, in which every total that changes otherwise than by counting is dated.

    What undo and redo bring back has the date that it had.
    """
    if plan.kind != CHANGE:
        return plan
    told = {one.id for one in plan.recounts}
    dated = [
        recount(change.id, snapshot if change.before else None, now)
        for change in plan.changes
        if change.id not in told and _changes_views(change)
    ]
    return replace(plan, recounts=(*plan.recounts, *dated)) if dated else plan


def recount(id: int, snapshot: Snapshot | None, now: datetime) -> Recount:
    """The row of an article whose total is set at the moment `now`."""
    before = snapshot.counts(id) if snapshot else None
    return Recount(id, before, replace(before or Counts(), baseline_at=now))


def _changes_views(change: Change) -> bool:
    before = change.before.views if change.before else 0
    return change.after is not None and change.after.views != before
