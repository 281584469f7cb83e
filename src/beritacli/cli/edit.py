"""`berita edit`."""

from typing import Annotated

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session, filters_of, target
from beritacli.cli.fields import cleared, field_values
from beritacli.cli.options import (
    CommonFlags,
    DeskFlags,
    FieldFlags,
    PeriodFlags,
    TargetFlags,
    WriteFlags,
    WriteOutputFlags,
)
from beritacli.cli.printing import output
from beritacli.cli.written import print_written
from beritacli.errors import UsageError
from beritacli.newsroom import reading, writing


@command(
    """
    berita edit 42
    berita edit 42 --title 'Taman Baru Dibuka' --clear quote
    berita edit section:kesra --editor 'Dodi Pranata' --dry-run
    berita list tag:banjir --ids | berita edit - --section Lingkungan --yes
    """
)
def edit(
    ctx: typer.Context,
    words: TargetFlags,
    fields: FieldFlags,
    desk: DeskFlags,
    period: PeriodFlags,
    written: WriteOutputFlags,
    write: WriteFlags,
    common: CommonFlags,
    clear: Annotated[
        list[str] | None,
        typer.Option("--clear", metavar="FIELD", help="Empty a field; repeatable."),
    ] = None,
) -> None:
    """Change fields of one or many articles, or open one in your editor.

    With flags it changes what they name; without any it opens the article as a
    text with its fields on top.
    """
    session = Session(ctx, common)
    chosen = output(session, written)
    newsdesk = session.writing_desk(write)
    values = field_values(session, fields, desk, newsdesk.repository.read) | cleared(clear)
    wanted = target(words, filters_of(period))
    if values or desk.status is not None:
        outcome = writing.edit(newsdesk, wanted, values, status=desk.status)
        print_written(session, chosen, outcome, single=len(outcome.articles) == 1)
        return
    from beritacli.cli.asking import edit_in_editor  # noqa: PLC0415 - only when no flag is given

    articles = reading.named(newsdesk, wanted)
    if len(articles) != 1:
        raise UsageError(
            f"the editor opens one article, and {len(articles)} are named",
            "change many with flags: berita edit QUERY --section NAME",
        )
    edited = edit_in_editor(session, newsdesk, articles[0])
    if edited is None:
        session.note("unchanged")
        return
    print_written(session, chosen, edited, single=True)
