"""The records at one moment, answered from the index; texts are read from the store by place."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from beritacli.domain.answers import Found, Popular, Ranked, Ranking, Section, Total, Twin
from beritacli.domain.article import Article
from beritacli.domain.query import Not, Phrase, Query, Says, Term, Words, matches
from beritacli.domain.sorting import sorted_by
from beritacli.index import ranking
from beritacli.index.access import AS_FOUND, newest_first
from beritacli.index.books import Books
from beritacli.index.guarded import Guarded
from beritacli.index.query_sql import Where, order_by, where
from beritacli.index.schema import facts
from beritacli.values import replace

if TYPE_CHECKING:
    from beritacli.domain.index_ports import LogReader, Progress, StoreFile
    from beritacli.domain.ports import SortKey
    from beritacli.index.overview import Overview
    from beritacli.index.twins import Twins

_WORDED = (Words, Phrase, Says)
_OFTEN = 100  # articles read between two words on how far it is


class IndexedSnapshot(Books):
    """A `index_ports.Indexed` over an open index that is in step with an open store file."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        file: StoreFile,
        log: LogReader,
        progress: Progress,
        renewed: Callable[[sqlite3.Error], sqlite3.Connection],
        abbreviations: str = "",
    ) -> None:
        guarded = Guarded(connection, file, progress, renewed, self._article)
        super().__init__(guarded, log, facts(connection))
        self._file = file
        self._progress = progress
        self._abbreviations = abbreviations

    def __iter__(self) -> Iterator[Article]:
        return self._articles(
            id for (id,) in self._index.rows("SELECT id FROM articles ORDER BY id")
        )

    def __len__(self) -> int:
        return int(self._index.one("SELECT count(*) FROM articles"))

    def get(self, id: int) -> Article | None:
        """The record with this id, or None."""
        return next(self._articles([id]), None)

    def by_slug(self, slug: str) -> Article | None:
        """The record with exactly this slug, or None."""
        return self._first("SELECT id FROM articles WHERE slug = ?", slug)

    def by_source(self, source: str) -> Article | None:
        """The record with this source, or None; of several the one with the lowest id."""
        return self._first("SELECT id FROM articles WHERE source = ? ORDER BY id", source)

    def slugs_beginning(self, prefix: str) -> Sequence[Article]:
        """Records whose slug begins with `prefix`, by slug."""
        sql = "SELECT id FROM articles WHERE slug >= ? AND slug < ? ORDER BY slug"
        behind = prefix + "\U0010ffff"
        return list(self._articles(id for (id,) in self._index.rows(sql, prefix, behind)))

    def slugs(self) -> Iterable[str]:
        """Every slug, the bin's too."""
        return (slug for (slug,) in self._index.rows("SELECT slug FROM articles"))

    def find(
        self, query: Query, sort: Sequence[SortKey] = (), limit: int | None = None, offset: int = 0
    ) -> Sequence[Article]:
        """The records that match, in order."""
        chosen, order = self._where(query), order_by(sort)
        if chosen.rest or order is None:
            found = [a for a in self._articles(self._ids(chosen)) if _left(chosen, a)]
            found = sorted_by(found, sort) if sort else found
            return found[offset:] if limit is None else found[offset : offset + limit]
        page = f"{order} LIMIT {-1 if limit is None else limit} OFFSET {offset}"
        source = AS_FOUND
        if limit is not None and not sort:
            source = newest_first(self._index, query, limit + offset, len(self))
        return list(self._articles(self._ids(chosen, page, source)))

    def count(self, query: Query) -> int:
        """How many records match."""
        chosen = self._where(query)
        if chosen.rest:
            return sum(_left(chosen, article) for article in self._articles(self._ids(chosen)))
        sql = f"SELECT count(*) FROM articles AS a WHERE {chosen.sql}"  # noqa: S608 - parameters
        return int(self._index.one(sql, *chosen.parameters))

    def knows(self, field: str, value: str) -> bool | None:
        """Whether a record has this value of a field; None where none has any."""
        return self._overview.knows(field, value)

    def values(self, field: str, start: str = "") -> Sequence[tuple[str, int]]:
        """The values of a field that begin with `start`, the most used first."""
        return self._overview.values(field, start)

    def sections(self) -> Sequence[Section]:
        """Every section with the newest of its records, the one with most records first."""
        return [Section(self._article(id), count) for id, count in self._overview.sections()]

    def headlines(self, start: str, limit: int) -> Sequence[tuple[int, str, str]]:
        """The newest records outside the bin whose id or slug begins with `start`."""
        return self._overview.headlines(start, limit)

    @cached_property
    def _overview(self) -> Overview:
        from beritacli.index.overview import Overview  # noqa: PLC0415 - few commands ask for it

        return Overview(self._index)

    def search(
        self,
        query: Query,
        limit: int | None,
        offset: int = 0,
        *,
        counted: bool = True,
        snippets: bool = True,
    ) -> Found:
        """The records that match, ranked; all are counted if `counted`."""
        self._index.take_in_words()
        return self._index.asked(
            lambda connection: ranking.search(
                connection,
                query,
                self._article,
                limit,
                offset,
                self._abbreviations,
                counted=counted,
                snippets=snippets,
            )
        )

    def most_read(
        self, query: Query, ranking: Ranking, limit: int | None, offset: int = 0
    ) -> Sequence[Popular]:
        """The records that match and were read, the most read first."""
        from beritacli.index import popular  # noqa: PLC0415 - few commands rank by views

        chosen = self._where(query)
        most = None if limit is None else offset + limit
        keeps = (lambda id: _left(chosen, self._article(id))) if chosen.rest else None
        found = self._index.asked(lambda c: popular.most_read(c, chosen, ranking, most, keeps))
        return found[offset:]

    def totals(self, query: Query, by: str, ranking: Ranking, offset: int) -> Sequence[Total]:
        """The records that match by a field, the most read first, or by month."""
        from beritacli.index import totals  # noqa: PLC0415 - only `stats` asks for them

        chosen = self._where(query)
        if chosen.rest:
            ids = [id for id in self._ids(chosen) if _left(chosen, self._article(id))]
            chosen = Where("a.id IN (SELECT value FROM json_each(?))", [str(ids)])
        return self._index.asked(lambda c: totals.totals(c, chosen, by, ranking, offset))

    def has_counted(self, periods: Collection[str]) -> Sequence[str]:
        """Those of `periods` in which views of some record are kept."""
        from beritacli.index import popular  # noqa: PLC0415 - as above

        return self._index.asked(lambda c: popular.has_counted(c, periods))

    def related(
        self, article: Article, limit: int | None, exclude: Collection[int] = ()
    ) -> Sequence[Ranked]:
        """Published records that belong beside `article`."""
        self._index.take_in_words()
        return self._index.asked(
            lambda connection: ranking.related(connection, article, self._article, limit, exclude)
        )

    def stands_alone(self, article: Article, exclude: Collection[int] = ()) -> bool:
        """Whether nothing belongs beside `article`."""
        from beritacli.index.related import stands_alone  # noqa: PLC0415 - only an audit asks

        self._index.take_in_words()
        return self._index.asked(
            lambda c: stands_alone(c, article.id, pins=article.related, exclude=exclude)
        )

    def twins(self, article: Article) -> Sequence[Twin]:
        """Other records that repeat `article`."""
        return self._twins.of(article, kept=self.get(article.id) == article)

    @cached_property
    def _twins(self) -> Twins:
        from beritacli.index.twins import Twins  # noqa: PLC0415 - only checks ask for it

        self._index.take_in_words()
        return self._index.asked(Twins)

    def _where(self, query: Query) -> Where:
        if any(map(_is_worded, query.terms)):
            self._index.take_in_words()
        return where(query)

    def _ids(self, chosen: Where, page: str = "", source: str = AS_FOUND) -> Iterator[int]:
        order = page or order_by(())
        sql = f"SELECT a.id FROM {source} WHERE {chosen.sql} {order}"  # noqa: S608 - parameters
        return (id for (id,) in self._index.rows(sql, *chosen.parameters))

    def _article(self, id: int) -> Article:
        return next(self._articles([id]))

    def _articles(self, ids: Iterable[int]) -> Iterator[Article]:
        for number, id in enumerate(ids):
            if number % _OFTEN == _OFTEN - 1:
                self._progress(number, 0)
            place = self.place(id)
            if place is None:
                continue
            article = self._file.article(id, place[0], place[1])
            # A document without a slug got one that was free when it was taken in.
            slug = self._slugless.get(id)
            yield article if slug is None else replace(article, slug=slug)

    @cached_property
    def _slugless(self) -> Mapping[int, str]:
        return dict(self._index.rows("SELECT id, slug FROM slugless"))

    def _first(self, sql: str, *parameters: object) -> Article | None:
        id = self._index.one(sql, *parameters)
        return None if id is None else self._article(id)


def _is_worded(term: Term) -> bool:
    """Whether the full text has to be asked."""
    return _is_worded(term.term) if isinstance(term, Not) else isinstance(term, _WORDED)


def _left(chosen: Where, article: Article) -> bool:
    """Whether the terms that SQL could not decide hold for an article."""
    return matches(Query(chosen.rest), article)
