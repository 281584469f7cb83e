"""The lines of the log, from which every change can be undone.

    {"log": 1, "store": "…", "segment": 1, "since": 1, "state": "…"}            header
    {"sequence": 1, "state": "…", "digest": "…", "tx": {…}}                     transaction
    {"done": "…", "sequence": 1, "content": "…", "next_id": 2}                  it is in the store

`digest` is the hash of the transaction and its checksum; `state` is the hash of
the state before and the digest, so equal states mean the same history. A
transaction without a `done` line after it may or may not have reached the store:
the store's own state decides (see `reconcile`).

The digest is taken over the hashes of the parts that may be purged: the command,
the reason and each changed record. A purged part is `{"purged": its hash}`, so the
chain still holds where its text is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from beritacli.domain.jsontext import JsonTextError, dumps, object_of, pieces
from beritacli.errors import DamagedError
from beritacli.hashing import sha256
from beritacli.storage.meta import MERGE, MERGE_MARKS
from beritacli.values import Value

VERSION = 1
_HASH_DIGITS = 32
_HEX = re.compile(r"[0-9a-f]{16,128}")
_PURGED = "purged"
_REPAIR = "nothing was changed; berita doctor explains, berita doctor --repair keeps the good lines"

# The parts of a transaction that may be purged: texts, and lists of rows with an id.
TEXTS, ROWS = ("command", "reason"), ("changes", "views")


class Transaction(Value):
    """One line of the log: its place in the history and what it says."""

    sequence: int
    state: str
    digest: str
    tx: Mapping[str, Any]

    def line(self) -> bytes:
        """The line as it stands in the file."""
        return b"".join(self.pieces())

    def pieces(self) -> Iterator[bytes]:
        """The same piece by piece: of a large import it is never text as a whole."""
        head = {
            "sequence": self.sequence,
            "state": self.state,
            "digest": self.digest,
            "tx": self.tx,
        }
        for text in pieces(head):
            yield text.encode()
        yield b"\n"


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


class Header(Value):
    """The first line of a segment: which store, which segment, the state that it begins in.

    Records with an id from `since` on were made when the log was kept already.
    """

    store: str
    state: str
    segment: int
    since: int

    def line(self) -> bytes:
        """The line as it stands in the file."""
        row = {
            "log": VERSION,
            "store": self.store,
            "segment": self.segment,
            "since": self.since,
            "state": self.state,
        }
        return dumps(row).encode() + b"\n"


def genesis(store: str) -> str:
    """The state of a store before its first transaction."""
    return _sha256(store)[:_HASH_DIGITS]


def chain(before: str, sequence: int, tx: Mapping[str, Any]) -> Transaction:
    """The transaction that follows state `before`."""
    digest = digest_of(tx)
    return Transaction(sequence, next_state(before, digest), digest, tx)


def next_state(before: str, digest: str) -> str:
    """The state after a transaction of this digest."""
    return _sha256(f"{before} {digest}")[:_HASH_DIGITS]


def digest_of(tx: Mapping[str, Any]) -> str:
    """The hash of a transaction, the same before and after parts of it are purged."""
    texts = {key: _hash(tx[key]) for key in TEXTS if key in tx}
    rows = {key: [_hash(row) for row in tx[key]] for key in ROWS if key in tx}
    return _sha256(dumps({**tx, **texts, **rows}))


def changed_row(
    id: int, hash_before: str | None, hash_after: str | None, before: Any, after: Any
) -> dict[str, Any]:
    """What a transaction says of one document: its hashes, None for no document, and its fields."""
    return {
        "id": id,
        "hash_before": hash_before,
        "hash_after": hash_after,
        "before": before,
        "after": after,
    }


def purged(part: Any) -> dict[str, str]:
    """What stands in the log for a part that was purged."""
    return {_PURGED: _hash(part)}


def is_purged(part: Any) -> bool:
    """Whether the text of this part is gone."""
    return isinstance(part, dict) and part.keys() == {_PURGED}


def _hash(part: Any) -> str:
    return str(part[_PURGED]) if is_purged(part) else _sha256(dumps(part))


def _sha256(text: str) -> str:
    return str(sha256(text.encode()).hexdigest())


def row_of(raw: bytes, name: str, number: int) -> dict[str, Any]:
    """The object of a line; raises DamagedError."""
    if raw.startswith(MERGE_MARKS):
        raise damaged(name, number, MERGE, f"git checkout --ours {name}")
    try:
        return object_of(raw)
    except JsonTextError as error:
        raise damaged(name, number, str(error)) from None


def header_of(row: Mapping[str, Any], name: str) -> Header:
    """The header of a segment; raises DamagedError for any other line."""
    version = row.get("log")
    if isinstance(version, int) and version > VERSION:
        raise DamagedError(
            f"{name} was written by a newer berita (version {version})", "install a newer berita"
        )
    store, state = row.get("store"), row.get("state")
    segment, since = row.get("segment"), row.get("since")
    names = isinstance(store, str) and isinstance(state, str) and _HEX.fullmatch(store + state)
    numbers = isinstance(segment, int) and isinstance(since, int) and segment > 0
    if version != VERSION or not names or not numbers:
        raise damaged(name, 1, "it is no header of a log")
    return Header(str(store), str(state), int(str(segment)), int(str(since)))


def done_of(row: Mapping[str, Any], name: str, number: int) -> Done:
    """The mark of a line that has the key `done`; raises DamagedError."""
    values = (row.get("done"), row.get("sequence"), row.get("content"), row.get("next_id"))
    if not all(isinstance(v, t) for v, t in zip(values, (str, int, str, int), strict=True)):
        raise damaged(name, number, "the mark 'done' is incomplete")
    return Done(*values)  # type: ignore[arg-type]  # checked in the line above


def transaction_of(row: Mapping[str, Any], before: str, name: str, number: int) -> Transaction:
    """The transaction that follows state `before`; raises DamagedError for another line."""
    transaction = loose_transaction(row, name, number)
    if transaction.state != next_state(before, transaction.digest):
        raise damaged(name, number, "it does not follow the line before it")
    return transaction


def loose_transaction(row: Mapping[str, Any], name: str, number: int) -> Transaction:
    """A transaction whose place in the chain is not looked at; raises DamagedError."""
    tx, sequence, digest = row.get("tx"), row.get("sequence"), row.get("digest")
    if (
        not isinstance(tx, dict)
        or not all(isinstance(tx.get(key, []), list) for key in ROWS)
        or not isinstance(sequence, int)
        or not isinstance(digest, str)
    ):
        raise damaged(name, number, "neither a transaction nor its mark")
    if digest_of(tx) != digest:
        raise damaged(name, number, "its checksum does not fit its text")
    return Transaction(sequence, str(row.get("state")), digest, tx)


def damaged(name: str, number: int, reason: str, hint: str = "") -> DamagedError:
    """The error for a bad line of the log."""
    place = f" line {number}" if number else ""
    return DamagedError(
        f"{name}{place}: {reason}",
        hint or _REPAIR,
    )
