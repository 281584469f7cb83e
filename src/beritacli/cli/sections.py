"""`berita sections`."""

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session
from beritacli.cli.options import CommonFlags, OutputFlags
from beritacli.cli.paging import write_page
from beritacli.cli.printing import output, say_nothing
from beritacli.cli.table import COMMANDS
from beritacli.newsroom import reading
from beritacli.render.listing import listing
from beritacli.values import replace

COLUMNS = ("section", "count", "id", "title", "published_at")


@command(
    """
    berita sections
    berita sections --json=section,count
    berita sections --template '{section} ({count}): {title}'
    """
)
def sections(ctx: typer.Context, flags: OutputFlags, common: CommonFlags) -> None:
    """List the sections, most articles first, each with the newest headline.

    `berita list --section NAME` is the index of one, by day.
    """
    session = Session(ctx, common)
    chosen = output(session, flags, COMMANDS["sections"].extras)
    found, without = reading.sections(session.reading_desk())
    if without:
        session.note(f"{without} without a section: berita list section:")
    say_nothing(session, found, on_screen=chosen.on_screen)
    rows = [(section.newest, {"count": section.count}) for section in found]
    columns = chosen.columns or COLUMNS
    write_page(listing(rows, replace(chosen, columns=columns), columns), chosen.place)
