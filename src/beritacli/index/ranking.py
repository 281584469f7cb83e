"""Search and related, from the ids that the index ranks to the articles that are shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from beritacli.domain.answers import Found, Hit, Ranked
from beritacli.domain.article import Article
from beritacli.domain.query import Query, matches
from beritacli.index.query_sql import where

if TYPE_CHECKING:
    from beritacli.index.wanted import Forms

Read = Callable[[int], Article]


def search(
    connection: sqlite3.Connection,
    query: Query,
    read: Read,
    limit: int | None,
    offset: int,
    abbreviations: str = "",
    *,
    counted: bool = True,
    snippets: bool = True,
) -> Found:
    """The articles that match, ranked, if `snippets` with the piece of each that shows why.

    `counted` asks how many there are in all. `abbreviations` are those of the desk,
    as its setting has them.
    """
    from beritacli.index.search import search as ranked  # noqa: PLC0415 - one of the two is wanted

    left = Query(where(query).rest)
    keep = (lambda id: matches(left, read(id))) if left.terms else None
    own = _own(abbreviations) if abbreviations else {}
    found = ranked(
        connection,
        query,
        limit=limit,
        offset=offset,
        keep=keep,
        abbreviations=own,
        counted=counted,
    )
    hits = [Hit(read(hit.id), round(hit.score, 4)) for hit in found.hits]
    if snippets:
        from beritacli.index.snippet import with_snippet  # noqa: PLC0415 - ids do without

        hits = [with_snippet(hit, found.wanted) for hit in hits]
    return Found(tuple(hits), found.total, found.fallback, found.suggestions)


def related(
    connection: sqlite3.Connection,
    article: Article,
    read: Read,
    limit: int | None,
    exclude: Collection[int],
) -> list[Ranked]:
    """The published articles that belong beside `article`."""
    from beritacli.index.related import related as ranked  # noqa: PLC0415 - one of two is wanted

    found = ranked(connection, article.id, pins=article.related, exclude=exclude, limit=limit)
    return [Ranked(read(r.id), r.score, r.pinned, r.signals) for r in found]


def _own(abbreviations: str) -> Mapping[str, Forms]:
    from beritacli.indonesian.forms import read_own  # noqa: PLC0415 - few desks have their own

    return read_own(abbreviations)
