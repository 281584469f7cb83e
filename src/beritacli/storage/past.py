"""The log read from its end, segment by segment, by those who ask for the past."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from beritacli.domain.article import BIN
from beritacli.domain.changes import Edit, Entry
from beritacli.errors import DamagedError
from beritacli.storage import history, log_reader
from beritacli.storage.history import Transaction
from beritacli.storage.paths import Paths

_FIRST = 1 << 16  # bytes read from the end; twice as many each time they do not suffice
_DONE, _TRANSACTION, _HEADER = b'{"done"', b'{"sequence"', b'{"log"'


class Past:
    """A `index_ports.LogReader`. `here` gives the id and the state of the store, from its line 1.

    `recent` are transactions that are about to be written, the last one first.
    """

    def __init__(self, paths: Paths, here: Callable[[], tuple[str, str]]) -> None:
        self._paths = paths
        self._here = here
        self.recent: Sequence[Transaction] = ()

    def last_ids(self) -> Sequence[int]:
        """Ids that the last transaction changed."""
        for rows in self._rows_of_all():
            return [row["id"] for row in rows]
        return ()

    def former_status(self, id: int) -> str | None:
        """The status that a record had before it went to the bin."""
        for row in (row for rows in self._rows_of_all() for row in rows):
            if row["id"] == id and (row.get("after") or {}).get("status") == BIN:
                return (row.get("before") or {}).get("status")
        return None

    def entries(self) -> Iterator[Entry]:
        """What every finished transaction says, the last one first."""
        return map(_entry, self.transactions())

    def transactions(self) -> Iterator[Transaction]:
        """Every finished transaction, the last one first; raises DamagedError for a bad line."""
        yield from self.recent
        store, state = self._here()
        path, finished = self._paths.log, False
        if _owner(path) != store:
            return
        behind: Transaction | None = None
        last = ""  # the state that the segment must end in
        while True:
            rows = _rows_from_the_end(path)
            next(rows, None)  # the last one was cut off, or is empty
            for raw in rows:
                finished = finished or raw.startswith(_DONE)
                if raw.startswith(_TRANSACTION):
                    row = history.row_of(raw, path.name, 0)
                    transaction = history.loose_transaction(row, path.name, 0)
                    finished = finished or transaction.state == state
                    if finished:
                        _check_order(transaction.state, behind, last, path.name)
                        behind = transaction
                        yield transaction
                elif raw.startswith(_HEADER):
                    header = history.header_of(history.row_of(raw, path.name, 1), path.name)
                    _check_order(header.state, behind, last, path.name)
                    break
                elif raw and not raw.startswith(_DONE) and finished:
                    history.row_of(raw, path.name, 0)
                    raise history.damaged(path.name, 0, "a line is neither transaction nor mark")
            else:
                return
            if header.segment == 1:
                return
            behind, last = None, header.state
            path = self._paths.segment(header.segment - 1)

    def _rows_of_all(self) -> Iterator[list[dict[str, Any]]]:
        """The rows of every transaction as far as the log can be read: a bad line tells nothing."""
        with suppress(DamagedError):
            for transaction in self.transactions():
                rows = transaction.tx.get("changes", ())
                yield [row for row in rows if not history.is_purged(row)]


def _owner(path: Path) -> str:
    """The store that a log belongs to; '' where there is no log."""
    try:
        return log_reader.read_header(path).store if os.path.getsize(path) else ""
    except FileNotFoundError:
        return ""


def _check_order(state: str, behind: Transaction | None, last: str, name: str) -> None:
    """Whether `state` is the one before the transaction `behind`, or the `last` of a segment."""
    if behind is None:
        if last and state != last:
            raise history.damaged(name, 0, "the segment after it begins in another state")
    elif history.next_state(state, behind.digest) != behind.state:
        raise history.damaged(name, 0, f"transaction {behind.sequence} does not follow its line")


def _entry(transaction: Transaction) -> Entry:
    tx = transaction.tx
    rows = [row for row in tx.get("changes", ()) if not history.is_purged(row)]
    return Entry(
        transaction.sequence,
        datetime.fromisoformat(tx["time"]),
        tx["who"],
        _text(tx.get("command")),
        tx["kind"],
        _text(tx.get("reason")),
        tuple(tx.get("of", ())),
        tuple(map(_edit, rows)),
        tuple(_edit(row) for row in tx.get("views", ()) if not history.is_purged(row)),
        len(tx.get("changes", ())) - len(rows),
    )


def _edit(row: dict[str, Any]) -> Edit:
    existed, exists = row.get("hash_before") is not None, row.get("hash_after") is not None
    return Edit(row["id"], row.get("before"), row.get("after"), existed, exists)


def _text(part: Any) -> str:
    return "(purged)" if history.is_purged(part) else part or ""


def _rows_from_the_end(path: Path) -> Iterator[bytes]:
    """The lines of a segment, the last one first; none where there is no such file."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        end, size, rest = os.fstat(descriptor).st_size, _FIRST, b""
        while end > 0:
            start = max(0, end - size)
            rest, *rows = (os.pread(descriptor, end - start, start) + rest).split(b"\n")
            yield from reversed(rows)
            end, size = start, size * 2
        yield rest
    finally:
        os.close(descriptor)
