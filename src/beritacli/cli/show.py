"""`berita show`."""

from typing import Annotated

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session
from beritacli.cli.options import CommonFlags, OutputFlags
from beritacli.cli.printing import output, print_page, print_record
from beritacli.newsroom import reading


@command(
    """
    berita show 42
    berita show pemkot-jakpus
    berita show @last --json
    berita show 42 --template '{title} ({views})'
    """
)
def show(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="REF", help="The article.")],
    flags: OutputFlags,
    common: CommonFlags,
) -> None:
    """Show an article as its page does, with its related and popular lists."""
    session = Session(ctx, common)
    chosen = output(session, flags)
    if chosen.format:
        print_record(chosen, reading.record(session.reading_desk(), ref))
    else:
        print_page(chosen, reading.show(session.reading_desk(), ref))
