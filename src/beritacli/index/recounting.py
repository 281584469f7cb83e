"""Bring the counted views of an index into step with the table `views`, row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from beritacli.domain.changes import Recount
from beritacli.domain.counts import bounds
from beritacli.domain.jsontext import dumps
from beritacli.domain.layout import Rows
from beritacli.domain.ledger import ViewsRow
from beritacli.index.counted import row_hash, row_hashes
from beritacli.index.places import laid_out

if TYPE_CHECKING:
    from beritacli.domain.index_ports import StoreFile


def synchronise_rows(connection: sqlite3.Connection, file: StoreFile, rows: Rows) -> None:
    """Make the counts those of `file`."""
    known = row_hashes(connection)
    for id, (at, size, hash) in laid_out(rows.at, rows.ids, rows.sizes, rows.hashes):
        before = known.pop(id, None)
        if before != hash:
            if before is not None:
                _remove(connection, [id])
            _put(connection, id, file.row(id, at, size), hash)
    _remove(connection, known)


def follow_rows(
    connection: sqlite3.Connection, recounts: Sequence[Recount], hashes: Sequence[bytes | None]
) -> int:
    """Follow the changes of a commit; by how much the sum of the rows' hashes changes."""
    grown = 0
    for recount, hash in zip(recounts, hashes, strict=True):
        before = row_hash(connection, recount.id)
        grown += int.from_bytes(hash or b"") - int.from_bytes(before or b"")
        _remove(connection, [recount.id])
        if recount.after is not None and hash is not None:
            _put(connection, recount.id, recount.after, hash)
    return grown


def _put(connection: sqlite3.Connection, id: int, row: ViewsRow, hash: bytes) -> None:
    said = dumps(row.to_document())
    connection.execute("INSERT INTO counted VALUES (?, ?, ?)", (id, hash, said))
    if row.counted:
        connection.executemany(
            "INSERT INTO counts VALUES (?, ?, ?, ?)",
            [(*bounds(period), id, views) for period, views in row.counted.items()],
        )


def _remove(connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    for table in ("counts", "counted"):
        connection.executemany(
            f"DELETE FROM {table} WHERE id = ?",  # noqa: S608 - fixed names
            [(id,) for id in ids],
        )
