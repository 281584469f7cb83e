"""What a write, the log and the counts ask of the index: hashes, places, numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from beritacli.domain.article import BIN
from beritacli.index import places

if TYPE_CHECKING:
    from beritacli.domain.changes import Entry
    from beritacli.domain.counts import Counts
    from beritacli.domain.index_ports import LogReader
    from beritacli.domain.ledger import Ledger, ViewsRow
    from beritacli.index.counted import CountedViews
    from beritacli.index.guarded import Guarded


class Books:
    """What the index keeps beside the records: where they stand, what was counted, what comes next.

    `facts` are those of the index, `log` is asked for what only the log knows.
    """

    def __init__(self, index: Guarded, log: LogReader, facts: Mapping[str, object]) -> None:
        self._index = index
        self._log = log
        self._facts = facts
        self._reserved = 1

    @property
    def bookmark(self) -> str:
        """What the store's last commit left here."""
        return str(self._facts.get("bookmark") or "")

    @property
    def digest(self) -> int:
        """The sum of the hashes of documents and rows modulo 2**128."""
        return int(str(self._facts["digest"]), 16)

    @property
    def hashes(self) -> Mapping[int, bytes]:
        """The hash of every document by its id."""
        return self._index.asked(places.hashes_of)

    @property
    def row_hashes(self) -> Mapping[int, bytes]:
        """The hash of every row of the table `views` by its id."""
        return self._counted.hashes()

    def row_hash(self, id: int) -> bytes | None:
        """The hash of one row; None where there is none."""
        return self._counted.hash(id)

    def counts(self, id: int) -> Counts | None:
        """What was counted of a record; None where the table `views` has no row for it."""
        return self._counted.counts(id)

    def ledger(self) -> Ledger:
        """Which access logs were counted."""
        return self._counted.ledger()

    def views_row(self, id: int) -> ViewsRow | None:
        """A row of the table `views`."""
        return self._counted.row(id)

    @cached_property
    def _counted(self) -> CountedViews:
        from beritacli.index.counted import CountedViews  # noqa: PLC0415 - few reads ask for it

        return CountedViews(self._index)

    def addresses(self) -> Iterable[tuple[int, str, str | None]]:
        """Ids, slugs and sources of all records outside the bin, by id."""
        sql = "SELECT id, slug, source FROM articles WHERE status != ? ORDER BY id"
        return self._index.rows(sql, BIN)

    def place(self, id: int) -> tuple[int, int, bytes] | None:
        """Where a document stands, its size and hash."""
        return self._index.place(id)

    @property
    def extent(self) -> int:
        """Bytes from the first document's line to the end of the last document."""
        return self._index.extent()

    @property
    def next_id(self) -> int:
        """The id that the next new record gets."""
        highest = self._index.one("SELECT max(id) FROM articles") or 0
        return max(self._reserved, int(str(self._facts["next_id"])), highest + 1)

    def reserve(self, next_id: int) -> None:
        """Have no new record get an id below `next_id`."""
        self._reserved = next_id

    @property
    def last_ids(self) -> Sequence[int]:
        """Ids that the last transaction changed."""
        return self._log.last_ids()

    def former_status(self, id: int) -> str | None:
        """The status that a record had before it went to the bin, from the log."""
        return self._log.former_status(id)

    def history(self) -> Iterator[Entry]:
        """What the log says, the last entry first."""
        return self._log.entries()
