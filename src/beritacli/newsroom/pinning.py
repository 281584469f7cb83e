"""Pins: the related articles that an editor chose, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from beritacli.domain.article import BIN
from beritacli.domain.changes import Plan
from beritacli.domain.refs import resolve
from beritacli.errors import ValidationError
from beritacli.newsroom.desk import Desk, Outcome, plan_of, revised, write

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot


def pin(desk: Desk, ref: str, *, pin: Sequence[str] = (), unpin: Sequence[str] = ()) -> Outcome:
    """Pin articles beside `ref`, behind the pins it has, and take others away.

    Raises ValidationError for an article pinned to itself; warns of one in the bin.
    """

    def planner(snapshot: Snapshot) -> Plan:
        article = resolve(ref, snapshot)
        gone = {resolve(other, snapshot).id for other in unpin}
        added = [resolve(other, snapshot) for other in pin]
        if article.id in {other.id for other in added}:
            raise ValidationError(f"article {article.id} cannot be related to itself")
        binned = (other.id for other in added if other.status == BIN)
        warnings = tuple(f"article {id} is in the bin, so no list shows it" for id in binned)
        kept = [id for id in article.related if id not in gone]
        related = tuple(dict.fromkeys([*kept, *(other.id for other in added)]))
        return plan_of([(article, revised(article, desk.now, related=related))], warnings)

    return write(desk, planner)
