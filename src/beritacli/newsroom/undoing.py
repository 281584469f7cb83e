"""Take changes back, and bring them again: undo, redo; and what the log says of the past."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from beritacli.domain.article import Article
from beritacli.domain.changes import REDO, UNDO, Change, Edit, Entry, Plan, Recount
from beritacli.domain.document import from_document, to_document
from beritacli.domain.history import (
    Fields,
    MovedOnError,
    UnknownError,
    counts_taken_back,
    redoable,
    taken_back,
    undoable,
)
from beritacli.domain.ledger import ViewsRow, row_from_document
from beritacli.domain.refs import id_of, resolve
from beritacli.errors import ConflictError
from beritacli.newsroom.desk import Desk, Outcome, write
from beritacli.newsroom.hooking import Gate
from beritacli.newsroom.reading import Part
from beritacli.values import replace

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot


def undo(desk: Desk, *, to: datetime | None = None) -> Outcome:
    """Take back the last entry of the log that is not undone yet, or all those after `to`.

    Raises ConflictError where a record is no longer what the entry made of it.
    What nobody knows any more stays as it is, with a warning.
    """

    def planner(snapshot: Snapshot) -> Plan:
        entries = undoable(snapshot.history())
        plan = Plan(kind=UNDO)
        if to is not None:
            return _taken_back(UNDO, list(_after(entries, to)), snapshot)
        passed: list[Entry] = []
        for entry in entries:  # one of which nothing is known is passed over
            passed.append(entry)
            plan = _taken_back(UNDO, passed, snapshot)
            if plan.writes:
                break
        return plan

    return write(desk, planner, gate=Gate(desk))


def redo(desk: Desk) -> Outcome:
    """Take back the last undo, unless something was changed since."""

    def planner(snapshot: Snapshot) -> Plan:
        entry = redoable(snapshot.history())
        return _taken_back(REDO, [entry] if entry else [], snapshot)

    return write(desk, planner, gate=Gate(desk))


def log(desk: Desk, ref: str | None, part: Part) -> list[Entry]:
    """The entries of the log, the last one first; with `ref` only what they did to one record."""
    snapshot = desk.repository.read()
    entries: Iterable[Entry] = snapshot.history()
    if ref is not None:
        entries = _of_one(entries, ref, snapshot)
    end = None if part.limit is None else part.offset + part.limit
    return list(islice(entries, part.offset, end))


def _taken_back(kind: str, entries: list[Entry], snapshot: Snapshot) -> Plan:
    """The plan that takes back `entries`, the last one first, as one change of each record."""
    articles = _Documents(lambda id: _document(snapshot.get(id)), taken_back)
    counts = _Documents(lambda id: _counts(snapshot.views_row(id)), counts_taken_back)
    for entry in entries:
        articles.take_back(entry.sequence, entry.edits)
        counts.take_back(entry.sequence, entry.recounts)
    changes = [
        Change(snapshot.get(id), None if document is None else from_document(document, id))
        for id, document in articles.items()
    ]
    recounts = [
        Recount(id, snapshot.views_row(id), None if row is None else row_from_document(row, id))
        for id, row in counts.items()
    ]
    changed = tuple(change for change in changes if change.before != change.after)
    _check_unique(changed, snapshot)
    unknown = sorted(articles.unknown | counts.unknown)
    return Plan(
        changed,
        warnings=tuple(
            f"article {id} stays as it is: what it was before is not in the log" for id in unknown
        ),
        recounts=tuple(recount for recount in recounts if recount.before != recount.after),
        kind=kind,
        of=tuple(entries),
    )


class _Documents:
    """Documents by id, as they become while entries are taken back one by one."""

    def __init__(
        self,
        read: Callable[[int], Fields | None],
        back: Callable[[Edit, Fields | None], Fields | None],
    ) -> None:
        self._read = read
        self._back = back
        self._documents: dict[int, Fields | None] = {}
        self.unknown: set[int] = set()

    def take_back(self, sequence: int, edits: Iterable[Edit]) -> None:
        """Take back the edits of one entry; raises ConflictError."""
        for edit in edits:
            id = edit.id
            if id in self.unknown:
                continue
            current = self._documents[id] if id in self._documents else self._read(id)
            try:
                self._documents[id] = self._back(edit, current)
            except UnknownError:
                self.unknown.add(id)
            except MovedOnError:
                raise ConflictError(
                    f"article {id} is not as entry {sequence} of the log left it",
                    f"see what happened to it: berita log {id}",
                ) from None

    def items(self) -> list[tuple[int, Fields | None]]:
        """The documents by id."""
        return sorted(self._documents.items(), key=lambda pair: pair[0])


def _check_unique(changes: Iterable[Change], snapshot: Snapshot) -> None:
    """Refuse to bring back a slug or a source that another record has by now."""
    after = {change.id: change.after for change in changes}
    for article in filter(None, after.values()):
        source = snapshot.by_source(article.source) if article.source else None
        for name, holder in (("slug", snapshot.by_slug(article.slug)), ("source", source)):
            if holder is not None and holder.id not in after:
                raise ConflictError(
                    f"the {name} of article {article.id} is that of article {holder.id} by now",
                    f"berita show {holder.id}",
                )


def _after(entries: Iterator[Entry], moment: datetime) -> Iterator[Entry]:
    for entry in entries:
        if entry.time <= moment:
            return
        yield entry


def _of_one(entries: Iterable[Entry], ref: str, snapshot: Snapshot) -> list[Entry]:
    """What the entries did to one record; one that is gone is named by its number."""
    number = id_of(ref)
    id = resolve(ref, snapshot).id if number is None else number
    pairs = ((entry, tuple(e for e in entry.edits if e.id == id)) for entry in entries)
    found = [replace(entry, edits=edits) for entry, edits in pairs if edits]
    if not found:
        resolve(ref, snapshot)  # raises where nobody knows it
    return found


def _counts(counts: ViewsRow | None) -> Fields | None:
    return None if counts is None else counts.to_document()


def _document(article: Article | None) -> Fields | None:
    return None if article is None else to_document(article)
