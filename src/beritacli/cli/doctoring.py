"""`berita doctor`."""

from collections.abc import Sequence
from typing import Annotated

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session
from beritacli.cli.options import CommonFlags
from beritacli.cli.picking import keys_asked, write_json
from beritacli.cli.printing import place
from beritacli.cli.streams import write_out
from beritacli.domain.safety import ERROR, Finding
from beritacli.errors import BeritaError, DamagedError, NeedsTerminalError
from beritacli.hints import counted
from beritacli.render import plain
from beritacli.render.visible import visible

KEYS = ("check", "level", "message", "hint")


@command(
    """
    berita doctor
    berita doctor --json=check,level,message
    berita doctor --repair --dry-run
    """
)
def doctor(
    ctx: typer.Context,
    common: CommonFlags,
    repair: Annotated[
        bool, typer.Option("--repair", help="Put a damaged store and log right.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --repair: say what it would do.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --repair: do not ask.")] = False,
    json: Annotated[
        str | None, typer.Option("--json", metavar="[=FIELDS]", help="The findings as JSON.")
    ] = None,
) -> None:
    """Look at the store, log, index, lock, permissions and backups, and explain what is wrong.

    Looking changes nothing; exit 6 says that something is damaged. --repair
    works from the log and the backups, and keeps the damaged bytes aside.
    """
    names = keys_asked(json, KEYS)
    session = Session(ctx, common)
    keeper = session.keeper()
    if repair:
        _repair(session, dry_run=dry_run, yes=yes)
    with session.waiting("Examining"):
        findings = keeper.examine()
    _print(session, findings, names, as_json=json is not None)
    bad = [finding for finding in findings if finding.level == ERROR]
    if bad and not (repair and dry_run):
        raise DamagedError(f"{len(bad)} of the checks failed: {bad[0].message}", bad[0].hint)


def _repair(session: Session, *, dry_run: bool, yes: bool) -> None:
    keeper = session.keeper()
    with session.waiting("Examining"):
        planned = keeper.repair(session.now, dry_run=True)
    if not planned.steps:
        session.note("there is nothing to repair")
        return
    for step in planned.steps:
        session.note(visible(f"- {step}"))
    if dry_run:
        session.note("dry run: nothing was written")
        return
    if not yes:
        if not session.interactive:
            raise NeedsTerminalError("this would repair the store", "add --yes to do it")
        if not session.agrees("Go on?"):
            raise BeritaError("nothing was changed: the answer was no", "answer y, or add --yes")
    with session.waiting("Repairing"):
        done = keeper.repair(session.now)
    session.note(f"repaired: the store has {counted(done.articles, 'article')}")


def _print(
    session: Session, findings: Sequence[Finding], names: Sequence[str], *, as_json: bool
) -> None:
    if as_json:
        write_json(map(vars, findings), names)
    elif (where := place(session)).terminal:
        from beritacli.render import terminal  # noqa: PLC0415 - Rich is loaded only for people

        write_out(terminal.health(findings, where))
    else:
        lines = ((one.check, one.level, one.message, one.hint) for one in findings)
        write_out(plain.tab_separated(lines))
