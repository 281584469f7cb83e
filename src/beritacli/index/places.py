"""Where each document stands in the store file.

Documents are gathered into blocks in the order of the file. A place is the start
of its block and the sizes before it, so that a document that grows moves the
starts of the blocks behind it and no other document.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence

BLOCK = 256  # documents; a block's row stays small enough to be written anew at each change
HASH = 16  # bytes; as `layout` has it, which a list need not load
_SEPARATOR = 2  # the comma and the line's end between two documents

Place = tuple[int, int, bytes]  # bytes behind the first document's line, size, hash


class _Block:
    __slots__ = ("hashes", "ids", "number", "sizes", "start")

    def __init__(
        self, number: int, start: int, ids: array[int], sizes: array[int], hashes: bytearray
    ) -> None:
        self.number, self.start = number, start
        self.ids, self.sizes, self.hashes = ids, sizes, hashes

    @property
    def length(self) -> int:
        """The bytes of its documents with what stands before and behind each."""
        return sum(self.sizes) + _leads(self.ids) + _SEPARATOR * len(self.ids)

    def place_of(self, id: int) -> Place:
        """Where one of its documents stands."""
        number = self.ids.index(id)
        ids, sizes = self.ids[:number], self.sizes[:number]
        before = sum(sizes) + _leads(ids) + _SEPARATOR * number
        hash = bytes(self.hashes[number * HASH : (number + 1) * HASH])
        return self.start + before + _lead(id), self.sizes[number], hash

    def row(self) -> tuple[int, int, int, int, bytes, bytes, bytes]:
        low, high = (min(self.ids), max(self.ids)) if self.ids else (0, 0)
        ids, sizes = self.ids.tobytes(), self.sizes.tobytes()
        return self.number, self.start, low, high, ids, sizes, bytes(self.hashes)


class Places:
    """The places of all documents; blocks are read when they are asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._read: dict[int, Place] = {}
        self._asked: set[int] = set()  # the numbers of blocks

    def find(self, id: int) -> Place | None:
        """Where a document stands."""
        if id not in self._read:
            rows = self._connection.execute(
                f"{_SELECT} WHERE low <= ? AND high >= ?", (id, id)
            ).fetchall()
            for block in map(_block, rows):
                self._look_into(block, id)
        return self._read.get(id)

    def _look_into(self, block: _Block, id: int) -> None:
        """Read one place, or all where the block is asked again: that takes five times as long."""
        if block.number in self._asked:
            self._read.update(laid_out(block.start, block.ids, block.sizes, block.hashes))
        elif id in block.ids:
            self._asked.add(block.number)
            self._read[id] = block.place_of(id)

    def extent(self) -> int:
        """Bytes from the first document's line to the end of the last document."""
        rows = self._connection.execute(f"{_SELECT} ORDER BY block DESC LIMIT 1").fetchall()
        return max(0, _block(rows[0]).start + _block(rows[0]).length - _SEPARATOR) if rows else 0


def hashes_of(connection: sqlite3.Connection) -> dict[int, bytes]:
    """The hash of every document by its id."""
    found: dict[int, bytes] = {}
    for block in map(_block, connection.execute(_SELECT)):
        found.update(zip(block.ids, _parts(block.hashes), strict=True))
    return found


def order_of(connection: sqlite3.Connection) -> array[int]:
    """The ids of all documents in the order of the file."""
    ids = array("q")
    for (part,) in connection.execute("SELECT ids FROM blocks ORDER BY block"):
        ids.frombytes(part)
    return ids


def laid_out(
    start: int, ids: Iterable[int], sizes: Iterable[int], hashes: bytes | bytearray
) -> Iterator[tuple[int, Place]]:
    """The places of documents that stand one behind the other, the first one's line at `start`."""
    at = start
    for id, size, hash in zip(ids, sizes, _parts(hashes), strict=True):
        at += len(str(id)) + 4  # as `_lead`: a list asks for many blocks, and a call takes long
        yield id, (at, size, hash)
        at += size + _SEPARATOR


def write_all(
    connection: sqlite3.Connection, ids: Sequence[int], sizes: Sequence[int], hashes: bytes
) -> None:
    """Put every place, the documents being in the order of the file."""
    connection.execute("DELETE FROM blocks")
    start, rows = 0, []
    for number, first in enumerate(range(0, len(ids), BLOCK)):
        last = first + BLOCK
        part = bytearray(hashes[first * HASH : last * HASH])
        block = _Block(
            number, start, array("q", ids[first:last]), array("q", sizes[first:last]), part
        )
        rows.append(block.row())
        start += block.length
    connection.executemany(_INSERT, rows)


def change(
    connection: sqlite3.Connection, changes: Iterable[tuple[int, tuple[int, bytes] | None]]
) -> None:
    """Follow changes of documents: a new size and hash, a new one at the end, or None for gone."""
    touched: dict[int, _Block] = {}
    for id, document in changes:
        block = _holding(connection, touched, id)
        if block is None:
            if document is not None:
                _append(_last(connection, touched), touched, id, *document)
            continue
        place = block.ids.index(id)
        if document is None:
            del block.ids[place], block.sizes[place]
            del block.hashes[place * HASH : (place + 1) * HASH]
        else:
            block.sizes[place] = document[0]
            block.hashes[place * HASH : (place + 1) * HASH] = document[1]
    connection.executemany(_INSERT, [block.row() for block in touched.values()])
    if touched:
        _move(connection, min(touched))


def _holding(connection: sqlite3.Connection, touched: dict[int, _Block], id: int) -> _Block | None:
    for row in connection.execute(f"{_SELECT} WHERE low <= ? AND high >= ?", (id, id)).fetchall():
        block = touched.get(row[0]) or _block(row)
        if id in block.ids:
            return touched.setdefault(block.number, block)
    return None


def _last(connection: sqlite3.Connection, touched: dict[int, _Block]) -> _Block:
    """The block that a new document goes to: the last one, stored or not yet."""
    rows = connection.execute(f"{_SELECT} ORDER BY block DESC LIMIT 1").fetchall()
    stored = [_block(row) for row in rows if row[0] not in touched]
    return max([*stored, *touched.values()], key=lambda block: block.number, default=_new(0))


def _append(block: _Block, touched: dict[int, _Block], id: int, size: int, hash: bytes) -> None:
    if len(block.ids) >= BLOCK:
        block = _new(block.number + 1)
    touched[block.number] = block
    block.ids.append(id)
    block.sizes.append(size)
    block.hashes += hash


def _new(number: int) -> _Block:
    return _Block(number, 0, array("q"), array("q"), bytearray())


def _move(connection: sqlite3.Connection, first: int) -> None:
    """Put the starts of the blocks behind block `first` right."""
    start, moved = None, []
    behind = f"{_SELECT} WHERE block >= ? ORDER BY block"
    for row in connection.execute(behind, (max(0, first - 1),)):
        block = _block(row)
        if start is None:
            start = block.start
        elif block.start != start:
            moved.append((start, block.number))
        start += block.length
    connection.executemany("UPDATE blocks SET start = ? WHERE block = ?", moved)


def _block(row: tuple[int, int, bytes, bytes, bytes]) -> _Block:
    number, start, ids, sizes, hashes = row
    return _Block(number, start, array("q", ids), array("q", sizes), bytearray(hashes))


def _parts(hashes: bytes | bytearray) -> list[bytes]:
    whole = bytes(hashes)
    return [whole[at : at + HASH] for at in range(0, len(whole), HASH)]


def _lead(id: int) -> int:
    """The bytes of `"42": ` before a document."""
    return len(str(id)) + 4


def _leads(ids: array[int]) -> int:
    """The same before all of `ids`, which mostly have equally many digits."""
    if ids and len(str(min(ids))) == len(str(max(ids))):
        return _lead(ids[0]) * len(ids)
    return sum(map(_lead, ids))


_SELECT = "SELECT block, start, ids, sizes, hashes FROM blocks"
_INSERT = "INSERT OR REPLACE INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?)"
