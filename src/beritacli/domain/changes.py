"""What a write changes, and what the log says of it afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from beritacli.domain.article import Article
from beritacli.values import Value

if TYPE_CHECKING:
    from beritacli.domain.ledger import ViewsRow

# What the log calls a transaction; `outside` is a change that somebody else made to the store.
CHANGE, RESTORE, OUTSIDE = "change", "restore", "outside"
UNDO, REDO, PURGE = "undo", "redo", "purge"


class Change(Value):
    """One record before and after: `before` is None for a new one, `after` for a purged one."""

    before: Article | None
    after: Article | None

    @property
    def id(self) -> int:
        """The id of the record that changes."""
        article = self.after or self.before
        assert article is not None, "a change has a before or an after"
        return article.id


class Recount(Value):
    """One row of the table `views` before and after; None where there is none.

    Row 0 is the ledger of imported logs, any other what was counted of an article.
    """

    id: int
    before: ViewsRow | None
    after: ViewsRow | None


class Edit(Value):
    """What the log says of one record: its fields before and after.

    Of a record that was there before and after, only those that differ.
    `existed` and `exists` say whether there was a record before, and after. Where
    there was one and its fields are None, nobody knows them.
    """

    id: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    existed: bool = True
    exists: bool = True


class Entry(Value):
    """One transaction of the past: who, when, what. `of` names the ones that it undoes or redoes.

    `kind` is change, restore, outside, undo, redo or purge; `recounts` are its edits of rows
    of the table `views`, and `purged` counts the records whose part of it is gone.
    """

    sequence: int
    time: datetime
    who: str
    command: str
    kind: str = CHANGE
    reason: str = ""
    of: tuple[int, ...] = ()
    edits: tuple[Edit, ...] = ()
    recounts: tuple[Edit, ...] = ()
    purged: int = 0


class Plan(Value):
    """What one invocation would do: changes, records it leaves as they are, warnings.

    `recounts` are its changes of counted views.
    `kind` is what the log calls it, and `of` the entries that it undoes or redoes.
    """

    changes: tuple[Change, ...] = ()
    unchanged: tuple[Article, ...] = ()
    warnings: tuple[str, ...] = ()
    recounts: tuple[Recount, ...] = ()
    kind: str = CHANGE
    of: tuple[Entry, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.changes or self.recounts)


class Note(Value):
    """Who does what, for the log: command line words, user, time and an optional reason."""

    command: str
    who: str
    time: datetime
    reason: str = ""


class Committed(Value):
    """A plan that is on disk, with its sequence number; `warnings` come from the store itself."""

    plan: Plan
    sequence: int
    warnings: tuple[str, ...] = ()
