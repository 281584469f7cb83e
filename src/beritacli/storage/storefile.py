"""The store file, held open while it is read: every byte is looked at, few are kept.

A file in our layout, one document a line, is read line by line. Any other that
holds the same tables (stock TinyDB writes one line) is parsed as a whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import tzinfo
from functools import cached_property
from typing import TYPE_CHECKING

from beritacli.domain.document import from_document
from beritacli.domain.jsontext import JsonTextError, object_of
from beritacli.errors import BeritaError, DamagedError, ValidationError
from beritacli.storage import atomic
from beritacli.storage.meta import META, Meta, OtherLayoutError, read_meta
from beritacli.storage.migrations import SCHEMA

if TYPE_CHECKING:
    from beritacli.domain.article import Article
    from beritacli.domain.layout import Scan
    from beritacli.domain.ledger import ViewsRow
    from beritacli.storage.atomic import Range, Signature
    from beritacli.storage.codec import Image

OPENING = b'"articles": {\n'
_MOST_OF_LINE_1 = 1 << 16
_CHUNK = 1 << 22
_AHEAD = 1 << 19  # bytes read at once by who reads one document behind the other
_NEAR = 32  # bytes that can stand between two documents


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
        self._latest: tuple[tuple[bytes, bool], ViewsRow] | None = None

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
        with suppress(OtherLayoutError):
            return self._first_line()[0]
        return self.image.meta

    @cached_property
    def start(self) -> int | None:
        """The byte where the first document's line begins; None in another layout."""
        with suppress(OtherLayoutError):
            return self._first_line()[1]
        return None

    @cached_property
    def image(self) -> Image:
        """The whole file, parsed; for a file in another layout, and to say what is wrong."""
        return self._parsed()

    def scan(self) -> Scan:
        """Every document in its place; raises DamagedError."""
        from beritacli.storage.scanning import scan_documents, scan_lines  # noqa: PLC0415 - as below

        if self.start is not None:
            with suppress(OtherLayoutError):
                return scan_lines(self._lines(self.start), self.meta.next_id)
        self.start = None
        return scan_documents(self.image.lines, self.image.rows, self.image.meta.next_id)

    def article(self, id: int, at: int, size: int) -> Article:
        """The record of a document; raises DamagedError where it is none."""
        if self.start is None:
            return self.image.articles[id]
        data = self._read(self.start + at, size)
        try:
            return from_document(object_of(data), id, self._zone)
        except (JsonTextError, ValidationError) as error:
            self._explain()
            raise DamagedError(
                f"{self._name}: article {id}: {error}", "nothing was changed; run it again"
            ) from None

    def has_slug(self, id: int, at: int, size: int) -> bool:
        """Whether the document says its slug itself."""
        line = self.image.lines[id] if self.start is None else self._read(self.start + at, size)
        return bool(object_of(line).get("slug"))

    def row(self, id: int, at: int, size: int) -> ViewsRow:
        """A row of the table `views`; raises DamagedError where it is none."""
        if self.start is None:
            return self.image.counts[id]
        from beritacli.domain.ledger import LEDGER  # noqa: PLC0415 - as below
        from beritacli.storage.codec import read_counts  # noqa: PLC0415 - the same

        data = self._read(self.start + at, size)
        said = data, id == LEDGER
        if self._latest is not None and said == self._latest[0]:  # as most do after an import
            return self._latest[1]
        try:
            row = read_counts(object_of(data), id, self._name)
        except JsonTextError as error:
            self._explain()
            raise DamagedError(f"{self._name}: row {id} of views: {error}") from None
        self._latest = said, row
        return row

    def tail(self, at: int) -> Range:
        """What stands behind the last document, which ends `at` bytes behind the start."""
        assert self.start is not None, "asked of a file in our layout"
        begin = self.start + at
        return atomic.Range(self.descriptor, begin, self.signature.size - begin)

    def tail_lines(self, at: int) -> Iterator[bytes]:
        """The same, line by line."""
        assert self.start is not None, "asked of a file in our layout"
        return self._lines(self.start + at)

    def _first_line(self) -> tuple[Meta, int]:
        head = os.pread(self.descriptor, _MOST_OF_LINE_1, 0)
        first, _, rest = head.partition(b"\n")
        if not first.endswith(b",") or not rest.startswith(OPENING):
            raise OtherLayoutError
        try:
            root = object_of(first[:-1] + b"}")
        except JsonTextError:
            raise OtherLayoutError from None
        if list(root) != [META]:
            raise OtherLayoutError
        meta = read_meta(root, self._name)
        if meta.schema != SCHEMA:
            raise OtherLayoutError
        return meta, len(first) + 1 + len(OPENING)

    def _read(self, at: int, size: int) -> bytes:
        """Bytes of the file; who reads on from the last place is given them from a large piece."""
        begin, piece = self._piece
        if begin <= at and at + size <= begin + len(piece):
            return piece[at - begin : at - begin + size]
        is_next = -size < at - begin - len(piece) < _NEAR
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
            raise BeritaError(
                f"could not read {self._name}: {error.strerror}",
                "check the path and its permissions",
            ) from None

    def _parsed(self) -> Image:
        # A read whose index is in step asks for single documents, and needs none of this.
        from beritacli.storage.codec import decode_image  # noqa: PLC0415

        return decode_image(self._all(), self._name, self._zone)

    def _explain(self) -> None:
        """Raise what the strict reader of the whole file says, with its line."""
        self._parsed()
