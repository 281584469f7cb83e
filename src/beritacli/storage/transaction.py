"""From a plan to its line in the log and the documents that it writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from sys import intern
from typing import TYPE_CHECKING, Any, overload

from beritacli.domain.changes import PURGE, Change, Note, Plan, Recount
from beritacli.domain.history import Fields, counts_of, fields_of
from beritacli.storage.codec import content_digest, encode, encode_counts
from beritacli.storage.history import Done, Transaction, chain, changed_row
from beritacli.storage.reconcile import Ground
from beritacli.storage.scanning import document_hash, row_hash
from beritacli.values import Value, replace

if TYPE_CHECKING:
    from beritacli.domain.index_ports import Indexed

# Bytes of documents that a transaction may write and have new ones repeated in the
# log. Of more, as an import brings, the log keeps what tells them from others.
_MOST_VALUES = 1 << 18
_MOST_KEPT = 1 << 22  # bytes of lines kept between their two uses
_SHORT = ("slug", "title", "status", "revision", "updated_at")


class Documents(Value):
    """The documents that a plan changes, by id: their new lines (None for one that is gone).

    `before` and `after` are the hashes of what stands in the store and will stand
    there, `sizes` the bytes of the new lines. The same of the `rows` of the table
    `views`.
    """

    lines: Mapping[int, bytes | None]
    before: Mapping[int, bytes]
    after: Mapping[int, bytes]
    sizes: Mapping[int, int]
    rows: Mapping[int, bytes | None]
    rows_before: Mapping[int, bytes]
    rows_after: Mapping[int, bytes]

    def places(self, plan: Plan) -> list[tuple[int, bytes] | None]:
        """The size and hash of each changed document, in the order of the plan; None for gone."""
        ids = [change.id for change in plan.changes]
        return [(self.sizes[id], self.after[id]) if id in self.after else None for id in ids]


class _Lines(Mapping[int, bytes | None]):
    """The lines of so many documents that each is made anew when it is written."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self._after = {change.id: change.after for change in changes}

    def __getitem__(self, id: int) -> bytes | None:
        after = self._after[id]
        return None if after is None else encode(after)

    def __iter__(self) -> Iterator[int]:
        return iter(self._after)

    def __len__(self) -> int:
        return len(self._after)


class _Rows(Sequence[Mapping[str, Any]]):
    """Rows of the log, each told when it is asked for: those of an import are large together."""

    def __init__(self, tell: Callable[[int], Mapping[str, Any]], count: int) -> None:
        self._tell = tell
        self._count = count

    @overload
    def __getitem__(self, at: int) -> Mapping[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> list[Mapping[str, Any]]: ...
    def __getitem__(self, at: int | slice) -> Mapping[str, Any] | list[Mapping[str, Any]]:
        if isinstance(at, slice):
            return list(map(self._tell, range(self._count)[at]))
        return self._tell(at)

    def __len__(self) -> int:
        return self._count


def documents_of(plan: Plan, snapshot: Indexed | None) -> Documents:
    """What `plan` does to the documents of a store."""
    lines, after, sizes = _lines_of(plan)
    places = {id: snapshot.place(id) for id in lines} if snapshot is not None else {}
    rows = {r.id: None if r.after is None else encode_counts(r.after) for r in plan.recounts}
    hashes = {id: snapshot.row_hash(id) for id in rows} if snapshot is not None else {}
    return Documents(
        lines,
        {id: place[2] for id, place in places.items() if place},
        after,
        sizes,
        rows,
        {id: hash for id, hash in hashes.items() if hash},
        {id: row_hash(id, line) for id, line in rows.items() if line is not None},
    )


def _lines_of(
    plan: Plan,
) -> tuple[Mapping[int, bytes | None], Mapping[int, bytes], Mapping[int, int]]:
    """The lines of a plan, their hashes and sizes."""
    lines: dict[int, bytes | None] = {}
    after, sizes = {}, {}
    total = 0
    for change in plan.changes:
        line = None if change.after is None else encode(change.after)
        if line is not None:
            after[change.id], sizes[change.id] = document_hash(line), len(line)
            total += len(line)
        if total <= _MOST_KEPT:
            lines[change.id] = line
    return lines if total <= _MOST_KEPT else _Lines(plan.changes), after, sizes


def with_rows_of_purged(plan: Plan, snapshot: Indexed | None) -> Plan:
    """`plan`, in which what was counted of a record goes with it."""
    if snapshot is None:
        return plan
    told = {recount.id for recount in plan.recounts}
    gone = (c.id for c in plan.changes if c.after is None and c.id not in told)
    rows = tuple(Recount(id, row, None) for id in gone if (row := snapshot.counts(id)) is not None)
    return replace(plan, recounts=plan.recounts + rows) if rows else plan


def make_transaction(
    ground: Ground, plan: Plan, note: Note, documents: Documents
) -> tuple[Transaction, Done]:
    """The log line of `plan` and the mark that will follow it."""
    next_id = max([ground.done.next_id, *(change.id + 1 for change in plan.changes)])
    digest = int(ground.done.content, 16)
    for hashes in (documents.after, documents.rows_after):
        digest += sum(map(int.from_bytes, hashes.values()))
    for hashes in (documents.before, documents.rows_before):
        digest -= sum(map(int.from_bytes, hashes.values()))
    content = content_digest(digest)
    values = sum(documents.sizes.values()) <= _MOST_VALUES
    recounts = _Rows(lambda at: _recount(plan.recounts[at], documents), len(plan.recounts))
    tx: dict[str, Any] = {
        "kind": plan.kind,
        "time": note.time.isoformat(),
        "who": note.who,
        "command": note.command,
        "reason": note.reason or None,
        "of": [entry.sequence for entry in plan.of],
        "changes": _Rows(
            lambda at: _row(plan.changes[at], documents, values=values, purge=plan.kind == PURGE),
            len(plan.changes),
        ),
        **({"views": recounts} if plan.recounts else {}),
        "content": content,
        "next_id": next_id,
    }
    transaction = chain(ground.done.state, ground.done.sequence + 1, tx)
    return transaction, Done(transaction.state, transaction.sequence, content, next_id)


def _row(change: Change, documents: Documents, *, values: bool, purge: bool) -> dict[str, Any]:
    before, after = (None, None) if purge else _fields(change, values=values)
    was, now = documents.before.get(change.id), documents.after.get(change.id)
    return changed_row(change.id, _hex(was), _hex(now), before, after)


def _fields(change: Change, *, values: bool) -> tuple[Fields | None, Fields | None]:
    new = change.after
    if values or change.before is not None or new is None:
        return fields_of(change)
    time = None if new.updated_at is None else intern(new.updated_at.isoformat())  # mostly one
    said = (new.slug, new.title, new.status, new.revision, time)
    return None, dict(zip(_SHORT, said, strict=True))


def _recount(recount: Recount, documents: Documents) -> dict[str, Any]:
    """Only the periods that differ: a busy article has hundreds, and is counted all day."""
    was, now = documents.rows_before.get(recount.id), documents.rows_after.get(recount.id)
    before, after = counts_of(recount)
    return changed_row(recount.id, _hex(was), _hex(now), before, after)


def _hex(hash: bytes | None) -> str | None:
    return None if hash is None else hash.hex()
