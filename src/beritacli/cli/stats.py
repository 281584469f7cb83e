"""`berita stats`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session, filters_of
from beritacli.cli.fields import moment
from beritacli.cli.options import CommonFlags, FilterFlags, QueryFlags
from beritacli.cli.paging import write_page
from beritacli.cli.picking import keys_asked, write_json
from beritacli.cli.printing import place, say_nothing
from beritacli.cli.streams import write_out
from beritacli.config.settings import times_of_day
from beritacli.domain.answers import Total
from beritacli.errors import UsageError
from beritacli.newsroom.handover import Handover, handover, start_of_shift
from beritacli.newsroom.stats import stats as totals

TOTAL_KEYS = ("by", "name", "articles", "views")
SHOWN = 10  # of each kind at a terminal, unless -n says otherwise
KEYS = ("group", "id", "title", "status", "reporter", "editor", "at", "corrections")
_AT = {
    "published": "published_at",
    "scheduled": "scheduled_at",
    "embargoed": "embargo_until",
    "corrected": "corrected_at",
}


@command(
    """
    berita stats
    berita stats section:kesra --by reporter --window 30d
    berita stats published:2026 --by month,tag -n 5
    berita stats --by section --json=name,views
    berita stats --shift
    berita stats --shift --since 14.00 | wl-copy
    """
)
def stats(
    ctx: typer.Context,
    query: QueryFlags,
    filters: FilterFlags,
    common: CommonFlags,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="KIND,KIND", help="section, reporter, tag, month; else all."),
    ] = None,
    window: Annotated[
        str,
        typer.Option("--window", metavar="WINDOW", help="Views of all, 7d, kemarin, FROM..TO."),
    ] = "all",
    limit: Annotated[
        int | None,
        typer.Option("-n", "--limit", metavar="N", min=0, help="At most so many of each kind."),
    ] = None,
    shift: Annotated[
        bool, typer.Option("--shift", help="What this shift hands over, to paste into a chat.")
    ] = False,
    json: Annotated[
        str | None, typer.Option("--json", metavar="[=FIELDS]", help="As JSON.")
    ] = None,
) -> None:
    """Articles and views by section, reporter, tag and month; or a shift for a chat.

    A month is that of publication. With --shift: what went out, what waits, what
    was put right since the last of the times in desk.shifts, or since --since.
    """
    names = keys_asked(json, KEYS if shift else TOTAL_KEYS)
    session = Session(ctx, common)
    if shift:
        filtered = any(value for name, value in vars(filters).items() if name != "since")
        if query.words or filtered or by or limit is not None or window != "all":
            raise UsageError("--shift takes only --since", "berita stats --shift --since 14.00")
        _print_shift(session, filters.since, names if json is not None else ())
        return
    kinds = [part.strip() for part in (by or "").split(",") if part.strip()]
    found = totals(session.reading_desk(), query.words or (), filters_of(filters), kinds, window)
    _print_totals(session, found, limit, names if json is not None else ())


def _print_totals(
    session: Session,
    found: Mapping[str, Sequence[Total]],
    limit: int | None,
    names: Sequence[str],
) -> None:
    here = place(session)
    most = SHOWN if limit is None and here.terminal and not names else limit
    shown = {kind: rows[:most] for kind, rows in found.items()}
    if names:
        rows = [
            {"by": kind, "name": one.name, "articles": one.articles, "views": one.views}
            for kind, ones in shown.items()
            for one in ones
        ]
        write_json(rows, names)
    elif here.terminal:
        from beritacli.render import terminal  # noqa: PLC0415 - Rich is loaded only for people

        say_nothing(session, [*filter(None, shown.values())], on_screen=True)
        more = {kind: len(rows) - len(shown[kind]) for kind, rows in found.items()}
        write_page(terminal.totals(shown, more, here), here)
    else:
        from beritacli.render import plain  # noqa: PLC0415 - render is loaded by what prints

        write_out(
            plain.tab_separated(
                (kind, one.name or "", str(one.articles), str(one.views))
                for kind, ones in shown.items()
                for one in ones
            )
        )


def _print_shift(session: Session, since: str | None, names: Sequence[str]) -> None:
    if since is None:
        start = start_of_shift(session.now, times_of_day(session.config["desk.shifts"]))
    else:
        start = moment(session, since)
    found = handover(session.reading_desk(), start)
    if not names:
        _print(session, found)
        return
    write_json(_rows(found), names)


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
