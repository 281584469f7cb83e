"""What a file gives: rows, and pages with the rows that they list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO, TextIO

from beritacli.domain.article import Article
from beritacli.errors import ValidationError
from beritacli.values import Value


class Row(Value):
    """One record as a file gives it.

    `fields` has attribute names of Article and values of its types; what the
    file does not give is absent. `place` says where, for error messages.
    """

    fields: Mapping[str, Any]
    place: str


class Page(Value):
    """A page: its own article and what it lists, in the page's order."""

    article: Row
    related: tuple[Row, ...] = ()
    popular: tuple[Row, ...] = ()


Entry = Row | Page


class Source(Value):
    """Where an import reads: a name for messages, the desk's clock and zone, and its ear."""

    name: str
    now: datetime
    notice: Callable[[str], None]


class Format(Value):
    """One format: how to recognise, read and write it; None for what it cannot do."""

    name: str
    suffixes: tuple[str, ...]
    description: str
    read: Callable[[BinaryIO, Source], Iterator[Entry]] | None = None
    write: Callable[[Iterable[Article], TextIO], None] | None = None


def read_whole(stream: BinaryIO, source: Source, limit: int) -> str:
    """All of `stream` as text.

    Raises ValidationError beyond `limit` bytes, and with the line of what is no UTF-8.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise ValidationError(f"{source.name}: larger than {limit >> 20} MB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValidationError(f"{source.name}, line {line}: not UTF-8") from None
