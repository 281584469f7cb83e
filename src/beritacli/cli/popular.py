"""`berita popular`."""

from typing import Any

import typer

from beritacli.cli.command import command
from beritacli.cli.context import Session, filters_of
from beritacli.cli.options import (
    CommonFlags,
    FilterFlags,
    OutputFlags,
    PageFlags,
    PopularFlags,
    QueryFlags,
)
from beritacli.cli.printing import output, part_of, print_news
from beritacli.cli.table import COMMANDS
from beritacli.newsroom import popularity, reading
from beritacli.newsroom.popularity import Chart
from beritacli.render.output import Output
from beritacli.render.rows import Row


@command(
    """
    berita popular
    berita popular -n 10 section:kesra --window 7d
    berita popular --window kemarin --one-per-section
    berita popular --rank trending --max-age 30d
    berita popular published:2024 --json=id,title,views,rank
    """
)
def popular(
    ctx: typer.Context,
    query: QueryFlags,
    filters: FilterFlags,
    wish: PopularFlags,
    page: PageFlags,
    flags: OutputFlags,
    common: CommonFlags,
) -> None:
    """BERITA POPULER: the published articles that were read most, five unless -n is given.

    A window counts what was read in it, in the desk's days: 7d is today and the
    six days before. Totals that came from elsewhere count only in `all`.
    """
    session = Session(ctx, common)
    chosen = output(session, flags, COMMANDS["popular"].extras)
    part = part_of(page, reading.POPULAR)
    desk = session.reading_desk()
    wanted = popularity.Wish(
        window=wish.window,
        rank=wish.rank,
        half_life=float(session.config["popular.half_life"]),
        per_day=wish.per_day,
        max_age=wish.max_age or "",
        skip_evergreen=wish.skip_evergreen,
        evergreen=session.config["popular.evergreen"],
        one_per_section=wish.one_per_section,
    )
    chart = popularity.popular(desk, query.words or (), filters_of(filters), part, wanted)
    _print(session, chosen, chart, page)


def _print(session: Session, chosen: Output, chart: Chart, page: PageFlags) -> None:
    """BERITA POPULER; at a terminal with how each rose or fell, and its days."""
    rows: list[Row] = []
    for one in chart.entries:
        extras: dict[str, Any] = {
            "views": one.views,
            "views_total": one.article.views,
            "rank": one.rank,
            "previous_rank": one.previous,
            "score": one.score,
        }
        if chosen.for_people:
            extras |= {"compared": chart.compared, "days": one.days}
        rows.append((one.article, extras))
    print_news(session, chosen, "BERITA POPULER", rows, page, numbered=True)
    if chart.uncut:
        kept = ", ".join(chart.uncut)
        session.note(f"views of {kept} are kept only as a whole: they are not in this window")
