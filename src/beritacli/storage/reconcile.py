"""Where the next transaction begins, when store and log may tell different things.

The store is the truth. The log is brought to it: a transaction that reached
the store is marked done, one that did not is cut, and what somebody else
changed in the store (an editor, stock TinyDB, `git checkout`) is written down
as a transaction from outside. Pure: it says what to write and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from beritacli.domain.changes import OUTSIDE, Note
from beritacli.domain.counts import difference
from beritacli.domain.document import to_document
from beritacli.domain.history import differing
from beritacli.errors import DamagedError
from beritacli.storage.codec import content_digest
from beritacli.storage.history import Done, Transaction, chain, changed_row, genesis
from beritacli.storage.known import Known, Told
from beritacli.storage.log_reader import Log
from beritacli.storage.meta import Meta
from beritacli.values import Value, replace

if TYPE_CHECKING:
    from beritacli.domain.index_ports import Indexed


class Ground(Value):
    """What the next transaction stands on.

    `done` gives the figures of the store as it is. `lines` come first when the
    log is written, at offset `at`; `at` is None where the log must be made.
    `foreign` is the store that a log found here belongs to, where it is another one.
    `outside`, the last of `lines`, tells what somebody else changed.
    """

    store: str
    done: Done
    lines: tuple[bytes, ...] = ()
    at: int | None = None
    torn: bytes = b""
    foreign: str = ""
    segment: int = 1
    outside: Transaction | None = None


def reconcile(
    here: tuple[Meta, Indexed] | None,
    log: Log | None,
    past: Callable[[], Known],
    new_store: str,
    note: Note,
) -> Ground:
    """Compare store and log; raises DamagedError where records seem to be gone.

    `here` is line 1 of the store and its records. `log` need not begin at the
    beginning; `past` is asked where it matters what the log told of each record.
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
    ground = Ground(meta.store, figures, lines, log.settled, log.torn, segment=log.segment)
    if (done.state, done.content) == (figures.state, figures.content):
        return ground
    return _from_outside(ground, snapshot, past(), done, note)


def _without_store(log: Log | None, new_store: str) -> Ground:
    if log is None:
        return Ground(new_store, Done(genesis(new_store), 0, content_digest(0), 1))
    if log.transactions or log.segment > 1 or log.done is None:
        raise DamagedError(
            "the store is missing, but its log tells of "
            f"{log.done.sequence if log.done else 0} transactions: "
            "the records may have been moved or removed",
            "restore the store from git, or berita doctor --repair; to start anew, "
            "move the log away too",
        )
    return Ground(log.store, log.done, at=log.settled, torn=log.torn, segment=log.segment)


def _settle(log: Log, state: str) -> tuple[Log, tuple[bytes, ...]]:
    """Decide on transactions without a mark: done when the store is in the last one's state."""
    if not log.pending or log.pending[-1].state != state:
        return log, ()
    last = log.pending[-1]
    done = Done(last.state, last.sequence, last.tx["content"], last.tx["next_id"])
    transactions = log.transactions + log.pending
    settled = replace(log, transactions=transactions, pending=(), done=done, settled=log.length)
    return settled, (done.line(),)


def _from_outside(
    ground: Ground, snapshot: Indexed, known: Known, done: Done, note: Note
) -> Ground:
    tx = {
        "kind": OUTSIDE,
        "time": note.time.isoformat(),
        "who": "outside",
        "command": "",
        "found": ground.done.state,
        "changes": _outside_changes(snapshot, known),
        "views": _outside_recounts(snapshot, known.rows),
        "content": ground.done.content,
        "next_id": ground.done.next_id,
    }
    transaction = chain(done.state, max(done.sequence, ground.done.sequence) + 1, tx)
    after = replace(ground.done, state=transaction.state, sequence=transaction.sequence)
    lines = (*ground.lines, transaction.line())
    return replace(ground, done=after, lines=lines, outside=transaction)


def _outside_changes(snapshot: Indexed, known: Known) -> list[dict[str, Any]]:
    """What changed since the log last spoke of each record.

    Of a record that is older than the log and never changed since, the log has
    no hash: it cannot tell, so it is left out.
    """
    hashes, told = snapshot.hashes, known.articles
    rows = []
    for id in sorted(told.hashes.keys() | {id for id in hashes if id >= known.since}):
        now = hashes[id].hex() if id in hashes else None
        if told.hashes.get(id) == now:
            continue
        article = snapshot.get(id)
        document = None if article is None else to_document(article)
        before, after = differing(told.documents.get(id), document)
        if before != {} or after != {}:  # else only its white space differs
            rows.append(changed_row(id, told.hashes.get(id), now, before, after))
    return rows


def _outside_recounts(snapshot: Indexed, told: Told) -> list[dict[str, Any]]:
    """The same of the rows of the table `views`; those that the log never told of are new."""
    hashes = snapshot.row_hashes
    rows = []
    for id in sorted(told.hashes.keys() | hashes.keys()):
        now = hashes[id].hex() if id in hashes else None
        if told.hashes.get(id) == now:
            continue
        row = snapshot.views_row(id)
        document = row.to_document() if row else {}
        was = told.documents.get(id, None if told.hashes.get(id) else {})
        before, after = (None, document) if was is None else difference(was, document)
        if before != {} or after != {}:
            rows.append(changed_row(id, told.hashes.get(id), now, before, after))
    return rows
