"""From a plan to its line in the log and to the next image of the store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from beritacli.domain.document import to_document
from beritacli.domain.ports import Change, Note, Plan
from beritacli.storage.codec import VIEWS, Image, Meta, content_digest, encode, record_hash
from beritacli.storage.history import Done, Transaction, chain
from beritacli.storage.reconcile import Ground


def make_transaction(ground: Ground, plan: Plan, note: Note) -> tuple[Transaction, Done]:
    """The log line of `plan` and the mark that will follow it."""
    hashes = dict(ground.hashes)
    for change in plan.changes:
        if change.after is None:
            hashes.pop(change.id, None)
        else:
            hashes[change.id] = record_hash(change.after)
    next_id = max(ground.done.next_id, *(change.id + 1 for change in plan.changes))
    content = content_digest(iter(hashes.values()))
    tx: dict[str, Any] = {
        "kind": "change",
        "time": note.time.isoformat(),
        "who": note.who,
        "command": note.command,
        "reason": note.reason or None,
        "changes": [_row(change, ground.hashes, hashes) for change in plan.changes],
        "content": content,
        "next_id": next_id,
    }
    transaction = chain(ground.done.state, ground.done.sequence + 1, tx)
    return transaction, Done(transaction.state, transaction.sequence, content, next_id)


def next_image(image: Image | None, store: str, plan: Plan, done: Done) -> Image:
    """The store after `plan`: the lines of other records stay as they are."""
    lines = dict(image.lines) if image else {}
    for change in plan.changes:
        if change.after is None:
            lines.pop(change.id, None)
        else:
            lines[change.id] = encode(change.after)
    meta = Meta(store, done.sequence, done.state, done.next_id)
    return Image(meta, {}, lines, image.tables if image else {VIEWS: {}})


def _row(change: Change, old: Mapping[int, str], new: Mapping[int, str]) -> dict[str, Any]:
    before = to_document(change.before) if change.before else {}
    after = to_document(change.after) if change.after else {}
    both = bool(before and after)
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {
        "id": change.id,
        "hash_before": old.get(change.id),
        "hash_after": new.get(change.id),
        # A new record stands in the store, so its values are not repeated here.
        "before": {key: before.get(key) for key in keys} if before else None,
        "after": {key: after.get(key) for key in keys} if both else None,
    }
