"""The store file: a TinyDB JSON file with one document a line.

    {"meta": {"1": {"schema": 1, "store": "…", "sequence": 3, "state": "…", "next_id": 10}},
    "articles": {
    "1": {…},
    "2": {…}
    },
    "views": {
    }}

Stock TinyDB reads it as three tables. A rewrite copies the lines of documents
that did not change; a file in another layout (stock TinyDB writes one line) is
read as well and gets this layout at the next write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from types import MappingProxyType
from typing import Any

from beritacli.domain.article import MAX_ID, Article, free_slug
from beritacli.domain.document import WIB, from_document, to_document
from beritacli.domain.jsontext import JsonTextError, dumps, loads
from beritacli.domain.ledger import LEDGER, ViewsRow, row_from_document
from beritacli.errors import DamagedError, ValidationError
from beritacli.patterns import byte_pattern
from beritacli.storage.meta import (
    ARTICLES,
    MERGE,
    MERGE_MARKS,
    META,
    VIEWS,
    Meta,
    damaged,
    encode_meta,
    read_meta,
)
from beritacli.storage.migrations import migrate
from beritacli.values import Value, replace

_VIEWS_BEGIN = b'"views": {'
_DOCUMENT_LINE = byte_pattern(rb'"([1-9][0-9]{0,18})": (\{.*\}),?')


class Image(Value):
    """A parsed store file.

    `lines` holds the encoded document of every article as it stands in the
    file, `rows` those of the table `views`; `tables` the other tables as parsed.
    """

    meta: Meta
    articles: Mapping[int, Article] = MappingProxyType({})
    lines: Mapping[int, bytes] = MappingProxyType({})
    counts: Mapping[int, ViewsRow] = MappingProxyType({})
    rows: Mapping[int, bytes] = MappingProxyType({})
    tables: Mapping[str, Any] = MappingProxyType({})


def encode(article: Article) -> bytes:
    """The document of `article` as one line of UTF-8 JSON, without a line end."""
    return dumps(to_document(article)).encode()


def encode_counts(row: ViewsRow) -> bytes:
    """A row of the table `views` as one line of UTF-8 JSON, without a line end."""
    return dumps(row.to_document()).encode()


def read_counts(document: Any, id: int, name: str) -> ViewsRow:
    """A row of the table `views`; raises DamagedError with its place."""
    try:
        return row_from_document(document, id)
    except ValidationError as error:
        whose = f"article {id}" if id != LEDGER else "imported logs (row 0)"
        raise damaged(f"{name}: views of {whose}: {error.message}") from None


def content_digest(total: int) -> str:
    """One figure for a set of documents: the sum of their hashes modulo 2**128, in hex.

    A sum can be kept up to date document by document and does not depend on
    order. It notices accidents; it is no defence against forgery.
    """
    return f"{total % (1 << 128):032x}"


def decode_image(data: bytes, name: str, zone: tzinfo = WIB) -> Image:
    """Parse a store file; raises DamagedError with the place of the first fault."""
    if not data.strip():
        raise DamagedError(
            f"{name} is empty: a store has at least its first line",
            "restore it from git or a backup; if it never held anything, remove it",
        )
    try:
        root = loads(data)
    except JsonTextError as error:
        raise _unreadable(data, name, error) from None
    meta = read_meta(root, name)
    tables = migrate(root, meta.schema)
    articles = dict(_articles(tables.get(ARTICLES, {}), name, zone))
    views = dict(_numbered(tables.get(VIEWS, {}), VIEWS, name))
    read = {id: read_counts(row, id, name) for id, row in views.items()}
    rows = {id: dumps(row).encode() for id, row in views.items()}
    others = {key: table for key, table in tables.items() if key not in (META, ARTICLES, VIEWS)}
    return Image(meta, articles, _lines(data, tables.get(ARTICLES, {})), read, rows, others)


def _unreadable(data: bytes, name: str, error: JsonTextError) -> DamagedError:
    """What is said of text that is no JSON, or not such as we read, and in which line."""
    lines = data.split(b"\n")
    if error.line and lines[error.line - 1].startswith(MERGE_MARKS):
        return damaged(
            f"{name} line {error.line}: {MERGE}",
            "remove the marks in an editor; of line 1 either side will do. Or: berita doctor",
        )
    second = _line_of_second(lines) if "stands twice" in str(error) else None
    if second:
        return damaged(
            f"{name} line {second}: {error}",
            "give one of the two another number (key and id) and slug; or berita doctor",
        )
    return damaged(f"{name} line {error.line}: {error}" if error.line else f"{name}: {error}")


def _line_of_second(lines: Sequence[bytes]) -> int | None:
    """The line in which a document stands a second time, from 1, in a file of our layout."""
    seen: set[bytes] = set()
    for number, line in enumerate(lines, start=1):
        match = _DOCUMENT_LINE.fullmatch(line)
        if line == _VIEWS_BEGIN:
            seen.clear()
        elif match and match[1] in seen:
            return number
        elif match:
            seen.add(match[1])
    return None


def encode_image(image: Image) -> Iterator[bytes]:
    """The bytes of the store file, line by line."""
    yield encode_meta(image.meta)
    yield from _table_lines(ARTICLES, image.lines)
    yield b",\n"
    yield from _table_lines(VIEWS, image.rows)
    for name, table in image.tables.items():
        yield b",\n"
        yield from _table_lines(name, {key: dumps(row).encode() for key, row in table.items()})
    yield b"}\n"


def _table_lines(name: str, lines: Mapping[Any, bytes]) -> Iterator[bytes]:
    yield dumps(name).encode() + b": {\n"
    separator = b""
    for key, line in lines.items():
        yield b'%s"%s": %s' % (separator, str(key).encode(), line)
        separator = b",\n"
    yield b"\n}" if lines else b"}"


def _articles(table: Any, name: str, zone: tzinfo) -> Iterator[tuple[int, Article]]:
    slugs: dict[str, int] = {}
    for id, document in _numbered(table, ARTICLES, name):
        try:
            article = from_document(document, id, zone)
        except ValidationError as error:
            raise damaged(f"{name}: article {id}: {error.message}") from None
        if not document.get("slug"):
            article = replace(article, slug=free_slug(article.slug, slugs.__contains__))
        if slugs.setdefault(article.slug, id) != id:
            raise damaged(
                f"{name}: articles {slugs[article.slug]} and {id} share the slug '{article.slug}'",
                "nothing was changed; give one of them another slug, or restore the store from git",
            )
        yield id, article


def _numbered(table: Any, title: str, name: str) -> Iterator[tuple[int, Any]]:
    """The documents of a table by their numbers."""
    if not isinstance(table, dict):
        raise damaged(f"{name}: the table '{title}' must be an object")
    for key, document in table.items():
        number = key.isascii() and key.isdigit() and key[0] != "0" and len(key) < 20
        number = number or (title == VIEWS and key == str(LEDGER))
        if not number or (title == VIEWS and int(key) > MAX_ID):
            raise damaged(f"{name}: '{key[:40]}' is no document number of '{title}'")
        yield int(key), document


def _lines(data: bytes, table: Mapping[str, Any]) -> dict[int, bytes]:
    """The line of each document: cut from the file where it has our layout, else made anew."""
    found: dict[int, bytes] = {}
    rows = data.split(b"\n")
    if len(rows) > 1 and rows[1] == b'"articles": {':
        for row in rows[2:]:
            match = _DOCUMENT_LINE.fullmatch(row)
            if not match:
                break
            found[int(match[1])] = match[2]
    if [str(id) for id in found] == list(table):
        return found
    return {int(key): dumps(document).encode() for key, document in table.items()}
