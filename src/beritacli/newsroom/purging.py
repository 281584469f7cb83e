"""Remove records for good: from the store, the log, the backups, the index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from beritacli.domain.changes import PURGE, Change, Plan
from beritacli.domain.document import to_document
from beritacli.domain.refs import id_of, is_query
from beritacli.domain.safety import Keeper, telling_texts
from beritacli.hints import counted
from beritacli.newsroom.desk import Desk, Outcome, check_approval, write
from beritacli.newsroom.targets import Target, select
from beritacli.values import Value, replace

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot


class Purged(Value):
    """What a purge did: the records taken out of the store, and files removed beside it."""

    outcome: Outcome
    removed: Sequence[str] = ()


def purge(desk: Desk, keeper: Keeper, target: Target) -> Purged:
    """Remove the records of `target`; asks always, for nothing brings them back.

    A record that is gone from the store, but still told of by the log or a
    backup, is named by its number. A purge that was cut off can be run again.
    """
    snapshot = desk.repository.read()
    gone = _gone(target, snapshot, keeper)
    rest = replace(target, args=[word for word in target.args if word not in gone])
    if gone and not rest.args:
        outcome = _agreed(desk, len(gone))
    else:
        ids = sorted(article.id for article in select(rest, snapshot, desk))
        named = replace(desk, command=f"purge {' '.join(map(str, ids))}")
        outcome = write(named, lambda now: _plan(rest, now, desk))
    if desk.dry_run:
        return Purged(outcome)
    before = [change.before for change in outcome.plan.changes if change.before]
    texts = {text for article in before for text in telling_texts(to_document(article))}
    ids_gone = {*gone.values(), *(article.id for article in before)}
    with desk.patience("Writing"):
        return Purged(outcome, keeper.forget(ids_gone, texts) if ids_gone else ())


def _plan(target: Target, snapshot: Snapshot, desk: Desk) -> Plan:
    articles = select(target, snapshot, desk)
    return Plan(tuple(Change(article, None) for article in articles), kind=PURGE)


def _agreed(desk: Desk, count: int) -> Outcome:
    """The outcome for records that the store itself has no more."""
    if not desk.dry_run:
        check_approval(
            desk.approval, f"remove for good what is left of {counted(count, 'article')}"
        )
    return Outcome(Plan(kind=PURGE), dry_run=desk.dry_run)


def _gone(target: Target, snapshot: Snapshot, keeper: Keeper) -> dict[str, int]:
    """The words of a target that are numbers of records which only the log or backups know."""
    if not target.references and is_query(target.args, filtered=bool(target.filters)):
        return {}
    numbers = {word: id_of(word) for word in target.args}
    missing = {word: id for word, id in numbers.items() if id and snapshot.get(id) is None}
    if not missing:
        return {}
    known = {edit.id for entry in snapshot.history() for edit in entry.edits}
    for backup in keeper.backups():
        known |= keeper.content(backup).articles.keys()
    return {word: id for word, id in missing.items() if id in known}
