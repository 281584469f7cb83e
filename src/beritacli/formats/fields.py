"""From the keys and loose values of a file to the fields of a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from sys import intern
from typing import Any

from beritacli.domain.article import (
    FIELDS,
    MAX_ID,
    STATUSES,
    TEXT_FIELDS,
    TIME_FIELDS,
    Correction,
    Photo,
)
from beritacli.domain.document import PHOTO_FIELDS, read_correction
from beritacli.domain.jsontext import JsonTextError, has_surrogate, loads
from beritacli.domain.tags import clean_tags
from beritacli.errors import BeritaError, ValidationError
from beritacli.formats.entries import Row, Source
from beritacli.hints import suggestion
from beritacli.indonesian.dates import parse
from beritacli.indonesian.numbers import parse_count

MAX_TOLD = 20  # unknown keys; a file may have a million

# Names that other programs use. `url` wins over `source`, which elsewhere is a publisher.
ALIASES = {
    "date": "published_at",
    "url": "source",
    "embargo": "embargo_until",
    "caption": "photo.caption",
    "credit": "photo.credit",
}
_TOLD_EMPTY = ("created_at", "updated_at")  # else they would be made anew
_EMPTY: tuple[Any, ...] = (None, "", [])  # nothing is said of the field
_KNOWN = {*FIELDS, *ALIASES, *(f"photo.{part}" for part in PHOTO_FIELDS)}
_REPEATED = ("status", "section", "reporter", "editor")  # each text of them is kept once


class FieldReader:
    """Reads the records of one source; says once which keys it does not know."""

    def __init__(self, source: Source, aliases: Mapping[str, str] | None = None) -> None:
        self._source = source
        self._aliases = {**ALIASES, **(aliases or {})}
        self._unknown: set[str] = set()

    def row(self, raw: Mapping[str, Any], place: str) -> Row:
        """The row of one record; raises ValidationError with `place` and the field."""
        fields: dict[str, Any] = {}
        photo: dict[str, str | None] = {}
        for key, value in raw.items():
            name = intern(self._aliases.get(key, key))
            if name not in _KNOWN:
                self._notice(key)
            elif name in _TOLD_EMPTY and value in (None, ""):
                fields[name] = None
            elif value not in _EMPTY and not (key == "source" and raw.get("url")):
                try:
                    self._take(name, value, fields, photo)
                except BeritaError as error:
                    raise ValidationError(f"{place}: {key}: {error.message}", error.hint) from None
        if photo:
            fields["photo"] = Photo(**photo)
        title = fields.get("title")
        if not title or not title.strip():
            raise ValidationError(f"{place}: the title is missing or empty")
        return Row(fields, place)

    def _take(
        self, name: str, value: Any, fields: dict[str, Any], photo: dict[str, str | None]
    ) -> None:
        if name == "photo" and isinstance(value, Mapping):
            for part, text in value.items():
                if part not in PHOTO_FIELDS:
                    self._notice(f"photo.{part}")
                elif text is not None and text != "":
                    photo[part] = _text(text)
        elif name == "photo":
            photo["source"] = _text(value)
        elif name.startswith("photo."):
            photo[name.removeprefix("photo.")] = _text(value)
        elif name == "id":
            if type(value) is int and value > 0:
                fields["id"] = _id(value)
        elif name in TIME_FIELDS:
            fields[name] = self._time(value)
        else:
            read = _CONVERTERS[name](value)
            fields[name] = intern(read) if name in _REPEATED else read

    def _time(self, value: Any) -> datetime:
        found = parse(_text(value), self._source.now)
        if found.warning:
            self._source.notice(f"{self._source.name}: {found.warning}")
        return found.time

    def _notice(self, key: str) -> None:
        if key in self._unknown or len(self._unknown) > MAX_TOLD:
            return
        self._unknown.add(key)
        told = len(self._unknown) <= MAX_TOLD
        which = f"the key '{key[:60]}' is" if told else "further keys are"
        self._source.notice(f"{self._source.name}: {which} unknown and left out")


def id_in(value: Any) -> int | None:
    """The id that a text gives, in a format without numbers; None where it gives none."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        return int(value)
    return None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValidationError(f"must be text, not {_shown(value)}")
    if has_surrogate(value):
        raise ValidationError("holds half a character (a lone surrogate)")
    return value


def _shown(value: Any) -> str:
    """A wrong value for a message; what may be huge or deep only by its kind."""
    if isinstance(value, list | Mapping):
        return "a list" if isinstance(value, list) else "an object"
    return repr(str(value)[:40])


def _id(value: int) -> int:
    if value > MAX_ID:
        raise ValidationError(f"must be at most {MAX_ID}, not {_shown(value)}")
    return value


def _count(value: Any) -> int:
    if isinstance(value, float) and value.is_integer():
        return int(value)  # where some are missing, tables keep the others as 12.0
    if type(value) is int:
        return value
    if not isinstance(value, str):
        raise ValidationError(f"must be a whole number, not {_shown(value)}")
    whole = value.removesuffix(".0")
    return parse_count(_text(whole if whole.isdigit() else value))


def _status(value: Any) -> str:
    name = value.strip().lower() if isinstance(value, str) else value
    if name not in STATUSES:
        hint = suggestion(str(name), STATUSES)
        raise ValidationError(f"{_shown(value)} is no status", hint)
    return str(name)


def _tags(value: Any) -> tuple[str, ...]:
    if not isinstance(value, str | list):
        raise ValidationError("must be a list of texts")
    if isinstance(value, str):
        value = listed(value) or [value]
    return tuple(map(intern, clean_tags(_text(text) for text in value if text is not None)))


def listed(text: str) -> list[Any]:
    """The list that a text is, as tables of databases keep one: `["banjir", "rob"]`; else []."""
    if not text.startswith('["'):
        return []
    try:
        items = loads(text)
    except JsonTextError:
        return []
    return items if isinstance(items, list) else []


def _ids(value: Any) -> tuple[int, ...]:
    if isinstance(value, str):
        value = [parse_count(part) for part in value.split(";") if part.strip()]
    if not isinstance(value, list) or not all(type(item) is int for item in value):
        raise ValidationError("must be a list of ids")
    return tuple(value)


def _corrections(value: Any) -> tuple[Correction, ...]:
    """Objects, as JSON has them; their JSON, as CSV does; or `time text`, as front matter does."""
    if isinstance(value, str):
        try:
            value = loads(value)
        except JsonTextError as error:
            raise ValidationError(f"must be a list in JSON: {error}") from None
    if not isinstance(value, list):
        raise ValidationError("must be a list of corrections")
    objects = (_parted(item) if isinstance(item, str) else item for item in value)
    return tuple(map(read_correction, objects))


def _parted(text: str) -> dict[str, str]:
    at, _, said = _text(text).partition(" ")
    return {"at": at, "text": said}


_CONVERTERS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(TEXT_FIELDS, _text),
    "slug": _text,
    "status": _status,
    "tags": _tags,
    "views": _count,
    "revision": _count,
    "related": _ids,
    "corrections": _corrections,
}
