"""`berita backup`."""

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from beritacli.cli.command import check_action, command
from beritacli.cli.context import Session
from beritacli.cli.options import CommonFlags, WriteFlags, WriteOutputFlags
from beritacli.cli.picking import keys_asked, write_json
from beritacli.cli.printing import output
from beritacli.cli.streams import is_terminal, write_out
from beritacli.cli.written import print_written
from beritacli.domain.safety import Backup
from beritacli.errors import DamagedError, UsageError
from beritacli.hints import counted
from beritacli.indonesian.numbers import group
from beritacli.newsroom import backing

KEYS = ("name", "path", "time", "sequence", "size", "problem")
_TITLES = {
    "name": "NAME",
    "time": "TIME",
    "sequence": "ENTRY",
    "size": "BYTES",
    "problem": "PROBLEM",
}


@command(
    """
    berita backup
    berita backup list
    berita backup verify
    berita backup restore @last --dry-run
    """
)
def backup(
    ctx: typer.Context,
    write: WriteFlags,
    common: CommonFlags,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[list | verify [NAME...] | restore NAME]", help="What."),
    ] = None,
    json: Annotated[
        str | None, typer.Option("--json", metavar="[=FIELDS]", help="As JSON.")
    ] = None,
) -> None:
    """Copy the store into its folder of backups, with a checksum; list, verify and restore them.

    The newest ones are kept, as many as backup.keep says; a store that has not
    changed since is not copied again. A backup is a store itself: --db opens
    it. Restoring is a change like any other, and undo takes it back.
    """
    action, *given = words or [""]
    if action:
        check_action("backup", action)
    if action == "restore" and len(given) != 1:
        raise UsageError("restore which backup?", "berita backup list, then its name, or @last")
    if given and action not in ("verify", "restore"):
        raise UsageError(f"backup {action} takes no further words", f"berita backup {action}")
    session = Session(ctx, common)
    if action == "restore":
        chosen = output(session, WriteOutputFlags(json=json))
        outcome = backing.restore(session.writing_desk(write), session.keeper(), given[0])
        print_written(session, chosen, outcome)
        return
    names = keys_asked(json, KEYS)
    as_json = json is not None
    if action == "verify":
        with session.waiting("Verifying"):
            found = backing.verified(session.keeper(), given)
        _print(session, found, names, as_json=as_json)
        bad = [one.name for one, wrong in found if wrong]
        if bad:
            raise DamagedError(
                f"{len(bad)} of {counted(len(found), 'backup')} damaged: {', '.join(bad)}"
            )
        session.note(f"{len(found)} verified")
    elif action == "list":
        found = [(one, "") for one in session.keeper().backups()]
        _print(session, found, names, as_json=as_json)
    else:
        _make(session, names, as_json=as_json, dry_run=write.dry_run)


def _make(session: Session, names: Sequence[str], *, as_json: bool, dry_run: bool) -> None:
    keeper = session.keeper()
    keep = int(session.config["backup.keep"])
    with session.waiting("Copying"):
        made = keeper.back_up(session.now, keep, dry_run=dry_run)
    if made is None:
        there = bool(keeper.backups())
        session.note("unchanged since the newest backup" if there else "there is no store to copy")
    if dry_run:
        session.note("dry run: nothing was written")
    _print(session, [] if made is None else [(made, "")], names, as_json=as_json)


def _print(
    session: Session, found: Sequence[tuple[Backup, str]], names: Sequence[str], *, as_json: bool
) -> None:
    rows = [_row(session, one, wrong) for one, wrong in found]
    if as_json:
        write_json(rows, names)
        return
    titles = dict(_TITLES)
    if is_terminal(sys.stdout):
        rows = [_for_people(row) for row in rows]
        if not any(row["problem"] for row in rows):
            del titles["problem"]
    lines = [tuple(str(row[name] or "") for name in titles) for row in rows]
    if lines:
        write_out(session.columns([*titles.values()], lines))


def _for_people(row: dict[str, Any]) -> dict[str, Any]:
    """The time to the minute and the bytes in groups: a terminal has no room for more."""
    return row | {"time": row["time"][:16].replace("T", " "), "size": group(row["size"])}


def _row(session: Session, one: Backup, wrong: str) -> dict[str, Any]:
    return {
        "name": one.name,
        "path": str(one.path),
        "time": one.time.astimezone(session.zone).isoformat(),
        "sequence": one.sequence,
        "size": one.size,
        "problem": wrong or None,
    }
