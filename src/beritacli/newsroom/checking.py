"""Read articles as a desk editor does: check, mend, and hold back what breaks a rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from beritacli.checks.finding import Finding
from beritacli.checks.policy import Policy, policy_of
from beritacli.checks.running import findings, mended
from beritacli.checks.subject import Subject
from beritacli.checks.table import LEVELS, RULES
from beritacli.domain.article import Article
from beritacli.domain.changes import Change, Plan
from beritacli.errors import UsageError, ValidationError
from beritacli.hints import cut, suggestion
from beritacli.newsroom.desk import Desk, Outcome, plan_of, revised, write
from beritacli.newsroom.targets import Target, select
from beritacli.values import Value

if TYPE_CHECKING:
    from beritacli.domain.ports import Snapshot

_MISSING = "missing-"  # codes of the rules that name an empty field
_OFTEN = 16  # articles between two words of progress
_SHOWN = 3  # findings told by an error; `check` tells them all


class Checked(Value):
    """An article with what was found in it."""

    article: Article
    findings: Sequence[Finding]

    @property
    def has_error(self) -> bool:
        """Whether publish would hold it back."""
        return any(finding.level == "error" for finding in self.findings)


class Wanted(Value):
    """Which rules are run: those named, or all that are on, of a level and those above it."""

    rules: Sequence[str] = ()
    level: str = LEVELS[-1]

    def codes(self, policy: Policy) -> tuple[str, ...]:
        """The codes under a policy; UsageError for an unknown rule or level."""
        if self.level not in LEVELS:
            raise UsageError(f"no level '{cut(self.level)}'", f"one of {', '.join(LEVELS)}")
        for code in self.rules:
            if code not in RULES:
                raise UsageError(f"no rule '{cut(code)}'", suggestion(code, tuple(RULES)))
        on = policy.codes(*LEVELS[: LEVELS.index(self.level) + 1])
        return tuple(code for code in on if not self.rules or code in self.rules)


def check(
    desk: Desk,
    target: Target,
    wanted: Wanted,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> list[Checked]:
    """What the rules find in every record of `target`; `progress` hears how many are done."""
    policy = policy_of(desk.settings)
    codes = wanted.codes(policy)
    snapshot = desk.repository.read()
    articles = select(target, snapshot, desk)
    checked = []
    for done, article in enumerate(articles):
        if done % _OFTEN == 0:
            progress(done, len(articles))
        subject = Subject(article, policy, snapshot, desk.now)
        checked.append(Checked(article, findings(subject, codes)))
    return checked


def fix(desk: Desk, target: Target, wanted: Wanted) -> tuple[Outcome, list[Checked]]:
    """Mend what is safe to mend, as one change; and what is left then."""
    policy = policy_of(desk.settings)
    codes = wanted.codes(policy)

    def planner(snapshot: Snapshot) -> Plan:
        def change(article: Article) -> Change | None:
            after = mended(Subject(article, policy, snapshot, desk.now), codes)
            texts = {name: getattr(after, name) for name in ("title", "quote", "body", "photo")}
            return revised(article, desk.now, **texts)

        articles = select(target, snapshot, desk)
        return plan_of([(article, change(article)) for article in articles])

    outcome = write(desk, planner)
    snapshot = desk.repository.read()
    left = [
        Checked(article, findings(Subject(article, policy, snapshot, desk.now), codes))
        for article in outcome.articles
    ]
    return outcome, left


def rules(desk: Desk) -> list[tuple[str, str]]:
    """Every rule with its level at this desk."""
    return list(policy_of(desk.settings).levels.items())


def check_settings(settings: Mapping[str, str]) -> None:
    """Raise UsageError for a setting that names no rule."""
    policy_of(settings)


def held_back(article: Article, snapshot: Snapshot, desk: Desk) -> list[Finding]:
    """The errors for which `article` cannot go out at this desk."""
    policy = policy_of(desk.settings)
    return findings(Subject(article, policy, snapshot, desk.now), policy.codes("error"))


def check_ready(article: Article, snapshot: Snapshot, desk: Desk, deed: str = "published") -> None:
    """Raise ValidationError saying for which errors `article` cannot go out."""
    found = held_back(article, snapshot, desk)
    if found:
        flags = _flags(found)
        raise ValidationError(
            f"article {article.id} cannot be {deed}: {reasons(found)}",
            f"berita edit {article.id} {flags}" if flags else f"berita check {article.id}",
        )


def check_ready_new(article: Article, snapshot: Snapshot, desk: Desk) -> None:
    """As `check_ready`, for an article that is not in the store yet and has no number to name."""
    found = held_back(article, snapshot, desk)
    if found:
        flags = _flags(found)
        raise ValidationError(
            f"a new article cannot be published: {reasons(found)}",
            f"give {flags} too" if flags else "add it as a draft, then berita check @last",
        )


def _flags(found: Sequence[Finding]) -> str:
    """The flags that would fill what is missing; '' where something else is wrong too."""
    fields = _missing(found)
    if len(fields) < len(found):
        return ""
    return " ".join(f"--{field.removeprefix('photo.')} …" for field in fields)


def reasons(found: Sequence[Finding]) -> str:
    """Why an article is held back, in a few words: `body, editor missing; weekday: …`."""
    missing = _missing(found)
    others = [f"{one.code}: {one.message}" for one in found if not one.code.startswith(_MISSING)]
    said = [f"{', '.join(missing)} missing"] if missing else []
    said += others[:_SHOWN]
    if len(others) > _SHOWN:
        said.append(f"and {len(others) - _SHOWN} more")
    return "; ".join(said)


def _missing(found: Sequence[Finding]) -> list[str]:
    """The fields that are empty, in the order in which a desk fills them."""
    codes = {one.code: one.field for one in found if one.code.startswith(_MISSING)}
    return [codes[code] for code in RULES if code in codes]
