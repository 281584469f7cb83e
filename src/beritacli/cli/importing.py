"""`berita import`."""

from collections.abc import Iterator
from typing import Annotated

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session
from beritacli.cli.options import CommonFlags, WriteFlags, WriteOutputFlags
from beritacli.cli.printing import output, print_written
from beritacli.formats import Entry, Source, read_file
from beritacli.newsroom.importing import import_entries


@command(
    """
    berita import halaman.txt
    berita import arsip.jsonl.gz --status archived
    berita import halaman/*.html --upsert
    berita import naskah.md --dry-run
    cat artikel.json | berita import -
    """
)
def import_(
    ctx: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files; - is stdin.")],
    written: WriteOutputFlags,
    write: WriteFlags,
    common: CommonFlags,
    format: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="The format; else by content.")
    ] = None,
    upsert: Annotated[
        bool, typer.Option("--upsert", help="Change what is known by source or slug.")
    ] = False,
    status: Annotated[
        str | None, typer.Option("--status", metavar="NAME", help="For rows without one; draft.")
    ] = None,
) -> None:
    """Take articles over from pages, Markdown, JSON, JSON lines or CSV; all or nothing.

    A page brings its own article and one for each that it lists.
    """
    session = Session(ctx, common)
    chosen = output(session, written)

    def entries() -> Iterator[Entry]:
        for name in files:
            source = Source(name, session.now, session.note)
            yield from read_file(source, format)

    desk = session.writing_desk(write, creates=True)
    report = import_entries(desk, list(entries()), upsert=upsert, status=status)
    verb = "would be" if report.outcome.dry_run else "are"
    session.note(
        f"{report.new} new, {report.changed} changed, {report.unchanged} unchanged {verb} in the store"
    )
    print_written(session, chosen, report.outcome)
