"""The rows that are printed: an article, and what the command knows beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from beritacli.domain.article import FIELDS, Article
from beritacli.domain.document import COLUMNS, field_value, to_document
from beritacli.domain.jsontext import dumps
from beritacli.errors import UsageError
from beritacli.hints import nearest

# `extras` are keys such as score or pinned; one that is a key of the record
# too, such as the views of a window, stands in its place.
Row = tuple[Article, Mapping[str, Any]]

NAMES: tuple[str, ...] = (*FIELDS, *(name for name in COLUMNS if name not in FIELDS))

# What people call a field, for suggestions only.
_SPOKEN = {
    "author": "reporter",
    "caption": "photo.caption",
    "category": "section",
    "correction": "corrections",
    "created": "created_at",
    "credit": "photo.credit",
    "date": "published_at",
    "embargo": "embargo_until",
    "headline": "title",
    "judul": "title",
    "published": "published_at",
    "scheduled": "scheduled_at",
    "tag": "tags",
    "tanggal": "published_at",
    "text": "body",
    "updated": "updated_at",
    "url": "source",
}


def plain_rows(articles: Iterable[Article]) -> list[Row]:
    """The rows of articles with nothing beside them."""
    return [(article, {}) for article in articles]


def document(row: Row, names: Sequence[str] = ()) -> dict[str, Any]:
    """The JSON object of a row: every key and the extras, or only `names`, in their order."""
    article, extras = row
    if names:
        return {name: value(row, name) for name in names}
    return to_document(article) | dict(extras)


def value(row: Row, name: str) -> Any:
    """The JSON value of one field of a row; None for an extra that this row has not."""
    article, extras = row
    if name in extras:
        return extras[name]
    return field_value(article, name) if name in NAMES else None


def cell(row: Row, name: str) -> str:
    """The text of one field where there is no JSON: '' for null, lists joined by `;`."""
    item = value(row, name)
    if item is None:
        return ""
    if isinstance(item, str):
        return item
    if isinstance(item, list) and not any(isinstance(part, list | dict) for part in item):
        return ";".join(str(part) for part in item)
    return str(item) if type(item) is int else dumps(item)


def field_names(text: str, extras: Sequence[str] = ()) -> tuple[str, ...]:
    """The fields of `id,title`, each once; UsageError for an unknown one and for none at all."""
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not names:
        raise UsageError(f"no field in '{text[:40]}'", "name some, such as id,title")
    for name in names:
        check_field(name, extras)
    return names


def check_field(name: str, extras: Sequence[str] = ()) -> None:
    """Raise UsageError, with the nearest names, if no row has a field `name`."""
    if name not in NAMES and name not in extras:
        raise UsageError(f"unknown field '{name[:60]}'", _suggestion(name, [*NAMES, *extras]))


def _suggestion(name: str, known: Sequence[str]) -> str:
    near = _SPOKEN.get(name.lower()) or nearest(name.lower(), known)
    start = f"did you mean {near}? " if near else ""
    return f"{start}--json=help lists the fields"
