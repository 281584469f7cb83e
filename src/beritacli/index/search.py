"""Search: the articles that say what is wanted, best first, by the full text of the index.

All words first, each as written, by its stem, or by its abbreviation or long
form; where no article has all of them, those that have any. The order is that
of BM25 (Robertson and Zaragoza, 2009) as FTS5 computes it, by `WEIGHTS`; what
scores alike goes by newer date, then by id.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from beritacli.domain.query import Not, Query
from beritacli.index.query_sql import where
from beritacli.index.schema import FULL_TEXT
from beritacli.index.wanted import Forms, Wanted, wanted
from beritacli.values import Value

# What a word counts in each column of the full text.
WEIGHTS = {
    "title": 16.0,
    "caption": 3.0,
    "tags": 4.0,
    "body": 1.0,
    "quote": 1.0,
    "credit": 1.0,
    "photo_source": 1.0,
    "title_stems": 4.0,
    "stems": 0.5,
}
_BM25 = f"bm25(fulltext, {', '.join(str(WEIGHTS[name]) for name in FULL_TEXT)})"

_SHORT = 100  # hits of a page that may be made from the best of the full text alone
_LOST = 20  # more than twice as many are looked at, since some may be in the bin

_SCORES = f"SELECT rowid AS doc, -{_BM25} AS score FROM fulltext WHERE fulltext MATCH ?"  # noqa: S608 - fixed names


class Hit(Value):
    """An article found; a higher `score` is better, 0 where the query has no words."""

    id: int
    score: float


class Found(Value):
    """One page of what was found, and what is to be said about it.

    `total` counts every page, or where nobody asked, at least those up to this one.
    `fallback` says that no article has all the words and these have some. `suggestions`
    has the nearest known word, or None, for each word that no article knows.
    """

    hits: tuple[Hit, ...]
    total: int
    wanted: Wanted
    fallback: bool = False
    suggestions: Mapping[str, str | None] = MappingProxyType({})


def search(
    connection: sqlite3.Connection,
    query: Query,
    *,
    limit: int | None = None,
    offset: int = 0,
    abbreviations: Mapping[str, Forms] | None = None,
    keep: Callable[[int], bool] | None = None,
    counted: bool = True,
) -> Found:
    """The articles of `query`, `limit` of them from `offset` on; all are counted if `counted`.

    `keep` decides on an id what SQL cannot (`Where.rest` of the query); without
    it such terms hold for every article. The bin is found too unless the query
    leaves it out.
    """
    sought = wanted(query, abbreviations or {})
    run = _Run(connection, sought.rest, sought.scored, limit, offset, keep, counted)
    if not sought.groups and not sought.exact:
        return Found(*run.by_date(), sought)
    hits, total = run.matching(sought.all_words())
    if total:  # what was found has every word, or another form of it
        return Found(hits, total, sought)
    said = [token for phrase in sought.phrases for token in phrase]
    missing = _missing(connection, [*sought.tokens, *said])
    if len(sought.groups) < 2:
        return Found(hits, total, sought, suggestions=missing)
    hits, total = run.matching(sought.any_word())
    return Found(hits, total, sought, fallback=total > 0, suggestions=missing)


def _missing(connection: sqlite3.Connection, tokens: Sequence[str]) -> dict[str, str | None]:
    """The words that no article knows, each with the nearest that one does."""
    from beritacli.index.spelling import suggestions  # noqa: PLC0415 - most words are known

    return suggestions(connection, tokens)


class _Run(Value):
    """The terms of a query that are no words, as a statement waiting for a MATCH.

    `scored` is the MATCH that gives the order, where it is another one.
    """

    connection: sqlite3.Connection
    rest: Query
    scored: str | None
    limit: int | None
    offset: int
    keep: Callable[[int], bool] | None
    counted: bool

    def matching(self, expression: str) -> tuple[tuple[Hit, ...], int]:
        """The page of hits of an expression, and how many there are."""
        found = self._from_the_best(expression)
        if found is not None:
            return found
        joined = "JOIN articles a ON a.doc = fulltext.rowid"
        score, given = f"-{_BM25} AS score", [expression]
        if self.scored is not None:
            joined += f" LEFT JOIN ({_SCORES}) s ON s.doc = fulltext.rowid"
            score, given = "COALESCE(s.score, 0) AS score", [self.scored, expression]
        source = f"fulltext {joined} WHERE fulltext MATCH ? AND"
        return self._page(score, source, given, "score DESC, ")

    def _from_the_best(self, expression: str) -> tuple[tuple[Hit, ...], int] | None:
        """The same for a short page that is not counted; None where it cannot be known so.

        The full text alone says which articles score best. The other way looks up
        every one that has the words, most of them for nothing.
        """
        end = self.offset + (self.limit or 0)
        plain = self.scored is None and self.keep is None and not self.counted
        if not self.limit or end > _SHORT or not plain or not self._few_are_lost:
            return None
        most = 2 * end + _LOST
        best = self.connection.execute(f"{_SCORES} ORDER BY score DESC LIMIT ?", (expression, most))
        scores = dict(best.fetchall())
        condition = where(self.rest)
        rows = self.connection.execute(
            "SELECT a.doc, a.newest, a.id FROM articles a"  # noqa: S608 - fixed names
            f" WHERE a.doc IN (SELECT value FROM json_each(?)) AND ({condition.sql})",
            [str([*scores]), *condition.parameters],
        )
        ranked = sorted(
            ((scores[doc], newest is not None, newest, id) for doc, newest, id in rows),
            reverse=True,
        )
        whole = len(scores) < most
        if not whole and (len(ranked) < end or ranked[end - 1][0] <= min(scores.values())):
            return None  # what was not looked at may belong here
        hits = tuple(Hit(id, score) for score, *_, id in ranked[self.offset : end])
        return hits, len(ranked) if whole else self.offset + len(hits)

    @property
    def _few_are_lost(self) -> bool:
        """Whether the terms that are no words only leave something out, such as the bin."""
        return all(isinstance(term, Not) for term in self.rest.terms)

    def by_date(self) -> tuple[tuple[Hit, ...], int]:
        """The same where there is no word to score."""
        return self._page("0.0", "articles a WHERE", [], "")

    def _page(
        self, score: str, source: str, given: Sequence[object], first: str
    ) -> tuple[tuple[Hit, ...], int]:
        condition = where(self.rest)
        parameters = [*given, *condition.parameters]
        source = f"{source} ({condition.sql})"
        sql = f"SELECT a.id, {score} FROM {source} ORDER BY {first}a.newest DESC, a.id DESC"  # noqa: S608 - fixed names
        if self.keep is not None:
            rows = [row for row in self.connection.execute(sql, parameters) if self.keep(row[0])]
            end = None if self.limit is None else self.offset + self.limit
            return tuple(Hit(*row) for row in rows[self.offset : end]), len(rows)
        limit = -1 if self.limit is None else self.limit
        rows = self.connection.execute(
            f"{sql} LIMIT ? OFFSET ?", [*parameters, limit, self.offset]
        ).fetchall()
        hits = tuple(Hit(*row) for row in rows)
        whole = (hits or not self.offset) and len(hits) != self.limit
        if whole or (hits and not self.counted):
            return hits, self.offset + len(hits)
        count = self.connection.execute(f"SELECT COUNT(*) FROM {source}", parameters)  # noqa: S608 - the same
        return hits, int(count.fetchone()[0])
