"""Search and related, from the index to the values that are handed out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection

from beritacli.domain.article import Article
from beritacli.domain.ports import Found, Hit, Ranked
from beritacli.domain.query import Query
from beritacli.index.related import rank_related
from beritacli.index.search import search_articles

Read = Callable[[int], Article]


def search(
    connection: sqlite3.Connection, query: Query, read: Read, limit: int | None, offset: int
) -> Found:
    """The articles that match, ranked."""
    ids = connection.execute("SELECT id FROM articles").fetchall()
    hits = search_articles(query, [read(id) for (id,) in ids])
    shown = hits[offset:] if limit is None else hits[offset : offset + limit]
    return Found(tuple(Hit(h.article, h.score, h.snippet) for h in shown), len(hits))


def related(
    connection: sqlite3.Connection,
    article: Article,
    read: Read,
    limit: int | None,
    exclude: Collection[int],
) -> list[Ranked]:
    """The published articles that belong beside `article`."""
    ids = connection.execute("SELECT id FROM articles WHERE status = 'published'").fetchall()
    ranked = rank_related(article, [read(id) for (id,) in ids if id not in exclude])
    return [Ranked(r.article, r.score, r.pinned) for r in ranked][:limit]
