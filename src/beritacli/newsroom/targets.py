"""From the words of a target or a query to the records they name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from beritacli.domain.article import BIN, Article
from beritacli.domain.query import Equals, Query, visible
from beritacli.domain.query_filters import from_filters
from beritacli.domain.query_parser import parse
from beritacli.domain.refs import is_query, resolve
from beritacli.errors import UsageError
from beritacli.newsroom.desk import Desk
from beritacli.values import Value

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot

_BY_ID = (("id", False),)


class Filters(Value):
    """The flags for the common filters; `since` and `until` are on the date of publication."""

    status: Sequence[str] = ()
    tag: Sequence[str] = ()
    section: Sequence[str] = ()
    reporter: Sequence[str] = ()
    editor: Sequence[str] = ()
    since: str | None = None
    until: str | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, name) not in (None, ()) for name in self.value_fields)


class Target(Value):
    """What a verb works on: references, or a query with filters, or all there is.

    With `references` the words are references whatever they look like.
    """

    args: Sequence[str] = ()
    filters: Filters = Filters()
    everything: bool = False
    references: bool = False


def select(
    target: Target, snapshot: Snapshot, desk: Desk, *, bin_too: bool = False
) -> list[Article]:
    """The records of a target: references in their order, a query's by id.

    A query sees the bin only where it says so; with `bin_too` it sees nothing
    but the bin unless it speaks of the status. Raises UsageError for an empty
    target.
    """
    if target.references or not is_query(target.args, filtered=bool(target.filters)):
        return _named(target, snapshot)
    query = build_query(target.args, target.filters, snapshot, desk)
    shown = visible(query)
    if bin_too and shown != query:
        shown = query & Query((Equals("status", (BIN,)),))
    return list(snapshot.find(shown, _BY_ID))


def build_query(
    args: Sequence[str],
    filters: Filters,
    snapshot: Snapshot,
    desk: Desk,
    *,
    lenient: bool = False,
) -> Query:
    """The query of command-line words and filter flags, its values checked against the store."""
    flags = from_filters(
        status=filters.status,
        tag=filters.tag,
        section=filters.section,
        reporter=filters.reporter,
        editor=filters.editor,
        since=filters.since,
        until=filters.until,
        now=desk.now,
        known=snapshot,
    )
    words = parse(args, desk.now, lenient=lenient, known=snapshot, saved=desk.saved)
    return words & flags


def _named(target: Target, snapshot: Snapshot) -> list[Article]:
    if target.args:
        found = {article.id: article for article in (resolve(ref, snapshot) for ref in target.args)}
        return list(found.values())
    if target.everything:
        return list(snapshot.find(visible(Query()), _BY_ID))
    raise UsageError(
        "no target: which articles?", "give an id or a query, or --all for every article"
    )
