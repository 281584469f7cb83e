"""From the field flags of add and edit to the values of a record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beritacli.cli.context import Session
from beritacli.cli.options import DeskFlags, FieldFlags
from beritacli.cli.streams import read_stdin
from beritacli.domain.article import STATUSES
from beritacli.domain.refs import resolve
from beritacli.domain.tags import clean_tags
from beritacli.errors import NotFoundError, UsageError, ValidationError
from beritacli.hints import cut, suggestion
from beritacli.indonesian import dates
from beritacli.indonesian.numbers import parse_count
from beritacli.indonesian.text import bare_quote

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot

# Flag -> attribute of the record, for texts that are taken as they are.
_TEXTS = {
    "title": "title",
    "body": "body",
    "quote": "quote",
    "section": "section",
    "reporter": "reporter",
    "editor": "editor",
    "source": "source",
    "slug": "slug",
    "dateline": "dateline",
    "photo": "photo.source",
    "caption": "photo.caption",
    "credit": "photo.credit",
}

# What `edit --clear` takes, and what the field becomes.
CLEARABLE: dict[str, tuple[str, Any]] = {
    **{flag: (name, None) for flag, name in _TEXTS.items() if flag not in ("title", "slug")},
    "date": ("published_at", None),
    "published_at": ("published_at", None),
    "embargo": ("embargo_until", None),
    "embargo_until": ("embargo_until", None),
    "corrections": ("corrections", ()),
    "views": ("views", 0),
    "tags": ("tags", ()),
    "tag": ("tags", ()),
    "related": ("related", ()),
}


def field_values(
    session: Session, fields: FieldFlags, desk: DeskFlags, read: Callable[[], Snapshot]
) -> dict[str, Any]:
    """The values that the flags give; `read` is called only to find pinned articles."""
    given = {**vars(fields), **vars(desk)}
    values = {name: given[flag] for flag, name in _TEXTS.items() if given[flag] is not None}
    if fields.body_file is not None:
        if fields.body is not None:
            raise UsageError("--body and --body-file contradict each other", "give one of them")
        values["body"] = read_text(fields.body_file)
    if values.get("quote"):
        values["quote"] = bare_quote(values["quote"])
    if fields.date is not None:
        values["published_at"] = moment(session, fields.date)
    if fields.embargo is not None:
        values["embargo_until"] = moment(session, fields.embargo)
    if fields.views is not None:
        values["views"] = _views(fields.views)
    if desk.status is not None:
        check_status(desk.status)
    if desk.tag is not None:
        values["tags"] = clean_tags(desk.tag)
    if fields.related is not None:
        snapshot = read()
        values["related"] = tuple(
            dict.fromkeys(resolve(ref, snapshot).id for ref in fields.related)
        )
    return {
        name: None if value == "" and name != "title" else value for name, value in values.items()
    }


def cleared(names: list[str] | None) -> dict[str, Any]:
    """The empty values of `--clear FIELD`; UsageError for a field that cannot be emptied."""
    values: dict[str, Any] = {}
    for name in names or ():
        if name not in CLEARABLE:
            raise UsageError(f"cannot clear '{cut(name)}'", suggestion(name, sorted(CLEARABLE)))
        field, empty = CLEARABLE[name]
        values[field] = empty
    return values


def check_status(status: str) -> None:
    """Raise UsageError for a status that does not exist."""
    if status not in STATUSES:
        raise UsageError(f"unknown status '{cut(status)}'", suggestion(status, STATUSES))


def moment(session: Session, text: str) -> datetime:
    """A date as a person writes it; a weekday that disagrees is told on stderr."""
    found = dates.parse(text, session.now)
    if found.warning:
        session.note(f"Warning: {found.warning}")
    return found.time


def read_text(path: str) -> str:
    """The UTF-8 text of a file, `-` being stdin, without the line end that editors add."""
    if path == "-":
        return read_stdin().rstrip("\n")
    try:
        return Path(path).read_bytes().decode("utf-8-sig").rstrip("\n")
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {path}", "check the path") from None
    except UnicodeDecodeError as error:
        raise ValidationError(f"{path} is not UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise UsageError(
            f"could not read {path}: {error.strerror}", "check the path and its permissions"
        ) from None


def _views(text: str) -> int:
    try:
        return parse_count(text)
    except ValidationError as error:
        raise UsageError(f"--views: {error.message}", error.hint) from None
