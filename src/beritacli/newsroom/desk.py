"""The desk: a repository, a clock and a user; and the one way in which it writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from beritacli.domain.article import BIN, Article
from beritacli.domain.changes import PURGE, Change, Committed, Note, Plan
from beritacli.errors import BeritaError, ConflictError, NeedsTerminalError
from beritacli.hints import counted
from beritacli.values import Value, replace

if TYPE_CHECKING:
    from beritacli.domain.hooks import Hooks
    from beritacli.domain.ports import Planner, Repository, Snapshot
    from beritacli.newsroom.hooking import Gate

ASK_FROM = 10  # records changed by one command before it asks
MASS_LEAST, MASS_SHARE = 10, 0.2  # deleting more than both needs --allow-mass

Identity = tuple[frozenset[int], tuple[int, ...]]


class Approval(Value):
    """What the user has agreed to: `ask` puts a question, None where nobody can answer."""

    yes: bool = False
    allow_mass: bool = False
    ask: Callable[[str, Plan], bool] | None = None


class Desk(Value):
    """Where the work happens. `now` is the moment of the invocation, in the desk's zone.

    `patience` is entered while something takes its time, to tell a person what.
    """

    repository: Repository
    now: datetime
    who: str = "unknown"
    command: str = ""
    dry_run: bool = False
    approval: Approval = Approval()
    saved: Mapping[str, str] = MappingProxyType({})  # saved queries by name
    settings: Mapping[str, str] = MappingProxyType({})  # by name; a use case asks for its own
    hooks: Hooks | None = None
    patience: Callable[[str], AbstractContextManager[object]] = nullcontext

    def note(self, reason: str = "") -> Note:
        """What the log says of this invocation."""
        return Note(_valid(self.command), _valid(self.who), self.now, _valid(reason))


class Outcome(Value):
    """What a write did, or with `dry_run` would do once it is asked with the flags `needs`."""

    plan: Plan
    dry_run: bool = False
    warnings: tuple[str, ...] = ()
    needs: str = ""

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every record the command was about, as it is now, by id."""
        after = [change.after for change in self.plan.changes if change.after is not None]
        return tuple(sorted([*after, *self.plan.unchanged], key=lambda article: article.id))


class _QuestionError(Exception):
    """Raised under the lock, answered without it: nobody waits while a person thinks."""

    def __init__(self, plan: Plan, question: str) -> None:
        super().__init__(question)
        self.plan = plan
        self.question = question


class UnaskedError(Exception):
    """Raised under the lock where a hook has not been asked about `changes` yet; for `write`."""

    def __init__(self, changes: Sequence[Change]) -> None:
        super().__init__("a hook is to be asked")
        self.changes = changes


def write(
    desk: Desk,
    planner: Planner,
    *,
    reason: str = "",
    asks: bool = True,
    gate: Gate | None = None,
) -> Outcome:
    """Plan and commit, or only plan on a dry run; then tell the hooks.

    Ten or more changed records, and mass deletions, are asked about first
    (unless not `asks`): NeedsTerminalError where nobody can answer,
    ConflictError where the records changed while somebody thought. `gate` is
    what asks the hooks before a publication. Questions and hooks run without
    the lock; what was answered holds for exactly the records it was asked about.
    """
    from beritacli.newsroom.baselines import with_baselines  # noqa: PLC0415 - only for writes

    def dated(snapshot: Snapshot) -> Plan:
        return with_baselines(planner(snapshot), snapshot, desk.now)

    if desk.dry_run:
        return _preview(desk, dated, reason, asks=asks)
    agreed: Identity | None = None

    def guarded(snapshot: Snapshot) -> Plan:
        plan = dated(snapshot)
        if asks:
            _check_approval(desk.approval, plan, len(snapshot), agreed)
        if gate is not None:
            gate.check(plan)
        return plan

    while True:
        try:
            with desk.patience("Writing"):
                committed = desk.repository.write(guarded, desk.note(reason))
        except _QuestionError as question:
            agreed = _answer(desk.approval, question)
        except UnaskedError as unasked:
            assert gate is not None, "only a gate leaves something to be asked"
            gate.ask(unasked.changes)
        else:
            plan = committed.plan
            told = _tell(desk, committed, gate)
            return Outcome(plan, warnings=(*plan.warnings, *committed.warnings, *told))


def _preview(desk: Desk, planner: Planner, reason: str, *, asks: bool) -> Outcome:
    """What a write would do, and the flags that agree to it where it would ask."""
    needs = ""

    def asked(snapshot: Snapshot) -> Plan:
        nonlocal needs
        plan = planner(snapshot)
        needs = _question(desk.approval, plan, len(snapshot))[1] if asks else ""
        return plan

    with desk.patience("Planning"):
        plan = desk.repository.preview(asked, desk.note(reason))
    return Outcome(plan, dry_run=True, warnings=plan.warnings, needs=needs)


def _tell(desk: Desk, committed: Committed, gate: Gate | None) -> Sequence[str]:
    """Tell the hooks what is on disk, without the lock: they may call berita."""
    if desk.hooks is None or not committed.plan.changes:
        return ()
    from beritacli.newsroom.hooking import events_of  # noqa: PLC0415 - only where hooks are set

    with desk.patience("Telling the hooks"):
        return desk.hooks.tell(events_of(desk, committed, publishes=gate is not None))


def revised(before: Article, now: datetime, **values: Any) -> Change | None:
    """The change of `before` to `values`, checked and with a new revision; None if equal."""
    after = replace(before, **values)
    if after == before:
        return None
    return Change(before, replace(after, updated_at=now, revision=before.revision + 1).check())


def plan_of(pairs: list[tuple[Article, Change | None]], warnings: tuple[str, ...] = ()) -> Plan:
    """The plan of records and their changes, None meaning that a record stays as it is."""
    return Plan(
        tuple(change for _, change in pairs if change is not None),
        tuple(article for article, change in pairs if change is None),
        warnings,
    )


def _valid(text: str) -> str:
    """`text` with half characters, which no file can hold, spelt out as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def _check_approval(approval: Approval, plan: Plan, total: int, agreed: Identity | None) -> None:
    if agreed is not None:
        if _identity(plan) != agreed:
            raise ConflictError("the records changed while you were asked", "run the command again")
        return
    deed, flags = _question(approval, plan, total)
    if deed:
        _ask(approval, plan, deed, flags)


def _question(approval: Approval, plan: Plan, total: int) -> tuple[str, str]:
    """The deed that is to be asked about, and the flags that agree to it; '' for neither."""
    gone = sum(_takes_away(change) for change in plan.changes)
    if gone > max(MASS_LEAST, MASS_SHARE * total) and not (approval.yes and approval.allow_mass):
        return f"take away {gone} of {counted(total, 'article')}", "--yes --allow-mass"
    changed = counted(len(plan.changes), "article")
    if plan.kind == PURGE and plan.changes and not approval.yes:
        return f"remove {changed} for good", "--yes"
    if len(plan.changes) >= ASK_FROM and not approval.yes:
        return f"change {changed}", "--yes"
    return "", ""


def _ask(approval: Approval, plan: Plan, deed: str, flags: str) -> None:
    if approval.ask is None:
        raise NeedsTerminalError(f"this would {deed}", f"add {flags} to do it without being asked")
    raise _QuestionError(plan, f"This will {deed}. Go on?")


def check_approval(approval: Approval, deed: str) -> None:
    """Ask about a deed that changes no record of the store; raises where the answer is no."""
    if approval.yes:
        return
    try:
        _ask(approval, Plan(), deed, "--yes")
    except _QuestionError as question:
        _answer(approval, question)


def _answer(approval: Approval, question: _QuestionError) -> Identity:
    if approval.ask is None or not approval.ask(question.question, question.plan):
        raise BeritaError("nothing was changed: the answer was no", "answer y, or add --yes")
    return _identity(question.plan)


def _identity(plan: Plan) -> Identity:
    """Which records a plan changes, and which entries it takes back."""
    return frozenset(c.id for c in plan.changes), tuple(entry.sequence for entry in plan.of)


def _takes_away(change: Change) -> bool:
    """Whether a change deletes a record or empties its text."""
    before, after = change.before, change.after
    if before is None:
        return False
    if after is None or (after.status == BIN and before.status != BIN):
        return True
    return bool(before.body) and not after.body
