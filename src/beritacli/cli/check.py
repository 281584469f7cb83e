"""`berita check`."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from beritacli.checks.table import LEVELS, RULES
from beritacli.cli.command import command
from beritacli.cli.context import Session, filters_of, target
from beritacli.cli.options import CommonFlags, FilterFlags, OutputFlags, TargetFlags, WriteFlags
from beritacli.cli.paging import write_page
from beritacli.cli.printing import output, print_counts
from beritacli.cli.progress import Progress
from beritacli.cli.streams import write_out
from beritacli.cli.written import note_dry_run, print_written
from beritacli.errors import UsageError, ValidationError
from beritacli.hints import counted
from beritacli.newsroom import checking
from beritacli.newsroom.checking import Checked
from beritacli.newsroom.desk import Desk, Outcome
from beritacli.render.listing import listing
from beritacli.render.output import Output
from beritacli.render.rows import Row
from beritacli.values import replace

RULE_KEYS = ("code", "level", "about", "example", "better", "fixes")
COLUMNS = ("id", "code", "level", "field", "line", "message", "suggestion")


@command(
    """
    berita check 42
    berita check status:ready
    berita check --all --level error
    berita check published:7d --rule weekday --rule name
    berita check 42 --fix --dry-run
    berita check --rules
    """
)
def check(
    ctx: typer.Context,
    words: TargetFlags,
    filters: FilterFlags,
    flags: OutputFlags,
    write: WriteFlags,
    common: CommonFlags,
    rule: Annotated[
        list[str] | None, typer.Option("--rule", metavar="CODE", help="Only this rule; repeatable.")
    ] = None,
    level: Annotated[
        str, typer.Option("--level", metavar="NAME", help="This level and those above it.")
    ] = LEVELS[-1],
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what is safe to mend, as one change.")
    ] = False,
    rules: Annotated[
        bool, typer.Option("--rules", help="List the rules and their levels.")
    ] = False,
) -> None:
    """Read articles as a desk editor does, before they go out.

    Exit code 3 where there is an error, which publish would hold back, else 0.
    """
    session = Session(ctx, common)
    chosen = output(session, flags, COLUMNS[1:], RULE_KEYS if rules else ())
    if rules:
        if fix:
            raise UsageError("--rules only lists the rules", "berita check 42 --fix")
        _print_rules(session, chosen, session.reading_desk())
        return
    wanted = checking.Wanted(rule or (), level)
    which = target(words, filters_of(filters))
    if fix:
        outcome, checked = checking.fix(session.writing_desk(write), which, wanted)
        _print_mended(session, chosen, outcome)
    elif write.dry_run or write.yes or write.allow_mass:
        raise UsageError("check writes only with --fix", "berita check 42 --fix --dry-run")
    else:
        far = Progress("Checking", quiet=session.flags.quiet)
        checked = checking.check(session.reading_desk(), which, wanted, far)
    if chosen.for_people or chosen.format or not fix:  # a pipe gets one kind of line
        _print(chosen, checked)
    _say(session, checked)
    if any(one.has_error for one in checked):
        raise typer.Exit(ValidationError.exit_code)


def _print_mended(session: Session, chosen: Output, outcome: Outcome) -> None:
    """What was changed; where the findings that are left are printed as data, only how much."""
    if not chosen.format:
        print_written(session, chosen, outcome, nothing="")
    elif outcome.dry_run:
        note_dry_run(session, outcome)
    elif outcome.plan.changes:
        session.note(f"{counted(len(outcome.plan.changes), 'article')} mended")


def _print(chosen: Output, checked: Sequence[Checked]) -> None:
    rows: list[Row] = [
        (one.article, {name: getattr(finding, name) for name in (*COLUMNS[1:], "text", "mark")})
        for one in checked
        for finding in one.findings
    ]
    if chosen.for_people:
        from beritacli.render import terminal  # noqa: PLC0415 - Rich is loaded only for people

        write_page(terminal.findings(rows, chosen.place), chosen.place)
        return
    if chosen.format == "ids":  # one for each article that has any
        rows = list({row[0].id: row for row in rows}.values())
    columns = chosen.columns or (() if chosen.format in ("ids", "template") else COLUMNS)
    write_out(listing(rows, replace(chosen, columns=columns)))


def _print_rules(session: Session, chosen: Output, desk: Desk) -> None:
    rows: list[dict[str, Any]] = [
        {
            "code": code,
            "level": level,
            "about": RULES[code].about,
            "example": RULES[code].example,
            "better": RULES[code].better,
            "fixes": RULES[code].fixes,
        }
        for code, level in checking.rules(desk)
    ]
    if chosen.for_people:
        from beritacli.render import terminal  # noqa: PLC0415 - Rich is loaded only for people

        write_page(terminal.rules(rows, chosen.place), chosen.place)
    else:
        print_counts(session, chosen, rows)


def _say(session: Session, checked: Sequence[Checked]) -> None:
    found = [finding.level for one in checked for finding in one.findings]
    counts = [counted(n, level) for level in LEVELS if (n := found.count(level))]
    articles = counted(len(checked), "article")
    session.note(f"{articles}: {', '.join(counts) or 'nothing found'}")
