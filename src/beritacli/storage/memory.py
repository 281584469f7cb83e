"""A repository in memory, for tests and for trying a plan: the same port, no files."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence

from beritacli.domain.article import BIN, Article
from beritacli.domain.ledger import ViewsRow
from beritacli.domain.nothing import Nothing
from beritacli.domain.ports import (
    Change,
    Committed,
    Index,
    Note,
    Planner,
    Rows,
    Scan,
    Snapshot,
)
from beritacli.storage.codec import encode, encode_counts
from beritacli.storage.storefile import document_hash, row_hash


class MemoryFile:
    """A `ports.StoreFile` over a dictionary."""

    settled = True

    def __init__(
        self,
        articles: Mapping[int, Article],
        counts: Mapping[int, ViewsRow],
        next_id: int,
        sequence: int,
    ) -> None:
        self._articles = articles
        self._counts = counts
        self._next_id = next_id
        self.signature = (sequence,)

    def scan(self) -> Scan:
        """Every document."""
        lines = list(map(encode, self._articles.values()))
        hashes = b"".join(map(document_hash, lines))
        rows = {id: encode_counts(counts) for id, counts in self._counts.items()}
        counted = Rows(
            array("q", rows),
            array("q", map(len, rows.values())),
            b"".join(row_hash(id, row) for id, row in rows.items()),
            0,
        )
        sizes = array("q", map(len, lines))
        return Scan(array("q", self._articles), sizes, hashes, self._next_id, counted)

    def article(self, id: int, at: int, size: int) -> Article:
        """The record of one document; its place does not matter."""
        del at, size
        return self._articles[id]

    def row(self, id: int, at: int, size: int) -> ViewsRow:
        """A row of the table `views`."""
        del at, size
        return self._counts[id]

    def has_slug(self, id: int, at: int, size: int) -> bool:
        """Every record has one."""
        del id, at, size
        return True


class MemoryLog:
    """A `ports.LogReader` over lists of changes."""

    def __init__(self, log: Sequence[Sequence[Change]]) -> None:
        self._log = log

    def last_ids(self) -> Sequence[int]:
        """Ids that the last transaction changed."""
        return [change.id for change in self._log[-1]] if self._log else ()

    def former_status(self, id: int) -> str | None:
        """The status that a record had before it went to the bin."""
        for change in (c for changes in reversed(self._log) for c in changes):
            if change.id == id and change.before and change.after and change.after.status == BIN:
                return change.before.status
        return None


class MemoryRepository:
    """A `ports.Repository` without files."""

    def __init__(self, index: Index, articles: Iterable[Article] = ()) -> None:
        self._index = index
        self._articles = {article.id: article for article in articles}
        self._next_id = max(self._articles, default=0) + 1
        self._counts: dict[int, ViewsRow] = {}
        self._log: list[tuple[Change, ...]] = []

    def exists(self) -> bool:
        """Whether anything was ever written."""
        return bool(self._articles or self._log)

    def read(self) -> Snapshot:
        """The records now."""
        if not self.exists():
            return Nothing()
        file = MemoryFile(dict(self._articles), dict(self._counts), self._next_id, len(self._log))
        return self._index.snapshot(file, MemoryLog(list(self._log)))

    def write(self, planner: Planner, note: Note) -> Committed:
        """Plan on the current records and keep the result; `note` is not kept."""
        del note
        plan = planner(self.read())
        for change in plan.changes:
            if change.after is None:
                self._articles.pop(change.id, None)
                self._counts.pop(change.id, None)
            else:
                self._articles[change.id] = change.after
            self._next_id = max(self._next_id, change.id + 1)
        for recount in plan.recounts:
            if recount.after is None:
                self._counts.pop(recount.id, None)
            else:
                self._counts[recount.id] = recount.after
        if plan.writes:
            self._log.append(plan.changes)
        return Committed(plan, len(self._log))
