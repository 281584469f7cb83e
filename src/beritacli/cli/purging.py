"""`berita purge`."""

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session, filters_of, target
from beritacli.cli.options import (
    CommonFlags,
    FilterFlags,
    TargetFlags,
    WriteFlags,
    WriteOutputFlags,
)
from beritacli.cli.printing import output
from beritacli.cli.written import print_written
from beritacli.newsroom import purging


@command(
    """
    berita purge 42
    berita purge status:deleted updated:..2020 --dry-run
    """
)
def purge(
    ctx: typer.Context,
    words: TargetFlags,
    filters: FilterFlags,
    written: WriteOutputFlags,
    write: WriteFlags,
    common: CommonFlags,
) -> None:
    """Remove articles for good: from the store, its log and its backups.

    Nothing brings them back. The log keeps that there was an article of that
    number, and nothing of what it said. Copies elsewhere, in git or in exports, are
    not touched.
    """
    session = Session(ctx, common)
    chosen = output(session, written)
    wanted = target(words, filters_of(filters))
    done = purging.purge(session.writing_desk(write), session.keeper(), wanted)
    for name in done.removed:
        session.note(f"removed too, for it held some of the text: {name}")
    print_written(session, chosen, done.outcome)
