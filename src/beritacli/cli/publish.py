"""`berita publish` and `berita schedule`."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session, filters_of, target
from beritacli.cli.fields import moment
from beritacli.cli.options import (
    CommonFlags,
    FilterFlags,
    TargetFlags,
    WriteFlags,
    WriteOutputFlags,
)
from beritacli.cli.printing import output
from beritacli.cli.written import NOTHING, print_written
from beritacli.errors import UsageError
from beritacli.newsroom import publishing

LATE = timedelta(minutes=2)  # cron runs once a minute; less is not worth a word

At = Annotated[str | None, typer.Option("--at", metavar="WHEN", help="Schedule it for then.")]
Embargo = Annotated[
    str | None,
    typer.Option("--embargo", metavar="WHEN", help="Schedule it for then, and not before."),
]
Force = Annotated[
    str, typer.Option("--force", metavar="REASON", help="Let out what is incomplete; logged.")
]


@command(
    """
    berita publish 42
    berita publish 42 43 --at 'besok 06.00'
    berita publish status:ready section:kesra --dry-run
    berita publish --due
    berita publish 42 --embargo 'Kamis 10.00'
    berita publish 42 --correction 'Nama lurah yang benar adalah Surya Atmaja'
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
    at: At = None,
    due: Annotated[
        bool, typer.Option("--due", help="Publish all that is scheduled up to now; for cron.")
    ] = False,
    embargo: Embargo = None,
    correction: Annotated[
        str | None,
        typer.Option("--correction", metavar="TEXT", help="Tell readers what was put right."),
    ] = None,
    force: Force = "",
) -> None:
    """Publish articles now, at a time, or all that is due.

    Title, body, reporter and editor must be there. A date that is set stays.
    What is under embargo stays in until it ends.
    """
    session = Session(ctx, common)
    chosen = output(session, written)
    newsdesk = session.writing_desk(write)
    wanted = target(words, filters_of(filters))
    if due:
        others = at or force or embargo or correction or wanted.filters
        if words.words or words.everything or others:
            raise UsageError(
                "--due publishes all that is due: it takes no target", "berita publish --due"
            )
        outcome = publishing.publish_due(newsdesk)
        for article, delay in publishing.delays(outcome, newsdesk.now):
            if delay >= LATE:
                session.note(f"#{article.id} went out {_duration(delay)} late")
    elif at is not None or embargo is not None:
        if correction is not None:
            raise UsageError("a correction goes out at once", "berita publish 42 --correction '…'")
        when, until = _planned(session, at, embargo)
        outcome = publishing.schedule(newsdesk, wanted, when, force=force, embargo=until)
    else:
        if correction is not None and not correction.strip():
            raise UsageError("the correction is empty", "say what was wrong: --correction '…'")
        outcome = publishing.publish(newsdesk, wanted, force=force, correction=correction or "")
    print_written(session, chosen, outcome, nothing="" if due else NOTHING)


@command(
    """
    berita schedule 42 --at 'besok 06.00'
    berita schedule status:ready section:kesra --at 'Senin pukul 6' --dry-run
    berita schedule 42 --embargo 'Kamis 10.00'
    """
)
def schedule(
    ctx: typer.Context,
    words: TargetFlags,
    filters: FilterFlags,
    written: WriteOutputFlags,
    write: WriteFlags,
    common: CommonFlags,
    at: At = None,
    embargo: Embargo = None,
    force: Force = "",
) -> None:
    """Have articles published at a time, as publish --at does.

    `berita publish --due` publishes them when the time has come.
    """
    session = Session(ctx, common)
    chosen = output(session, written)
    if at is None and embargo is None:
        raise UsageError("schedule for when?", "berita schedule 42 --at 'besok 06.00'")
    when, until = _planned(session, at, embargo)
    wanted = target(words, filters_of(filters))
    outcome = publishing.schedule(
        session.writing_desk(write), wanted, when, force=force, embargo=until
    )
    print_written(session, chosen, outcome)


def _planned(
    session: Session, at: str | None, embargo: str | None
) -> tuple[datetime, datetime | None]:
    """When articles go out, and until when they are under embargo."""
    until = None if embargo is None else moment(session, embargo)
    when = until if at is None else moment(session, at)
    assert when is not None, "one of the two flags is given"
    return when, until


def _duration(delay: timedelta) -> str:
    minutes = int(delay.total_seconds()) // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    parts = ((days, "d"), (hours, "h"), (minutes % 60, "min"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number)
