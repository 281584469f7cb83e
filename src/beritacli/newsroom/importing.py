"""Take records over from files: one transaction for a whole call, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from beritacli.domain.changes import Plan
from beritacli.formats import Entry, Page
from beritacli.newsroom.desk import Desk, Outcome, write
from beritacli.newsroom.intake import Intake
from beritacli.values import Value

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot


class ImportReport(Value):
    """How many records came in: new, changed, and given but unchanged."""

    outcome: Outcome
    new: int
    changed: int
    unchanged: int


def import_entries(
    desk: Desk, entries: Sequence[Entry], *, upsert: bool = False, status: str | None = None
) -> ImportReport:
    """Bring `entries` into the store, all or nothing.

    Rows get their own status, else `status`, else draft; pages and what they
    list come in as published. Raises ValidationError with the place of a row
    that breaks a rule, ConflictError for a source that is taken (without
    `upsert`).
    """

    def planner(snapshot: Snapshot) -> Plan:
        intake = Intake(snapshot, desk.now, upsert=upsert, status=status or "draft")
        intake.reserve_ids(entry for entry in entries if not isinstance(entry, Page))
        for entry in entries:
            if isinstance(entry, Page):
                intake.page(entry)
            else:
                intake.row(entry)
        return intake.plan()

    outcome = write(desk, planner, asks=False)
    changes = outcome.plan.changes
    new = sum(change.before is None for change in changes)
    return ImportReport(outcome, new, len(changes) - new, len(outcome.plan.unchanged))
