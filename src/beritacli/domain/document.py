"""Article <-> document: the plain dictionary that the store, JSON and CSV hold.

The keys are those of `Article`, in their order, never missing, `null` where
nothing is known. Times are ISO 8601 text with an offset.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

from beritacli.domain.article import FIELDS, TEXT_FIELDS, TIME_FIELDS, Article, Correction, Photo
from beritacli.domain.jsontext import dumps
from beritacli.errors import ValidationError
from beritacli.indonesian.slug import slugify
from beritacli.indonesian.zones import ZONES

PHOTO_FIELDS = Photo.value_fields
WIB = ZONES["wib"]

_KNOWN = frozenset(FIELDS)

# The columns of flat formats (CSV, TSV): the photo's parts stand apart.
COLUMNS: tuple[str, ...] = tuple(
    column
    for name in FIELDS
    for column in ([f"photo.{part}" for part in PHOTO_FIELDS] if name == "photo" else [name])
)


def to_document(article: Article) -> dict[str, Any]:
    """The document of `article`: every key, JSON values only."""
    photo = article.photo
    document: dict[str, Any] = {
        "id": article.id,
        "slug": article.slug,
        "title": article.title,
        "status": article.status,
        "section": article.section,
        "tags": list(article.tags),
        "reporter": article.reporter,
        "editor": article.editor,
        "published_at": _iso(article.published_at),
        "scheduled_at": _iso(article.scheduled_at),
        "created_at": _iso(article.created_at),
        "updated_at": _iso(article.updated_at),
        "revision": article.revision,
        "views": article.views,
        "quote": article.quote,
        "body": article.body,
        "photo": {"source": photo.source, "caption": photo.caption, "credit": photo.credit},
        "related": list(article.related),
        "source": article.source,
        "dateline": article.dateline,
        "embargo_until": _iso(article.embargo_until),
        "corrections": [_told(one) for one in article.corrections],
    }
    document.update(article.extra)
    return document


def from_document(document: Mapping[str, Any], id: int, zone: tzinfo = WIB) -> Article:
    """The article of a stored document, checked; raises ValidationError naming the field.

    Only a title is required: what a hand-made document leaves out gets its
    default. A time without an offset is in `zone`.
    """
    if not isinstance(document, Mapping):
        raise ValidationError("a record must be a JSON object")
    values: dict[str, Any] = {"id": id}
    if document.get("id", id) != id:
        raise ValidationError(f"id {document['id']!r} does not match its document number {id}")
    for name in TEXT_FIELDS:
        values[name] = _text(name, document.get(name))
    if values["title"] is None:
        raise ValidationError("title is missing")
    for name in TIME_FIELDS:
        values[name] = _time(name, document.get(name), zone)
    for name, default in (("revision", 1), ("views", 0)):
        value = document.get(name)
        values[name] = default if value is None else value
    values["status"] = _text("status", document.get("status")) or "draft"
    values["slug"] = (
        _text("slug", document.get("slug")) or slugify(values["title"]) or f"artikel-{id}"
    )
    values["tags"] = tuple(_text("tags", tag) or "" for tag in _list("tags", document.get("tags")))
    values["related"] = tuple(_list("related", document.get("related")))
    for pin in values["related"]:
        if isinstance(pin, bool) or not isinstance(pin, int):
            raise ValidationError(f"related must hold ids, not {str(pin)[:40]!r}")
    corrections = _list("corrections", document.get("corrections"))
    values["corrections"] = tuple(read_correction(one, zone) for one in corrections)
    values["photo"] = _photo(document.get("photo"))
    values["extra"] = {key: document[key] for key in document if key not in _KNOWN}
    return Article(**values).check()


def field_value(article: Article, column: str) -> Any:
    """The JSON value of one column: a record key, or `photo.caption` and its like."""
    if column.startswith("photo."):
        return getattr(article.photo, column.removeprefix("photo."))
    value = getattr(article, column)
    if isinstance(value, datetime):
        return _iso(value)
    if isinstance(value, Photo):
        return {part: getattr(value, part) for part in PHOTO_FIELDS}
    if column == "corrections":
        return [_told(one) for one in value]
    return list(value) if isinstance(value, tuple) else value


def flat_value(article: Article, column: str) -> str:
    """The text of one column in a flat format: '' for null, lists joined by `;`.

    Corrections, whose texts may hold anything, are JSON.
    """
    value = field_value(article, column)
    if value is None:
        return ""
    if column == "corrections":
        return dumps(value) if value else ""
    if isinstance(value, list):
        return ";".join(str(item) for item in value)
    return str(value)


def read_correction(value: Any, zone: tzinfo = WIB) -> Correction:
    """The correction of a JSON value, an object with `at` and `text`; raises ValidationError."""
    if not isinstance(value, Mapping):
        raise ValidationError("corrections must be objects with at and text")
    at, text = _time("corrections.at", value.get("at"), zone), value.get("text")
    if at is None or not isinstance(text, str) or not text.strip():
        raise ValidationError("a correction must have its time (at) and a text")
    return Correction(at, text)


def _told(correction: Correction) -> dict[str, str]:
    return {"at": correction.at.isoformat(), "text": correction.text}


def _iso(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()


def _text(name: str, value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise ValidationError(f"{name} must be text, not {str(value)[:40]!r}")


def _list(name: str, value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, list):
        return value
    raise ValidationError(f"{name} must be a list, not {str(value)[:40]!r}")


def _time(name: str, value: Any, zone: tzinfo) -> datetime | None:
    text = _text(name, value)
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text)
        time = time if time.tzinfo else time.replace(tzinfo=zone)
        time.astimezone(UTC)  # the first and last day of the calendar overflow only here
    except (ValueError, OverflowError):
        raise ValidationError(f"{name} must be an ISO 8601 time, not '{text[:40]}'") from None
    return time


def _photo(value: Any) -> Photo:
    if value is None:
        return Photo()
    if not isinstance(value, Mapping):
        raise ValidationError("photo must be an object with source, caption and credit")
    return Photo(**{part: _text(f"photo.{part}", value.get(part)) for part in PHOTO_FIELDS})
