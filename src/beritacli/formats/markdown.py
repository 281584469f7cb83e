"""Markdown with front matter: the form for files, and for an editor's own hands.

The first document of a file opens with `---`, any further one with
`--- # berita`, so that a rule `---` in a text is never taken for a new article.
A text that could not come back exactly (a line end at either end, a carriage
return, a line that looks like the opening of a document) stands in the front
matter instead, as `body`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, TextIO

from beritacli.domain.article import Article
from beritacli.domain.document import to_document
from beritacli.errors import ValidationError
from beritacli.formats.entries import Row, Source, read_whole
from beritacli.formats.fields import FieldReader, id_in
from beritacli.formats.front_matter import (
    DocumentError,
    as_typed,
    parse_toml,
    parse_yaml,
    write_yaml,
)

MAX_BYTES = 256 << 20
_NEXT = "--- # berita"
_TOML = "+++"
_OPENING = re.compile(r"^--- # berita[ \t]*$", re.MULTILINE)
_ALIASES = {
    "author": "reporter",
    "authors": "reporter",
    "categories": "section",
    "category": "section",
}
# What an editor changes by hand; the rest is the program's.
_EDITED = (
    "title", "status", "section", "tags", "reporter", "editor", "published_at", "scheduled_at",
    "embargo_until", "dateline", "photo", "quote", "views", "related", "source", "slug",
)  # fmt: skip


def read_markdown(stream: BinaryIO, source: Source) -> Iterator[Row]:
    """The articles of a file."""
    text, line = _from_opening(read_whole(stream, source, MAX_BYTES))
    for part in _parts(text) if text else ():
        yield _row(part, source, line)
        line += part.count("\n")


def write_markdown(articles: Iterable[Article], out: TextIO) -> None:
    """Every article with all its keys."""
    for number, article in enumerate(articles):
        values = to_document(article)
        # Front matter holds lists of texts alone.
        values["corrections"] = [f"{one['at']} {one['text']}" for one in values["corrections"]]
        out.write(_document(values, values.pop("body"), _NEXT if number else "---"))


def document(article: Article, *, new: bool = False) -> str:
    """The article as a text to edit: its fields on top, then its body.

    With `new` the slug is left out, to be made from the headline.
    """
    values = to_document(article)
    values["title"] = values["title"] or None
    names = [name for name in _EDITED if not (new and name == "slug")]
    return _document({name: values[name] for name in names}, article.body, "---")


def parse_document(text: str, source: Source) -> Row:
    """Read back what `document` gave; raises DocumentError with the line."""
    text, line = _from_opening(text.removeprefix("\ufeff"))
    return _row(text, source, line, typed=True)


def _document(values: dict[str, Any], body: str | None, opening: str) -> str:
    if body is not None and not _comes_back(body):
        values, body = {**values, "body": body}, None
    text = f"\n{body}\n" if body else ""
    return f"{opening}\n{write_yaml(values)}---\n{text}"


def _comes_back(body: str) -> bool:
    return body == body.strip("\n") and "\r" not in body and not _OPENING.search(body)


def _from_opening(text: str) -> tuple[str, int]:
    """The text without blank lines on top, its lines ended by LF; and its first line's number."""
    text = text.replace("\r\n", "\n")
    trimmed = text.lstrip()
    return trimmed, text.count("\n", 0, len(text) - len(trimmed)) + 1


def _parts(text: str) -> Iterator[str]:
    starts = [0, *(match.start() for match in _OPENING.finditer(text) if match.start() > 0)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield text[start:end]


def _row(text: str, source: Source, line: int, *, typed: bool = False) -> Row:
    opening, _, rest = text.partition("\n")
    mark = opening.rstrip().removesuffix(_NEXT.removeprefix("---"))
    if mark not in ("---", _TOML):
        raise DocumentError(f"{source.name}, line {line}: the document must begin with ---", line)
    lines = rest.split("\n")
    closing = next((n for n, one in enumerate(lines) if one.rstrip() == mark), None)
    if closing is None:
        raise DocumentError(f"{source.name}: the line {mark} that ends the fields is missing", line)
    fields = as_typed(lines[:closing]) if typed else lines[:closing]
    read = parse_toml if mark == _TOML else parse_yaml
    values = read("\n".join(fields) + "\n", source.name, line + 1)
    body = "\n".join(lines[closing + 1 :]).strip("\n")
    if body:
        values["body"] = body
    try:
        return FieldReader(source, _ALIASES).row(_typed(values), f"{source.name}, line {line}")
    except ValidationError as error:
        reason = error.message.removeprefix(f"{source.name}, line {line}: ")
        place = _line_of(reason, lines, line)
        raise DocumentError(f"{source.name}, line {place}: {reason}", place, error.hint) from None


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the record's keys want them: YAML gives text alone."""
    typed = {**values, "id": id_in(values.get("id"))}
    if _held_back(typed):
        typed.setdefault("status", "draft")
    if isinstance(typed.get("related"), list):
        typed["related"] = ";".join(str(pin) for pin in typed["related"])
    for key in _ALIASES:
        if isinstance(typed.get(key), list):
            typed[key] = ", ".join(str(item) for item in typed[key])
    return typed


def _held_back(values: dict[str, Any]) -> bool:
    """Take out what Hugo and Jekyll say of a draft; whether it is one."""
    draft, published = (str(values.get(key)).lower() for key in ("draft", "published"))
    values.pop("draft", None)
    if published in ("true", "false"):  # not a date
        del values["published"]
    return draft == "true" or published == "false"


def _line_of(reason: str, lines: list[str], first: int) -> int:
    """The line of the field that an error speaks of: `field: reason`."""
    key = reason.partition(": ")[0] if ": " in reason else "title"
    begins = re.compile(rf"{re.escape(key)} ?[:=]")
    return next((first + 1 + n for n, one in enumerate(lines) if begins.match(one)), first)
