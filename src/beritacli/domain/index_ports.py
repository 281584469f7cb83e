"""What the store asks of its index and of its log, and what it tells them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from beritacli.domain.article import Article
from beritacli.domain.changes import Entry
from beritacli.domain.layout import Commit, Scan
from beritacli.domain.ledger import ViewsRow
from beritacli.domain.ports import Snapshot

Progress = Callable[[int, int], None]  # articles done, of how many


class StoreFile(Protocol):
    """The file of a store, held open while it is read."""

    @property
    def signature(self) -> Iterable[int]:
        """What changes when the content does: size, times, inode."""

    @property
    def settled(self) -> bool:
        """Whether a later change must show in the signature, however soon it comes."""

    def scan(self) -> Scan:
        """All of it, every byte looked at; raises DamagedError."""

    def article(self, id: int, at: int, size: int) -> Article:
        """The record of one document: `at` bytes behind the start of the first one's line."""

    def has_slug(self, id: int, at: int, size: int) -> bool:
        """Whether the document says its slug itself, as one written by hand need not."""

    def row(self, id: int, at: int, size: int) -> ViewsRow:
        """A row of the table `views`, at the same kind of place; raises DamagedError."""


class Indexed(Snapshot, Protocol):
    """A snapshot that knows the places of documents in its file, for those who rewrite it."""

    @property
    def bookmark(self) -> str:
        """What the last commit left here; '' where the file was changed by others since."""

    def reserve(self, next_id: int) -> None:
        """Have no new record get an id below `next_id`."""

    @property
    def digest(self) -> int:
        """The sum of the hashes of documents and rows modulo 2**128."""

    @property
    def hashes(self) -> Mapping[int, bytes]:
        """The hash of every document by its id."""

    @property
    def row_hashes(self) -> Mapping[int, bytes]:
        """The hash of every row of the table `views` by its id."""

    def row_hash(self, id: int) -> bytes | None:
        """The hash of one row; None where there is none."""

    def place(self, id: int) -> tuple[int, int, bytes] | None:
        """Where a document stands (see `StoreFile.article`), its size and hash; None if nowhere."""

    @property
    def extent(self) -> int:
        """Bytes from the start of the first document's line to the end of the last document."""


class Index(Protocol):
    """What answers questions about a store without parsing it: derived, and never in doubt."""

    def snapshot(self, file: StoreFile, log: LogReader) -> Indexed:
        """The records of `file`, the index brought into step with it first."""

    def committed(self, commit: Commit) -> None:
        """Follow a commit; never raises."""

    def examine(self) -> str:
        """What is wrong with what is kept on disk, '' if nothing."""

    def forget(self) -> None:
        """Remove all that is kept on disk; it is made again when it is needed."""


class LogReader(Protocol):
    """What a snapshot asks of the log."""

    def last_ids(self) -> Sequence[int]:
        """Ids that the last transaction changed."""

    def former_status(self, id: int) -> str | None:
        """The status that a record had before it went to the bin; None if unknown."""

    def entries(self) -> Iterator[Entry]:
        """What the log says, the last entry first; raises DamagedError."""
