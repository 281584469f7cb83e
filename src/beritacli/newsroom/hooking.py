"""When hooks are asked and told: a gate before a publication, events after a change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from beritacli.domain.article import FIELDS, Article
from beritacli.domain.changes import Change, Committed, Plan
from beritacli.domain.hooks import (
    POST_CHANGE,
    POST_PUBLISH,
    PRE_PUBLISH,
    RUNNING,
    Event,
    Failure,
    Hooks,
)
from beritacli.errors import ConflictError, VetoError
from beritacli.newsroom.desk import Desk, UnaskedError
from beritacli.values import Value

# Every change alters the other two.
_TOLD = tuple(name for name in FIELDS if name not in ("revision", "updated_at"))
_ROUNDS = 5  # how often an article may change while hooks.pre_publish looks at it


class Gate:
    """Asks hooks.pre_publish about every record that a plan publishes, an event each.

    The lock is not held while the program runs, so it may take its time and
    call berita. Its answer holds for exactly the record it saw: one that was
    changed meanwhile is shown to it again before it goes out. With `holds` a
    veto is kept in `held` instead of ending everything.
    """

    def __init__(self, desk: Desk, reason: str = "", *, holds: bool = False) -> None:
        self._desk = desk
        self._reason = reason
        self._holds = holds
        self._passed: list[Article] = []
        self._rounds = 0
        self.held: dict[int, str] = {}

    def check(self, plan: Plan) -> None:
        """Raise UnaskedError for a plan with publications that were not let through yet."""
        hooks = self._desk.hooks
        if hooks is None or not hooks.wants(PRE_PUBLISH):
            return
        unasked = [change for change in published(plan) if change.after not in self._passed]
        if unasked:
            raise UnaskedError(unasked)

    def ask(self, changes: Sequence[Change]) -> None:
        """Ask about each; raises VetoError for the first that is held back, unless `holds`."""
        hooks = self._desk.hooks
        assert hooks is not None, "only hooks leave something to be asked"
        self._rounds += 1
        if self._rounds > _ROUNDS:
            ids = ", ".join(str(change.id) for change in changes)
            raise ConflictError(
                f"article {ids} keeps changing while hooks.pre_publish looks at it",
                "a hook must not change what it lets through",
            )
        for change in changes:
            event = _event(self._desk, PRE_PUBLISH, [change], reason=self._reason)
            with self._desk.patience(f"Asking hooks.{PRE_PUBLISH}"):
                wrong = hooks.ask(event)
            if wrong is None and change.after is not None:
                self._passed.append(change.after)
            elif self._holds:
                self.held[change.id] = f"{wrong}"
            else:
                raise VetoError(
                    f"hooks.pre_publish holds article {change.id} back: {wrong}",
                    "berita hooks shows the program that was asked",
                )


class Retried(Value):
    """A failure that was run again; `message` is what went wrong this time, '' if nothing."""

    failure: Failure
    message: str


def published(plan: Plan) -> list[Change]:
    """The changes by which an article goes out, or goes out again with a correction."""
    return [change for change in plan.changes if _goes_out(change)]


def _goes_out(change: Change) -> bool:
    before, after = change.before, change.after
    if after is None or after.status != "published":
        return False
    if before is None or before.status != "published":
        return True
    return len(after.corrections) > len(before.corrections)


def events_of(desk: Desk, committed: Committed, *, publishes: bool) -> list[Event]:
    """What the hooks are told of a commit; of publications only where it `publishes`."""
    out, sequence = published(committed.plan) if publishes else [], committed.sequence
    events = [_event(desk, POST_PUBLISH, out, sequence)] if out else []
    return [*events, _event(desk, POST_CHANGE, committed.plan.changes, sequence)]


def retry(desk: Desk, hooks: Hooks, failures: Iterable[Failure]) -> list[Retried]:
    """Run failed hooks again, with the articles as they are now; what is still running waits."""
    snapshot = desk.repository.read()
    done = []
    for failure in failures:
        found = (snapshot.get(int(change["id"])) for change in failure.changes)
        articles = tuple(article for article in found if article is not None)
        event = Event(
            failure.hook,
            failure.time,
            failure.who,
            failure.changes,
            articles,
            sequence=failure.sequence,
        )
        if failure.running:
            message = RUNNING
        elif not hooks.wants(failure.hook):
            message = f"hooks.{failure.hook} is not set"
        else:
            with desk.patience(f"Running hooks.{failure.hook}"):
                message = hooks.retry(event, failure) or ""
        done.append(Retried(failure, message))
    return done


def _event(
    desk: Desk,
    hook: str,
    changes: Sequence[Change],
    sequence: int | None = None,
    reason: str = "",
) -> Event:
    articles = tuple(change.after for change in changes if change.after is not None)
    told = tuple(map(_told, changes))
    return Event(hook, desk.now.isoformat(), desk.who, told, articles, reason, sequence)


def _told(change: Change) -> dict[str, Any]:
    before, after = change.before, change.after
    fields: list[str] = []
    if before is not None and after is not None:
        fields = [n for n in _TOLD if getattr(before, n) != getattr(after, n)]
    return {"id": change.id, "fields": fields, "created": before is None}
