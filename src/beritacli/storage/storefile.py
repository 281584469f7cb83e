"""The store file, held open while it is read: every byte is looked at, few are kept.

A file in our layout, one document a line, is read line by line. Any other that
holds the same tables (stock TinyDB writes one line) is parsed as a whole.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import tzinfo
from functools import cached_property
from typing import Any

from beritacli.domain.article import Article
from beritacli.domain.counts import Counts
from beritacli.domain.document import from_document
from beritacli.domain.jsontext import JsonTextError, loads
from beritacli.domain.layout import Rows, Scan
from beritacli.domain.ledger import LEDGER, ViewsRow
from beritacli.errors import BeritaError, DamagedError, ValidationError
from beritacli.hashing import sha256
from beritacli.patterns import byte_pattern
from beritacli.storage import atomic
from beritacli.storage.atomic import Range, Signature
from beritacli.storage.codec import (
    ARTICLES,
    META,
    VIEWS,
    Image,
    Meta,
    decode_image,
    read_counts,
    read_meta,
)
from beritacli.storage.migrations import SCHEMA

HASH = 16  # bytes of a document's hash
OPENING = b'"articles": {\n'
BETWEEN = (b"},", b'"views": {')  # the lines between the documents and the rows of views
_DOCUMENT = byte_pattern(rb'"([1-9][0-9]{0,18}|0)": (\{.*\})(,?)')
_MOST_OF_LINE_1 = 1 << 16
_CHUNK = 1 << 22
_AHEAD = 1 << 19  # bytes read at once by who reads one document behind the other
_NEAR = 32  # bytes that can stand between two documents


class _OtherLayoutError(Exception):
    """The file does not have one document a line as we write it."""


def document_hash(line: bytes) -> bytes:
    """The first 16 bytes of the SHA-256 of a document's text."""
    return bytes(sha256(line).digest()[:HASH])


def row_hash(id: int, line: bytes) -> bytes:
    """The same of a row of the table `views`, whose text does not say its number."""
    return document_hash(b"views %d %s" % (id, line))


def lead(id: int) -> int:
    """The bytes of `"42": ` before a document."""
    return len(str(id)) + 4


class StoreFile:
    """A store file behind an open descriptor; a `index_ports.StoreFile`."""

    def __init__(self, descriptor: int, name: str, zone: tzinfo) -> None:
        self.descriptor = descriptor
        self.signature: Signature = atomic.signature(descriptor)
        self._name = name
        self._zone = zone
        self._piece = 0, b""
        self._latest: tuple[tuple[bytes, bool], ViewsRow] = (b"", False), Counts()

    def __del__(self) -> None:
        """Close the descriptor with the last question about the file."""
        with suppress(OSError):
            os.close(self.descriptor)

    def look_again(self) -> None:
        """Take the signature anew, after a change that we made ourselves."""
        self.signature = atomic.signature(self.descriptor)

    @property
    def settled(self) -> bool:
        """Whether a later change must show in the signature."""
        return atomic.is_settled(self.signature)

    @property
    def changed(self) -> bool:
        """Whether somebody wrote into the file since it was opened."""
        return atomic.signature(self.descriptor) != self.signature

    @cached_property
    def meta(self) -> Meta:
        """What line 1 says."""
        with suppress(_OtherLayoutError):
            return self._first_line()[0]
        return self.image.meta

    @cached_property
    def start(self) -> int | None:
        """The byte where the first document's line begins; None in another layout."""
        with suppress(_OtherLayoutError):
            return self._first_line()[1]
        return None

    @cached_property
    def image(self) -> Image:
        """The whole file, parsed; for a file in another layout, and to say what is wrong."""
        return decode_image(self._all(), self._name, self._zone)

    def scan(self) -> Scan:
        """Every document in its place; raises DamagedError."""
        if self.start is not None:
            with suppress(_OtherLayoutError):
                return self._scan_lines(self.start)
        self.start = None
        lines, rows = self.image.lines, self.image.rows
        sizes = array("q", map(len, lines.values()))
        hashes = b"".join(map(document_hash, lines.values()))
        counted = Rows(
            array("q", rows),
            array("q", map(len, rows.values())),
            b"".join(row_hash(id, line) for id, line in rows.items()),
            0,
        )
        return Scan(array("q", lines), sizes, hashes, self.meta.next_id, counted)

    def article(self, id: int, at: int, size: int) -> Article:
        """The record of a document; raises DamagedError where it is none."""
        if self.start is None:
            return self.image.articles[id]
        data = self._read(self.start + at, size)
        try:
            return from_document(_object(data), id, self._zone)
        except (JsonTextError, ValidationError) as error:
            self._explain()
            raise DamagedError(
                f"{self._name}: article {id}: {error}", "nothing was changed; run it again"
            ) from None

    def has_slug(self, id: int, at: int, size: int) -> bool:
        """Whether the document says its slug itself."""
        line = self.image.lines[id] if self.start is None else self._read(self.start + at, size)
        return bool(_object(line).get("slug"))

    def row(self, id: int, at: int, size: int) -> ViewsRow:
        """A row of the table `views`; raises DamagedError where it is none."""
        if self.start is None:
            return self.image.counts[id]
        data = self._read(self.start + at, size)
        said = data, id == LEDGER
        if said == self._latest[0]:  # after an import most rows say the same
            return self._latest[1]
        try:
            row = read_counts(_object(data), id, self._name)
        except JsonTextError as error:
            self._explain()
            raise DamagedError(f"{self._name}: row {id} of views: {error}") from None
        self._latest = said, row
        return row

    def tail(self, at: int) -> Range:
        """What stands behind the last document, which ends `at` bytes behind the start."""
        assert self.start is not None, "asked of a file in our layout"
        begin = self.start + at
        return Range(self.descriptor, begin, self.signature.size - begin)

    def tail_lines(self, at: int) -> Iterator[bytes]:
        """The same, line by line."""
        assert self.start is not None, "asked of a file in our layout"
        return self._lines(self.start + at)

    def _first_line(self) -> tuple[Meta, int]:
        head = os.pread(self.descriptor, _MOST_OF_LINE_1, 0)
        first, _, rest = head.partition(b"\n")
        if not first.endswith(b",") or not rest.startswith(OPENING):
            raise _OtherLayoutError
        try:
            root = _object(first[:-1] + b"}")
        except JsonTextError:
            raise _OtherLayoutError from None
        if list(root) != [META]:
            raise _OtherLayoutError
        meta = read_meta(root, self._name)
        if meta.schema != SCHEMA:
            raise _OtherLayoutError
        return meta, len(first) + 1 + len(OPENING)

    def _scan_lines(self, start: int) -> Scan:
        lines = self._lines(start)
        at, end, documents = _table(lines, 0, lambda _, line: document_hash(line))
        between = [end, next(lines, b"")]
        if tuple(between) != BETWEEN:
            raise _OtherLayoutError
        if 0 in documents[0]:  # no article has this number
            raise _OtherLayoutError
        at += sum(map(len, between)) + len(between)
        _, end, rows = _table(lines, at, row_hash)
        _check_end(end, lines)
        return Scan(*documents, self.meta.next_id, Rows(*rows, at))

    def _read(self, at: int, size: int) -> bytes:
        """Bytes of the file; who reads on from the last place is given them from a large piece."""
        begin, piece = self._piece
        if begin <= at and at + size <= begin + len(piece):
            return piece[at - begin : at - begin + size]
        is_next = 0 <= at - begin - len(piece) < _NEAR or 0 <= begin + len(piece) - at < size
        piece = os.pread(self.descriptor, max(size, _AHEAD if is_next else 0), at)
        self._piece = at, piece
        return piece[:size]

    def _lines(self, at: int) -> Iterator[bytes]:
        rest = b""
        for chunk in self._chunks(at):
            *rows, rest = (rest + chunk).split(b"\n")
            yield from rows
        yield rest

    def _chunks(self, at: int) -> Iterator[bytes]:
        while chunk := os.pread(self.descriptor, _CHUNK, at):
            at += len(chunk)
            yield chunk

    def _all(self) -> bytes:
        try:
            return atomic.read_all(self.descriptor)
        except OSError as error:
            raise BeritaError(f"could not read {self._name}: {error.strerror}") from None

    def _explain(self) -> None:
        """Raise what the strict reader of the whole file says, with its line."""
        decode_image(self._all(), self._name, self._zone)


def _table(
    lines: Iterator[bytes], at: int, hashed: Callable[[int, bytes], bytes]
) -> tuple[int, bytes, tuple[array[int], array[int], bytes]]:
    """The documents of a table from `at` on: where they end, the line behind them, and they.

    Raises _OtherLayoutError where they do not stand as we write them.
    """
    ids, sizes, hashes = array("q"), array("q"), bytearray()
    more, end = b",", b""
    for row in lines:
        match = _DOCUMENT.fullmatch(row) if more else None
        if match is None:
            end = row
            break
        number, document, more = match.groups()
        id = int(number)
        ids.append(id)
        sizes.append(len(document))
        hashes += hashed(id, document)
        at += len(row) + 1
    if (ids and more) or len(set(ids)) != len(ids):
        raise _OtherLayoutError
    return at, end, (ids, sizes, bytes(hashes))


def _check_end(end: bytes, lines: Iterator[bytes]) -> None:
    """Whether what follows the rows closes their table and holds others like it."""
    try:
        root = _object(b'{"views": {' + b"\n".join([end, *lines]))
    except JsonTextError:
        raise _OtherLayoutError from None
    others = {name: table for name, table in root.items() if name != VIEWS}
    known = META in others or ARTICLES in others
    if known or root[VIEWS] or not all(isinstance(t, dict) for t in others.values()):
        raise _OtherLayoutError


def _object(data: bytes) -> dict[str, Any]:
    value = loads(data)
    if not isinstance(value, dict):
        raise JsonTextError("no JSON object")
    return value
