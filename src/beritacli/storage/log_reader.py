"""The current segment of the log, read from its beginning and held against its checksums."""

from __future__ import annotations

import os
from pathlib import Path

from beritacli.domain.jsontext import dumps, loads
from beritacli.errors import DamagedError
from beritacli.storage.atomic import read_all
from beritacli.storage.history import (
    Done,
    Header,
    Transaction,
    damaged,
    done_of,
    header_of,
    row_of,
    transaction_of,
)
from beritacli.values import Value

_MOST_OF_HEADER = 4096  # bytes


class Log(Value):
    """A segment as read: `transactions` are done, `pending` are not marked so.

    `length` counts the bytes up to the end of the last whole line; `torn` holds
    what stands behind it; `settled` is the length up to the last `done`. `base`
    is the first mark: the store as it was when this segment began.
    """

    store: str
    segment: int = 1
    transactions: tuple[Transaction, ...] = ()
    pending: tuple[Transaction, ...] = ()
    base: Done | None = None
    done: Done | None = None
    length: int = 0
    settled: int = 0
    torn: bytes = b""


def read(path: Path, bookmark: str = "") -> Log | None:
    """The segment, or None where there is none; DamagedError for a bad line.

    With the bookmark of a settled log only what was written since is read,
    provided that the log still stands as it did there.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        if bookmark and (found := _read_behind(descriptor, bookmark, path.name)):
            return found
        data = read_all(descriptor)
    finally:
        os.close(descriptor)
    return parse(data, path.name) if data else None


def read_header(path: Path) -> Header:
    """The header of a segment; raises DamagedError and OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        first, _, _ = os.pread(descriptor, _MOST_OF_HEADER, 0).partition(b"\n")
    finally:
        os.close(descriptor)
    return header_of(row_of(first, path.name, 1), path.name)


def bookmark(store: str, segment: int, settled: int, done: Done) -> str:
    """What lets `read` begin behind a settled log of `settled` bytes."""
    return dumps([settled, store, segment, done.line().decode()])


def parse(data: bytes, name: str) -> Log:
    """The segment whose bytes these are; raises DamagedError for a bad line."""
    first, newline, rest = data.partition(b"\n")
    if not newline:
        raise damaged(name, 1, "the header is cut off")
    header = header_of(row_of(first, name, 1), name)
    length = len(first) + 1
    log = Log(header.store, header.segment, length=length, settled=length)
    return _parse_behind(log, header.state, rest, name, 1)


def _read_behind(descriptor: int, bookmark: str, name: str) -> Log | None:
    settled, store, segment, line = loads(bookmark)
    mark = line.encode()
    if os.pread(descriptor, len(mark), settled - len(mark)) != mark:
        return None
    done = done_of(row_of(mark.rstrip(b"\n"), name, 0), name, 0)
    log = Log(store, segment, done=done, length=settled, settled=settled)
    try:
        return _parse_behind(log, done.state, read_all(descriptor, settled), name, 0)
    except DamagedError:
        return None  # to be told with the number of its line


def _parse_behind(log: Log, state: str, data: bytes, name: str, lines: int) -> Log:
    """`log`, which ends in `state` with line `lines`, and what follows in `data`."""
    *rows, torn = data.split(b"\n")
    transactions: list[Transaction] = []
    pending: list[Transaction] = []
    base, done = log.base, log.done
    length, settled = log.length, log.settled
    for number, raw in enumerate(rows, start=lines + 1):
        row = row_of(raw, name, number)
        length += len(raw) + 1
        if "done" in row:
            done = done_of(row, name, number)
            base = base or done
            transactions += pending
            pending.clear()
            if done.state != state:
                raise damaged(name, number, "it marks another state than the line before it")
            settled = length
        else:
            transaction = transaction_of(row, state, name, number)
            pending.append(transaction)
            state = transaction.state
    done_ones, waiting = tuple(transactions), tuple(pending)
    return Log(log.store, log.segment, done_ones, waiting, base, done, length, settled, torn)
