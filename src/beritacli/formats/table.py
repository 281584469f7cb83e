"""The table of formats. A module of a format is imported only when it is used."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from io import BufferedReader
from pathlib import PurePath
from typing import Any, BinaryIO, TextIO

from beritacli.domain.article import Article
from beritacli.errors import UsageError, ValidationError
from beritacli.formats.entries import Entry, Format, Source, not_utf8
from beritacli.hints import suggestion

HEAD = 65_536  # bytes that are looked at to tell a format

_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")  # xlsx, docx, odt; xls, doc
_FRONT_MATTER = re.compile(rb"(?:---(?: # berita)?|\+\+\+)[ \t]*\r?\n")
_HTML = re.compile(
    rb"(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL
)
_JSON = re.compile(rb"""\[\s*(?:[\[{"\]]|\Z)|\{""")  # a headline may begin '[POPULER] '
_JSON_PRETTY = re.compile(rb"\{[ \t]*\r?\n")  # several lines a record, whatever the suffix
_JSON_LINES = re.compile(rb"\{[^\n]*\}[ \t]*\r?\n\s*\{")


def _reader(module: str, name: str) -> Callable[[BinaryIO, Source], Iterator[Entry]]:
    def read(stream: BinaryIO, source: Source) -> Iterator[Entry]:
        entries: Iterator[Entry] = getattr(_module(module), name)(stream, source)
        return entries

    return read


def _writer(module: str, name: str) -> Callable[[Iterable[Article], TextIO], None]:
    def write(articles: Iterable[Article], out: TextIO) -> None:
        getattr(_module(module), name)(articles, out)

    return write


def _module(name: str) -> Any:
    return import_module(f"beritacli.formats.{name}")


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format(
            "json",
            (".json",),
            "an array of records, one record, or a TinyDB file",
            _reader("json_format", "read_json"),
            _writer("json_format", "write_json"),
        ),
        Format(
            "jsonl",
            (".jsonl", ".ndjson"),
            "JSON lines: one record a line",
            _reader("json_format", "read_jsonl"),
            _writer("json_format", "write_jsonl"),
        ),
        Format(
            "csv",
            (".csv",),
            "a header and one record a line; commas, semicolons or tabs",
            _reader("csv_format", "read_csv"),
            _writer("csv_format", "write_csv"),
        ),
        Format(
            "markdown",
            (".md", ".markdown"),
            "Markdown with front matter",
            _reader("markdown", "read_markdown"),
            _writer("markdown", "write_markdown"),
        ),
        Format(
            "page",
            (".txt",),
            "the text of a beritajakarta.id page",
            _reader("page_text", "read_page_text"),
        ),
        Format(
            "html",
            (".html", ".htm"),
            "the HTML of a news page",
            _reader("page_html", "read_page_html"),
        ),
    )
}


def format_named(name: str, *, writes: bool = False) -> Format:
    """The format of that name.

    Raises ValidationError for one that cannot be read: input that is in no
    format of ours; UsageError for one that cannot be written.
    """
    able = [one.name for one in FORMATS.values() if (one.write if writes else one.read)]
    if name in able:
        return FORMATS[name]
    deed, error = ("exported", UsageError) if writes else ("imported", ValidationError)
    raise error(f"'{name[:40]}' cannot be {deed}", suggestion(name, able))


def read_stream(
    stream: BufferedReader[Any], source: Source, name: str | None = None
) -> Iterator[Entry]:
    """The entries of `stream`, in the format `name`, else told by its content and suffix.

    Raises ValidationError where no format fits.
    """
    head = stream.peek(HEAD)[:HEAD]
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise not_utf8(source, 1, head[0], "UTF-16")
    chosen = format_named(name) if name else detect(source.name, head)
    assert chosen.read is not None, "format_named and detect give formats that read"
    return chosen.read(stream, source)


def detect(name: str, head: bytes) -> Format:
    """The format of a file by its first bytes and, where they say nothing, by its suffix.

    Raises ValidationError where neither tells.
    """
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(_OFFICE):
        raise ValidationError(
            f"{name}: an office document, PDF or zip archive, no text",
            "save it as CSV (a table) or as text, or unpack it, and import that",
        )
    suffix = PurePath(name.removesuffix(".gz")).suffix.lower()
    by_suffix = next((one for one in FORMATS.values() if suffix in one.suffixes), None)
    if _HTML.match(start):
        return FORMATS["html"]
    if _FRONT_MATTER.match(start):
        return FORMATS["markdown"]
    if _JSON.match(start):
        lines = suffix in FORMATS["jsonl"].suffixes and not _JSON_PRETTY.match(start)
        lines = lines or bool(_JSON_LINES.match(start))
        return FORMATS["jsonl" if lines else "json"]
    if by_suffix is not None:
        return by_suffix
    from beritacli.formats.page_text import looks_like_page  # noqa: PLC0415 - the last resort

    if looks_like_page(head.decode(errors="replace")):
        return FORMATS["page"]
    from beritacli.formats.csv_format import delimiter  # noqa: PLC0415 - the same

    first = start.decode(errors="replace").splitlines()[:2]
    if any(map(delimiter, first)):  # the first may be `sep=;`
        return FORMATS["csv"]
    raise ValidationError(
        f"{name}: the format cannot be told", f"name it: --format {'|'.join(FORMATS)}"
    )
