"""What the index holds of counted views: each row of the table `views`."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from beritacli.domain.counts import Counts
from beritacli.domain.jsontext import loads
from beritacli.domain.ledger import LEDGER, Ledger, ViewsRow, row_from_document
from beritacli.index.guarded import Guarded


class CountedViews:
    """The rows of the table `views`, as an open index has them."""

    def __init__(self, index: Guarded) -> None:
        self._index = index

    def hashes(self) -> Mapping[int, bytes]:
        """The hash of every row by its id."""
        return self._index.asked(row_hashes)

    def hash(self, id: int) -> bytes | None:
        """The hash of one row; None where there is none."""
        return self._index.asked(lambda connection: row_hash(connection, id))

    def counts(self, id: int) -> Counts | None:
        """What was counted of an article; None where it has no row."""
        row = self.row(id)
        return row if isinstance(row, Counts) else None

    def ledger(self) -> Ledger:
        """Which access logs were counted."""
        row = self.row(LEDGER)
        return row if isinstance(row, Ledger) else Ledger()

    def row(self, id: int) -> ViewsRow | None:
        """A row of the table `views`."""
        found = self._index.one("SELECT row FROM counted WHERE id = ?", id)
        return row_from_document(loads(found), id) if found else None


def row_hashes(connection: sqlite3.Connection) -> dict[int, bytes]:
    """The hash of every row by its id."""
    return dict(connection.execute("SELECT id, hash FROM counted"))


def row_hash(connection: sqlite3.Connection, id: int) -> bytes | None:
    """The hash of one row, or None."""
    found = connection.execute("SELECT hash FROM counted WHERE id = ?", (id,)).fetchone()
    return found[0] if found else None
