"""How the rows of an import become records: which are new, which are known already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from beritacli.domain.article import Article, Photo, free_slug
from beritacli.domain.changes import Change, Plan
from beritacli.errors import BeritaError, ConflictError
from beritacli.formats import Page, Row
from beritacli.hints import counted
from beritacli.indonesian.slug import slugify
from beritacli.newsroom.writing import source_taken
from beritacli.values import replace

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot

# What a record keeps of its former life only in an empty store.
_FORMER_LIFE = ("created_at", "updated_at", "revision")


class Intake:
    """The records as they will be after an import; rows that come later see earlier ones."""

    def __init__(self, snapshot: Snapshot, now: datetime, *, upsert: bool, status: str) -> None:
        self._snapshot = snapshot
        self._now = now
        self._upsert = upsert
        self._status = status
        self._after: dict[int, Article] = {}
        self._slugs: dict[str, int] = {}
        self._sources: dict[str, int] = {}
        self._tried: dict[str, int] = {}  # slug -> the number to try next
        self._ids: dict[int, int] = {}  # id in the file -> id in the store
        self._places: dict[int, str] = {}  # where a new record comes from
        self._pinned: set[int] = set()  # records whose pins are ids of the file
        self._empty = len(snapshot) == 0 and snapshot.next_id == 1
        self._fresh_id = self._next_id = snapshot.next_id
        self._alike = 0  # new records with the headline of one from before
        self._warnings: list[str] = []

    def reserve_ids(self, rows: Iterable[Row]) -> None:
        """Keep the ids that rows bring free for them."""
        given = (row.fields["id"] for row in rows if "id" in row.fields)
        self._next_id = max(self._next_id, max(given, default=0) + 1)

    def row(self, row: Row) -> None:
        """One record of a file of records."""
        with _located(row):
            fields = dict(row.fields)
            existing = self._known(row) if self._upsert else None
            article = self._update(existing, fields) if existing else self._create(fields, row)
            if "id" in row.fields:
                self._ids[row.fields["id"]] = article.id
            if article.related:
                self._pinned.add(article.id)

    def page(self, page: Page) -> None:
        """A page: its own article, what it lists, and pins to the related ones in their order."""
        with _located(page.article):
            fields = {**page.article.fields, "status": "published"}
            existing = self._known(page.article) if self._upsert else None
            own = self._update(existing, fields) if existing else self._create(fields, page.article)
        pins = [self._listed(row) for row in page.related]
        for row in page.popular:
            self._listed(row)
        if pins:
            own = self._after.get(own.id, own)
            pins = [pin for pin in dict.fromkeys(pins) if pin != own.id]
            self._put(replace(own, related=tuple(pins)))

    def plan(self) -> Plan:
        """What changes; a record that comes out as it was counts as unchanged."""
        changes, unchanged = [], []
        for id in sorted(self._after):
            article = self._after[id]
            if id in self._pinned:
                article = replace(article, related=self._follow(article))
            before = self._snapshot.get(id)
            if before == article:
                unchanged.append(article)
            elif before is None:
                changes.append(Change(None, article))
            else:
                after = replace(article, updated_at=self._now, revision=before.revision + 1)
                changes.append(Change(before, after))
        if self._alike:
            self._warnings.append(
                f"{counted(self._alike, 'new article has', 'new articles have')} the headline of"
                " one that is here already; import --upsert would change that one instead"
            )
        return Plan(tuple(changes), tuple(unchanged), tuple(self._warnings))

    def _listed(self, row: Row) -> int:
        """The id of an article that a page only lists: linked where it is known, else new."""
        with _located(row):
            known = self._known(row)
            if known is None or not _same_day(known, row.fields):
                return self._create({**row.fields, "status": "published"}, row).id
            self._put(replace(known, views=max(known.views, row.fields.get("views", 0))))
            return known.id

    def _known(self, row: Row) -> Article | None:
        """The record that a row speaks of: same source, else same slug and no other source."""
        fields = row.fields
        source = fields.get("source")
        found = self._by_source(source) if source else None
        if found is not None:
            return found
        slug = fields.get("slug") or slugify(fields.get("title") or "")
        found = self._by_slug(slug)
        if found is not None and source and found.source and source != found.source:
            return None
        return found

    def _create(self, fields: dict[str, Any], row: Row) -> Article:
        source = fields.get("source")
        taken = self._by_source(source) if source else None
        if taken is not None:
            raise self._taken(taken)
        id = self._new_id(fields.pop("id", None))
        self._places[id] = row.place
        title = fields.get("title") or ""
        slug = fields.pop("slug", None) or slugify(title) or f"artikel-{id}"
        values = {"created_at": self._now, "updated_at": self._now, "status": self._status}
        if not self._empty:
            fields = {key: value for key, value in fields.items() if key not in _FORMER_LIFE}
        wanted, slug = slug, self._free_slug(slug)
        self._alike += slug != wanted and not source and self._is_headline_of(wanted, title)
        return self._put(Article(**{**values, **fields, "title": title, "id": id, "slug": slug}))

    def _is_headline_of(self, slug: str, title: str) -> bool:
        """Whether the record with this slug, one from before the import, has this headline."""
        known = self._snapshot.by_slug(slug)
        return known is not None and known.title == title

    def _taken(self, article: Article) -> ConflictError:
        """The error for a source that `article` has, a record or an earlier row."""
        place = self._places.get(article.id)
        if place is None:
            return source_taken(article)
        return ConflictError(
            f"the source {article.source} stands already in {place}",
            "remove one of the two, or add --upsert: the later one counts",
        )

    def _update(self, existing: Article, fields: dict[str, Any]) -> Article:
        values = {k: v for k, v in fields.items() if k not in ("id", "slug", *_FORMER_LIFE)}
        if isinstance(values.get("photo"), Photo):
            values["photo"] = _merged(existing.photo, values["photo"])
        return self._put(replace(existing, **values))

    def _put(self, article: Article) -> Article:
        article.check()
        self._after[article.id] = article
        self._slugs[article.slug] = article.id
        if article.source:
            self._sources[article.source] = article.id
        return article

    def _free_slug(self, slug: str) -> str:
        """A slug that nobody has; of a thousand equal titles each is tried once."""
        start = self._tried.get(slug, 2)
        free = free_slug(slug, lambda wanted: self._by_slug(wanted) is not None, start)
        if free != slug:
            self._tried[slug] = int(free.rpartition("-")[2]) + 1
        return free

    def _new_id(self, given: int | None) -> int:
        """The id that a row brings, where it was never used; else the next."""
        if given is not None and given >= self._fresh_id and given not in self._after:
            return given
        self._next_id += 1
        return self._next_id - 1

    def _follow(self, article: Article) -> tuple[int, ...]:
        """The pins of a row, as ids of the store."""
        pins = [self._ids.get(pin, pin) for pin in article.related]
        if self._empty:
            return tuple(pins)
        known = [pin for pin in pins if pin in self._after or self._snapshot.get(pin)]
        if len(known) < len(pins):
            self._warnings.append(
                f"article {article.id}: a pin to an article that is not here was left out"
            )
        return tuple(known)

    def _by_source(self, source: str) -> Article | None:
        id = self._sources.get(source)
        return (
            self._after[id] if id is not None else self._current(self._snapshot.by_source(source))
        )

    def _by_slug(self, slug: str) -> Article | None:
        id = self._slugs.get(slug)
        return self._after[id] if id is not None else self._current(self._snapshot.by_slug(slug))

    def _current(self, article: Article | None) -> Article | None:
        return self._after.get(article.id, article) if article else None


def _same_day(article: Article, fields: Mapping[str, Any]) -> bool:
    """Whether a listed date does not contradict the record: another day is another article."""
    given, known = fields.get("published_at"), article.published_at
    return given is None or known is None or given.date() == known.date()


def _merged(old: Photo, new: Photo) -> Photo:
    return Photo(new.source or old.source, new.caption or old.caption, new.credit or old.credit)


@contextmanager
def _located(row: Row) -> Iterator[None]:
    """Say where in the input an error comes from."""
    try:
        yield
    except BeritaError as error:
        raise type(error)(f"{row.place}: {error.message}", error.hint) from None
