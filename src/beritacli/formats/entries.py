"""What a file gives: rows, and pages with the rows that they list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from shlex import quote
from typing import Any, BinaryIO, TextIO

from beritacli.domain.article import Article
from beritacli.errors import ValidationError
from beritacli.patterns import byte_pattern
from beritacli.values import Value

_HEAD = 4096  # bytes, in which a page says what it is written in
_CHARSET = byte_pattern(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding) ?= ?["']?([\w-]{2,40})""")


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
    """Where an import reads: a name for messages, the desk's clock and zone, and its ear.

    Where `fault` is given, a row that breaks a rule is told to it and left out, so that
    those behind it are read too; else it ends the reading.
    """

    name: str
    now: datetime
    notice: Callable[[str], None]
    fault: Callable[[ValidationError], None] | None = None

    @property
    def word(self) -> str:
        """Its name as a word of a command that a hint shows."""
        return "FILE" if self.name == "stdin" else quote(self.name)

    @contextmanager
    def row(self) -> Iterator[None]:
        """Around the reading of one row."""
        try:
            yield
        except ValidationError as error:
            if self.fault is None:
                raise
            self.fault(error)


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
        declared = _CHARSET.search(data, 0, _HEAD)
        charset = declared[1].decode().upper() if declared else ""
        raise not_utf8(source, line, data[error.start], charset) from None


def not_utf8(source: Source, line: int, byte: int, charset: str = "") -> ValidationError:
    """What to say of text in another encoding: `charset`, else the usual one of Windows."""
    if charset in ("", "UTF-8", "UTF8", "ISO-8859-1"):  # the last is written where Windows is meant
        charset = "WINDOWS-1252"
    return ValidationError(
        f"{source.name}, line {line}: not UTF-8 (byte 0x{byte:02x})",
        f"iconv -f {charset} -t UTF-8 {source.word} | berita import -",
    )
