"""`berita stats`."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session
from beritacli.cli.fields import moment
from beritacli.cli.options import CommonFlags
from beritacli.cli.paging import write_page
from beritacli.cli.picking import picked
from beritacli.cli.printing import place
from beritacli.cli.streams import write_out
from beritacli.config.settings import times_of_day
from beritacli.errors import UsageError
from beritacli.newsroom.handover import Handover, handover, start_of_shift

KEYS = ("group", "id", "title", "status", "reporter", "editor", "at", "corrections")
_AT = {
    "published": "published_at",
    "scheduled": "scheduled_at",
    "embargoed": "embargo_until",
    "corrected": "corrected_at",
}


@command(
    """
    berita stats --shift
    berita stats --shift --since 14.00
    berita stats --shift | wl-copy
    berita stats --shift --json=group,id,title
    """
)
def stats(
    ctx: typer.Context,
    common: CommonFlags,
    shift: Annotated[
        bool, typer.Option("--shift", help="What this shift hands over, to paste into a chat.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="WHEN", help="Where the shift began; else desk.shifts."),
    ] = None,
    json: Annotated[
        str | None, typer.Option("--json", metavar="[=FIELDS]", help="As JSON.")
    ] = None,
) -> None:
    """Hand a shift over: what went out, what waits, what was put right.

    A shift begins at the last of the times in the setting desk.shifts.
    """
    if not shift:
        raise UsageError("which figures?", "berita stats --shift")
    names = picked(json, KEYS)
    if json == "help":
        write_out("".join(f"{name}\n" for name in names))
        return
    session = Session(ctx, common)
    if since is None:
        start = start_of_shift(session.now, times_of_day(session.config["desk.shifts"]))
    else:
        start = moment(session, since)
    found = handover(session.reading_desk(), start)
    if json is None:
        _print(session, found)
        return
    from beritacli.render.json import array_json  # noqa: PLC0415 - only for JSON

    write_out(array_json([{name: row[name] for name in names} for row in _rows(found)]))


def _rows(found: Handover) -> Iterator[dict[str, Any]]:
    for group, articles in found.groups.items():
        for article in articles:
            at = getattr(article, _AT[group]) if group in _AT else None
            yield {
                "group": group,
                "id": article.id,
                "title": article.title,
                "status": article.status,
                "reporter": article.reporter,
                "editor": article.editor,
                "at": at and at.isoformat(),
                "corrections": [one.text for one in article.corrections if one.at >= found.since],
            }


def _print(session: Session, found: Handover) -> None:
    """The text: fitted to a terminal, and in a pipe a line an article, as a chat wants it."""
    here = place(session)
    if here.terminal:
        from beritacli.render import terminal  # noqa: PLC0415 - Rich is loaded only for people

        write_page(terminal.handover(found.since, found.now, found.groups, here), here)
    else:
        from beritacli.render import plain  # noqa: PLC0415 - render is loaded by what prints

        write_out(plain.handover(found.since, found.now, found.groups, here))
