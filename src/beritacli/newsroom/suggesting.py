"""What a person may be about to type: values that the store has, for completion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from beritacli.domain.article import BIN, Article
from beritacli.domain.ports import newest_first
from beritacli.indonesian.text import fold
from beritacli.newsroom.desk import Desk

MOST = 50  # more than anybody reads

Suggestion = tuple[str, str]  # what to type, and what it is


def references(desk: Desk, start: str) -> list[Suggestion]:
    """Ids or slugs that begin with `start`, the newest first, each with its headline.

    Digits complete to ids and letters to slugs.
    """
    lead = "#" if start.startswith("#") else ""
    by_id = not start or start.removeprefix("#").isdigit()

    def written(article: Article) -> str:
        return f"{lead}{article.id}" if by_id else article.slug

    live = (a for a in newest_first(desk.repository.read()) if a.status != BIN)
    return _first((written(a), a.title) for a in live if written(a).startswith(start.lower()))


def values(desk: Desk, field: str, start: str) -> list[Suggestion]:
    """The values of a field that begin with `start`, case aside, the most used first."""
    counts = Counter(v for a in desk.repository.read() if a.status != BIN for v in _of(a, field))
    wanted = fold(start)
    found = (
        (value, count) for value, count in counts.most_common() if fold(value).startswith(wanted)
    )
    return _first((value, f"{count} article{'s' * (count != 1)}") for value, count in found)


def _of(article: Article, field: str) -> Iterator[str]:
    if field == "tag":
        yield from article.tags
        return
    value = getattr(article, field)
    if value:
        yield value


def _first(found: Iterable[Suggestion]) -> list[Suggestion]:
    return [suggestion for suggestion, _ in zip(found, range(MOST), strict=False)]
