"""Where the next transaction begins, when store and log may tell different things.

The store is the truth. The log is brought to it: a transaction that reached
the store is marked done, one that did not is cut, and what somebody else
changed in the store (an editor, stock TinyDB, `git checkout`) is written down
as a transaction from outside. Pure: it says what to write and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from beritacli.domain.document import to_document
from beritacli.domain.ports import Indexed, Note
from beritacli.errors import DamagedError
from beritacli.storage.codec import Meta, content_digest
from beritacli.storage.history import Done, Log, Transaction, chain, genesis
from beritacli.values import Value, replace


class Ground(Value):
    """What the next transaction stands on.

    `done` gives the figures of the store as it is. `lines` come first when the
    log is written, at offset `at`; `at` is None where the log must be made.
    `foreign` is the store that a log found here belongs to, where it is another one.
    """

    store: str
    done: Done
    lines: tuple[bytes, ...] = ()
    at: int | None = None
    torn: bytes = b""
    foreign: str = ""
    outside: bool = False


def reconcile(
    here: tuple[Meta, Indexed] | None,
    log: Log | None,
    whole_log: Callable[[], Log | None],
    new_store: str,
    note: Note,
) -> Ground:
    """Compare store and log; raises DamagedError where records seem to be gone.

    `here` is line 1 of the store and its records. `log` need not begin at the
    beginning; `whole_log` is asked for where its past matters.
    """
    if here is None:
        return _without_store(log, new_store)
    meta, snapshot = here
    content = content_digest(snapshot.digest)
    figures = Done(meta.state, meta.sequence, content, snapshot.next_id)
    if log is None or log.store != meta.store:
        return Ground(meta.store, figures, foreign=log.store if log else "")
    log, lines = _settle(log, meta.state)
    done = log.done
    if done is None:  # only a header: the first transaction is not in the store
        raise DamagedError(
            f"the log says nothing of state {meta.state} that the store is in",
            "move the log away: the store holds every record",
        )
    figures = replace(figures, next_id=max(figures.next_id, done.next_id))
    ground = Ground(meta.store, figures, lines, log.settled, log.torn)
    if (done.state, done.content) == (figures.state, figures.content):
        return ground
    whole = whole_log()
    assert whole is not None, "it was there a moment ago, and the lock is held"
    return _from_outside(ground, snapshot, _settle(whole, meta.state)[0], done, note)


def _without_store(log: Log | None, new_store: str) -> Ground:
    if log is None:
        return Ground(new_store, Done(genesis(new_store), 0, content_digest(0), 1))
    if log.transactions or log.done is None:
        raise DamagedError(
            "the store is missing, but its log tells of "
            f"{len(log.transactions)} transactions: the records may have been moved or removed",
            "restore the store from git or a backup; to start anew, move the log away too",
        )
    return Ground(log.store, log.done, at=log.settled, torn=log.torn)


def _settle(log: Log, state: str) -> tuple[Log, tuple[bytes, ...]]:
    """Decide on transactions without a mark: done when the store is in the last one's state."""
    if not log.pending or log.pending[-1].state != state:
        return log, ()
    last = log.pending[-1]
    done = Done(last.state, last.sequence, last.tx["content"], last.tx["next_id"])
    transactions = log.transactions + log.pending
    settled = replace(log, transactions=transactions, pending=(), done=done, settled=log.length)
    return settled, (done.line(),)


def _from_outside(ground: Ground, snapshot: Indexed, log: Log, done: Done, note: Note) -> Ground:
    tx = {
        "kind": "outside",
        "time": note.time.isoformat(),
        "who": "outside",
        "command": "",
        "found": ground.done.state,
        "changes": _outside_changes(snapshot, log),
        "views": _outside_recounts(snapshot, log),
        "content": ground.done.content,
        "next_id": ground.done.next_id,
    }
    transaction = chain(done.state, max(done.sequence, ground.done.sequence) + 1, tx)
    after = replace(ground.done, state=transaction.state, sequence=transaction.sequence)
    return replace(ground, done=after, lines=(*ground.lines, transaction.line()), outside=True)


def known_hashes(transactions: Sequence[Transaction], of: str = "changes") -> dict[int, str | None]:
    """The last hash that the log knows of each record (or row of `views`); None for one gone."""
    known: dict[int, str | None] = {}
    for transaction in transactions:
        for change in transaction.tx.get(of, ()):
            known[change["id"]] = change["hash_after"]
    return known


def _outside_changes(snapshot: Indexed, log: Log) -> list[dict[str, Any]]:
    """What changed since the log last spoke of each record.

    Of a record that is older than the log and never changed since, the log has
    no hash: it cannot tell, so it is left out.
    """
    hashes = {id: hash.hex() for id, hash in snapshot.hashes.items()}
    known = known_hashes(log.transactions)
    first = log.base.next_id if log.base else 1
    told = known.keys() | {id for id in hashes if id >= first}
    return [
        {
            "id": id,
            "hash_before": known.get(id),
            "hash_after": hashes.get(id),
            "before": None,
            "after": None if (article := snapshot.get(id)) is None else to_document(article),
        }
        for id in sorted(told)
        if known.get(id) != hashes.get(id)
    ]


def _outside_recounts(snapshot: Indexed, log: Log) -> list[dict[str, Any]]:
    """The same of the rows of the table `views`; those that the log never told of are new."""
    hashes = {id: hash.hex() for id, hash in snapshot.row_hashes.items()}
    known = known_hashes(log.transactions, "views")
    return [
        {
            "id": id,
            "hash_before": known.get(id),
            "hash_after": hashes.get(id),
            "before": None,
            "after": None if (row := snapshot.views_row(id)) is None else row.to_document(),
        }
        for id in sorted(known.keys() | hashes.keys())
        if known.get(id) != hashes.get(id)
    ]
