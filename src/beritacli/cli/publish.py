"""`berita publish`."""

from datetime import timedelta
from typing import Annotated

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session, target
from beritacli.cli.context import filters as filters_of
from beritacli.cli.fields import moment
from beritacli.cli.options import (
    CommonFlags,
    FilterFlags,
    TargetFlags,
    WriteFlags,
    WriteOutputFlags,
)
from beritacli.cli.printing import output, print_written
from beritacli.errors import UsageError
from beritacli.newsroom import publishing

LATE = timedelta(minutes=2)  # cron runs once a minute; less is not worth a word


@command(
    """
    berita publish 42
    berita publish 42 43 --at 'besok 06.00'
    berita publish status:ready section:kesra --dry-run
    berita publish --due
    berita publish 42 --force 'breaking, editor on the phone'
    """
)
def publish(
    ctx: typer.Context,
    words: TargetFlags,
    filters: FilterFlags,
    written: WriteOutputFlags,
    write: WriteFlags,
    common: CommonFlags,
    at: Annotated[
        str | None, typer.Option("--at", metavar="WHEN", help="Schedule it for then.")
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="Publish all that is scheduled up to now; for cron.")
    ] = False,
    force: Annotated[
        str, typer.Option("--force", metavar="REASON", help="Publish what is incomplete; logged.")
    ] = "",
) -> None:
    """Publish articles now, at a time, or all that is due.

    Title, body, reporter and editor must be there. A date that is set stays.
    """
    session = Session(ctx, common)
    chosen = output(session, written)
    newsdesk = session.writing_desk(write)
    wanted = target(words, filters_of(filters))
    if due:
        if words.words or words.everything or at or force or wanted.filters:
            raise UsageError(
                "--due publishes all that is due: it takes no target", "berita publish --due"
            )
        outcome = publishing.publish_due(newsdesk)
        for article, delay in publishing.delays(outcome, newsdesk.now):
            if delay >= LATE:
                session.note(f"#{article.id} went out {_duration(delay)} late")
    elif at is not None:
        outcome = publishing.schedule(newsdesk, wanted, moment(session, at), force=force)
    else:
        outcome = publishing.publish(newsdesk, wanted, force=force)
    print_written(session, chosen, outcome)


def _duration(delay: timedelta) -> str:
    minutes = int(delay.total_seconds()) // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    parts = ((days, "d"), (hours, "h"), (minutes % 60, "min"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number)
