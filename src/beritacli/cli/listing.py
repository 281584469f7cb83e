"""The verbs that list: list, popular, related, search."""

from typing import Annotated

import typer

from beritacli.cli.command import RelatedCommand, command
from beritacli.cli.context import Session, filters_of
from beritacli.cli.options import (
    CommonFlags,
    FilterFlags,
    OutputFlags,
    PageFlags,
    QueryFlags,
    WriteFlags,
)
from beritacli.cli.printing import (
    on_screen,
    output,
    part_of,
    print_audit,
    print_found,
    print_list,
    print_related,
)
from beritacli.cli.table import COMMANDS
from beritacli.errors import UsageError
from beritacli.newsroom import reading
from beritacli.values import replace


@command(
    """
    berita list
    berita list section:kesra tag:banjir,rob published:7d
    berita list --status draft --reporter 'Rani Wulandari' --sort -updated
    berita list 'title:taman' --json=id,title,views
    berita list status:deleted
    """
)
def list_(
    ctx: typer.Context,
    query: QueryFlags,
    filters: FilterFlags,
    page: PageFlags,
    flags: OutputFlags,
    common: CommonFlags,
) -> None:
    """List articles, the newest first; the bin only with status:deleted."""
    session = Session(ctx, common)
    chosen = output(session, flags)
    part = part_of(page, on_screen(chosen))
    found = reading.listing(session.reading_desk(), query.words or (), filters_of(filters), part)
    print_list(session, chosen, found, page)


@command(
    """
    berita related 42
    berita related 42 -n 5 --exclude 17
    berita related 42 --pin 40 41
    berita related pemkot-jakpus --unpin 40
    berita related 42 --explain
    berita related --audit
    berita related --audit published:30d
    """,
    RelatedCommand,
)
def related(
    ctx: typer.Context,
    page: PageFlags,
    flags: OutputFlags,
    write: WriteFlags,
    common: CommonFlags,
    pin: Annotated[
        list[str] | None, typer.Option("--pin", metavar="REF", help="Put it first, for good.")
    ] = None,
    unpin: Annotated[
        list[str] | None, typer.Option("--unpin", metavar="REF", help="Take a pin away.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", metavar="REF", help="Leave it out this time.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show each signal's share of the score.")
    ] = False,
    audit: Annotated[
        bool, typer.Option("--audit", help="Articles with nothing related, and dead pins.")
    ] = False,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="REF", help="The article; a query with --audit.")
    ] = None,
) -> None:
    """BERITA TERKAIT: what belongs beside an article, its pins first; three unless -n is given."""
    session = Session(ctx, common)
    chosen = output(session, flags, COMMANDS["related"].extras)
    if audit:
        from beritacli.cli.progress import Progress  # noqa: PLC0415 - most want the list itself
        from beritacli.newsroom import auditing  # noqa: PLC0415 - the same

        if pin or unpin or exclude or explain:
            raise UsageError("--audit stands alone", "berita related --audit published:30d")
        far = Progress("Comparing", quiet=session.flags.quiet)
        found = auditing.audit(session.reading_desk(), words or (), part_of(page, None), far)
        print_audit(session, chosen, found)
        return
    ref = _the_one(words)
    if pin or unpin:
        from beritacli.cli.written import print_written  # noqa: PLC0415 - the same
        from beritacli.newsroom import pinning  # noqa: PLC0415 - the same

        desk = session.writing_desk(write)
        outcome = pinning.pin(desk, ref, pin=_refs(pin), unpin=_refs(unpin))
        print_written(session, chosen, outcome)
        return
    part = part_of(page, reading.RELATED)
    ranked = reading.related(session.reading_desk(), ref, _refs(exclude), part)
    print_related(session, chosen, ranked, page, explain=explain)


@command(
    """
    berita search banjir rob
    berita search '"pasar malam"' section:kesra
    berita search 'transjakarta reporter:rani' -n 5 --json
    """
)
def search(
    ctx: typer.Context,
    query: QueryFlags,
    filters: FilterFlags,
    page: PageFlags,
    flags: OutputFlags,
    common: CommonFlags,
) -> None:
    """Find articles in which every word stands, the best first."""
    session = Session(ctx, common)
    chosen = output(session, flags, COMMANDS["search"].extras)
    part = replace(part_of(page, on_screen(chosen)), snippets=chosen.shows("snippet"))
    found = reading.search(session.reading_desk(), query.words or (), filters_of(filters), part)
    print_found(session, chosen, found, page)


def _the_one(words: list[str] | None) -> str:
    """The one article of `related`."""
    if not words:
        raise UsageError("which article?", "berita related 42")
    if len(words) > 1:
        raise UsageError(
            f"related takes one article, and {len(words)} words are given",
            f"berita related {words[0]}",
        )
    return words[0]


def _refs(given: list[str] | None) -> list[str]:
    """The references of a repeatable flag, which may also list them with commas."""
    return [ref for text in given or () for ref in text.split(",") if ref]
