"""`berita add`."""

from typing import Annotated, Any

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session
from beritacli.cli.fields import field_values
from beritacli.cli.options import CommonFlags, DeskFlags, FieldFlags, WriteFlags, WriteOutputFlags
from beritacli.cli.printing import output
from beritacli.cli.written import print_written
from beritacli.errors import NeedsTerminalError, UsageError
from beritacli.newsroom import writing
from beritacli.newsroom.desk import Outcome


@command(
    """
    berita add 'Taman Baru Dibuka di Cakung' --reporter 'Rani Wulandari' --section Kota
    berita add 'Pasar Malam Ramai' --body-file naskah.md --date 'Kamis, 11 Juli 2024' --tag pasar
    berita add --title 'Banjir Surut' --body 'Air surut.' --reporter Rani --editor Dodi --publish
    berita add --edit
    """
)
def add(
    ctx: typer.Context,
    fields: FieldFlags,
    desk: DeskFlags,
    written: WriteOutputFlags,
    write: WriteFlags,
    common: CommonFlags,
    headline: Annotated[str | None, typer.Argument(metavar="[TITLE]", help="The headline.")] = None,
    publish: Annotated[bool, typer.Option("--publish", help="Publish it at once.")] = False,
    edit: Annotated[bool, typer.Option("--edit", help="Open it in your editor first.")] = False,
    copy: Annotated[
        str | None, typer.Option("--from", metavar="REF", help="Begin as a copy of an article.")
    ] = None,
    upsert: Annotated[
        bool, typer.Option("--upsert", help="Change the article of the same --source, if any.")
    ] = False,
) -> None:
    """Make a new article; only a headline is required.

    Without words at a terminal it asks field by field, or opens your editor.
    """
    session = Session(ctx, common)
    chosen = output(session, written)
    newsdesk = session.writing_desk(write, creates=True)
    if headline is not None and fields.title is not None:
        raise UsageError("the headline is given twice", "give it as TITLE or as --title")
    if publish and desk.status not in (None, "published"):
        raise UsageError(f"--publish and --status {desk.status} contradict each other")
    values = field_values(session, fields, desk, newsdesk.repository.read)
    if headline is not None:
        values["title"] = headline
    status = "published" if publish else desk.status

    def save(given: dict[str, Any]) -> Outcome:
        merged = {**given}
        wanted = merged.pop("status", None) if status is None else status
        merged.pop("status", None)
        return writing.add(newsdesk, merged, status=wanted, upsert=upsert, copy_of=copy)

    if edit or not (values or copy or ctx.args):
        from beritacli.cli.asking import ask_for_article  # noqa: PLC0415 - only at a terminal

        if not edit and not session.interactive:
            raise NeedsTerminalError(
                "nothing to add, and nobody can be asked", "berita add 'A headline' --body '…'"
            )
        outcome = ask_for_article(session, newsdesk, values, save, in_editor=edit)
        if outcome is None:
            session.note("nothing added: the text came back unchanged")
            return
    else:
        outcome = save(values)
    print_written(session, chosen, outcome, single=True)
