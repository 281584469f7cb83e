"""A repository in memory, for tests and for trying a plan: the same port, no files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from beritacli.domain.article import BIN, Article
from beritacli.domain.changes import Committed, Edit, Entry, Note, Plan
from beritacli.domain.history import counts_of, fields_of
from beritacli.domain.layout import Scan
from beritacli.domain.ledger import ViewsRow
from beritacli.domain.nothing import Nothing
from beritacli.storage.codec import encode, encode_counts
from beritacli.storage.scanning import scan_documents

if TYPE_CHECKING:
    from beritacli.domain.index_ports import Index
    from beritacli.domain.ports import Planner, Snapshot


class MemoryFile:
    """A `index_ports.StoreFile` over a dictionary."""

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
        lines = {id: encode(article) for id, article in self._articles.items()}
        rows = {id: encode_counts(counts) for id, counts in self._counts.items()}
        return scan_documents(lines, rows, self._next_id)

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
    """A `index_ports.LogReader` over a list of entries, the first one first."""

    def __init__(self, log: Sequence[Entry]) -> None:
        self._log = log

    def last_ids(self) -> Sequence[int]:
        """Ids that the last transaction changed."""
        return [edit.id for edit in self._log[-1].edits] if self._log else ()

    def former_status(self, id: int) -> str | None:
        """The status that a record had before it went to the bin."""
        for edit in (edit for entry in self.entries() for edit in entry.edits):
            if edit.id == id and edit.before and (edit.after or {}).get("status") == BIN:
                return edit.before.get("status")
        return None

    def entries(self) -> Iterator[Entry]:
        """What the log says, the last entry first."""
        return reversed(self._log)


class MemoryRepository:
    """A `ports.Repository` without files."""

    def __init__(self, index: Index, articles: Iterable[Article] = ()) -> None:
        self._index = index
        self._articles = {article.id: article for article in articles}
        self._next_id = max(self._articles, default=0) + 1
        self._counts: dict[int, ViewsRow] = {}
        self._log: list[Entry] = []

    def exists(self) -> bool:
        """Whether anything was ever written."""
        return bool(self._articles or self._log)

    def read(self) -> Snapshot:
        """The records now."""
        if not self.exists():
            return Nothing()
        file = MemoryFile(dict(self._articles), dict(self._counts), self._next_id, len(self._log))
        return self._index.snapshot(file, MemoryLog(list(self._log)))

    def preview(self, planner: Planner, note: Note) -> Plan:
        """What `write` would do now."""
        del note
        return planner(self.read())

    def write(self, planner: Planner, note: Note) -> Committed:
        """Plan on the current records and keep the result."""
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
            self._log.append(_entry(len(self._log) + 1, plan, note))
        return Committed(plan, len(self._log))


def _entry(sequence: int, plan: Plan, note: Note) -> Entry:
    edits = tuple(
        Edit(one.id, *fields_of(one), one.before is not None, one.after is not None)
        for one in plan.changes
    )
    recounts = tuple(
        Edit(one.id, *counts_of(one), one.before is not None, one.after is not None)
        for one in plan.recounts
    )
    of = tuple(entry.sequence for entry in plan.of)
    return Entry(
        sequence,
        note.time,
        note.who,
        note.command,
        plan.kind,
        note.reason,
        of,
        edits,
        recounts,
    )
