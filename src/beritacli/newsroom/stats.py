"""Totals of articles and their views: by section, reporter, tag and month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from beritacli.domain.answers import Total
from beritacli.domain.query import only_published
from beritacli.errors import UsageError
from beritacli.hints import cut, suggestion
from beritacli.newsroom.desk import Desk
from beritacli.newsroom.popularity import Wish, ranking_of, window_of
from beritacli.newsroom.targets import Filters, build_query

GROUPS = ("section", "reporter", "tag", "month")


def stats(
    desk: Desk, args: Sequence[str], filters: Filters, by: Sequence[str] = (), window: str = "all"
) -> Mapping[str, Sequence[Total]]:
    """The groups of the published articles of a query, each kind with the most read first.

    `by` names kinds of GROUPS, none for all. The views are those of the window. Raises
    UsageError for an unknown kind or a window that is none.
    """
    for name in by:
        if name not in GROUPS:
            raise UsageError(f"unknown group '{cut(name)}'", suggestion(name, GROUPS))
    ranking = ranking_of(Wish(), window_of(window, desk.now), desk.now)
    snapshot = desk.repository.read()
    query = only_published(build_query(args, filters, snapshot, desk))
    offset = desk.now.utcoffset()
    seconds = int(offset.total_seconds()) if offset else 0
    return {
        name: snapshot.totals(query, name, ranking, seconds)
        for name in GROUPS
        if not by or name in by
    }
