"""Answer questions: list, show, related, popular, search, tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from beritacli.domain.article import BIN, FIELDS, Article
from beritacli.domain.ports import Snapshot, newest_first
from beritacli.domain.query import Words, matches, only_published, visible
from beritacli.errors import UsageError
from beritacli.hints import cut, suggestion
from beritacli.index.scan_related import Ranked, rank_related
from beritacli.index.scan_search import Hit, search_articles
from beritacli.indonesian.spelling import similar_pairs
from beritacli.indonesian.text import fold, words
from beritacli.newsroom.desk import Desk
from beritacli.newsroom.targets import Filters, Target, build_query, one, select

RELATED, POPULAR = 3, 5  # how many a page shows

_SORT_ALIASES = {
    "date": "published_at",
    "published": "published_at",
    "scheduled": "scheduled_at",
    "created": "created_at",
    "updated": "updated_at",
    "tag": "tags",
}


@dataclass(frozen=True, slots=True)
class Page:
    """An article with the two lists of its page."""

    article: Article
    related: Sequence[Ranked]
    popular: Sequence[Article]


def listing(desk: Desk, args: Sequence[str], filters: Filters, sort: str = "") -> list[Article]:
    """The records of a query, newest first or by `sort` (`field,-field`)."""
    snapshot = desk.repository.read()
    query = visible(build_query(args, filters, snapshot, desk))
    found = newest_first(article for article in snapshot if matches(query, article))
    return sorted_by(found, sort) if sort else found


def by_id(desk: Desk, args: Sequence[str], filters: Filters) -> list[Article]:
    """The records of a query by id, as an export writes them."""
    return sorted(listing(desk, args, filters), key=lambda article: article.id)


def show(desk: Desk, ref: str) -> Page:
    """One article with its related and popular lists; the bin is seen too."""
    snapshot = desk.repository.read()
    article = one(ref, snapshot)
    related = rank_related(article, _published(snapshot))[:RELATED]
    return Page(article, related, _most_viewed(_published(snapshot))[:POPULAR])


def related(desk: Desk, ref: str, exclude: Sequence[str] = ()) -> list[Ranked]:
    """What belongs beside an article: its pins in their order, then by rank; published only."""
    snapshot = desk.repository.read()
    article = one(ref, snapshot)
    unwanted = {one(other, snapshot).id for other in exclude}
    ranked = rank_related(article, _published(snapshot))
    return [r for r in ranked if r.article.id not in unwanted]


def popular(desk: Desk, args: Sequence[str], filters: Filters) -> list[Article]:
    """The most viewed of a query; published ones unless it speaks of the status."""
    snapshot = desk.repository.read()
    query = only_published(build_query(args, filters, snapshot, desk))
    return _most_viewed(article for article in snapshot if matches(query, article))


def search(desk: Desk, args: Sequence[str], filters: Filters) -> list[Hit]:
    """The records in which every word stands, best first; the bin is left out.

    Marks alone, such as `???`, find nothing. Raises UsageError for no words at all.
    """
    if not args and not filters:
        raise UsageError("nothing to search for", "berita search banjir rob")
    snapshot = desk.repository.read()
    query = build_query(args, filters, snapshot, desk, lenient=True)
    if all(isinstance(term, Words) and not words(term.text) for term in query.terms):
        return []
    return search_articles(visible(query), snapshot)


def tag_counts(desk: Desk) -> list[tuple[str, int]]:
    """Every tag with the number of its articles, the most used first; the bin is left out."""
    counts = Counter(tag for a in desk.repository.read() if a.status != BIN for tag in a.tags)
    return sorted(counts.items(), key=lambda item: (-item[1], fold(item[0])))


def similar_tags(counts: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    """Pairs of tags that are probably one, the more used one first."""
    return similar_pairs(tag for tag, _ in counts)


def named(desk: Desk, target: Target) -> list[Article]:
    """The records of a target, as they are now."""
    return select(target, desk.repository.read(), desk)


def known_values(desk: Desk, field: str) -> list[str]:
    """The values of a field that the store has, the most used first."""
    counts = Counter(getattr(a, field) for a in desk.repository.read() if a.status != BIN)
    return [value for value, _ in counts.most_common() if value]


def sorted_by(articles: Sequence[Article], sort: str) -> list[Article]:
    """Sort by `field,-field`; `-` means descending; what is unknown comes last; ties by id."""
    result = sorted(articles, key=lambda article: article.id)
    for name in reversed([part.strip() for part in sort.split(",") if part.strip()]):
        descending = name.startswith("-")
        key = _sort_key(name.lstrip("+-"))
        have = [a for a in result if key(a) is not None]
        have.sort(key=key, reverse=descending)
        result = have + [a for a in result if key(a) is None]
    return result


def _sort_key(name: str) -> Callable[[Article], Any]:
    field = _SORT_ALIASES.get(name, name)
    if field not in FIELDS or field == "photo":
        names = [name for name in FIELDS if name != "photo"]
        hint = suggestion(name, [*names, *_SORT_ALIASES])
        raise UsageError(f"cannot sort by '{cut(name)}'", hint)

    def key(article: Article) -> Any:
        value = getattr(article, field)
        if isinstance(value, str):
            return fold(value)
        return value if value != () else None

    return key


def _published(snapshot: Snapshot) -> list[Article]:
    return [article for article in snapshot if article.status == "published"]


def _most_viewed(articles: Any) -> list[Article]:
    seen = [article for article in newest_first(articles) if article.views > 0]
    return sorted(seen, key=lambda article: -article.views)
