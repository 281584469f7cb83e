"""What a store tells its index: where everything stands in the file, and what a commit changed."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from beritacli.domain.changes import Change, Recount
from beritacli.values import Value

if TYPE_CHECKING:
    from beritacli.domain.index_ports import StoreFile

HASH = 16  # bytes of a document's hash


class Rows(Value):
    """The rows of the table `views` in their order, as `Scan` has the documents.

    `at` is where the first row's line begins, as `StoreFile.article` counts.
    """

    ids: array[int]
    sizes: array[int]
    hashes: bytes
    at: int


class Scan(Value):
    """The layout of a store file: its documents in the order in which they stand there.

    `hashes` holds that of each document's text.
    """

    ids: array[int]
    sizes: array[int]
    hashes: bytes
    next_id: int
    rows: Rows

    @property
    def digest(self) -> int:
        """The sum of the hashes of documents and rows modulo 2**128."""
        hashes = self.hashes + self.rows.hashes
        parts = (hashes[at : at + HASH] for at in range(0, len(hashes), HASH))
        return sum(map(int.from_bytes, parts)) % (1 << 128)


class Commit(Value):
    """A commit as an index is told of it.

    The store went from signature `before` (None where there was none) to that of
    `file`; `documents` holds the size and the hash of every changed document, in
    the order of `changes`, None for one that is gone; `rows` the hashes of the
    rows of `recounts` likewise. `bookmark` is text that the store wants back with
    the next snapshot.
    """

    before: Iterable[int] | None
    file: StoreFile
    changes: Sequence[Change]
    documents: Sequence[tuple[int, bytes] | None]
    next_id: int
    bookmark: str
    recounts: Sequence[Recount] = ()
    rows: Sequence[bytes | None] = ()
