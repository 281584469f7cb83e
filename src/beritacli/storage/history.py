"""The log: one line per transaction, from which every change can be undone.

    {"log": 1, "store": "…", "segment": 1, "state": "…"}                        header
    {"sequence": 1, "state": "…", "digest": "…", "tx": {…}}                     transaction
    {"done": "…", "sequence": 1, "content": "…", "next_id": 2}                  it is in the store

`digest` is the SHA-256 of the transaction's JSON text and its checksum; `state`
is the hash of the state before and the digest, so equal states mean the same
history. A transaction without a `done` line after it may or may not have
reached the store: the store's own state decides (see `reconcile`). A purged transaction keeps its
digest and has `null` for its text, so that the chain still holds.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from beritacli.domain.jsontext import JsonTextError, dumps, loads
from beritacli.errors import DamagedError
from beritacli.storage.atomic import fsync_folder, install, read_all, write_all, write_temp
from beritacli.values import Value

VERSION = 1
_HASH_DIGITS = 32
_HEX = re.compile(r"[0-9a-f]{16,128}")


class Transaction(Value):
    """One line of the log: its place in the history and what it says."""

    sequence: int
    state: str
    digest: str
    tx: Mapping[str, Any]

    def line(self) -> bytes:
        """The line as it stands in the file."""
        head = {
            "sequence": self.sequence,
            "state": self.state,
            "digest": self.digest,
            "tx": self.tx,
        }
        return dumps(head).encode() + b"\n"


class Done(Value):
    """The mark that a transaction is in the store, with the figures of the store after it."""

    state: str
    sequence: int
    content: str
    next_id: int

    def line(self) -> bytes:
        """The line as it stands in the file."""
        row = {
            "done": self.state,
            "sequence": self.sequence,
            "content": self.content,
            "next_id": self.next_id,
        }
        return dumps(row).encode() + b"\n"


class Log(Value):
    """A log as read: `transactions` are done, `pending` are not marked so.

    `length` counts the bytes up to the end of the last whole line; `torn` holds
    what stands behind it; `settled` is the length up to the last `done`. `base`
    is the first mark: the store as it was when this log began.
    """

    store: str
    transactions: tuple[Transaction, ...] = ()
    pending: tuple[Transaction, ...] = ()
    base: Done | None = None
    done: Done | None = None
    length: int = 0
    settled: int = 0
    torn: bytes = b""


def genesis(store: str) -> str:
    """The state of a store before its first transaction."""
    return sha256(store.encode()).hexdigest()[:_HASH_DIGITS]


def chain(before: str, sequence: int, tx: Mapping[str, Any]) -> Transaction:
    """The transaction that follows state `before`."""
    digest = _digest(tx)
    return Transaction(sequence, _next_state(before, digest), digest, tx)


def read(path: Path, bookmark: str = "") -> Log | None:
    """The log, or None where there is none; DamagedError for a bad line.

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
    return _parse(data, path.name) if data else None


def bookmark(store: str, settled: int, done: Done) -> str:
    """What lets `read` begin behind a settled log of `settled` bytes."""
    return dumps([settled, store, done.line().decode()])


def _read_behind(descriptor: int, bookmark: str, name: str) -> Log | None:
    settled, store, line = loads(bookmark)
    mark = line.encode()
    if os.pread(descriptor, len(mark), settled - len(mark)) != mark:
        return None
    done = _done(_row(mark.rstrip(b"\n"), name, 0), name, 0)
    log = Log(store, done=done, length=settled, settled=settled)
    try:
        return _parse_behind(log, done.state, read_all(descriptor, settled), name, 0)
    except DamagedError:
        return None  # to be told with the number of its line


def create(path: Path, store: str, base: Done, like: int | None, mode: int) -> int:
    """Write a new log that begins where `base` says; returns its length in bytes."""
    header = {"log": VERSION, "store": store, "segment": 1, "state": base.state}
    lines = dumps(header).encode() + b"\n" + base.line()
    install(write_temp(path, [lines], like, mode), path)
    fsync_folder(path.parent)
    return len(lines)


def append(path: Path, at: int, lines: Sequence[bytes]) -> None:
    """Put `lines` at offset `at`, where the log is cut, and sync it.

    On failure the log ends at `at` again, in a new file where a sync failed,
    because what a failed sync left in memory cannot be trusted.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    try:
        try:
            os.ftruncate(descriptor, at)
            os.lseek(descriptor, at, os.SEEK_SET)
            write_all(descriptor, lines)
        except OSError:
            os.ftruncate(descriptor, at)
            raise
        try:
            os.fsync(descriptor)
        except OSError:
            _copy_prefix(path, descriptor, at)
            raise
    finally:
        os.close(descriptor)


def cut(path: Path, at: int) -> None:
    """Take back what was appended behind offset `at`."""
    descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    try:
        os.ftruncate(descriptor, at)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy_prefix(path: Path, descriptor: int, length: int) -> None:
    prefix = os.pread(descriptor, length, 0)
    install(write_temp(path, [prefix], descriptor, 0o600), path)


def _parse(data: bytes, name: str) -> Log:
    first, newline, rest = data.partition(b"\n")
    if not newline:
        raise _damaged(name, 1, "the header is cut off")
    store, state = _header(_row(first, name, 1), name)
    length = len(first) + 1
    return _parse_behind(Log(store, length=length, settled=length), state, rest, name, 1)


def _parse_behind(log: Log, state: str, data: bytes, name: str, lines: int) -> Log:
    """`log`, which ends in `state` with line `lines`, and what follows in `data`."""
    *rows, torn = data.split(b"\n")
    transactions: list[Transaction] = []
    pending: list[Transaction] = []
    base, done = log.base, log.done
    length, settled = log.length, log.settled
    for number, raw in enumerate(rows, start=lines + 1):
        row = _row(raw, name, number)
        length += len(raw) + 1
        if "done" in row:
            done = _done(row, name, number)
            base = base or done
            transactions += pending
            pending.clear()
            if done.state != state:
                raise _damaged(name, number, "it marks another state than the line before it")
            settled = length
        else:
            transaction = _transaction(row, state, name, number)
            pending.append(transaction)
            state = transaction.state
    return Log(log.store, tuple(transactions), tuple(pending), base, done, length, settled, torn)


def _row(raw: bytes, name: str, number: int) -> dict[str, Any]:
    try:
        row = loads(raw)
    except JsonTextError as error:
        raise _damaged(name, number, str(error)) from None
    if not isinstance(row, dict):
        raise _damaged(name, number, "no JSON object")
    return row


def _header(row: Mapping[str, Any], name: str) -> tuple[str, str]:
    version = row.get("log")
    if isinstance(version, int) and version > VERSION:
        raise DamagedError(
            f"{name} was written by a newer berita (version {version})", "install a newer berita"
        )
    store, state = row.get("store"), row.get("state")
    names = isinstance(store, str) and isinstance(state, str) and _HEX.fullmatch(store + state)
    if version != VERSION or not names:
        raise _damaged(name, 1, "it is no header of a log")
    return str(store), str(state)


def _done(row: Mapping[str, Any], name: str, number: int) -> Done:
    values = (row.get("done"), row.get("sequence"), row.get("content"), row.get("next_id"))
    if not all(isinstance(v, t) for v, t in zip(values, (str, int, str, int), strict=True)):
        raise _damaged(name, number, "the mark 'done' is incomplete")
    return Done(*values)  # type: ignore[arg-type]  # checked in the line above


def _transaction(row: Mapping[str, Any], before: str, name: str, number: int) -> Transaction:
    tx, sequence, digest = row.get("tx"), row.get("sequence"), row.get("digest")
    if (
        not isinstance(tx, dict | None)
        or not isinstance(sequence, int)
        or not isinstance(digest, str)
    ):
        raise _damaged(name, number, "neither a transaction nor its mark")
    state = _next_state(before, digest)
    if row.get("state") != state or (tx is not None and _digest(tx) != digest):
        raise _damaged(name, number, "its checksum does not fit its text")
    return Transaction(sequence, state, digest, tx or {})


def _digest(tx: Mapping[str, Any]) -> str:
    return sha256(dumps(tx).encode()).hexdigest()


def _next_state(before: str, digest: str) -> str:
    return sha256(f"{before} {digest}".encode()).hexdigest()[:_HASH_DIGITS]


def _damaged(name: str, number: int, reason: str) -> DamagedError:
    return DamagedError(
        f"{name} line {number}: {reason}",
        "nothing was changed; restore the log from git or a backup, or move it away: "
        "the store itself holds every record, the log only its past",
    )
