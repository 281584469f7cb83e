"""Orders that a person may ask for: by keys of the record, up or down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from beritacli.domain.article import FIELDS, Article
from beritacli.errors import UsageError
from beritacli.hints import cut, suggestion
from beritacli.indonesian.text import fold

if TYPE_CHECKING:
    from beritacli.domain.ports import SortKey

_UNORDERED = ("photo", "corrections")
_ALIASES = {
    "date": "published_at",
    "published": "published_at",
    "scheduled": "scheduled_at",
    "created": "created_at",
    "updated": "updated_at",
    "embargo": "embargo_until",
    "tag": "tags",
}


def sort_keys(text: str) -> tuple[SortKey, ...]:
    """The keys of `field,-field`, `-` meaning descending; UsageError for an unknown field."""
    return tuple(_key(part.strip()) for part in text.split(",") if part.strip())


def sorted_by(articles: Sequence[Article], sort: Sequence[SortKey]) -> list[Article]:
    """The articles in order; what is unknown comes last, ties go by id.

    `newest` stands for the time by which newest first orders.
    """
    result = sorted(articles, key=lambda article: article.id)
    for name, descending in reversed(sort):
        have = [a for a in result if _comparable(a, name) is not None]
        have.sort(key=lambda article: _comparable(article, name), reverse=descending)
        result = have + [a for a in result if _comparable(a, name) is None]
    return result


def _key(text: str) -> SortKey:
    name = text.lstrip("+-")
    field = _ALIASES.get(name, name)
    if field not in FIELDS or field in _UNORDERED:
        names = [name for name in FIELDS if name not in _UNORDERED]
        raise UsageError(f"cannot sort by '{cut(name)}'", suggestion(name, [*names, *_ALIASES]))
    return field, text.startswith("-")


def _comparable(article: Article, name: str) -> Any:
    value = article.sort_time if name == "newest" else getattr(article, name)
    if isinstance(value, str):
        return fold(value) if value.strip() else None
    return value if value != () else None
