"""`berita log`, `berita undo`, `berita redo`."""

from typing import Annotated

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session
from beritacli.cli.fields import moment
from beritacli.cli.options import CommonFlags, WriteFlags, WriteOutputFlags, countable
from beritacli.cli.picking import keys_asked, write_json
from beritacli.cli.printing import TERMINAL_ROWS, output, place
from beritacli.cli.streams import write_out
from beritacli.cli.written import print_written
from beritacli.newsroom import undoing
from beritacli.newsroom.desk import Outcome
from beritacli.newsroom.reading import Part
from beritacli.render import plain
from beritacli.render.log import ENTRY_KEYS, deed, entry_object, entry_row
from beritacli.render.output import Output
from beritacli.render.visible import visible


@command(
    """
    berita log
    berita log 42
    berita log -n 5 --json
    """
)
def log(
    ctx: typer.Context,
    common: CommonFlags,
    ref: Annotated[
        str | None, typer.Argument(metavar="[REF]", help="Only what happened to this article.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "-n", "--limit", metavar="N", min=0, callback=countable, help="At most so many."
        ),
    ] = None,
    offset: Annotated[
        int,
        typer.Option(
            "--offset", metavar="N", min=0, callback=countable, help="Leave out the last ones."
        ),
    ] = 0,
    json: Annotated[
        str | None, typer.Option("--json", metavar="[=FIELDS]", help="The entries as JSON.")
    ] = None,
) -> None:
    """Show who changed what and when, the last change first.

    With an article: its history, old and new of every field.
    """
    names = keys_asked(json, ENTRY_KEYS)
    session = Session(ctx, common)
    where = place(session)
    shown = TERMINAL_ROWS if limit is None and where.terminal and json is None else limit
    with session.waiting("Reading"):
        entries = undoing.log(session.reading_desk(), ref, Part(shown, offset))
    if json is not None:
        write_json(map(entry_object, entries), names)
    elif where.terminal:
        from beritacli.render import terminal  # noqa: PLC0415 - Rich is loaded only for people

        write_out(terminal.log(entries, where, session.now, fields=ref is not None))
    else:
        write_out(plain.tab_separated(map(entry_row, entries)))


@command(
    """
    berita undo
    berita undo --dry-run
    berita undo --to 'kemarin 18.00'
    """
)
def undo(
    ctx: typer.Context,
    written: WriteOutputFlags,
    write: WriteFlags,
    common: CommonFlags,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="TIME", help="Take back everything after that time."),
    ] = None,
) -> None:
    """Take back the last change; again, the one before it.

    One command is one change, an import of a whole archive too, and so is what
    was changed outside berita. The undo stands in the log itself: `berita redo`
    takes it back as long as nothing else was changed.
    """
    session = Session(ctx, common)
    chosen = output(session, written)
    after = None if to is None else moment(session, to)
    outcome = undoing.undo(session.writing_desk(write), to=after)
    _print(session, chosen, outcome, "undo")


@command(
    """
    berita redo
    berita redo --dry-run
    """
)
def redo(
    ctx: typer.Context, written: WriteOutputFlags, write: WriteFlags, common: CommonFlags
) -> None:
    """Take back the last undo; again, the one before it.

    A new change ends what can be redone.
    """
    session = Session(ctx, common)
    chosen = output(session, written)
    _print(session, chosen, undoing.redo(session.writing_desk(write)), "redo")


def _print(session: Session, chosen: Output, outcome: Outcome, verb: str) -> None:
    if not outcome.plan.writes:
        session.note(f"there is nothing to {verb}")
    for entry in outcome.plan.of if outcome.plan.writes else ():
        session.note(visible(f"{verb} of {entry.sequence}: {deed(entry)} ({entry.who})"))
    print_written(session, chosen, outcome, nothing="")
