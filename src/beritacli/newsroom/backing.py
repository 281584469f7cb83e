"""Backups, and a store brought back to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from beritacli.domain.changes import RESTORE, Change, Plan, Recount
from beritacli.domain.ledger import LEDGER
from beritacli.domain.safety import Backup, Content, Keeper
from beritacli.errors import AmbiguousError, DamagedError, NotFoundError
from beritacli.hints import cut
from beritacli.newsroom.desk import Desk, Outcome, write

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot

NEWEST = "@last"


def named(keeper: Keeper, name: str) -> Backup:
    """The backup of a name, a unique part of it, or `@last`; NotFoundError or AmbiguousError."""
    found = list(keeper.backups())
    if name == NEWEST and found:
        return found[0]
    exact = [one for one in found if one.name == name]
    fitting = exact or [one for one in found if name in one.name]
    if not fitting:
        hint = "berita backup list" if found else "there is none yet: berita backup makes one"
        raise NotFoundError(f"no backup '{cut(name)}'", hint)
    if len(fitting) > 1:
        raise AmbiguousError(cut(name), [one.name for one in fitting])
    return fitting[0]


def verified(keeper: Keeper, names: Sequence[str]) -> list[tuple[Backup, str]]:
    """The backups of these names, or all, each with what is wrong with it, '' if nothing."""
    chosen = [named(keeper, name) for name in names] or list(keeper.backups())
    return [(backup, keeper.wrong_with(backup)) for backup in chosen]


def restore(desk: Desk, keeper: Keeper, name: str) -> Outcome:
    """Make every record what it is in a backup: a change like any other, which undo takes back.

    Raises DamagedError for a backup that is not whole.
    """
    backup = named(keeper, name)
    with desk.patience("Verifying"):
        wrong = keeper.wrong_with(backup)
        if wrong:
            raise DamagedError(f"{backup.name}: {wrong}", "choose another: berita backup verify")
        content = keeper.content(backup)
    return write(desk, lambda snapshot: _plan(content, snapshot))


def _plan(content: Content, snapshot: Snapshot) -> Plan:
    now = {article.id: article for article in snapshot}
    ids = sorted(now.keys() | content.articles.keys())
    changes = [Change(now.get(id), content.articles.get(id)) for id in ids]
    rows = [LEDGER, *ids]
    recounts = [Recount(id, snapshot.views_row(id), content.counts.get(id)) for id in rows]
    return Plan(
        tuple(change for change in changes if change.before != change.after),
        recounts=tuple(one for one in recounts if one.before != one.after),
        kind=RESTORE,
    )
