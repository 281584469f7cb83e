"""The query as plain data, and the pure test whether an article matches it.

A query is a conjunction of terms. Every term says exactly one thing, so that an
index can translate it; `matches` is what such a translation is tested against.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from beritacli.domain.article import BIN, Article
from beritacli.domain.document import flat_value
from beritacli.indonesian.span import Span
from beritacli.indonesian.text import fold, words
from beritacli.values import Value

# Field -> what it looks at in the record, in four tables by the way a value is compared.
EQUAL_FIELDS = {
    "status": "status",
    "tag": "tags",
    "section": "section",
    "reporter": "reporter",
    "editor": "editor",
    "source": "source",
    "slug": "slug",
    "dateline": "dateline",
}
TEXT_FIELDS = {
    "title": ("title",),
    "body": ("body",),
    "quote": ("quote",),
    "photo": ("photo.caption", "photo.credit", "photo.source"),
    "caption": ("photo.caption",),
    "credit": ("photo.credit",),
    "photo.source": ("photo.source",),
}
DATE_FIELDS = {
    "published": "published_at",
    "scheduled": "scheduled_at",
    "created": "created_at",
    "updated": "updated_at",
    "embargo": "embargo_until",
    "corrected": "corrected_at",
}
NUMBER_FIELDS = {"id": "id", "views": "views", "revision": "revision", "related": "related"}
FIELD_NAMES = (*NUMBER_FIELDS, *EQUAL_FIELDS, *TEXT_FIELDS, *DATE_FIELDS)
# The record's own keys, where they differ. Terms hold the field, never the alias.
ALIASES = {
    "tags": "tag",
    "photo.caption": "caption",
    "photo.credit": "credit",
    "corrections": "corrected",
    **{key: name for name, key in DATE_FIELDS.items()},
}

_MICROSECOND = timedelta(microseconds=1)


class Words(Value):
    """Every token of `text` stands somewhere in title, caption, tags or body; of none, all do."""

    text: str


class Phrase(Value):
    """The tokens of `text` stand one after the other in title, caption, a tag or body."""

    text: str


class Says(Value):
    """A text field contains one of `values` as a word or phrase."""

    field: str
    values: tuple[str, ...]


class Equals(Value):
    """A field equals one of `values`, case and diacritics aside; one item of a list will do."""

    field: str
    values: tuple[str, ...]


class Within(Value):
    """A date lies in one of `spans`, half-open."""

    field: str
    spans: tuple[Span, ...]


class Between(Value):
    """A number, or one of a list, lies in one of the inclusive ranges; None is an open end."""

    field: str
    ranges: tuple[tuple[int | None, int | None], ...]


class Letters(Value):
    """A field contains these letters, case and diacritics aside; a date is read as ISO 8601."""

    field: str
    part: str


class Empty(Value):
    """Nothing is known of a field, or only white space; a number is never empty."""

    field: str


class Not(Value):
    """The term does not hold."""

    term: Term


Term = Words | Phrase | Says | Equals | Within | Between | Letters | Empty | Not


class Query(Value):
    """All of `terms` hold; none at all is every article."""

    terms: tuple[Term, ...] = ()

    def __and__(self, other: Query) -> Query:
        return Query(self.terms + other.terms)


def matches(query: Query, article: Article) -> bool:
    """Whether every term of `query` holds for `article`."""
    return all(_holds(term, article) for term in query.terms)


def visible(query: Query) -> Query:
    """`query` without the bin, unless it asks for a status.

    `^status:draft` does not ask for one: what is in the bin stays there.
    """
    return query if _asks_for_status(query) else query & Query((Not(Equals("status", (BIN,))),))


def only_published(query: Query) -> Query:
    """`query` among published articles, unless it asks for a status."""
    return query if _asks_for_status(query) else query & Query((Equals("status", ("published",)),))


def released(query: Query, now: datetime) -> Query:
    """`query` without what is under embargo at `now`, unless it speaks of the embargo."""
    if any(_field(term) == "embargo" for term in query.terms):
        return query
    return query & Query((Not(embargoed(now)),))


def embargoed(now: datetime) -> Within:
    """What readers must not see yet; the moment of its end is the first that they may."""
    return Within("embargo", (Span(now + _MICROSECOND, None),))


def _asks_for_status(query: Query) -> bool:
    return any(getattr(term, "field", "") == "status" for term in query.terms)


def _field(term: Term) -> str:
    """The field of a term, of a negated one too."""
    return _field(term.term) if isinstance(term, Not) else getattr(term, "field", "")


def _holds(term: Term, article: Article) -> bool:
    match term:
        case Not(inner):
            return not _holds(inner, article)
        case Words(text):
            here = {token for part in _searched(article) for token in words(part)}
            return here.issuperset(words(text))
        case Phrase(text):
            return any(_has_phrase(part, text) for part in _searched(article))
        case Says(field, values):
            parts = [flat_value(article, key) for key in TEXT_FIELDS[field]]
            return any(_has_phrase(part, value) for part in parts for value in values)
        case Equals(field, values):
            have = {fold(item) for item in _items(article, field)}
            return not have.isdisjoint(fold(value) for value in values)
        case Within(field, spans):
            time = getattr(article, DATE_FIELDS[field])
            return time is not None and any(_in_span(time, span) for span in spans)
        case Between(field, ranges):
            return any(_in_range(n, *ends) for n in _items(article, field) for ends in ranges)
        case Letters(field, part):
            return any(fold(part) in fold(str(item)) for item in _items(article, field))
        case Empty(field):
            return not any(str(item).strip() for item in _items(article, field))


def _searched(article: Article) -> list[str]:
    return [article.title, article.photo.caption or "", *article.tags, article.body or ""]


def _items(article: Article, field: str) -> Sequence[Any]:
    """The values of a field as a list: of one, of many, of none where nothing is known."""
    if field in TEXT_FIELDS:
        return [text for key in TEXT_FIELDS[field] if (text := flat_value(article, key))]
    if field in DATE_FIELDS:
        return [text] if (text := flat_value(article, DATE_FIELDS[field])) else []
    value = getattr(article, EQUAL_FIELDS.get(field) or NUMBER_FIELDS[field])
    if value is None:
        return []
    return value if isinstance(value, tuple) else [value]


def _has_phrase(text: str, phrase: str) -> bool:
    """Whether the tokens of `phrase` stand in `text` in a row; an empty phrase stands nowhere."""
    wanted = words(phrase)
    return bool(wanted) and f" {' '.join(wanted)} " in f" {' '.join(words(text))} "


def _in_span(time: datetime, span: Span) -> bool:
    return (span.start is None or time >= span.start) and (span.end is None or time < span.end)


def _in_range(number: int, low: int | None, high: int | None) -> bool:
    return (low is None or number >= low) and (high is None or number <= high)
