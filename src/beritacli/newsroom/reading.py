"""Answer questions: list, show, related, search, tags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from beritacli.domain.answers import Found, Ranked, Section
from beritacli.domain.article import Article
from beritacli.domain.query import (
    Between,
    Empty,
    Equals,
    Query,
    Words,
    embargoed,
    only_published,
    released,
    visible,
)
from beritacli.domain.refs import resolve
from beritacli.domain.sorting import sort_keys
from beritacli.errors import UsageError
from beritacli.indonesian.text import words
from beritacli.newsroom.desk import Desk
from beritacli.newsroom.targets import Filters, Target, build_query, select
from beritacli.values import Value

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot

RELATED, POPULAR = 3, 5  # how many a page shows

_MOST_VIEWED = (("views", True), ("newest", True), ("id", True))
_BY_EMBARGO = (("embargo_until", True),)  # few have one: in its order no other is looked at
_VIEWED = Query((Between("views", ((1, None),)),))


class Page(Value):
    """An article with the two lists of its page."""

    article: Article
    related: Sequence[Ranked]
    popular: Sequence[Article]


class Part(Value):
    """Which part of a listing is wanted: `limit` None for all.

    `counted` asks how many there are in all, which a large store takes long to say;
    `snippets` for the piece of each text that a search found.
    """

    limit: int | None = None
    offset: int = 0
    sort: str = ""
    counted: bool = True
    snippets: bool = True


ALL = Part()
_RELATED_PART = Part(RELATED)


class Listing(Value):
    """A part of the records of a query, and how many there are in all, if that was asked."""

    articles: Sequence[Article]
    total: int
    section: str = ""  # the one that the query asks for


def listing(desk: Desk, args: Sequence[str], filters: Filters, part: Part = ALL) -> Listing:
    """The records of a query, newest first or by `part.sort`."""
    snapshot = desk.repository.read()
    query = visible(build_query(args, filters, snapshot, desk))
    found = snapshot.find(query, sort_keys(part.sort), part.limit, part.offset)
    whole = part.limit is None and not part.offset
    total = len(found) if whole or not part.counted else snapshot.count(query)
    return Listing(found, total, _one_section(query))


class Export(Value):
    """Records by id, and how many an embargo keeps out."""

    articles: Sequence[Article]
    held: int


def export(desk: Desk, args: Sequence[str], filters: Filters, *, embargoed: bool) -> Export:
    """The records of a query by id; those under embargo only if `embargoed`, or asked for."""
    snapshot = desk.repository.read()
    query = visible(build_query(args, filters, snapshot, desk))
    wanted = query if embargoed else released(query, desk.now)
    found = snapshot.find(wanted, (("id", False),))
    return Export(found, 0 if wanted == query else snapshot.count(query) - len(found))


def show(desk: Desk, ref: str) -> Page:
    """One article with its related and popular lists; the bin is seen too."""
    snapshot = desk.repository.read()
    article = resolve(ref, snapshot)
    read = released(only_published(Query()), desk.now) & _VIEWED
    return Page(
        article,
        snapshot.related(article, RELATED, held_back(snapshot, desk)),
        snapshot.find(read, _MOST_VIEWED, POPULAR),
    )


def record(desk: Desk, ref: str) -> Article:
    """One article alone."""
    return resolve(ref, desk.repository.read())


def related(
    desk: Desk, ref: str, exclude: Sequence[str] = (), part: Part = _RELATED_PART
) -> Sequence[Ranked]:
    """What belongs beside an article: its pins in their order, then by rank; published only."""
    snapshot = desk.repository.read()
    article = resolve(ref, snapshot)
    unwanted = {resolve(other, snapshot).id for other in exclude} | held_back(snapshot, desk)
    wanted = None if part.limit is None else part.limit + part.offset
    return snapshot.related(article, wanted, unwanted)[part.offset :]


def search(desk: Desk, args: Sequence[str], filters: Filters, part: Part = ALL) -> Found:
    """The records in which every word stands, best first; the bin is left out.

    Marks alone, such as `???`, find nothing. Raises UsageError for no words at all.
    """
    if not args and not filters:
        raise UsageError("nothing to search for", "berita search banjir rob")
    snapshot = desk.repository.read()
    query = build_query(args, filters, snapshot, desk, lenient=True)
    if all(isinstance(term, Words) and not words(term.text) for term in query.terms):
        return Found()
    return snapshot.search(
        visible(query), part.limit, part.offset, counted=part.counted, snippets=part.snippets
    )


def tag_counts(desk: Desk) -> Sequence[tuple[str, int]]:
    """Every tag with the number of its articles, the most used first; the bin is left out."""
    return desk.repository.read().values("tag")


def similar_tags(counts: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    """Pairs of tags that are probably one, the more used one first."""
    from beritacli.indonesian.spelling import similar_pairs  # noqa: PLC0415 - only for lists of tags

    return similar_pairs(tag for tag, _ in counts)


def sections(desk: Desk) -> tuple[Sequence[Section], int]:
    """Every section, the one with most articles first, and how many articles have none."""
    snapshot = desk.repository.read()
    return snapshot.sections(), snapshot.count(visible(Query((Empty("section"),))))


def named(desk: Desk, target: Target) -> list[Article]:
    """The records of a target, as they are now."""
    return select(target, desk.repository.read(), desk)


def known_values(desk: Desk, field: str) -> list[str]:
    """The values of a field that the store has, the most used first."""
    return [value for value, _ in desk.repository.read().values(field)]


def held_back(snapshot: Snapshot, desk: Desk) -> set[int]:
    """Ids of what is under embargo: no list for readers may show it."""
    held = snapshot.find(Query((embargoed(desk.now),)), _BY_EMBARGO)
    return {article.id for article in held}


def _one_section(query: Query) -> str:
    """The section that all of a query's articles have; '' where it asks for none or several."""
    named = [t for t in query.terms if isinstance(t, Equals) and t.field == "section"]
    return named[0].values[0] if len(named) == 1 and len(named[0].values) == 1 else ""
